"""A clean-up on the undo stack: taking it back brings the photos back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from twinlens.gui import wording
from twinlens.gui.backend import CleanupOutcome


class CleanupCommand(QUndoCommand):
    """Was carried out before it came onto the stack. It is never redone: moving photos away is asked for anew."""

    def __init__(self, outcome: CleanupOutcome, bring_back: Callable[[str], object]) -> None:
        """`bring_back` starts the restore of a session."""
        moved = f"moving {wording.photos(outcome.removed)} away"
        super().__init__(f"marking {wording.photos(outcome.marked)}" if outcome.marked else moved)
        self._session = outcome.session
        self._bring_back = bring_back

    def undo(self) -> None:
        """Bring the photos back, and leave the stack."""
        self.setObsolete(True)
        if self._session is not None:
            self._bring_back(self._session)

    def redo(self) -> None:
        """Nothing: it has happened."""
