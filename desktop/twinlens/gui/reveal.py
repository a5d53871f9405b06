"""Showing a file in the system's file manager or in its own program, without waiting for either."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDesktopServices

from twinlens.gui.desktop.desktop import file_manager_here
from twinlens.gui.desktop.file_urls import file_url
from twinlens.gui.translating import tr

NOT_OPENED = tr("No program is set up to open this file.")


def reveal(path: Path) -> None:
    """Open the file manager at the file, or at its folder where the file cannot be pointed at."""
    file_manager_here().show(path)


def open_in_program(path: Path) -> bool:
    """Open the file in the program that is set up for it; False where there is none."""
    return QDesktopServices.openUrl(file_url(path))
