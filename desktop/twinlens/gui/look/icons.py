"""The project's own icons: drawn on a 16-pixel grid with strokes of 1.5, tinted by the theme.

`Icons` is made once beside the theme. An icon is asked for by its file's name in `resources/icons`;
ask again after `theme.changed`, or hand the widget to `dress`, which does so by itself.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid

from twinlens.gui.look.theme import Size, Theme

_RATIOS = (1.0, 1.25, 1.5, 2.0, 3.0)
_APPLICATION_SIDES = (16, 24, 32, 48, 64, 128, 256)


class Icons:
    """Icons in the colours of a theme."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        """Icons lie as SVG files in `folder`; they are drawn when first asked for, and kept."""
        self._theme = theme
        self._folder = folder
        self._dressed: WeakKeyDictionary[QAbstractButton, tuple[str, str, int]] = WeakKeyDictionary()
        theme.changed.connect(self._dress_again)
        self._tinted = lru_cache(maxsize=512)(self._draw)

    def icon(self, name: str, token: str = "text", size: int = Size.ICON) -> QIcon:
        """An icon in one colour token, crisp at every scale, faint where disabled."""
        made = QIcon()
        colours = self._theme.colours
        for ratio in _RATIOS:
            made.addPixmap(self._tinted(name, getattr(colours, token), size, ratio))
            made.addPixmap(self._tinted(name, colours.faint, size, ratio), QIcon.Mode.Disabled)
        return made

    def pixmap(self, name: str, token: str = "text", size: int = Size.ICON, ratio: float = 1.0) -> QPixmap:
        """The same as a picture, for painters: pass the paint device's pixel ratio."""
        return self._tinted(name, getattr(self._theme.colours, token), size, ratio)

    def dress(self, button: QAbstractButton, name: str, token: str = "text", size: int = Size.ICON) -> None:
        """Give a button an icon that follows the theme for as long as the button lives."""
        self._dressed[button] = (name, token, size)
        button.setIconSize(QSize(size, size))
        button.setIcon(self.icon(name, token, size))

    def application_icon(self) -> QIcon:
        """The twin lenses, for windows and task bars."""
        made = QIcon()
        for side in _APPLICATION_SIDES:
            made.addPixmap(self.lenses(side))
        return made

    def lenses(self, side: int, ratio: float = 1.0) -> QPixmap:
        """The twin lenses as a picture."""
        return _render(self._source("twinlens"), side, ratio)

    def _draw(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        return _render(self._source(name).replace("currentColor", colour), size, ratio)

    def _source(self, name: str) -> str:
        return (self._folder / f"{name}.svg").read_text(encoding="utf-8")

    def _dress_again(self) -> None:
        for button, (name, token, size) in list(self._dressed.items()):
            if isValid(button):
                button.setIcon(self.icon(name, token, size))


def _render(source: str, size: int, ratio: float) -> QPixmap:
    pixels = round(size * ratio)
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    drawn = QPixmap.fromImage(image)
    drawn.setDevicePixelRatio(ratio)
    return drawn
