"""Windows and macOS: notifications through Qt's tray icon, which is there only while something is said."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon


class TrayDesktop:
    """See `Desktop`. Qt has no word for the taskbar's progress here."""

    def __init__(self, icon: QIcon) -> None:
        """Shows nothing yet."""
        self._tray = QSystemTrayIcon(icon)
        self._tray.messageClicked.connect(self._tray.hide)

    def show_progress(self, share: float | None) -> None:
        """Nothing: Qt cannot."""

    def notify(self, title: str, text: str) -> None:
        """See Desktop."""
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._tray.show()
            self._tray.showMessage(title, text, self._tray.icon())

    def close(self) -> None:
        """See Desktop."""
        self._tray.hide()
