"""Faults of the environment: one clear sentence with what to do. Anything else is a bug."""

from __future__ import annotations


class TwinlensError(Exception):
    """Could not run; `str()` is one sentence for the user. The command line exits with 3."""


class HomeLockedError(TwinlensError):
    """Another Twinlens works on the same home."""


class NewerLibraryError(TwinlensError):
    """The library was written by a newer Twinlens and is left untouched."""


class ModelRefusedError(TwinlensError):
    """The encoder's files are missing, damaged or don't fit each other."""


class StorageError(TwinlensError):
    """The disk is full or a database cannot be read or written."""


class UsageError(Exception):
    """The request itself is wrong. The command line exits with 2."""
