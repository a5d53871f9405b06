"""What the comparison asks of a mode."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from twinlens.gui.compare.lineup import Lineup


class Mode(QObject):
    """A way of comparing, from its beginning to its end; it is made anew each time."""

    changed = Signal()
    """Something else is to be shown."""
    ended = Signal()
    """It is over by itself."""

    def hint(self, _key_of: Callable[[str], str]) -> str:
        """What to do, for the quiet line, with the keys of commands as they are shown; empty for the usual hint."""
        return ""

    @property
    def progress(self) -> str:
        """How far it is, instead of the place in the review; empty where that says more."""
        return ""

    @property
    def alone(self) -> int | None:
        """Which of two pictures has the pane for itself; None where all stand side by side."""
        return None

    @property
    def over(self) -> float | None:
        """From which part of the pane's width on the other one lies over it."""
        return None

    @property
    def lineup(self) -> Lineup | None:
        """Who stands beside one another, where the mode says so."""
        return None

    def take(self, command: str) -> bool:
        """Do a command in the mode's own way; False where it means what it always does."""
        raise NotImplementedError

    @property
    def focus(self) -> int | None:
        """Which of those compared decisions are about, where the mode says so."""
        return None

    def claims(self, _command: str) -> bool:
        """Whether a key that the window itself would take is for the mode now."""
        return False

    def point(self, across: float) -> None:
        """The pointer is so far across the pane."""

    def leave(self) -> None:
        """Stop whatever is running."""
