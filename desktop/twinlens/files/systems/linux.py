"""Linux, and whatever else is like it."""

from __future__ import annotations

import ctypes
import os
from functools import cached_property
from typing import Any

from twinlens.files.systems.posix import Exclusively, Posix

_NO_REPLACE = 1
_HERE = -100
"""Paths are relative to the working folder, as everywhere else."""


class Linux(Posix):
    """See `System`."""

    tells_online_only = False

    def __init__(self, library: Any = None) -> None:
        """`library`: the C library's calls, unless a test brings its own."""
        self._given = library

    def exclusive_rename(self) -> Exclusively | None:
        """See Posix."""
        library = self._library
        if not hasattr(library, "renameat2"):
            return None

        def rename(source: bytes, destination: bytes) -> int:
            done = library.renameat2(_HERE, source, _HERE, destination, _NO_REPLACE) == 0
            return 0 if done else ctypes.get_errno()

        return rename

    def is_online_only(self, _status: os.stat_result) -> bool:
        """See System."""
        return False

    @cached_property
    def _library(self) -> Any:
        return self._given or ctypes.CDLL(None, use_errno=True)
