"""A thin strip of a group's photographs, below the comparison: which are compared, and what was decided."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from twinlens.gui import review_wording
from twinlens.gui.look.theme import Size, Space, Tile
from twinlens.gui.pictures.photo_painter import PhotoPainter, mark_of
from twinlens.gui.pictures.row_layout import photo_size
from twinlens.gui.pictures.thumbnails import Wish
from twinlens.gui.review.group_entry import GroupEntry

_OWNER = "filmstrip"
_HEIGHT = Tile.STRIP + 2 * Space.S


class Filmstrip(QWidget):
    """Paints a group small; a click chooses a photograph."""

    chosen = Signal(int)
    toggled = Signal(int)
    """Clicked with Ctrl: compared too, or no longer."""

    def __init__(self, brush: PhotoPainter, parent: QWidget | None = None) -> None:
        """An empty strip."""
        super().__init__(parent)
        self._brush = brush
        self._entry: GroupEntry | None = None
        self._compared: tuple[int, ...] = ()
        self._focus = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(review_wording.FILMSTRIP)
        brush.thumbnails.ready.connect(lambda _key: self.update())

    def sizeHint(self) -> QSize:
        """A fixed height."""
        return QSize(Size.TEXT_COLUMN, _HEIGHT)

    def show_group(self, entry: GroupEntry, compared: tuple[int, ...], focus: int) -> None:
        """Show a group, which of it is compared, and which has the focus."""
        self._entry, self._compared, self._focus = entry, compared, focus
        self.setAccessibleDescription(review_wording.group_members(entry))
        self._want()
        self.update()

    def _want(self) -> None:
        if self._entry is None:
            return
        height = self._pixel_height()
        keys = [self._entry.members[place].shot.content_key for place, _ in self._places()]
        self._brush.thumbnails.want(_OWNER, [Wish(key, height) for key in keys])

    def _pixel_height(self) -> int:
        return round(Tile.STRIP * self.devicePixelRatioF())

    def _places(self) -> list[tuple[int, QRect]]:
        """Every photograph with its area; the strip is shifted so that the focus is seen."""
        if self._entry is None:
            return []
        x, laid = 0, []
        for place, member in enumerate(self._entry.members):
            width, height = photo_size(member.shot.facts.width, member.shot.facts.height, Tile.STRIP)
            laid.append((place, QRect(x, Space.S + Tile.STRIP - height, width, height)))
            x += width + Space.M
        total, room = x - Space.M, self.width() - 2 * Space.L
        shift = (self.width() - total) // 2
        if total > room:
            middle = laid[max(self._focus, 0)][1].center().x()
            shift = min(Space.L, max(self.width() - Space.L - total, self.width() // 2 - middle))
        moved = [(place, area.translated(shift, 0)) for place, area in laid]
        return [(place, area) for place, area in moved if area.right() > 0 and area.left() < self.width()]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Photographs with marks; a ring round those compared."""
        if self._entry is None:
            return
        painter = QPainter(self)
        with self._brush.within(self.rect()):
            for place, area in self._places():
                key = self._entry.members[place].shot.content_key
                self._brush.photo(painter, area, key, self._pixel_height(), mark_of(self._entry, place))
                if place in self._compared:
                    self._brush.ring(painter, area, active=place == self._focus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose; with Ctrl, put beside the others or take away."""
        point = QStyle.visualPos(self.layoutDirection(), self.rect(), event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton:
            for place, area in self._places():
                if area.contains(point):
                    with_ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
                    (self.toggled if with_ctrl else self.chosen).emit(place)
                    return

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider strip shows more."""
        super().resizeEvent(event)
        self._want()
