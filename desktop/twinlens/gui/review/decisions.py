"""A person's decisions: told to the library and shown at once, each a step that undo takes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from twinlens.core.errors import TwinlensError
from twinlens.core.halves import raw_of
from twinlens.core.photos import ContentKey, Member, Shot
from twinlens.core.relations import DecisionKind, Relation
from twinlens.core.reviewing import weakest_link
from twinlens.gui import review_wording
from twinlens.gui.backend import Backend
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.review.group_model import GroupModel
from twinlens.gui.review.half_choice import next_choice


class Decisions(QObject):
    """Makes decisions. Every one goes on the window's undo stack."""

    made = Signal(object)
    """Shot id to what holds now, after a decision, an undo or a redo."""
    regrouped = Signal()
    """Other shots belong together now: the groups are to be read again."""
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

    def choose_half(self, entry: GroupEntry | None, place: int) -> None:
        """Of a pair keep the next in turn: the RAW only, the picture only, both. Nothing for what is no pair."""
        shot = entry.members[place].shot if entry is not None else None
        if shot is not None and raw_of(shot):
            self.decide([shot], next_choice(shot))

    def set_apart(self, keeper: Shot, member: Member) -> None:
        """Say that a member is not a duplicate of its keeper."""
        self._undo.push(_SetApart(self, keeper, member))

    def cut(self, entry: GroupEntry) -> bool:
        """Say that the weakest link of a group is no duplicate of the keeper it was found by; False if it has none."""
        weakest = weakest_link(entry.group, entry.separated)
        if weakest is not None:
            self.set_apart(entry.members[0].shot, weakest)
        return weakest is not None

    def join(self, entries: Sequence[GroupEntry], relation: Relation) -> bool:
        """Say that all shots of these groups belong with the keeper of the first; False if there are no two groups."""
        if len(entries) < 2:
            return False
        members = [(entry, member) for entry in entries[1:] for member in entry.members]
        shots = [member.shot for entry, member in members if member.shot.id not in entry.separated]
        self._undo.push(_Join(self, entries[0].members[entries[0].keeper].shot, shots, relation))
        return True

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

    def write_apart(self, keeper: Shot, member: Member, *, different: bool) -> bool:
        """Write and show that two shots are (no longer) said to differ; used by the undo stack."""
        key, other = keeper.content_key, member.shot.content_key
        try:
            self._backend.set_not_duplicate(key, other, different)
            if not different and member.joined and member.relation is not None:
                self._backend.join(key, [other], member.relation)
        except TwinlensError as error:
            self.failed.emit(error)
            return False
        self._model.separate(member.shot.id, different=different)
        self.made.emit({})
        return True

    def write_joined(self, keeper: Shot, shots: Sequence[Shot], relation: Relation) -> list[ContentKey] | None:
        """Write that shots belong with a keeper; those that were apart before, None where it failed."""
        try:
            apart = self._backend.join(keeper.content_key, [shot.content_key for shot in shots], relation)
        except TwinlensError as error:
            self.failed.emit(error)
            return None
        self.regrouped.emit()
        return apart

    def take_apart(self, keeper: Shot, shots: Sequence[Shot], apart: Sequence[ContentKey]) -> None:
        """Write that they don't belong together after all; those that were apart before are so again."""
        try:
            self._backend.unjoin(keeper.content_key, [shot.content_key for shot in shots])
            for key in apart:
                self._backend.set_not_duplicate(keeper.content_key, key, True)
        except TwinlensError as error:
            self.failed.emit(error)
        self.regrouped.emit()


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
    def __init__(self, decisions: Decisions, keeper: Shot, member: Member) -> None:
        super().__init__(review_wording.DIFFERENT)
        self._decisions = decisions
        self._pair = (keeper, member)

    def redo(self) -> None:
        if not self._decisions.write_apart(*self._pair, different=True):
            self.setObsolete(True)

    def undo(self) -> None:
        self._decisions.write_apart(*self._pair, different=False)


class _Join(QUndoCommand):
    def __init__(self, decisions: Decisions, keeper: Shot, shots: Sequence[Shot], relation: Relation) -> None:
        super().__init__(review_wording.JOIN_STEP)
        self._decisions = decisions
        self._pairs = (keeper, tuple(shots))
        self._relation = relation
        self._apart: list[ContentKey] = []

    def redo(self) -> None:
        apart = self._decisions.write_joined(*self._pairs, self._relation)
        if apart is None:
            self.setObsolete(True)
        else:
            self._apart = apart

    def undo(self) -> None:
        self._decisions.take_apart(*self._pairs, self._apart)
