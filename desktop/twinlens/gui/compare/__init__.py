"""Photographs side by side, zoomed and panned together."""
