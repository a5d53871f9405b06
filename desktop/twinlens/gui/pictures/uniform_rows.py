"""A list whose rows are all equally high, so that nothing needs to be laid out: a million rows cost what ten do.

Qt's own list view asks its model about every row whenever rows come or go. This one works out places from
the row's number; being a `QListView` it keeps selection, keys, wheel and what screen readers are told.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

_Index = QModelIndex | QPersistentModelIndex
_STEPS_TO_A_ROW = 4
_MOVES = QAbstractItemView.CursorAction


class UniformRows(QListView):
    """One column of rows of `row_height`; the delegate paints each at its place."""

    def __init__(self, row_height: int, parent: QWidget | None = None) -> None:
        """Scrolls by pixels."""
        super().__init__(parent)
        self._row_height = row_height
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def row_height(self) -> int:
        """Height of every row."""
        return self._row_height

    def set_row_height(self, height: int) -> None:
        """All rows become so high; who calls this scrolls to where it should be."""
        self._row_height = height
        self.doItemsLayout()

    def row_rect(self, row: int) -> QRect:
        """Where a row is, in the viewport."""
        return QRect(0, row * self._row_height - self.verticalOffset(), self.viewport().width(), self._row_height)

    def visible_rows(self) -> range:
        """Rows of which something can be seen."""
        count = self._count()
        first = self.verticalOffset() // self._row_height
        last = (self.verticalOffset() + max(self.viewport().height(), 1) - 1) // self._row_height
        return range(min(first, count), min(last + 1, count))

    # what Qt asks

    def visualRect(self, index: _Index) -> QRect:
        """Where an index is."""
        return self.row_rect(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row at a point."""
        row = (point.y() + self.verticalOffset()) // self._row_height
        return self.model().index(row, 0) if 0 <= row < self._count() else QModelIndex()

    def verticalOffset(self) -> int:
        """How far it is scrolled, in pixels."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        """Never scrolled sideways."""
        return 0

    def isIndexHidden(self, _index: _Index) -> bool:
        """No row is hidden."""
        return False

    def scrollTo(self, index: _Index, hint: QAbstractItemView.ScrollHint = QListView.ScrollHint.EnsureVisible) -> None:
        """Bring a row into sight, moving as little as the hint allows."""
        if not index.isValid():
            return
        top, room = index.row() * self._row_height, self.viewport().height()
        highest, lowest = top + self._row_height - room, top
        bar = self.verticalScrollBar()
        if hint == QListView.ScrollHint.PositionAtCenter:
            bar.setValue((highest + lowest) // 2)
        elif hint == QListView.ScrollHint.PositionAtTop or bar.value() > lowest:
            bar.setValue(lowest)
        elif hint == QListView.ScrollHint.PositionAtBottom or bar.value() < highest:
            bar.setValue(min(highest, lowest))

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Up, down, by pages, to the ends."""
        count, row = self._count(), self.currentIndex().row()
        if not count:
            return QModelIndex()
        page = max(1, self.viewport().height() // self._row_height)
        steps = {
            _MOVES.MoveUp: -1,
            _MOVES.MovePrevious: -1,
            _MOVES.MoveDown: 1,
            _MOVES.MoveNext: 1,
            _MOVES.MovePageUp: -page,
            _MOVES.MovePageDown: page,
            _MOVES.MoveHome: -count,
            _MOVES.MoveEnd: count,
        }
        return self.model().index(max(0, min(max(row, 0) + steps.get(action, 0), count - 1)), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the rows that a rectangle touches, in sight or not."""
        across = rect.normalized()
        count = self._count()
        first = max(0, (across.top() + self.verticalOffset()) // self._row_height)
        last = min(count - 1, (across.bottom() + self.verticalOffset()) // self._row_height)
        if first <= last:
            chosen = QItemSelection(self.model().index(first, 0), self.model().index(last, 0))
            self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What of a selection is in sight."""
        visible = self.visible_rows()
        region = QRegion()
        for part in selection.toList():
            first, last = max(part.top(), visible.start), min(part.bottom(), visible.stop - 1)
            if first <= last:
                region += QRegion(self.row_rect(first).united(self.row_rect(last)))
        return region

    def doItemsLayout(self) -> None:
        """Nothing but the scroll bar depends on the number of rows."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        """The scroll bar's range."""
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._row_height // _STEPS_TO_A_ROW)
        bar.setRange(0, max(0, self._count() * self._row_height - self.viewport().height()))
        QAbstractItemView.updateGeometries(self)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """What stays in sight is moved, not painted again."""
        self.viewport().scroll(dx, dy)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight that need it."""
        painter = QPainter(self.viewport())
        current, selection = self.currentIndex(), self.selectionModel()
        for row in self.visible_rows():
            rect = self.row_rect(row)
            if not event.region().intersects(rect):
                continue
            index = self.model().index(row, 0)
            option = QStyleOptionViewItem()
            self.initViewItemOption(option)
            option.rect = rect
            if selection is not None and selection.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if index == current and self.hasFocus():
                option.state |= QStyle.StateFlag.State_HasFocus
            self.itemDelegate().paint(painter, option, index)

    def _count(self) -> int:
        model = self.model()
        return model.rowCount() if model is not None else 0
