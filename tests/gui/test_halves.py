"""Keeping only the RAW, or only the picture, of a pair: by key and by button, undone like any decision."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from group_making import group, shot
from review_hands import press
from twinlens.core.halves import as_photo, bytes_leaving
from twinlens.core.photos import Companion, CompanionKind, FileStamp, Shot
from twinlens.core.relations import DecisionKind, Half
from twinlens.gui.pictures.photo_painter import Mark, mark_of
from twinlens.gui.review.group_entry import entry_of
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.review_wording import relation_label, state_word

K = Qt.Key
RAW_ONLY, PICTURE_ONLY = DecisionKind.WITHOUT_RENDERED, DecisionKind.WITHOUT_RAW


def pair(number: int, decision: DecisionKind | None = None) -> Shot:
    raw = Companion(Path(f"/photos/IMG_{number}.NEF"), CompanionKind.RAW, FileStamp(5000, 0))
    return shot(number, decision=decision, companions=(raw,))


def focus_on(page: ReviewPage, *, a_pair: bool) -> Shot:
    for row in range(page.model.rowCount()):
        found = page.model.entry(row).members[0].shot
        if any(each.kind is CompanionKind.RAW for each in found.companions) is a_pair:
            page.view.set_focus(row, 0)
            return found
    raise AssertionError


def test_a_key_chooses_in_turn_and_undo_takes_it_back(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    focused = focus_on(page, a_pair=True)
    chosen = []
    for _ in range(3):
        press(qtbot, page, K.Key_H)
        chosen.append(backend.decisions.get(focused.id))
    assert chosen == [RAW_ONLY, PICTURE_ONLY, None]
    page._services.undo.undo()
    assert backend.decisions[focused.id] is PICTURE_ONLY
    assert page.bar.move_button.isEnabled()


def test_buttons_are_there_for_pairs_alone(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    focus_on(page, a_pair=False)
    assert not page.details.halves.isVisibleTo(page.details)
    press(qtbot, page, K.Key_H)
    assert not backend.decisions
    focused = focus_on(page, a_pair=True)
    raw, rendered = (page.details.halves.buttons[half] for half in Half)
    assert page.details.halves.isVisibleTo(page.details)
    assert (raw.text(), rendered.text()) == ("RAW only", "JPG only")
    raw.click()
    assert backend.decisions == {focused.id: RAW_ONLY}
    assert (raw.isChecked(), rendered.isChecked()) == (True, False)
    rendered.click()
    assert backend.decisions == {focused.id: PICTURE_ONLY}
    rendered.click()
    assert not backend.decisions


def test_the_menu_offers_it_for_pairs_alone(qtbot: QtBot, page: ReviewPage) -> None:
    offered = []
    for a_pair in (True, False):
        focus_on(page, a_pair=a_pair)
        page._open_menu(QPoint(5, 5))
        menu = next(each for each in page.findChildren(QMenu) if each.isVisible())
        offered.append("RAW only, JPG only, or both" in [action.text() for action in menu.actions()])
        menu.close()
    assert offered == [True, False]


def test_a_larger_version_than_the_keeper_says_how_much_larger() -> None:
    keeper, larger, smaller = shot(1, width=1000), shot(2, width=3000), shot(3, width=500)
    entry = group("g", keeper, larger, smaller)
    assert [relation_label(member, keeper).split()[-2:] for member in entry.members[1:]] == [["300", "%"], ["50", "%"]]


@pytest.mark.parametrize(("decision", "word"), [(RAW_ONLY, "RAW only"), (PICTURE_ONLY, "without RAW")])
def test_it_counts_as_decided_and_kept(decision: DecisionKind, word: str) -> None:
    entry = entry_of(group("g", pair(1), pair(2, decision)))
    assert (entry.keeper, entry.reviewed, entry.saving) == (0, True, bytes_leaving(entry.members[1].shot))
    assert mark_of(entry, 1) is Mark.KEPT
    assert state_word(entry, 1) == word
    kept = entry_of(group("g", pair(1, decision), shot(2)))
    assert (kept.keeper, kept.saving) == (0, bytes_leaving(pair(1, decision)) + 1000)


def test_what_it_frees() -> None:
    assert [bytes_leaving(pair(1, kind)) for kind in (None, *DecisionKind)] == [0, 0, 6000, 5000, 1000]
    assert [as_photo(pair(1), half).path.name for half in Half] == ["IMG_1.NEF", "IMG_1.jpg"]
    assert sum(as_photo(pair(1), half).bytes for half in Half) == 6000
