"""A drive that vanishes under one's hands, and comes back."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from twinlens.gui.main_window import MainWindow
from twinlens.gui.services import Services
from twinlens.gui.shell.drive_watch import DriveWatch, drives_back, drives_gone
from twinlens.gui.shell.status_line import StatusLine
from window_hands import settle


def test_drives_that_come_and_go_are_said_and_followed(
    qtbot: QtBot, window: MainWindow, services: Services, backend: FakeBackend, monkeypatch
) -> None:
    watch, status = window.findChild(DriveWatch), window.findChild(StatusLine)
    reloaded: list[int] = []
    monkeypatch.setattr(window.review, "reload", lambda: reloaded.append(1))
    watch.look()
    settle(qtbot, services)
    assert not reloaded, "nothing has changed"
    for absent, sentence in (
        ({"EOS_DIGITAL"}, drives_gone(["EOS_DIGITAL"])),
        (set(), drives_back(["EOS_DIGITAL"])),
    ):
        backend.absent = frozenset(absent)
        watch.look()
        qtbot.waitUntil(lambda sentence=sentence: status.notice == sentence)
    assert len(reloaded) == 2


def test_nobody_looks_for_drives_while_the_window_is_away(
    qtbot: QtBot, window: MainWindow, services: Services, backend: FakeBackend, monkeypatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(backend, "absent_drives", lambda: asked.append(1) or frozenset())
    window.hide()
    window.findChild(DriveWatch).look()
    settle(qtbot, services)
    assert not asked
