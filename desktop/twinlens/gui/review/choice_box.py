"""A choice among values, with our own arrow: a style sheet's box has none."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Size, Space


class ChoiceBox(QComboBox):
    """Values stay Python's own: a folder's name may be no text that Qt can hold."""

    def __init__(self, icons: Icons, name: str, choices: Iterable[tuple[str, object]] = ()) -> None:
        """`name` is read aloud; each choice is its words and what it stands for."""
        super().__init__()
        self._icons = icons
        self._values: list[object] = []
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(1)
        self.fill(choices)

    def fill(self, choices: Iterable[tuple[str, object]]) -> None:
        """Other choices; the first is chosen."""
        self.clear()
        self._values = []
        for words, value in choices:
            self._values.append(value)
            self.addItem(words)

    @property
    def value(self) -> object:
        """What is chosen; None where there is nothing to choose."""
        return self._values[self.currentIndex()] if self.currentIndex() >= 0 else None

    def choose(self, value: object) -> None:
        """Choose a value if it is among the choices."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, and the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        leftwards = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = Space.S if leftwards else self.width() - Size.ICON - Space.S
        corner = QPoint(left, (self.height() - Size.ICON) // 2)
        painter.drawPixmap(corner, self._icons.pixmap("down", "quiet", Size.ICON, self.devicePixelRatioF()))
