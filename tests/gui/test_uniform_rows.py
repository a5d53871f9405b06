"""Rows without layout: places follow from numbers, keys and selection work as in any list."""

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QStringListModel, Qt
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from twinlens.gui.pictures.uniform_rows import UniformRows

HEIGHT, ROWS, ROOM = 50, 1000, 500
K = Qt.Key


class CountingModel(QStringListModel):
    """Counts what it is asked."""

    asked = 0

    def rowCount(self, parent=None) -> int:  # noqa: N802
        self.asked += 1
        return super().rowCount() if parent is None else super().rowCount(parent)


@pytest.fixture
def rows(qtbot: QtBot) -> UniformRows:
    view = UniformRows(HEIGHT)
    qtbot.addWidget(view)
    view.setModel(CountingModel([f"row {n}" for n in range(ROWS)]))
    view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
    view.setFrameShape(QListView.Shape.NoFrame)
    view.resize(300, ROOM)
    view.show()
    view.setCurrentIndex(view.model().index(0, 0))
    return view


def selected(view: UniformRows) -> list[int]:
    return sorted(index.row() for index in view.selectionModel().selectedIndexes())


def test_places_follow_from_numbers(rows: UniformRows) -> None:
    assert rows.verticalScrollBar().maximum() == ROWS * HEIGHT - ROOM
    assert rows.visible_rows() == range(10)
    rows.verticalScrollBar().setValue(125)
    assert rows.visible_rows() == range(2, 13)
    assert rows.visualRect(rows.model().index(3, 0)).top() == 25
    assert rows.indexAt(QPoint(5, 0)).row() == 2
    assert not rows.indexAt(QPoint(5, -1000)).isValid()


def test_more_rows_cost_nothing(qtbot: QtBot, rows: UniformRows) -> None:
    rows.model().asked = 0
    rows.model().setStringList(["x"] * 200_000)
    rows.repaint()
    assert rows.model().asked < 200
    assert rows.verticalScrollBar().maximum() == 200_000 * HEIGHT - ROOM


def test_keys_move_by_rows_pages_and_to_the_ends(qtbot: QtBot, rows: UniformRows) -> None:
    steps = ((K.Key_Down, 1), (K.Key_PageDown, 11), (K.Key_Up, 10), (K.Key_End, 999), (K.Key_Down, 999))
    for key, row in (*steps, (K.Key_PageUp, 989), (K.Key_Home, 0), (K.Key_Up, 0)):
        qtbot.keyClick(rows, key)
        assert rows.currentIndex().row() == row
        assert row in rows.visible_rows()


def test_shift_and_control_select(qtbot: QtBot, rows: UniformRows) -> None:
    qtbot.keyClick(rows, K.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(rows, K.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert selected(rows) == list(range(ROWS))
    rows.scrollTo(rows.model().index(0, 0))
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 2 * HEIGHT + 5))
    assert selected(rows) == [2]
    shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, shift, QPoint(5, 5 * HEIGHT + 5))
    assert selected(rows) == [2, 3, 4, 5]
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, control, QPoint(5, 3 * HEIGHT + 5))
    assert selected(rows) == [2, 4, 5]


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (QListView.ScrollHint.EnsureVisible, 101 * HEIGHT - ROOM),
        (QListView.ScrollHint.PositionAtTop, 100 * HEIGHT),
        (QListView.ScrollHint.PositionAtBottom, 101 * HEIGHT - ROOM),
        (QListView.ScrollHint.PositionAtCenter, 100 * HEIGHT - (ROOM - HEIGHT) // 2),
    ],
)
def test_scrolling_to_a_row(rows: UniformRows, hint: QListView.ScrollHint, value: int) -> None:
    rows.scrollTo(rows.model().index(100, 0), hint)
    assert rows.verticalScrollBar().value() == value


def test_a_row_taller_than_the_window_shows_its_top(rows: UniformRows) -> None:
    rows.set_row_height(2 * ROOM)
    rows.scrollTo(rows.model().index(3, 0), QListView.ScrollHint.PositionAtBottom)
    assert rows.verticalScrollBar().value() == 6 * ROOM


def test_what_of_a_selection_is_in_sight(rows: UniformRows) -> None:
    everything = QItemSelection(rows.model().index(0, 0), rows.model().index(ROWS - 1, 0))
    assert rows.visualRegionForSelection(everything).boundingRect().height() == ROOM
    rows.selectionModel().select(everything, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    rows.repaint()
    below = QItemSelection(rows.model().index(500, 0), rows.model().index(600, 0))
    assert rows.visualRegionForSelection(below).isEmpty()


def test_an_empty_list(qtbot: QtBot, rows: UniformRows) -> None:
    rows.model().setStringList([])
    assert rows.visible_rows() == range(0)
    qtbot.waitUntil(lambda: rows.verticalScrollBar().maximum() == 0)
    rows.repaint()
