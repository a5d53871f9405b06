"""The history page by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from twinlens.core.job import Job
from twinlens.core.relations import DecisionKind, Level
from twinlens.gui.cleanup.empty_dialog import EmptyDialog
from twinlens.gui.cleanup.history_page import HistoryPage
from twinlens.gui.services import Services


def reject(backend: FakeBackend, groups: int = 12) -> int:
    shots = [member.shot for group in backend.groups(0.5, Level.COPY)[:groups] for member in group.members[1:]]
    backend.decide(shots, DecisionKind.REJECT)
    return len(shots)


@pytest.fixture
def history(qtbot: QtBot, services: Services, backend: FakeBackend) -> HistoryPage:
    page = HistoryPage(services)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    return page


def cleared(backend: FakeBackend) -> None:
    reject(backend)
    backend.clean(Job.silent())


def test_nothing_moved_yet(history: HistoryPage) -> None:
    history.show_sessions([])
    said = [label.text() for label in history.findChildren(QLabel) if label.isVisibleTo(history)]
    assert "Nothing was moved yet" in said


def test_one_file_can_be_brought_back(
    qtbot: QtBot, history: HistoryPage, backend: FakeBackend, services: Services
) -> None:
    cleared(backend)
    history.reload()
    qtbot.waitUntil(lambda: history.items.model().rowCount() > 0)
    assert not history.restore_chosen.isVisible()
    history.items.setCurrentIndex(history.items.model().index(1, 0))
    (item,) = history.chosen
    assert "1 file" in history.restore_chosen.text().replace("\u00a0", " ")
    with qtbot.waitSignal(services.jobs.succeeded) as ended:
        history.restore_chosen.click()
    assert ended.args[1].restored == ((item.path, item.path),)
    history.grab()


def test_what_would_be_freed_is_what_is_still_held(
    qtbot: QtBot, history: HistoryPage, backend: FakeBackend, services: Services
) -> None:
    cleared(backend)
    history.reload()
    qtbot.waitUntil(lambda: "freed when the trash is emptied" in history.freed.text())
    with qtbot.waitSignal(services.jobs.succeeded):
        history.restore_all.click()
    history.reload()
    qtbot.waitUntil(lambda: not history.freed.text())


def test_the_open_clean_up_stays_open_until_there_is_a_newer_one(history: HistoryPage, backend: FakeBackend) -> None:
    cleared(backend)
    summary = backend.history()[0]
    newest, middle, oldest = (replace(summary, id=name) for name in ("3", "2", "1"))
    history.show_sessions([middle, oldest])
    history.sessions.setCurrentIndex(history.sessions.model().index(1, 0))
    history.show_sessions([middle, oldest])
    assert history.sessions.currentIndex().row() == 1
    history.show_sessions([newest, middle, oldest])
    assert history.sessions.currentIndex().row() == 0


def test_all_can_be_brought_back(qtbot: QtBot, history: HistoryPage, backend: FakeBackend, services: Services) -> None:
    cleared(backend)
    history.reload()
    qtbot.waitUntil(lambda: history.items.model().rowCount() > 0)
    with qtbot.waitSignal(services.jobs.succeeded):
        history.restore_all.click()
    history.reload()
    qtbot.waitUntil(lambda: not history.restore_all.isEnabled())
    assert not history.empty.isEnabled()


def test_deleting_for_good_waits_for_the_word(qtbot: QtBot, backend: FakeBackend) -> None:
    cleared(backend)
    dialog = EmptyDialog(backend.history()[0])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.delete.isEnabled()
    qtbot.keyClicks(dialog.word, "delet")
    assert not dialog.delete.isEnabled()
    qtbot.keyClick(dialog.word, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClicks(dialog.word, "e")
    with qtbot.waitSignal(dialog.confirmed) as confirmed:
        dialog.delete.click()
    assert confirmed.args == [backend.history()[0].id]


def test_every_state_of_a_file_is_drawn(history: HistoryPage, backend: FakeBackend) -> None:
    cleared(backend)
    history.show_sessions(backend.history())
    items = backend.session_items(backend.history()[0].id)
    states = ("restorable", "restored", "gone", "offline")
    history.show_items([replace(item, state=state) for item, state in zip(items, states, strict=False)])
    history.show_items([replace(items[0], content_key=None)])
    history.grab()
