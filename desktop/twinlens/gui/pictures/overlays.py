"""What the comparison draws upon photographs: the outline of another picture, and where two pictures differ."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTransform, qRgba

from twinlens.core.evidence import Region
from twinlens.core.explaining import Outline
from twinlens.gui.look.theme import Colours, Size

DIMMED = 0.5
"""How much of the grey picture is seen under the map of differences."""
_STRONGEST = 0.9
_SMOOTH_SIDE = 512
"""A coarser map is blown up to this by itself, so that its squares don't show."""


@dataclass(frozen=True, slots=True)
class UnlikeOverlay:
    """A map of differences, and where its corners lie in a picture."""

    image: QImage
    outline: Outline


def box(region: Region) -> Outline:
    """The corners of an upright box."""
    x, y, width, height = region
    return (x, y), (x + width, y), (x + width, y + height), (x, y + height)


def draw_outline(painter: QPainter, area: QRectF, outline: Outline, colours: Colours) -> None:
    """A line with a dark seam on either side: it is seen upon any picture."""
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corners = _in(area, outline)
    for token, width in (("on_colour", 2 * Size.FOCUS), ("keep", Size.FOCUS)):
        pen = QPen(colours.colour(token), width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawPolygon(corners)
    painter.restore()


def unlike_image(side: int, unlike: bytes, colours: Colours) -> QImage:
    """A map of differences as something to lay over a picture: clear where nothing differs."""
    image = QImage(unlike, side, side, side, QImage.Format.Format_Indexed8)
    image.setColorTable([_heat(value / 255, colours) for value in range(256)])
    clear = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    larger = max(1, _SMOOTH_SIDE // side)
    wide = QSize(side * larger, side * larger)
    return clear.scaled(wide, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


def draw_unlike(painter: QPainter, area: QRectF, overlay: UnlikeOverlay) -> None:
    """The map where it lies, turned and mirrored as the picture is."""
    draw_laid(painter, area, overlay.image, overlay.outline)


def draw_laid(painter: QPainter, area: QRectF, image: QImage | QPixmap, outline: Outline) -> None:
    """A picture as it lies in another one that fills the area."""
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(area.topLeft())
    painter.scale(area.width(), area.height())
    painter.setTransform(mapping(outline), True)
    painter.scale(1 / image.width(), 1 / image.height())
    if isinstance(image, QImage):
        painter.drawImage(0, 0, image)
    else:
        painter.drawPixmap(0, 0, image)
    painter.restore()


def mapping(outline: Outline) -> QTransform:
    """From places in a picture to places in the one that it lies in, both in fractions."""
    found = QTransform.squareToQuad(QPolygonF([QPointF(*corner) for corner in outline]))
    return found if isinstance(found, QTransform) else QTransform()


def clip_to(painter: QPainter, area: QRectF, outline: Outline) -> None:
    """Draw from now on within an outline alone."""
    path = QPainterPath()
    path.addPolygon(_in(area, outline))
    path.closeSubpath()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)


def _in(area: QRectF, outline: Outline) -> QPolygonF:
    return QPolygonF([QPointF(area.left() + x * area.width(), area.top() + y * area.height()) for x, y in outline])


def _heat(value: float, colours: Colours) -> int:
    """From nothing over yellow to orange."""
    low, high = colours.colour("warn"), colours.colour("reject")
    channels = (low.red(), high.red()), (low.green(), high.green()), (low.blue(), high.blue())
    red, green, blue = (round(one + (other - one) * value) for one, other in channels)
    return qRgba(red, green, blue, round(255 * _STRONGEST * value))
