"""Linux: messages on the session bus, sent without waiting. Without a bus, or a listener, nothing happens."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from PySide6.QtGui import QDesktopServices

from twinlens.gui.desktop.file_urls import file_url

_APPLICATION = "application://twinlens.desktop"
_LAUNCHER = "com.canonical.Unity.LauncherEntry"
_PORTAL = "org.freedesktop.portal.Desktop"
_PORTAL_PATH, _PORTAL_NOTIFICATION = "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Notification"
_SCAN_ENDED = "scan-ended"
"""One takes the place of the last."""
_FILES = "org.freedesktop.FileManager1"
_STEPS = 200
"""A taskbar shows no finer steps: no more messages than these are sent."""


class FreeDesktop:
    """See `Desktop`."""

    def __init__(self, bus: QDBusConnection | None = None) -> None:
        """`bus`: the session's, unless a test brings its own."""
        self._bus = bus or QDBusConnection.sessionBus()
        self._shown: int | None = None
        self._asked: QDBusPendingCallWatcher | None = None

    def show_progress(self, share: float | None) -> None:
        """See Desktop. Ubuntu's dock, KDE's taskbar, Dash to Dock and others listen."""
        step = None if share is None else round(share * _STEPS)
        if step == self._shown:
            return
        self._shown = step
        values = {"progress": (step or 0) / _STEPS, "progress-visible": step is not None}
        message = QDBusMessage.createSignal("/com/twinlens/Progress", _LAUNCHER, "Update")
        message.setArguments([_APPLICATION, values])
        if self._bus.isConnected():
            self._bus.send(message)

    def notify(self, title: str, text: str) -> None:
        """See Desktop. Asks the desktop's portal; where there is none, the program that every desktop has for it."""
        if not self._bus.isConnected():
            return
        message = QDBusMessage.createMethodCall(_PORTAL, _PORTAL_PATH, _PORTAL_NOTIFICATION, "AddNotification")
        message.setArguments([_SCAN_ENDED, {"title": title, "body": text}])
        asked = self._asked = QDBusPendingCallWatcher(self._bus.asyncCall(message))
        asked.finished.connect(lambda answer: self._notify_otherwise(title, text) if answer.isError() else None)

    def _notify_otherwise(self, title: str, text: str) -> None:
        program = shutil.which("notify-send")
        if program is not None:
            QProcess.startDetached(program, ["--app-name=Twinlens", "--icon=twinlens", "--", title, text])

    def close(self) -> None:
        """See Desktop."""
        if self._shown is not None:
            self.show_progress(None)


class FileManager1:
    """See `FileManager`. The file managers of all large desktops answer to this name on the bus."""

    def __init__(
        self, bus: QDBusConnection | None = None, open_url: Callable[[QUrl], object] = QDesktopServices.openUrl
    ) -> None:
        """`bus`: the session's, unless a test brings its own; `open_url` opens an address in its program."""
        self._bus = bus or QDBusConnection.sessionBus()
        self._open_url = open_url
        self._asked: QDBusPendingCallWatcher | None = None

    def show(self, path: Path) -> None:
        """See FileManager. Where nobody answers to the name, the program for folders opens the file's own."""
        if not self._bus.isConnected():
            self._open_folder(path)
            return
        message = QDBusMessage.createMethodCall(_FILES, "/org/freedesktop/FileManager1", _FILES, "ShowItems")
        message.setArguments([[bytes(file_url(path).toEncoded().data()).decode("ascii")], ""])
        asked = self._asked = QDBusPendingCallWatcher(self._bus.asyncCall(message))
        asked.finished.connect(lambda answer: self._open_folder(path) if answer.isError() else None)

    def _open_folder(self, path: Path) -> None:
        self._open_url(file_url(path.parent))
