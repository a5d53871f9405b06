"""A table of what differs: equal rows are folded away and a click unfolds them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from twinlens.gui import review_wording
from twinlens.gui.look import controls
from twinlens.gui.look.theme import Space
from twinlens.gui.review.differences import ComparedRow


class DifferenceTable(QWidget):
    """Labels at the left, one column for each photograph; differing values stand out by weight."""

    def __init__(self, parent: QWidget | None = None, *, halves: bool = False) -> None:
        """An empty table; with `halves` the second photograph's values begin in the middle, below its picture."""
        super().__init__(parent)
        self._halves = halves
        self._rows: Sequence[ComparedRow] = ()
        self._unfolded = False
        self._labels: list[QLabel] = []
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XS // 2)
        self._fold = controls.button("", self._toggle, "fold")
        self._fold.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setLayout(controls.column(self._grid, self._fold, gap=Space.XS))

    @property
    def fold_button(self) -> QPushButton:
        """The button that unfolds equal rows."""
        return self._fold

    @property
    def labels(self) -> list[str]:
        """Labels of the rows shown now."""
        return [label.text() for label in self._labels if not isinstance(label, controls.ElidedLabel)]

    def show_rows(self, rows: Sequence[ComparedRow]) -> None:
        """Show these rows; a table of one photograph has nothing to fold."""
        if rows != self._rows:
            self._rows = rows
            self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The middle moves."""
        super().resizeEvent(event)
        self._stand_below()

    def _stand_below(self) -> None:
        halves = self._halves and self._columns == 2
        self._grid.setColumnMinimumWidth(2, self.width() // 2 if halves else 0)

    def _toggle(self) -> None:
        self._unfolded = not self._unfolded
        self._fill()

    def _fill(self) -> None:
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = []
        columns = max((len(row.values) for row in self._rows), default=0)
        equal = [row for row in self._rows if columns > 1 and not row.differs]
        shown = [row for row in self._rows if self._unfolded or row not in equal]
        for column in range(1, columns + 1):
            self._grid.setColumnStretch(column, 0 if self._halves and columns == 2 and column > 1 else 1)
        for column in range(columns + 1, self._columns + 1):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        self._stand_below()
        for number, row in enumerate(shown):
            self._add(number, 0, row.label, "small-quiet")
            for column, value in enumerate(row.values):
                self._add(number, column + 1, value, "small-strong" if row.differs else "small")
        self._fold.setVisible(bool(equal))
        self._fold.setText(review_wording.equal_rows(len(equal), unfolded=self._unfolded))

    def _add(self, row: int, column: int, text: str, role: str) -> None:
        label = controls.ElidedLabel(text, role, Qt.TextElideMode.ElideRight) if column else controls.label(text, role)
        self._grid.addWidget(label, row, column)
        self._labels.append(label)
