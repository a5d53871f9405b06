"""What is shown over the window while something is held above it: a word on what a drop will do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from twinlens.gui.look.theme import Size, Space, Theme, Type, font

_DIMMED = 252
_EDGE = Space.M


class DropCover(QWidget):
    """Covers its parent, takes no events."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Hidden until something is dragged over the window."""
        super().__init__(parent)
        self._under = parent
        self._theme = theme
        self.sentence = ""
        """What it says."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self, sentence: str) -> None:
        """Say what a drop will do."""
        self.sentence = sentence
        self.setGeometry(self._under.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The window dimmed, a frame in the colour of focus, the sentence in the middle."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = colours.colour("canvas")
        shade.setAlpha(_DIMMED)
        painter.fillRect(self.rect(), shade)
        painter.setPen(QPen(colours.colour("keep"), Size.FOCUS))
        painter.drawRoundedRect(self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE), Size.RADIUS, Size.RADIUS)
        painter.setPen(colours.colour("text"))
        painter.setFont(font(Type.HEAD, strong=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.sentence)
