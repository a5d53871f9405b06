"""Both pictures in one place, one after the other: what differs jumps to the eye."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from twinlens.gui.compare import compare_wording
from twinlens.gui.compare.modes.mode import Mode

FLICKER_MS = 500
_BACK = frozenset({"compare.flicker", "compare.close"})


class Flicker(Mode):
    """Changes from one to the other by itself, and at once for whoever steps."""

    def __init__(self, begin_with: int, parent: QObject | None = None) -> None:
        """The one in focus is seen first."""
        super().__init__(parent)
        self._shown = begin_with
        self._timer = QTimer(self, interval=FLICKER_MS)
        self._timer.timeout.connect(self.flick)
        self._timer.start()

    @property
    def alone(self) -> int:
        """See Mode."""
        return self._shown

    @property
    def focus(self) -> int | None:
        """Changed over by hand, the one that is seen; else they change too fast to mean either."""
        return None if self._timer.isActive() else self._shown

    def hint(self, key_of: Callable[[str], str]) -> str:
        """See Mode."""
        return compare_wording.flicker_hint(key_of)

    def flick(self) -> None:
        """The other one, in the same place."""
        self._shown = 1 - self._shown
        self.changed.emit()

    def take(self, command: str) -> bool:
        """The arrows change over by hand."""
        if command in _BACK:
            self.ended.emit()
        elif command in ("review.photo-before", "review.photo-after"):
            self._timer.stop()
            self.flick()
        else:
            return False
        return True

    def leave(self) -> None:
        """See Mode."""
        self._timer.stop()
