"""How a photograph looks wherever it is small: in rows, filmstrips and results; with its badge, dimmed, ringed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle

from twinlens.core.photos import ContentKey, Shot
from twinlens.core.relations import DecisionKind
from twinlens.gui import review_wording
from twinlens.gui.look import theme
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import REJECTED_OPACITY, Size, Space, Theme, Tile, Type
from twinlens.gui.pictures.thumbnails import Thumbnails
from twinlens.gui.review.group_entry import GroupEntry

_RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft
_BADGE_OPACITY = 0.8
_ROUNDING = 3
"""Pixels by which a scaled preview may miss its picture's proportions."""


class Mark(Enum):
    """What is drawn on a photograph: icon, colour, and whether the disc is filled because a person decided."""

    PROPOSED = ("keep", "keep", False)
    KEPT = ("keep", "keep", True)
    REJECTED = ("reject", "reject", True)
    DIFFERENT = ("not-duplicate", "quiet", True)

    @property
    def icon(self) -> str:
        """Name of its icon."""
        return self.value[0]

    @property
    def token(self) -> str:
        """Its colour."""
        return self.value[1]

    @property
    def filled(self) -> bool:
        """Whether the disc is filled."""
        return self.value[2]

    @property
    def dims(self) -> bool:
        """Whether the photograph is dimmed."""
        return self in (Mark.REJECTED, Mark.DIFFERENT)


def mark_of(entry: GroupEntry, place: int) -> Mark | None:
    """The mark of a photograph as things stand."""
    shot = entry.members[place].shot
    if shot.id in entry.separated:
        return Mark.DIFFERENT
    if shot.decision is not None:
        return Mark.REJECTED if shot.decision is DecisionKind.REJECT else Mark.KEPT
    return Mark.PROPOSED if place == entry.keeper else None


