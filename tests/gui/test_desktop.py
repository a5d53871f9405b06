"""What the system's desktop is told, over a bus that only writes down."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtDBus import QDBusMessage, QDBusPendingCall
from PySide6.QtGui import QIcon
from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from twinlens.core.errors import StorageError
from twinlens.gui.desktop.freedesktop import FreeDesktop
from twinlens.gui.desktop.tray import TrayDesktop
from twinlens.gui.main_window import MainWindow
from twinlens.gui.services import Services
from window_hands import wait_for_job


@dataclass
class FakeBus:
    """A session bus; `refuses`: nobody on it takes notifications."""

    connected: bool = True
    refuses: bool = False
    sent: list[QDBusMessage] = field(default_factory=list)

    def isConnected(self) -> bool:  # noqa: N802 - Qt's name
        return self.connected

    def send(self, message: QDBusMessage) -> bool:
        assert self.connected
        self.sent.append(message)
        return True

    def asyncCall(self, message: QDBusMessage) -> QDBusPendingCall:  # noqa: N802 - Qt's name
        self.send(message)
        if self.refuses:
            return QDBusPendingCall.fromCompletedCall(QDBusMessage.createError("org.x.No", "nobody there"))
        return QDBusPendingCall.fromCompletedCall(message.createReply())


@dataclass
class FakeDesktop:
    progress: list[float | None] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)

    def show_progress(self, share: float | None) -> None:
        self.progress.append(share)

    def notify(self, title: str, text: str) -> None:
        self.said.append((title, text))

    def close(self) -> None:
        self.progress.append(None)


def test_the_taskbar_hears_of_progress_and_of_its_end(qapp) -> None:
    bus = FakeBus()
    desktop = FreeDesktop(bus)
    for share in (0.0, 0.25, 0.2501, 0.9):
        desktop.show_progress(share)
    desktop.close()
    desktop.close()
    told = [message.arguments() for message in bus.sent]
    assert {where for where, _ in told} == {"application://twinlens.desktop"}
    assert [(values["progress"], values["progress-visible"]) for _, values in told] == [
        (0.0, True), (0.25, True), (0.9, True), (0.0, False),
    ]  # fmt: skip


def test_a_notification_goes_to_the_portal(qtbot: QtBot) -> None:
    bus = FakeBus()
    FreeDesktop(bus).notify("The scan is done", "12 photos")
    (message,) = bus.sent
    assert message.member() == "AddNotification"
    assert message.arguments()[1] == {"title": "The scan is done", "body": "12 photos"}


def test_without_a_portal_the_desktops_own_program_is_asked(qtbot: QtBot, monkeypatch, tmp_path: Path) -> None:
    program = tmp_path / "notify-send"
    program.write_text("#!/bin/sh")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    started: list[list[str]] = []
    monkeypatch.setattr(QProcess, "startDetached", lambda _program, arguments: started.append(arguments))
    desktop = FreeDesktop(FakeBus(refuses=True))
    desktop.notify("-done", "12 photos")
    qtbot.waitUntil(lambda: bool(started))
    assert started[0][-3:] == ["--", "-done", "12 photos"]


def test_no_bus_is_no_trouble(qapp) -> None:
    desktop = FreeDesktop(FakeBus(connected=False))
    desktop.show_progress(0.5)
    desktop.notify("a", "b")
    desktop.close()


def test_no_tray_is_no_trouble(qapp) -> None:
    desktop = TrayDesktop(QIcon())
    desktop.show_progress(0.5)
    desktop.notify("a", "b")
    desktop.close()


@pytest.mark.parametrize("looked_at", [True, False])
def test_the_end_of_a_scan_is_said_where_nobody_looks(
    qtbot: QtBot, window: MainWindow, services: Services, monkeypatch, looked_at: bool
) -> None:
    desktop = FakeDesktop()
    window.appear_on(desktop)
    monkeypatch.setattr(window, "isActiveWindow", lambda: looked_at)
    window.scan([Path("/photos")])
    wait_for_job(qtbot, services)
    assert desktop.progress[-1] is None
    assert [title for title, _ in desktop.said] == ([] if looked_at else ["The scan is done"])


def test_a_scan_that_fails_says_why(
    qtbot: QtBot, window: MainWindow, services: Services, backend: FakeBackend, monkeypatch
) -> None:
    desktop = FakeDesktop()
    window.appear_on(desktop)
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    monkeypatch.setattr(window, "tell_failure", lambda _error: None)
    backend.error = StorageError("The disk is full.")
    with qtbot.waitSignal(services.jobs.failed):
        window.scan([Path("/photos")])
    assert desktop.said == [("The scan could not go on", "The disk is full.")]
    wait_for_job(qtbot, services)
