"""Showing a file in the system's file manager or in its own program, without waiting for either."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import quote_from_bytes

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from twinlens.gui.translating import tr

NOT_OPENED = tr("No program is set up to open this file.")


def reveal(path: Path) -> None:
    """Open the file manager at the file, or at its folder where the file cannot be pointed at."""
    if sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", str(path)])
    elif os.name == "nt":
        QProcess.startDetached("explorer", ["/select,", str(path)])
    elif not _ask_file_manager(path):
        QDesktopServices.openUrl(_url(path.parent))


def open_in_program(path: Path) -> bool:
    """Open the file in the program that is set up for it; False where there is none."""
    return QDesktopServices.openUrl(_url(path))


def _ask_file_manager(path: Path) -> bool:
    """Freedesktop's own way; file managers of all large desktops answer to it."""
    arguments = [
        "--session", "--print-reply", "--dest=org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
        "org.freedesktop.FileManager1.ShowItems", f"array:string:{_url(path).toString()}", "string:",
    ]  # fmt: skip
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) and QProcess.startDetached("dbus-send", arguments)[0]


def _url(path: Path) -> QUrl:
    return QUrl.fromEncoded(b"file://" + quote_from_bytes(os.fsencode(path)).encode("ascii"))
