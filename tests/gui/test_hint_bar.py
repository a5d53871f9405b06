"""The quiet line of the comparison by pointer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from review_hands import press
from twinlens.core.relations import DecisionKind
from twinlens.gui.compare.hint_bar import HintBar
from twinlens.gui.pictures.zoom import FITTED
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.services import Services

LEFT = Qt.MouseButton.LeftButton
K = Qt.Key


@pytest.fixture
def hints(page: ReviewPage) -> HintBar:
    page.open_compare()
    return page.compare.findChild(HintBar)


def click(qtbot: QtBot, hints: HintBar, words: str) -> None:
    shown = [each for each in hints.findChildren(QPushButton) if each.isVisible()]
    qtbot.mouseClick(next(each for each in shown if each.text().endswith(words)), LEFT)


def test_decisions_are_clicked_and_the_keys_stay(
    qtbot: QtBot, page: ReviewPage, hints: HintBar, backend: FakeBackend
) -> None:
    entry, place = page.compare.target
    click(qtbot, hints, " reject")
    assert backend.decisions == {entry.members[place].shot.id: DecisionKind.REJECT}
    click(qtbot, hints, " keep")
    assert backend.decisions == {entry.members[place].shot.id: DecisionKind.KEEP}
    assert page.compare.hasFocus()
    click(qtbot, hints, " back")
    assert not page.compare.isVisible()


def test_a_mode_says_what_it_wants_and_is_ended(qtbot: QtBot, page: ReviewPage, hints: HintBar) -> None:
    click(qtbot, hints, " flicker")
    assert page.compare.mode is not None
    assert "one place" in hints.text
    click(qtbot, hints, " end")
    assert page.compare.mode is None
    assert " keep" in hints.text


def test_the_zoom(qtbot: QtBot, page: ReviewPage, hints: HintBar) -> None:
    smaller, fit, larger = hints.findChildren(QToolButton)
    qtbot.mouseClick(larger, LEFT)
    qtbot.mouseClick(larger, LEFT)
    zoomed = page.compare.zoom
    assert zoomed != FITTED
    qtbot.mouseClick(smaller, LEFT)
    assert page.compare.zoom not in (FITTED, zoomed)
    qtbot.mouseClick(fit, LEFT)
    assert page.compare.zoom == FITTED
    qtbot.mouseClick(larger, LEFT)
    press(qtbot, page, K.Key_0)
    assert page.compare.zoom == FITTED


def test_where_there_is_little_room_the_first_commands_are_shown(page: ReviewPage, hints: HintBar) -> None:
    page.resize(900, 700)
    all_of_them = [each for each in hints.findChildren(QPushButton) if each.text() and each.parent() is not None]
    hints.setFixedWidth(420)
    hints.resize(420, hints.height())
    shown = [each.isVisible() for each in all_of_them if not each.text().endswith(" end")]
    assert shown[0]
    assert not shown[-1]
    assert shown == sorted(shown, reverse=True)


def test_changed_keys_are_named(page: ReviewPage, hints: HintBar, services: Services) -> None:
    services.keymap.assign("review.keep", ["Y"])
    assert hints.text.startswith("Y keep")
