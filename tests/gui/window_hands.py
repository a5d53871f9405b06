"""What tests of the whole window have in common."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from twinlens.gui.main_window import MainWindow
from twinlens.gui.services import Services
from twinlens.gui.shell.memory import Memory
from twinlens.gui.shell.status_line import StatusLine


def settle(qtbot: QtBot, services: Services) -> None:
    """Wait until a window just shown has begun, and everything asked of the reader so far was answered."""
    begun: list[bool] = []
    QTimer.singleShot(0, lambda: begun.append(True))
    qtbot.waitUntil(lambda: bool(begun))
    answered: list[int] = []
    services.reader.run(lambda: 1, answered.append)
    qtbot.waitUntil(lambda: bool(answered))


def wait_for_job(qtbot: QtBot, services: Services) -> None:
    qtbot.waitUntil(lambda: services.jobs.kind is None)
    settle(qtbot, services)


def dialog_of(window: MainWindow, kind: type[QDialog]) -> QDialog:
    return next(each for each in window.findChildren(kind) if each.isVisible())


def opened(qtbot: QtBot, services: Services, remembered: Memory) -> tuple[MainWindow, StatusLine]:
    window = MainWindow(services, remembered)
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, services)
    return window, window.findChild(StatusLine)
