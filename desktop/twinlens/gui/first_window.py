"""What stands on the screen at once, where the window will be: its ground, while the rest is being read in."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEventLoop, QSize, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

FIRST_SIZE = QSize(1360, 860)
SMALLEST = QSize(960, 600)
SHARE_OF_SCREEN = 0.94
_LONGEST_MS = 500
"""A screen that paints nothing must not keep anyone waiting."""


def place_window(window: QWidget, geometry: object) -> None:
    """Put a window where it stood last, as `geometry` kept it; else in the middle, within the screen."""
    window.setMinimumSize(SMALLEST)
    if not isinstance(geometry, str) or not window.restoreGeometry(QByteArray.fromHex(geometry.encode())):
        # Frame and panels of the desktop take their share: never open larger than what is left.
        room = window.screen().availableSize() * SHARE_OF_SCREEN
        window.resize(FIRST_SIZE.boundedTo(room))


class FirstWindow(QWidget):
    """Nothing but its colour."""

    def __init__(self, ground: str, geometry: object) -> None:
        """`ground` is a colour."""
        super().__init__()
        self._ground = QColor(ground)
        self._painted = QEventLoop()
        place_window(self, geometry)

    def appear(self) -> None:
        """Returns when it can be seen."""
        self.show()
        QTimer.singleShot(_LONGEST_MS, self._painted.quit)
        self._painted.exec()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground)
        QTimer.singleShot(0, self._painted.quit)
