"""One picture of the comparison: painted from the best pixels at hand, with the zoom that all panes share."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from twinlens.core.explaining import Outline
from twinlens.core.photos import Shot
from twinlens.gui import review_wording, wording
from twinlens.gui.library import problem_wording
from twinlens.gui.look.theme import Size, Space, Type
from twinlens.gui.pictures.overlays import DIMMED, UnlikeOverlay, clip_to, draw_laid, draw_outline, draw_unlike
from twinlens.gui.pictures.pane_layers import Histogram, draw_divider, draw_histogram, draw_loupe, draw_ring, draw_veil
from twinlens.gui.pictures.photo_painter import PhotoPainter
from twinlens.gui.pictures.pictures import Pictures
from twinlens.gui.pictures.zoom import FITTED, Pane, Zoom, fraction_at, largest_factor, panned, picture_area, zoomed

PREVIEW_HEIGHT = 512
"""Previews are at most this high: as they are."""
_WHEEL_NOTCH = 120.0
_ZOOM_STEP = 1.25
_PIXELS_FROM = 4.0
"""From this magnification on, single pixels are shown as such instead of smoothed."""
_SIDE_STEP = 256
INSPECTED_SIDE = 2560
"""Long side of pictures whose sharpness is looked at."""
_UNKNOWN_SIZE = (3, 2)


def in_steps(side: float) -> int:
    """The long side to ask for where this one is shown: pictures of almost the same size are not decoded twice."""
    return -(-int(side) // _SIDE_STEP) * _SIDE_STEP


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture in whose place another one is shown, as it lies over it."""

    shot: Shot
    outline: Outline
    """Of the other picture, in this one."""


@dataclass(frozen=True, slots=True)
class Over:
    """A second picture over the first, from a part of the pane's width on."""

    shot: Shot
    at: float


