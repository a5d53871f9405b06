"""Where the language runs from right to left, what is painted and what is pointed at are mirrored alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Theme
from twinlens.gui.pictures.photo_painter import PhotoPainter
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.services import Services

ROW = QRect(100, 0, 1000, 50)


@pytest.fixture
def from_right(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def brush(theme: Theme, icons: Icons, services: Services) -> PhotoPainter:
    return PhotoPainter(theme, icons, services.thumbnails)


def test_areas_stay_where_they_are_from_left_to_right(brush: PhotoPainter) -> None:
    with brush.within(ROW):
        assert brush.placed(QRect(100, 0, 30, 50)) == QRect(100, 0, 30, 50)


@pytest.mark.usefixtures("from_right")
def test_areas_are_mirrored_within_their_row_and_nowhere_else(brush: PhotoPainter) -> None:
    with brush.within(ROW):
        assert brush.placed(QRect(100, 0, 30, 50)) == QRect(1070, 0, 30, 50)
    assert brush.placed(QRect(100, 0, 30, 50)) == QRect(100, 0, 30, 50)


@pytest.mark.usefixtures("from_right")
def test_a_click_hits_the_photograph_that_is_painted_there(qtbot: QtBot, page: ReviewPage) -> None:
    view = page.view
    layout = view.layout_of_row(0)
    for tile in layout.tiles:
        middle = tile.photo.center()
        across = view.viewport().width() - 1 - middle.x()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(across, middle.y()))
        assert (view.focus_row, view.focus_place) == (0, tile.place)
