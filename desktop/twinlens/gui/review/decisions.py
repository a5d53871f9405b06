"""A person's decisions: told to the library and shown at once, each a step that undo takes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from twinlens.core.errors import TwinlensError
from twinlens.core.halves import raw_of
from twinlens.core.photos import ContentKey, Member, Shot
from twinlens.core.relations import DecisionKind, Relation
from twinlens.core.reviewing import weakest_link
from twinlens.core.undo import Choice, Decided, Joined, SetApart, Step
from twinlens.gui import review_wording
from twinlens.gui.backend import Backend
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.review.group_model import GroupModel
from twinlens.gui.review.half_choice import next_choice
from twinlens.gui.shell import restart_wording
from twinlens.gui.shell.undoing import KeptCommand, push_done
from twinlens.library.bulk import making_many


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
        with making_many():
            self._decide([(kind, shots)])

    def keep_and_reject(self, kept: Sequence[Shot], rejected: Sequence[Shot]) -> None:
        """Keep some and reject others in one step."""
        self._decide([(DecisionKind.KEEP, kept), (DecisionKind.REJECT, rejected)])

    def _decide(self, wanted: Sequence[tuple[DecisionKind | None, Sequence[Shot]]]) -> None:
        changes = [(kind, [shot for shot in shots if shot.decision is not kind]) for kind, shots in wanted]
        choices: list[Choice] = []
        try:
            for kind, shots in changes:
                if shots:
                    self._backend.decide(shots, kind)
                    choices += [Choice(shot.id, shot.content_key, shot.decision, kind) for shot in shots]
        except TwinlensError as error:
            self.failed.emit(error)
        if choices:  # also where the second half failed: what was written can be undone
            kinds = {choice.shot: choice.after for choice in choices}
            self._did(Decided(tuple(choices)))
            self._model.decide(kinds)
            self.made.emit(kinds)

    def choose_half(self, entry: GroupEntry | None, place: int) -> None:
        """Of a pair keep the next in turn: the RAW only, the picture only, both. Nothing for what is no pair."""
        shot = entry.members[place].shot if entry is not None else None
        if shot is not None and raw_of(shot):
            self.decide([shot], next_choice(shot))

    def set_apart(self, keeper: Shot, member: Member) -> None:
        """Say that a member is not a duplicate of its keeper."""
        joined = member.relation if member.joined else None
        step = SetApart(keeper.content_key, member.shot.content_key, member.shot.id, joined)
        if self.write_apart(step, different=True):
            self._did(step)

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
        keeper = entries[0].members[entries[0].keeper].shot
        self.join_contents(keeper.content_key, [shot.content_key for shot in shots], relation)
        return True

    def join_contents(self, kept: ContentKey, others: Sequence[ContentKey], relation: Relation) -> None:
        """Say that contents belong with one, whatever groups they are in."""
        step = Joined(kept, tuple(others), relation)
        apart = self.write_joined(step)
        if apart is not None:
            self._did(replace(step, apart=tuple(apart)))

    def command_of(self, step: Step) -> KeptCommand | None:
        """The command that takes a step back and does it again; None for what is no decision."""
        if isinstance(step, Decided):
            return _Decide(self, step)
        if isinstance(step, SetApart):
            return _SetApart(self, step)
        return _Join(self, step) if isinstance(step, Joined) else None

    def _did(self, step: Step) -> None:
        command = self.command_of(step)
        if command is not None:
            push_done(self._undo, command)

    def settle(self, choices: Sequence[Choice]) -> bool:
        """Write and show decisions of earlier, where they still apply; False where none does. For the undo stack."""
        try:
            holding = self._backend.choose(choices)
        except TwinlensError as error:
            self.failed.emit(error)
            return True  # the step still waits: nothing has changed
        if not holding:
            self.failed.emit(TwinlensError(restart_wording.no_longer()))
            return False
        with making_many():
            kinds = {choice.shot: choice.after for choice in choices if choice.shot in holding}
            self._model.decide(kinds)
            self.made.emit(kinds)
        return True

    def write_apart(self, pair: SetApart, *, different: bool) -> bool:
        """Write and show that two contents are (no longer) said to differ; False where that failed."""
        try:
            self._backend.set_not_duplicate(pair.keeper, pair.other, different)
            if not different and pair.joined is not None:
                self._backend.join(pair.keeper, [pair.other], pair.joined)
        except TwinlensError as error:
            self.failed.emit(error)
            return False
        if self._model.position_of(pair.shot) is None:
            self.regrouped.emit()  # the screen was read anew since
        else:
            self._model.separate(pair.shot, different=different)
            self.made.emit({})
        return True

    def write_joined(self, step: Joined) -> list[ContentKey] | None:
        """Write that contents belong with a keeper; those that were apart before, None where it failed."""
        try:
            apart = self._backend.join(step.keeper, step.others, step.relation)
        except TwinlensError as error:
            self.failed.emit(error)
            return None
        self.regrouped.emit()
        return apart

    def take_apart(self, step: Joined) -> bool:
        """Write that they don't belong together after all; those that were apart before are so again."""
        try:
            self._backend.unjoin(step.keeper, step.others)
            for key in step.apart:
                self._backend.set_not_duplicate(step.keeper, key, True)
        except TwinlensError as error:
            self.failed.emit(error)
        self.regrouped.emit()
        return True


class _Decide(KeptCommand):
    def __init__(self, decisions: Decisions, step: Decided) -> None:
        kind = step.choices[0].after if step.choices else None
        super().__init__(review_wording.decided(kind, len(step.choices)), step)
        self._decisions = decisions
        self._choices = step.choices

    def do_again(self) -> bool:
        return self._decisions.settle(self._choices)

    def take_back(self) -> bool:
        return self._decisions.settle([choice.turned() for choice in self._choices])


class _SetApart(KeptCommand):
    def __init__(self, decisions: Decisions, step: SetApart) -> None:
        super().__init__(review_wording.DIFFERENT, step)
        self._decisions = decisions
        self._pair = step

    def do_again(self) -> bool:
        return self._decisions.write_apart(self._pair, different=True)

    def take_back(self) -> bool:
        return self._decisions.write_apart(self._pair, different=False)


class _Join(KeptCommand):
    def __init__(self, decisions: Decisions, step: Joined) -> None:
        super().__init__(review_wording.JOIN_STEP, step)
        self._decisions = decisions
        self._joined = step

    def do_again(self) -> bool:
        return self._decisions.write_joined(self._joined) is not None

    def take_back(self) -> bool:
        return self._decisions.take_apart(self._joined)
