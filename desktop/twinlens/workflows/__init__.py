"""The use cases that join disk, pixels and library."""
