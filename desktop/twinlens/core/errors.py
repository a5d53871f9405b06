"""Faults of the environment: one clear sentence with what to do. Anything else is a bug."""

from __future__ import annotations


class TwinlensError(Exception):
    """Could not run; `str()` is one sentence for the user. The command line exits with 3."""


class HomeLockedError(TwinlensError):
    """Another Twinlens works on the same home."""


class NewerLibraryError(TwinlensError):
    """The library was written by a newer Twinlens and is left untouched."""


class ModelRefusedError(TwinlensError):
    """A model's files are missing, damaged or don't fit each other."""

    remedy = "install Twinlens again"

    def __init__(self, fault: str) -> None:
        """`fault` says what is wrong, without a full stop; what to do about it is added."""
        super().__init__(f"{fault}; {self.remedy}.")
        self.fault = fault


class OwnModelRefusedError(ModelRefusedError):
    """The same of an encoder that a person put into the home: the shipped one can take its place again."""

    remedy = "twinlens doctor --restore-model goes back to the one that ships with Twinlens"


class CatalogueRefusedError(TwinlensError):
    """Another program's catalogue is broken, foreign, or being written to."""


class StorageError(TwinlensError):
    """The disk is full or a database cannot be read or written."""


class UsageError(Exception):
    """The request itself is wrong. The command line exits with 2."""
