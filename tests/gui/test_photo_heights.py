"""The photographs in the review's rows become larger and smaller, and one keeps one's place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QSlider
from pytestqt.qtbot import QtBot

from review_hands import press, read
from twinlens.gui.look.theme import Tile
from twinlens.gui.pictures.row_layout import PHOTO_HEIGHT
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.services import Services

K = Qt.Key
CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def turn_wheel(page: ReviewPage, by: int, modifier: Qt.KeyboardModifier = CONTROL) -> None:
    at = QPointF(page.view.viewport().rect().center())
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(at, at, QPoint(), QPoint(0, by), buttons, modifier, phase, False)
    QApplication.sendEvent(page.view.viewport(), wheel)


def test_keys_make_photographs_larger_and_smaller_within_bounds(qtbot: QtBot, page: ReviewPage) -> None:
    assert page.view.photo_height == PHOTO_HEIGHT
    press(qtbot, page, K.Key_Plus, modifier=CONTROL)
    assert page.view.photo_height == Tile.HEIGHTS[Tile.HEIGHTS.index(PHOTO_HEIGHT) + 1]
    for _ in Tile.HEIGHTS:
        press(qtbot, page, K.Key_Equal, modifier=CONTROL)
    assert page.view.photo_height == Tile.HEIGHTS[-1]
    for _ in Tile.HEIGHTS:
        press(qtbot, page, K.Key_Minus, modifier=CONTROL)
    assert page.view.photo_height == Tile.HEIGHTS[0]
    press(qtbot, page, K.Key_0, modifier=CONTROL)
    assert page.view.photo_height == PHOTO_HEIGHT


def test_the_wheel_does_it_with_ctrl_only(page: ReviewPage) -> None:
    turn_wheel(page, 60)
    assert page.view.photo_height == PHOTO_HEIGHT
    turn_wheel(page, 60)
    assert page.view.photo_height > PHOTO_HEIGHT
    assert page.view.verticalScrollBar().value() == 0
    turn_wheel(page, -240)
    assert page.view.photo_height < PHOTO_HEIGHT
    turn_wheel(page, -120, NONE)
    assert page.view.verticalScrollBar().value() > 0


def test_the_slider_follows_and_leads(page: ReviewPage) -> None:
    slider = next(each for each in page.bar.findChildren(QSlider) if each.maximum() == len(Tile.HEIGHTS) - 1)
    assert slider.value() == Tile.HEIGHTS.index(PHOTO_HEIGHT)
    slider.setValue(0)
    assert page.view.photo_height == Tile.HEIGHTS[0]
    page.overview.heights.leave_to_window()
    assert slider.value() == Tile.HEIGHTS.index(PHOTO_HEIGHT)


@pytest.mark.parametrize("height", Tile.HEIGHTS)
def test_what_is_in_focus_stays_where_it_is(page: ReviewPage, height: int) -> None:
    view = page.view
    view.set_focus(11, 1)
    view.verticalScrollBar().setValue(11 * view.row_height - 40)
    page.overview.heights.choose(height)
    assert (view.focus_row, view.focus_place) == (11, 1)
    top = view.row_rect(11).top()
    assert 0 <= top <= 40
    assert top == 40 or view.row_rect(11).bottom() == view.viewport().height() - 1


def test_the_window_decides_until_somebody_chose(qtbot: QtBot, page: ReviewPage) -> None:
    page.resize(2400, 1200)
    assert page.view.photo_height == Tile.LARGE_ROW
    page.overview.heights.choose(Tile.HEIGHTS[-1])
    page.resize(1280, 800)
    assert page.view.photo_height == Tile.HEIGHTS[-1]


def test_thumbnails_come_at_the_new_height(qtbot: QtBot, page: ReviewPage, services: Services) -> None:
    page.overview.heights.choose(Tile.HEIGHTS[0])
    key = page.model.entry(0).members[0].shot.content_key
    assert services.thumbnails.stand_in(key) is not None or services.thumbnails.get(key, Tile.HEIGHTS[0]) is None
    qtbot.waitUntil(lambda: services.thumbnails.get(key, Tile.HEIGHTS[0]) is not None)
    assert services.thumbnails.get(key, Tile.HEIGHTS[0]).height() == Tile.HEIGHTS[0]


@pytest.mark.parametrize(("remembered", "shown"), [(296, 296), (0, PHOTO_HEIGHT), (77, PHOTO_HEIGHT)])
def test_the_size_is_remembered(
    qtbot: QtBot, page: ReviewPage, services: Services, remembered: int, shown: int
) -> None:
    state = page.state().replace('"photo_height": 0', f'"photo_height": {remembered}')
    again = ReviewPage(services)
    qtbot.addWidget(again)
    again.resize(1280, 800)
    again.restore_state(state)
    again.show()
    read(qtbot, again)
    assert again.view.photo_height == shown
    assert f'"photo_height": {remembered if shown == remembered else 0}' in again.state()
    again.hide()
