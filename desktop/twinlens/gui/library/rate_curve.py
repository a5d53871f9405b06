"""How fast a scan reads, over time."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from twinlens.gui import wording
from twinlens.gui.look.theme import Space, Theme, Type, font

_SAMPLES = 240
_LINE_WIDTH = 1.5
_FILL_ALPHA = 28


class RateCurve(QWidget):
    """One line from zero to the highest rate seen, the present rate written above it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self._theme = theme
        self._samples: deque[float] = deque(maxlen=_SAMPLES)

    def clear(self) -> None:
        """Begin anew."""
        self._samples.clear()
        self.update()

    def add(self, rate: float) -> None:
        """The rate now, in photos a second."""
        self._samples.append(rate)
        self.setAccessibleName(wording.rate(rate))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line over a soft fill."""
        if len(self._samples) < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.colours
        painter.setFont(font(Type.SMALL))
        painter.setPen(colours.colour("quiet"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight, wording.rate(self._samples[-1]))
        area = QRectF(self.rect()).adjusted(0, Type.SMALL + Space.S, 0, -1)
        line = self._line_in(area)
        path = QPainterPath()
        path.addPolygon(QPolygonF([QPointF(line[0].x(), area.bottom()), *line, QPointF(line[-1].x(), area.bottom())]))
        fill = QColor(colours.colour("text"))
        fill.setAlpha(_FILL_ALPHA)
        painter.fillPath(path, fill)
        painter.setPen(QPen(colours.colour("quiet"), _LINE_WIDTH))
        painter.drawPolyline(QPolygonF(line))

    def _line_in(self, area: QRectF) -> list[QPointF]:
        highest = max(self._samples) or 1.0
        step = area.width() / max(1, len(self._samples) - 1)
        return [
            QPointF(area.left() + place * step, area.bottom() - rate / highest * area.height())
            for place, rate in enumerate(self._samples)
        ]
