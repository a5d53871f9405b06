"""Twinlens finds the near-duplicate photographs in a library and clears them away safely."""

__version__ = "0.1.0"
