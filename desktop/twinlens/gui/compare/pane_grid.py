"""The pictures of a comparison, each under its caption, in the rows that serve their shapes best."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from twinlens.gui.compare.grid import cells
from twinlens.gui.compare.pane_caption import PaneCaption
from twinlens.gui.look.theme import Size
from twinlens.gui.pictures.picture_pane import PicturePane, in_steps
from twinlens.gui.pictures.zoom import Pane

_TALL = 1000


class PaneGrid(QWidget):
    """Shows as many panes as are asked for; they are made when first needed, and stay."""

    pressed = Signal(int)
    """The number of the pane."""
    resized = Signal()

    def __init__(self, make: Callable[[], tuple[PaneCaption, PicturePane]], parent: QWidget | None = None) -> None:
        """Begins with none."""
        super().__init__(parent)
        self._make = make
        self._shapes: tuple[float, ...] = ()
        self.panes: list[PicturePane] = []
        self.captions: list[PaneCaption] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Smaller, nothing is seen any more."""
        return QSize(2 * Size.RAIL, Size.RAIL)

    def make_panes(self, count: int) -> list[tuple[int, PicturePane]]:
        """See that there are so many; those that are new."""
        made = []
        while len(self.panes) < count:
            number = len(self.panes)
            caption, pane = self._make()
            for part in (caption, pane):
                part.setParent(self)
                part.hide()
            pane.pressed.connect(lambda number=number: self.pressed.emit(number))
            pane.resized.connect(self.resized)
            self.captions.append(caption)
            self.panes.append(pane)
            made.append((number, pane))
        return made

    def show_shapes(self, shapes: Sequence[float]) -> None:
        """One pane for a picture of each of these shapes: width by height."""
        if tuple(shapes) == self._shapes:
            return
        self._shapes = tuple(shapes)
        self._lay_out()

    def wanted_side(self, shapes: Sequence[float]) -> int:
        """Long side of pictures that would serve if these were shown."""
        caption = self._caption_height
        found = cells(shapes, self.width(), self.height(), caption=caption, gap=Size.FOCUS)
        sides = [
            max(pane.shown_size(1.0))
            for cell, shape in zip(found, shapes, strict=True)
            for pane in [Pane(cell.width, max(cell.height - caption, 1), max(round(shape * _TALL), 1), _TALL)]
        ]
        return in_steps(max(sides, default=0) * self.devicePixelRatioF())

    @property
    def _caption_height(self) -> int:
        return self.captions[0].sizeHint().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another window, other rows."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        caption = self._caption_height
        found = cells(self._shapes, self.width(), self.height(), caption=caption, gap=Size.FOCUS)
        for number, (line, pane) in enumerate(zip(self.captions, self.panes, strict=True)):
            used = number < len(found)
            if used:
                cell = found[number]
                whole = QRect(cell.x, cell.y, cell.width, max(cell.height, caption + 1))
                whole = QStyle.visualRect(self.layoutDirection(), self.rect(), whole)
                line.setGeometry(whole.adjusted(0, 0, 0, caption - whole.height()))
                pane.setGeometry(whole.adjusted(0, caption, 0, 0))
            line.setVisible(used)
            pane.setVisible(used)
