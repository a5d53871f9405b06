"""Marking instead of moving, in the window: offered beside moving, undone like it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from twinlens.core.photos import Marks
from twinlens.core.relations import DecisionKind, Level
from twinlens.gui.backend import CleanupOutcome, CleanupPreview
from twinlens.gui.cleanup import cleanup_wording
from twinlens.gui.cleanup.cleanup_dialog import CleanupDialog
from twinlens.gui.cleanup.history_page import HistoryPage
from twinlens.gui.services import Services
from twinlens.gui.shell.undoing import CleanupCommand
from twinlens.workflows.mark import MarkKind


@pytest.fixture
def cleanup(qtbot: QtBot, services: Services, backend: FakeBackend) -> CleanupDialog:
    """Open, with rejections to carry out."""
    shots = [member.shot for group in backend.groups(0.5, Level.COPY)[:4] for member in group.members[1:]]
    backend.decide(shots, DecisionKind.REJECT)
    dialog = CleanupDialog(services)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(dialog.primary.isVisible)
    return dialog


def test_it_moves_nothing_and_says_what_to_look_for(
    qtbot: QtBot, cleanup: CleanupDialog, backend: FakeBackend, services: Services
) -> None:
    assert cleanup.only_mark.isVisible()
    with qtbot.waitSignal(services.jobs.succeeded):
        cleanup.only_mark.menu().actions()[0].trigger()
    assert cleanup._title.text().endswith("marked")
    assert "twinlens-rejected" in cleanup._sentence.text()
    assert cleanup.undo.isVisible()
    assert not cleanup.only_mark.isVisible()
    assert backend.gone == set()
    cleanup.reject()


def test_history_offers_to_take_the_marks_back_and_nothing_to_delete(
    qtbot: QtBot, cleanup: CleanupDialog, services: Services
) -> None:
    with qtbot.waitSignal(services.jobs.succeeded):
        cleanup.mark(MarkKind.XMP, None)
    cleanup.reject()
    page = HistoryPage(services)
    qtbot.addWidget(page)
    page.show()
    page.reload()
    qtbot.waitUntil(lambda: page.restore_all.text() == "Take the marks back")
    assert not page.empty.isVisible()
    assert "only marked" in page._line.text()
    assert "B" not in page._line.text()


def test_a_list_is_named() -> None:
    outcome = CleanupOutcome("s", 0, 0, (), 3, Path("/lists/rejected.csv"))
    assert cleanup_wording.cleanup_done(outcome) == "3\u00a0photos marked"
    assert "/lists/rejected.csv" in cleanup_wording.cleanup_after(outcome)
    assert "marking 3" in CleanupCommand(outcome, lambda _session: None).text()


def test_photos_that_a_catalogue_lists_are_said_to_be_in_one(backend: FakeBackend) -> None:
    shots = [member.shot for group in backend.groups(0.5, Level.COPY)[:2] for member in group.members]
    known = replace(shots[1], marks=Marks(catalogued=True))
    plan = CleanupPreview(((known, shots[0]), (shots[2], shots[0])), (), 10, ("trash",))
    assert "1 of them is in a catalogue" in cleanup_wording.cleanup_sentence(plan)
    assert "in a catalogue" in cleanup_wording.companions(known)
    unknown = CleanupPreview(((shots[2], shots[0]),), (), 10, ("trash",))
    assert "catalogue" not in cleanup_wording.cleanup_sentence(unknown)