class PicturePane(QWidget):
    """Shows a picture; asks for nothing itself, `wanted_side` says what would serve it."""

    zoom_changed = Signal(object)
    pressed = Signal()
    resized = Signal()
    """Another size, or a screen of another scale."""
    pointed = Signal(object)
    """The place of the picture under the pointer, in fractions; None where it left."""
    moved_over = Signal(float)
    """How far across the pane the pointer is."""

    def __init__(self, pictures: Pictures, brush: PhotoPainter, parent: QWidget | None = None) -> None:
        """An empty pane."""
        super().__init__(parent)
        self._pictures = pictures
        self._brush = brush
        self._shot: Shot | None = None
        self._frame: Frame | None = None
        self._over: Over | None = None
        self._loupe: tuple[QPointF, float] | None = None
        self._zoom = FITTED
        self._dragged_from: QPointF | None = None
        self.outline: Outline | None = None
        """A part of the picture to outline."""
        self.dimmed = False
        """Whether the picture is only the ground for what is drawn upon it: grey, and dim."""
        self.unlike: UnlikeOverlay | None = None
        """Where it differs from another one."""
        self.marks: UnlikeOverlay | None = None
        """What was found out about the picture itself, painted upon it."""
        self.histogram: Histogram | None = None
        self.ringed = False
        """Whether it has the focus among several."""
        self.faded = False
        """Whether it is on its way out: rejected, and not looked at."""
        self.inspected = False
        """Whether more of it is looked at than is shown."""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(Size.TEXT_COLUMN, Size.TEXT_COLUMN)

    def minimumSizeHint(self) -> QSize:
        """Smaller, nothing is seen any more."""
        return QSize(Size.RAIL, Size.RAIL // 2)

    def show_shot(self, shot: Shot | None, frame: Frame | None = None, over: Over | None = None) -> None:
        """Show a picture, by itself or where it lies in the frame of another; the zoom stays."""
        self._shot = shot
        self._frame = frame
        self._over = over
        self.setAccessibleName(wording.shown_name(shot.path) if shot is not None else "")
        self.update()

    def set_zoom(self, zoom: Zoom) -> None:
        """Show this part."""
        self._zoom = zoom
        self.update()

    def set_loupe(self, at: QPointF | None, times: float) -> None:
        """Magnify this place of the picture, so many screen pixels to one of its own."""
        loupe = None if at is None else (at, times)
        if loupe != self._loupe:
            self._loupe = loupe
            self.update()

    def shows(self, shot: Shot) -> bool:
        """Whether any of it is on the screen."""
        shown = (self._shot, self._over.shot if self._over else None, self._frame.shot if self._frame else None)
        return any(each is not None and each.id == shot.id for each in shown)

    @property
    def shot(self) -> Shot | None:
        """What is shown."""
        return self._shot

    @property
    def framing(self) -> Shot | None:
        """The picture whose frame fills the pane."""
        return self._frame.shot if self._frame is not None else self._shot

    @property
    def pane(self) -> Pane | None:
        """The measures of pane and picture."""
        return self.measure(self.framing) if self.framing is not None else None

    def measure(self, shot: Shot) -> Pane:
        """The measures of this pane with a picture in it."""
        width, height = self._picture_size(shot)
        return Pane(max(self.width(), 1), max(self.height(), 1), width, height)

    def _picture_size(self, shot: Shot) -> tuple[int, int]:
        """By its file if that was read, so that nothing is ever squashed; else as the library knows it."""
        width, height = self._pictures.full_size(shot.path) or (shot.facts.width, shot.facts.height)
        return (width, height) if width > 0 and height > 0 else _UNKNOWN_SIZE

    def wanted_side(self) -> int:
        """Long side of a picture that serves this pane when fitted, in steps, so that resizing decodes rarely."""
        pane = self.pane
        if pane is None:
            return _SIDE_STEP
        side = in_steps(max(pane.shown_size(1.0)) * self.devicePixelRatioF())
        return max(side, INSPECTED_SIDE) if self.inspected else side

    def needs_full(self) -> bool:
        """Whether more is shown or looked at than the fitted picture holds."""
        pane = self.pane
        if pane is None:
            return False
        shown = max(pane.shown_size(self._zoom.factor)) * self.devicePixelRatioF()
        return self._loupe is not None or shown > self.wanted_side()

    def magnification(self) -> float:
        """Screen pixels for one pixel of the picture."""
        pane = self.pane
        return pane.fit * self._zoom.factor * self.devicePixelRatioF() if pane is not None else 1.0

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The best pixels at hand, or a calm word."""
        painter = QPainter(self)
        colours = self._brush.theme.colours
        painter.fillRect(self.rect(), colours.colour("canvas"))
        pane, shot = self.pane, self._shot
        if pane is None or shot is None:
            return
        area = QRectF(*picture_area(self._zoom, pane))
        has_picture = self._draw_dimmed(painter, area) if self.dimmed else self._draw_pictures(painter, area)
        for overlay in (self.unlike, self.marks):
            if overlay is not None:
                draw_unlike(painter, area, overlay)
        if self.outline is not None:
            draw_outline(painter, area, self.outline, colours)
        seen = area.intersected(QRectF(self.rect()))
        if self.faded:
            draw_veil(painter, seen, colours)
        if self._loupe is not None:
            self._draw_loupe(painter, area, shot)
        if self.histogram is not None:
            draw_histogram(painter, seen, self.histogram, colours)
        if self.ringed:
            draw_ring(painter, seen, colours)
        self._say_problem(painter, shot, has_picture=has_picture)

    def _image(self, shot: Shot, area: QRectF) -> QImage | QPixmap | None:
        needed = round(max(area.width(), area.height()) * self.devicePixelRatioF())
        return self._pictures.best(shot.path, needed) or self._brush.thumbnails.get(shot.content_key, PREVIEW_HEIGHT)

    def _draw_pictures(self, painter: QPainter, area: QRectF) -> bool:
        """The picture, and the one that is wiped over it; whether there is anything to be seen."""
        assert self._shot is not None
        if self._over is None:
            return self._draw(painter, area, self._shot)
        at = round(self.width() * self._over.at)
        has_picture = True
        for shot, left, right in ((self._shot, 0, at), (self._over.shot, at, self.width())):
            painter.save()
            painter.setClipRect(QRect(left, 0, right - left, self.height()))
            own = area if self._frame is not None else QRectF(*picture_area(self._zoom, self.measure(shot)))
            has_picture = self._draw(painter, own, shot) and has_picture
            painter.restore()
        draw_divider(painter, self.rect(), at, self._brush.theme.colours)
        return has_picture

    def _draw(self, painter: QPainter, area: QRectF, shot: Shot) -> bool:
        """By itself; or in a frame whose own picture is seen dimly round it, whichever of the two is shown."""
        image = self._image(shot, area)
        if image is None:
            painter.fillRect(area, self._brush.theme.colours.colour("panel"))
            return False
        if self._frame is None:
            self._draw_whole(painter, area, image)
            return True
        around = self._image(self._frame.shot, area)
        painter.save()
        painter.setOpacity(DIMMED)
        if around is not None:
            self._draw_whole(painter, area, around)
        painter.setOpacity(1.0)
        clip_to(painter, area, self._frame.outline)
        if shot.id == self._frame.shot.id:
            self._draw_whole(painter, area, image)
        else:
            draw_laid(painter, area, image, self._frame.outline)
        painter.restore()
        return True

    def _draw_loupe(self, painter: QPainter, area: QRectF, shot: Shot) -> None:
        assert self._loupe is not None
        at, times = self._loupe
        width, height = self._picture_size(shot)
        image = self._pictures.best(shot.path, max(width, height)) or self._image(shot, area)
        if image is not None:
            ratio = self.devicePixelRatioF()
            draw_loupe(painter, self.rect(), area, image, at, (width, height), times / ratio, self._brush.theme.colours)

    def _draw_whole(self, painter: QPainter, area: QRectF, image: QImage | QPixmap) -> None:
        """Only what is visible is scaled: a hundred megapixels cost no more than the pane."""
        seen = area.intersected(QRectF(self.rect()))
        if seen.isEmpty():
            return
        across, down = image.width() / area.width(), image.height() / area.height()
        source = QRectF(
            (seen.left() - area.left()) * across,
            (seen.top() - area.top()) * down,
            seen.width() * across,
            seen.height() * down,
        )
        smooth = 1.0 / (across * self.devicePixelRatioF()) < _PIXELS_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        if isinstance(image, QImage):
            painter.drawImage(seen, image, source)
        else:
            painter.drawPixmap(seen, image, source)

    def _draw_dimmed(self, painter: QPainter, area: QRectF) -> bool:
        ratio = self.devicePixelRatioF()
        drawn = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(self._brush.theme.colours.colour("canvas"))
        inner = QPainter(drawn)
        has_picture = self._draw_pictures(inner, area)
        inner.end()
        painter.setOpacity(DIMMED)
        painter.drawImage(0, 0, drawn.convertToFormat(QImage.Format.Format_Grayscale8))
        painter.setOpacity(1.0)
        return has_picture

    def _say_problem(self, painter: QPainter, shot: Shot, *, has_picture: bool) -> None:
        problem = self._pictures.problem(shot.path)
        if shot.offline:
            text = review_wording.SHOWN_FROM_PREVIEW if has_picture else review_wording.NO_PICTURE
        elif problem is not None:
            text = problem_wording.problem_reason(problem)
        elif not has_picture:
            text = review_wording.LOADING_PICTURE
        else:
            return
        token = "quiet" if problem is None and not shot.offline else "warn"
        self._say(painter, text, token)

    def _say(self, painter: QPainter, text: str, token: str) -> None:
        """At the foot of the pane, on a ground of its own: it may lie upon the picture."""
        metrics = self._brush.metrics(Type.BODY)
        room = self.width() - 2 * Space.M
        ground = QRect(0, 0, min(metrics.horizontalAdvance(text) + 2 * Space.M, room), metrics.height() + Space.S)
        ground.moveCenter(self.rect().center())
        ground.moveBottom(self.rect().bottom() - Space.M)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._brush.theme.colours.colour("panel"))
        painter.drawRoundedRect(ground, Size.RADIUS, Size.RADIUS)
        inside = ground.adjusted(Space.S, 0, -Space.S, 0)
        self._brush.text(painter, inside, text, token, pixels=Type.BODY, align=Qt.AlignmentFlag.AlignHCenter)

    # pointer

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom in and out under the pointer."""
        self.zoom_by(_ZOOM_STEP ** (event.angleDelta().y() / _WHEEL_NOTCH), event.position())
        event.accept()

    def zoom_by(self, times: float, at: QPointF | None = None) -> None:
        """Zoom under a point, by default the middle."""
        pane = self.pane
        if pane is None:
            return
        at = at if at is not None else QPointF(pane.width / 2, pane.height / 2)
        factor = min(self._zoom.factor * times, largest_factor(pane, self.devicePixelRatioF()))
        self.zoom_changed.emit(zoomed(self._zoom, pane, at.x(), at.y(), factor))

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the picture."""
        pane = self.pane
        if pane is not None:
            self.zoom_changed.emit(panned(self._zoom, pane, dx, dy))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes the focus, and hold of the picture."""
        self.pressed.emit()
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pictures follow the hand."""
        self.moved_over.emit(event.position().x() / max(self.width(), 1))
        pane = self.pane
        if pane is not None:
            self.pointed.emit(QPointF(*fraction_at(self._zoom, pane, event.position().x(), event.position().y())))
        if self._dragged_from is not None:
            moved = event.position() - self._dragged_from
            self._dragged_from = event.position()
            self.pan_by(moved.x(), moved.y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._dragged_from = None
        self.unsetCursor()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        self.pointed.emit(None)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        """A screen with more pixels wants a larger picture."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.resized.emit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size may want another picture."""
        super().resizeEvent(event)
        self.resized.emit()