class PhotoPainter:
    """Paints photographs from what the thumbnails hold; never reads anything."""

    def __init__(self, theme_in_use: Theme, icons: Icons, thumbnails: Thumbnails) -> None:
        """Keeps references only."""
        self.theme = theme_in_use
        self.icons = icons
        self.thumbnails = thumbnails
        self._metrics: dict[tuple[int, bool], QFontMetrics] = {}
        self._fonts: dict[tuple[int, bool], QFont] = {}
        theme_in_use.changed.connect(self._forget_fonts)
        self._bounds: QRect | None = None

    @contextmanager
    def within(self, bounds: QRect) -> Iterator[None]:
        """Areas are given as they lie from left to right; where the language runs the other way they are mirrored."""
        before, self._bounds = self._bounds, bounds if QGuiApplication.isRightToLeft() else None
        try:
            yield
        finally:
            self._bounds = before

    def placed(self, area: QRect) -> QRect:
        """Where an area lies on the screen."""
        return area if self._bounds is None else QStyle.visualRect(_RIGHT_TO_LEFT, self._bounds, area)

    def fill(self, painter: QPainter, area: QRect, token: str) -> None:
        """An area in a colour token."""
        painter.fillRect(self.placed(area), self.theme.colours.colour(token))

    def photo(self, painter: QPainter, rect: QRect, key: ContentKey, wish_height: int, mark: Mark | None) -> None:
        """The photograph itself, or a calm surface of its size until it is there."""
        pixmap = self.thumbnails.get(key, wish_height) or self.thumbnails.stand_in(key)
        shown = self.placed(rect)
        covered = QRectF(shown)
        if pixmap is None:
            self._placeholder(painter, shown, missing=self.thumbnails.is_missing(key))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            covered = _placed(pixmap, shown, _ratio(painter))
            painter.drawPixmap(covered, pixmap, QRectF(pixmap.rect()))
        if mark is not None and mark.dims:
            veil = self.theme.colours.colour("canvas")
            veil.setAlphaF(1.0 - REJECTED_OPACITY)
            painter.fillRect(covered, veil)
        if mark is not None:
            side = min(Tile.BADGE, rect.height() // 2)
            inset = Space.S if side == Tile.BADGE else Space.XS // 2
            self.badge(painter, rect.topLeft() + QPoint(inset, inset), mark, side)

    def badge(self, painter: QPainter, corner: QPoint, mark: Mark, side: int = Tile.BADGE) -> None:
        """A tick or cross in a disc: filled when decided, a ring when only proposed."""
        colours = self.theme.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = Size.HAIRLINE
        corner = self.placed(QRect(corner.x(), corner.y(), side, side)).topLeft()
        disc = QRectF(corner.x(), corner.y(), side, side).adjusted(half, half, -half, -half)
        colour = colours.colour(mark.token)
        painter.setPen(QPen(colour if not mark.filled else colours.colour("canvas"), 2 * Size.HAIRLINE))
        painter.setBrush(colour if mark.filled else colours.colour("canvas"))
        painter.drawEllipse(disc)
        glyph = round(side * 0.7)
        picture = self.icons.pixmap(mark.icon, "on_colour" if mark.filled else mark.token, glyph, _ratio(painter))
        offset = (side - glyph) // 2
        painter.drawPixmap(corner + QPoint(offset, offset), picture)

    def badges(self, painter: QPainter, photo: QRect, words: Sequence[str]) -> None:
        """What goes with a photograph, at its foot: grey, as much as there is room for."""
        left, metrics = photo.left() + Space.XS, self.metrics(Type.SMALL)
        height = Tile.LINE - Space.XS // 2
        for word in words:
            width = metrics.horizontalAdvance(word) + 2 * Space.XS
            chip = QRect(left, photo.bottom() - height - Space.XS + 1, width, height)
            if not photo.contains(chip):
                break
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = self.theme.colours.colour("canvas")
            ground.setAlphaF(_BADGE_OPACITY)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(self.placed(chip), Size.RADIUS, Size.RADIUS)
            self.text(painter, chip, word, "text", align=Qt.AlignmentFlag.AlignHCenter)
            left += width + Space.XS // 2

    def ring(self, painter: QPainter, rect: QRect, *, active: bool) -> None:
        """The focus ring round a photograph: quiet when the keys go elsewhere."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.theme.colours.colour("keep" if active else "faint")
        painter.setPen(QPen(colour, Size.FOCUS))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        gap = Tile.PADDING - 1
        painter.drawRoundedRect(QRectF(self.placed(rect)).adjusted(-gap, -gap, gap, gap), Size.RADIUS, Size.RADIUS)

    def icon(self, painter: QPainter, corner: QPoint, name: str, token: str, size: int = Size.ICON) -> None:
        """An icon in a colour token."""
        area = self.placed(QRect(corner.x(), corner.y(), size, size))
        painter.drawPixmap(area.topLeft(), self.icons.pixmap(name, token, size, _ratio(painter)))

    def text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        token: str,
        *,
        pixels: int = Type.SMALL,
        strong: bool = False,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> int:
        """One line of text, shortened to fit; answers how wide it came out."""
        if rect.width() <= 0:
            return 0
        metrics = self.metrics(pixels, strong=strong)
        fitted = metrics.elidedText(text, elide, rect.width())
        painter.setFont(self._font(pixels, strong=strong))
        painter.setPen(self.theme.colours.colour(token))
        painter.drawText(self.placed(rect), align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, fitted)
        return metrics.horizontalAdvance(fitted)

    def facts(self, painter: QPainter, line: QRect, shot: Shot) -> None:
        """Kind, pixels and size; then the folder, of which the end says most, as far as there is room."""
        used = self.text(painter, line, review_wording.photo_facts(shot), "quiet")
        room = line.adjusted(used, 0, 0, 0)
        if room.width() > Size.ROW:
            gap = self.text(painter, room, review_wording.DOT, "quiet")
            folder = review_wording.folder_of(shot.path)
            self.text(painter, room.adjusted(gap, 0, 0, 0), folder, "quiet", elide=Qt.TextElideMode.ElideLeft)

    def metrics(self, pixels: int, *, strong: bool = False) -> QFontMetrics:
        """Measures of one size of the type scale."""
        known = self._metrics.get((pixels, strong))
        if known is None:
            known = self._metrics[pixels, strong] = QFontMetrics(theme.font(pixels, strong=strong))
        return known

    def _font(self, pixels: int, *, strong: bool) -> QFont:
        known = self._fonts.get((pixels, strong))
        if known is None:
            known = self._fonts[pixels, strong] = theme.font(pixels, strong=strong)
        return known

    def _forget_fonts(self) -> None:
        """Text may have another size now."""
        self._fonts.clear()
        self._metrics.clear()

    def _placeholder(self, painter: QPainter, rect: QRect, *, missing: bool) -> None:
        painter.fillRect(rect, self.theme.colours.colour("raised"))
        if missing:
            side = Size.ICON
            corner = rect.center() - QPoint(side // 2, side // 2)
            painter.drawPixmap(corner, self.icons.pixmap("image", "faint", side, _ratio(painter)))


def _placed(pixmap: QPixmap, rect: QRect, ratio: float) -> QRectF:
    """Where to draw: pixel for pixel if it was scaled for this place; never squashed if it has other proportions."""
    width, height = pixmap.width() / ratio, pixmap.height() / ratio
    if abs(width - rect.width()) <= _ROUNDING and abs(height - rect.height()) <= _ROUNDING:
        return QRectF(rect.x(), rect.y(), width, height)
    shown = fitted_size(pixmap.width(), pixmap.height(), rect)
    near = abs(shown.width() - rect.width()) <= _ROUNDING and abs(shown.height() - rect.height()) <= _ROUNDING
    return QRectF(rect if near else shown)


def fitted_size(width: int, height: int, box: QRect) -> QRect:
    """The rectangle in a box that holds a picture in its own proportions, in the middle."""
    if width <= 0 or height <= 0:
        return box
    share = min(box.width() / width, box.height() / height)
    shown = QRect(0, 0, max(1, round(width * share)), max(1, round(height * share)))
    shown.moveCenter(box.center())
    return shown


def _ratio(painter: QPainter) -> float:
    device = painter.device()
    return device.devicePixelRatioF() if device is not None else 1.0
