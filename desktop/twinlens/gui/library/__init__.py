"""The library page, the scan that fills it, and the files that could not be read."""
