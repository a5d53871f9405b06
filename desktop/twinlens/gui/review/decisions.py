"""A person's decisions: told to the library and shown at once, each a step that undo takes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from twinlens.core.errors import TwinlensError
from twinlens.core.photos import Shot
from twinlens.core.relations import DecisionKind
from twinlens.gui import review_wording
from twinlens.gui.backend import Backend
from twinlens.gui.review.group_model import GroupModel


class Decisions(QObject):
    """Makes decisions. Every one goes on the window's undo stack."""

    made = Signal(object)
    """Shot id to what holds now, after a decision, an undo or a redo."""
    failed = Signal(object)
    """The library could not be written; nothing has changed."""

    def __init__(self, backend: Backend, model: GroupModel, undo: QUndoStack, parent: QObject | None = None) -> None:
        """All three live as long as the window."""
        super().__init__(parent)
        self._backend = backend
        self._model = model
        self._undo = undo

    def decide(self, shots: Sequence[Shot], kind: DecisionKind | None) -> None:
        """Keep or reject these shots, or clear what was decided; those of which it holds already are left alone."""
        changed = [shot for shot in shots if shot.decision is not kind]
        if changed:
            self._undo.push(_Decide(self, changed, kind))

    def set_apart(self, keeper: Shot, shot: Shot) -> None:
        """Say that a shot is not a duplicate of its keeper."""
        self._undo.push(_SetApart(self, keeper, shot))

    def write(self, shots: Sequence[Shot], kinds: Mapping[int, DecisionKind | None]) -> bool:
        """Write decisions and show them; used by the steps of the undo stack."""
        by_kind: dict[DecisionKind | None, list[Shot]] = defaultdict(list)
        for shot in shots:
            by_kind[kinds[shot.id]].append(shot)
        try:
            for kind, of_kind in by_kind.items():
                self._backend.decide(of_kind, kind)
        except TwinlensError as error:
            self.failed.emit(error)
            return False
        self._model.decide(kinds)
        self.made.emit(dict(kinds))
        return True

    def write_apart(self, keeper: Shot, shot: Shot, *, different: bool) -> bool:
        """Write and show that two shots are (no longer) said to differ; used by the undo stack."""
        try:
            self._backend.set_not_duplicate(keeper.content_key, shot.content_key, different)
        except TwinlensError as error:
            self.failed.emit(error)
            return False
        self._model.separate(shot.id, different=different)
        self.made.emit({})
        return True


class _Decide(QUndoCommand):
    def __init__(self, decisions: Decisions, shots: Sequence[Shot], kind: DecisionKind | None) -> None:
        super().__init__(review_wording.decided(kind, len(shots)))
        self._decisions = decisions
        self._shots = tuple(shots)
        self._kind = kind

    def redo(self) -> None:
        if not self._decisions.write(self._shots, dict.fromkeys((shot.id for shot in self._shots), self._kind)):
            self.setObsolete(True)

    def undo(self) -> None:
        self._decisions.write(self._shots, {shot.id: shot.decision for shot in self._shots})


class _SetApart(QUndoCommand):
    def __init__(self, decisions: Decisions, keeper: Shot, shot: Shot) -> None:
        super().__init__(review_wording.DIFFERENT)
        self._decisions = decisions
        self._pair = (keeper, shot)

    def redo(self) -> None:
        if not self._decisions.write_apart(*self._pair, different=True):
            self.setObsolete(True)

    def undo(self) -> None:
        self._decisions.write_apart(*self._pair, different=False)
