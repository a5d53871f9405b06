"""What a pane shows upon and beside its picture: a loupe, a histogram, the divider of a wipe, a ring, a veil."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap

from twinlens.gui.look.theme import REJECTED_OPACITY, Colours, Size, Space

_LOUPE = 2 * Size.RAIL // 3
"""Radius of the loupe."""
_LARGEST = 0.36
"""And of a small pane, as a share of its shorter side."""
_CHART = (Size.RAIL, Size.ROW)
_GROUND, _FILL = 0.85, 0.45
_CHANNELS = ("lost", "safe", "keep")
"""Colours near to red, green and blue that fit the window."""
_GRIP = Space.XL


@dataclass(frozen=True, slots=True)
class Histogram:
    """How often each tone occurs, from dark to light, as shares of the most frequent one."""

    luminance: Sequence[float]
    channels: Sequence[Sequence[float]]
    """Red, green and blue."""


def draw_ring(painter: QPainter, seen: QRectF, colours: Colours) -> None:
    """The focus ring, inside the edge of what is seen of a picture."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(colours.colour("keep"), Size.FOCUS + 1)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.drawRect(seen.adjusted(1, 1, -2, -2))


def draw_veil(painter: QPainter, seen: QRectF, colours: Colours) -> None:
    """Over what is on its way out."""
    veil = colours.colour("canvas")
    veil.setAlphaF(1.0 - REJECTED_OPACITY)
    painter.fillRect(seen, veil)


def draw_divider(painter: QPainter, room: QRect, at: int, colours: Colours) -> None:
    """A line with a dark seam and a grip, between the two pictures of a wipe."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for token, width in (("on_colour", 2 * Size.FOCUS), ("keep", Size.FOCUS)):
        painter.setPen(QPen(colours.colour(token), width))
        painter.drawLine(at, room.top(), at, room.bottom())
    grip = QRectF(0, 0, _GRIP, _GRIP)
    grip.moveCenter(QPointF(at, room.center().y()))
    painter.setPen(QPen(colours.colour("on_colour"), Size.HAIRLINE))
    painter.setBrush(colours.colour("keep"))
    painter.drawEllipse(grip)
    painter.setPen(QPen(colours.colour("on_colour"), Size.FOCUS))
    middle, step = grip.center(), Space.XS
    for side in (-1, 1):
        tip = middle + QPointF(side * 2 * step, 0)
        painter.drawPolyline([tip + QPointF(-side * step, -step), tip, tip + QPointF(-side * step, step)])


def draw_loupe(
    painter: QPainter,
    room: QRect,
    area: QRectF,
    image: QImage | QPixmap,
    at: QPointF,
    size: tuple[int, int],
    times: float,
    colours: Colours,
) -> None:
    """A round window upon a place of the picture, `times` window units to one of its pixels."""
    if not (0 <= at.x() <= 1 and 0 <= at.y() <= 1):
        return
    centre = QPointF(area.left() + at.x() * area.width(), area.top() + at.y() * area.height())
    if not QRectF(room).contains(centre):
        return
    radius = min(_LOUPE, min(room.width(), room.height()) * _LARGEST)
    circle = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    path = QPainterPath()
    path.addEllipse(circle)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(path)
    painter.fillRect(circle, colours.colour("canvas"))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    across, down = image.width() / size[0], image.height() / size[1]
    source = QRectF(0, 0, 2 * radius / times * across, 2 * radius / times * down)
    source.moveCenter(QPointF(at.x() * image.width(), at.y() * image.height()))
    if isinstance(image, QImage):
        painter.drawImage(circle, image, source)
    else:
        painter.drawPixmap(circle, image, source)
    painter.setClipping(False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for token, width in (("on_colour", 2 * Size.FOCUS), ("text", Size.HAIRLINE)):
        painter.setPen(QPen(colours.colour(token), width))
        painter.drawEllipse(circle)
    painter.restore()


def draw_histogram(painter: QPainter, room: QRectF, histogram: Histogram, colours: Colours) -> None:
    """In the lower right corner: each channel as a hill, luminance as a line over them."""
    width, height = min(_CHART[0], room.width() / 2), min(_CHART[1], room.height() / 3)
    chart = QRectF(room.right() - width - Space.S, room.bottom() - height - Space.S, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = colours.colour("panel")
    ground.setAlphaF(_GROUND)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(chart, Size.RADIUS, Size.RADIUS)
    inside = chart.adjusted(Space.XS, Space.XS, -Space.XS, -Space.XS)
    for token, values in zip(_CHANNELS, histogram.channels, strict=True):
        colour = QColor(colours.colour(token))
        colour.setAlphaF(_FILL)
        painter.setBrush(colour)
        painter.drawPath(_hill(inside, values, closed=True))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colours.colour("text"), Size.HAIRLINE))
    painter.drawPath(_hill(inside, histogram.luminance, closed=False))
    painter.restore()


def _hill(inside: QRectF, values: Sequence[float], *, closed: bool) -> QPainterPath:
    path = QPainterPath()
    step = inside.width() / max(len(values) - 1, 1)
    points = [QPointF(inside.left() + n * step, inside.bottom() - v * inside.height()) for n, v in enumerate(values)]
    path.moveTo(inside.bottomLeft() if closed else points[0])
    for point in points:
        path.lineTo(point)
    if closed:
        path.lineTo(inside.bottomRight())
        path.closeSubpath()
    return path
