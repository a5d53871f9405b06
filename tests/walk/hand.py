"""Another program's window that something is dragged out of: `python hand.py`, then one list of paths a line on stdin.

Says `ready X Y` on stdout, the point to take hold at, as soon as it offers them.
"""

from __future__ import annotations

import json
import sys
import threading

from PySide6.QtCore import QMimeData, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

PLACE = (1300, 60)
SIDE = 160


class Lines(QObject):
    """What is asked for, brought to the GUI thread."""

    came = Signal(str)
    ended = Signal()

    def follow(self) -> None:
        """Read until the other side lets go."""
        for line in sys.stdin:
            self.came.emit(line)
        self.ended.emit()


class Hand(QLabel):
    """Offers files to whoever takes them."""

    def __init__(self) -> None:
        super().__init__("\u270b")
        self._paths: list[str] = []
        self.setWindowTitle("Another program")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setGeometry(*PLACE, SIDE, SIDE)

    def offer(self, line: str) -> None:
        self._paths = json.loads(line)
        middle = self.mapToGlobal(self.rect().center())
        sys.stdout.write(f"ready {middle.x()} {middle.y()}\n")
        sys.stdout.flush()

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(path) for path in self._paths])
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)


def main() -> None:
    """Show the window until stdin ends."""
    application = QApplication(sys.argv[:1])
    hand = Hand()
    hand.show()
    lines = Lines()
    lines.came.connect(hand.offer)
    lines.ended.connect(application.quit)
    threading.Thread(target=lines.follow, daemon=True).start()
    application.exec()


if __name__ == "__main__":
    main()
