"""macOS."""

from __future__ import annotations

import ctypes
import os
from functools import cached_property
from typing import Any

from twinlens.files.systems.posix import Exclusively, Posix

_EXCLUSIVE = 0x4
_DATALESS = 0x4000_0000
"""SF_DATALESS: the content is at the cloud provider."""


class MacOS(Posix):
    """See `System`."""

    tells_online_only = True

    def __init__(self, library: Any = None) -> None:
        """`library`: the C library's calls, unless a test brings its own."""
        self._given = library

    def exclusive_rename(self) -> Exclusively | None:
        """See Posix."""
        library = self._library
        return lambda source, destination: (
            0 if library.renamex_np(source, destination, _EXCLUSIVE) == 0 else ctypes.get_errno()
        )

    def is_online_only(self, status: os.stat_result) -> bool:
        """See System."""
        return bool(getattr(status, "st_flags", 0) & _DATALESS)

    @cached_property
    def _library(self) -> Any:
        return self._given or ctypes.CDLL(None, use_errno=True)
