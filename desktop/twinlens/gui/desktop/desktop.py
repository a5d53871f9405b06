"""One way to the desktop, whichever it is: a system without one of these things simply goes without."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QIcon


class Desktop(Protocol):
    """Every call returns at once and never fails."""

    def show_progress(self, share: float | None) -> None:
        """On the taskbar: a share of the whole, None for nothing under way."""
        ...

    def notify(self, title: str, text: str) -> None:
        """A few words beside the other programs' notifications."""
        ...

    def close(self) -> None:
        """Take back what is shown."""
        ...


class FileManager(Protocol):
    """The program that shows folders."""

    def show(self, path: Path) -> None:
        """Open it at a file, or at its folder where it cannot point at files. Returns at once and never fails."""
        ...


def desktop_here(icon: QIcon) -> Desktop:
    """The desktop of this system."""
    if sys.platform.startswith("linux"):
        from twinlens.gui.desktop.freedesktop import FreeDesktop

        return FreeDesktop()
    from twinlens.gui.desktop.tray import TrayDesktop

    return TrayDesktop(icon)


@cache
def file_manager_here() -> FileManager:
    """The file manager of this system."""
    if sys.platform == "win32":
        from twinlens.gui.desktop.windows import Explorer

        return Explorer()
    if sys.platform == "darwin":
        from twinlens.gui.desktop.macos import Finder

        return Finder()
    from twinlens.gui.desktop.freedesktop import FileManager1

    return FileManager1()
