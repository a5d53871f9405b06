"""What differs from system to system in how files are moved and told apart: a module for each, one interface."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from twinlens.files.systems.linux import Linux
from twinlens.files.systems.macos import MacOS
from twinlens.files.systems.windows import Windows


class System(Protocol):
    """Every system's way. None of it copies, and nothing is written over."""

    moves_open_files: bool
    """Whether a file can be renamed while it is open."""
    tells_online_only: bool
    """Whether `is_online_only` is to be trusted; else a file of nothing but holes counts as one."""
    kernel_folders: frozenset[str]
    """Folders of the kernel's own, in which nothing is a file of anybody's."""

    def rename(self, source: Path, destination: Path) -> None:
        """Rename a file unless the destination exists; OSError (EEXIST, EXDEV, …) leaves all as it was."""
        ...

    def sync(self, folder: Path) -> None:
        """Have the names in a folder written down, so that they outlive a power cut."""
        ...

    def is_online_only(self, status: os.stat_result) -> bool:
        """Whether the content is at a cloud provider, so that reading would download it."""
        ...


_OTHERS: dict[str, Callable[[], System]] = {"win32": Windows, "darwin": MacOS}


def system_named(platform: str) -> System:
    """The system that `sys.platform` names; whatever is not known is taken for a kind of Linux."""
    return _OTHERS.get(platform, Linux)()


SYSTEM = system_named(sys.platform)
"""The one that this runs on."""
