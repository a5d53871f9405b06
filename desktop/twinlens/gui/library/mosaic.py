"""A quiet wall of the pictures a scan is reading now: the oldest gives its place to the newest, nothing moves."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from twinlens.gui.look.theme import Space, Theme
from twinlens.gui.pictures.images import image_of
from twinlens.gui.translating import tr

_TILE = QSize(84, 56)
_ROWS = 3


class Mosaic(QWidget):
    """Tiles of one size; a picture fills its tile, cropped at the edges."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self._theme = theme
        self._tiles: list[QPixmap] = []
        self._next = 0
        self.setAccessibleName(tr("Photos being read"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_ROWS * _TILE.height() + (_ROWS - 1) * Space.XS)

    @property
    def tiles(self) -> tuple[QPixmap, ...]:
        """The pictures on the wall."""
        return tuple(self._tiles)

    def clear(self) -> None:
        """Take all pictures off the wall."""
        self._tiles.clear()
        self._next = 0
        self.update()

    def add(self, jpeg: bytes | None) -> None:
        """Put a picture in the place of the oldest."""
        image = image_of(jpeg) if jpeg else QImage()
        if image.isNull():
            return
        tile = self._fitted(image)
        places = max(1, self._columns() * _ROWS)
        if len(self._tiles) < places:
            self._tiles.append(tile)
        else:
            self._tiles[self._next % places] = tile
        self._next = (self._next + 1) % places
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Tiles in rows, empty places as shadows."""
        painter = QPainter(self)
        columns = self._columns()
        for place in range(columns * _ROWS):
            spot = QRect(
                (place % columns) * (_TILE.width() + Space.XS),
                (place // columns) * (_TILE.height() + Space.XS),
                _TILE.width(),
                _TILE.height(),
            )
            if place < len(self._tiles):
                painter.drawPixmap(spot, self._tiles[place])
            else:
                painter.fillRect(spot, self._theme.colours.colour("canvas"))

    def _columns(self) -> int:
        return max(1, (self.width() + Space.XS) // (_TILE.width() + Space.XS))

    def _fitted(self, image: QImage) -> QPixmap:
        ratio = self.devicePixelRatioF()
        wanted = _TILE * ratio
        filled = image.scaled(
            wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
        )
        left, top = (filled.width() - wanted.width()) // 2, (filled.height() - wanted.height()) // 2
        return QPixmap.fromImage(filled.copy(left, top, wanted.width(), wanted.height()))
