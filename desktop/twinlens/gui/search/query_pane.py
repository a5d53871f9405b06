"""The picture that is searched for, with the rectangle that a search may be restricted to."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from twinlens.core.evidence import Region
from twinlens.gui.look.theme import Size
from twinlens.gui.pictures.overlays import box, draw_outline
from twinlens.gui.pictures.photo_painter import PhotoPainter
from twinlens.gui.pictures.picture_pane import PicturePane
from twinlens.gui.pictures.pictures import Pictures
from twinlens.gui.pictures.zoom import fraction_at, picture_area

_LEAST_PIXELS = 12
"""A shorter drag is a slip of the hand."""
_STEP = 0.02
_LEAST = 0.05
_SHADE = 140
_MIDDLE: Region = (0.25, 0.25, 0.5, 0.5)
_MOVES = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}


class QueryPane(PicturePane):
    """Drag draws a rectangle; two clicks take it away. The wheel zooms; the result beside it is dragged to pan both."""

    part_chosen = Signal(object)
    """A region of the picture, or None for all of it."""
    drawing_changed = Signal()
    """Keys draw, or no longer do."""

    def __init__(self, pictures: Pictures, brush: PhotoPainter, parent: QWidget | None = None) -> None:
        """All of the picture."""
        super().__init__(pictures, brush, parent)
        self._colours = brush.theme
        self._corner: QPointF | None = None
        self._before: Region | None = None
        self.part: Region | None = None
        """What is searched for, or being drawn."""
        self.drawing = False
        """Whether keys draw."""
        self.setCursor(Qt.CursorShape.CrossCursor)

    def draw_by_keys(self) -> None:
        """Let arrows move a rectangle, until Enter or Esc."""
        if self.shot is None:
            return
        self._before = self.part
        self.part = self.part or _MIDDLE
        self._set_drawing(True)
        self.setFocus()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """What lies outside the rectangle is dimmed."""
        super().paintEvent(event)
        pane = self.pane
        if pane is None or self.part is None:
            return
        painter = QPainter(self)
        left, top, width, height = picture_area(self._zoom, pane)
        area = QRectF(left, top, width, height)
        x, y, across, down = self.part
        inside = QRectF(left + x * width, top + y * height, across * width, down * height)
        around = QPainterPath()
        around.addRect(area)
        around.addRect(inside)
        shade = self._colours.colours.colour("canvas")
        shade.setAlpha(_SHADE)
        painter.fillPath(around, shade)
        draw_outline(painter, area.adjusted(-Size.FOCUS, -Size.FOCUS, 0, 0), box(self.part), self._colours.colours)

    # pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """One corner."""
        if event.button() != Qt.MouseButton.LeftButton or self.pane is None:
            super().mousePressEvent(event)
            return
        self.pressed.emit()
        self._corner = event.position()
        self._before = self.part

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The other one."""
        if self._corner is None:
            super().mouseMoveEvent(event)
        elif (event.position() - self._corner).manhattanLength() >= _LEAST_PIXELS:
            self.part = self._between(self._corner, event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Search for it."""
        if self._corner is None:
            super().mouseReleaseEvent(event)
            return
        self._corner = None
        if self.part != self._before:
            self._set_drawing(False)
            self.part_chosen.emit(self.part)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """All of it again."""
        self._corner = None
        self.clear()

    def clear(self) -> bool:
        """Search for all of it again; False if that is what is searched for."""
        if self.drawing:
            self.part = self._before
            self._set_drawing(False)
            self.update()
            return True
        if self.part is None:
            return False
        self.part = None
        self.update()
        self.part_chosen.emit(None)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While keys draw: arrows move, with Shift they change the size."""
        if not self.drawing or self.part is None:
            event.ignore()
            return
        move = _MOVES.get(Qt.Key(event.key()))
        if move is not None:
            resize = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.part = (resized if resize else moved)(self.part, *move)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._set_drawing(False)
            self.part_chosen.emit(self.part)
        else:
            event.ignore()

    def _set_drawing(self, drawing: bool) -> None:
        if drawing != self.drawing:
            self.drawing = drawing
            self.drawing_changed.emit()

    def _between(self, one: QPointF, other: QPointF) -> Region | None:
        pane = self.pane
        if pane is None:
            return self.part
        ends = [fraction_at(self._zoom, pane, point.x(), point.y()) for point in (one, other)]
        return between(*ends)


def between(one: tuple[float, float], other: tuple[float, float]) -> Region | None:
    """The part of a picture between two corners, cut to the picture; None where next to nothing is left."""
    left, right = sorted(min(max(end[0], 0.0), 1.0) for end in (one, other))
    top, bottom = sorted(min(max(end[1], 0.0), 1.0) for end in (one, other))
    if right - left < _STEP or bottom - top < _STEP:
        return None
    return left, top, right - left, bottom - top


def moved(part: Region, dx: float, dy: float) -> Region:
    """Within the picture."""
    x, y, width, height = part
    return min(max(x + dx, 0.0), 1 - width), min(max(y + dy, 0.0), 1 - height), width, height


def resized(part: Region, dx: float, dy: float) -> Region:
    """Its lower right corner moved, within the picture."""
    x, y, width, height = part
    return x, y, min(max(width + dx, _LEAST), 1 - x), min(max(height + dy, _LEAST), 1 - y)
