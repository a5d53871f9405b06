"""What a person does to the photograph in focus and to the selected groups, in the rows and in the comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from twinlens.core.photos import Shot
from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.gui import review_wording
from twinlens.gui.compare.compare_view import CompareView
from twinlens.gui.reveal import NOT_OPENED, open_in_program, reveal
from twinlens.gui.review.decisions import Decisions
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.review.group_model import GroupModel
from twinlens.gui.review.group_view import GroupView


def others_of(entries: Sequence[GroupEntry]) -> tuple[list[GroupEntry], list[Shot]]:
    """In which of these groups "all but the keeper" would reject something, and what."""
    found = [(entry, entry.undecided_duplicates()) for entry in entries]
    touched = [entry for entry, members in found if members]
    return touched, [member.shot for _, members in found for member in members]


class Deeds(QObject):
    """Finds out what is meant and decides it."""

    notice = Signal(str)
    """One sentence for the status line."""

    def __init__(
        self, decisions: Decisions, model: GroupModel, view: GroupView, compare: CompareView, parent: QObject
    ) -> None:
        """All live as long as the page."""
        super().__init__(parent)
        self._decisions = decisions
        self._model = model
        self._view = view
        self._compare = compare

    def target(self) -> tuple[GroupEntry | None, int]:
        """The group and the place in it that a key is about."""
        if self._compare.isVisible():
            return self._compare.target
        return self._view.focus_entry, self._view.focus_place

    def chosen(self) -> list[GroupEntry]:
        """The groups that a key is about."""
        if self._compare.isVisible():
            return [entry for entry, _ in [self._compare.target] if entry is not None]
        return [self._model.entry(row) for row in self._view.selected_rows()]

    def others(self) -> tuple[list[GroupEntry], list[Shot]]:
        """What "all but the keeper" means now: the selected groups in which it would reject something, and what."""
        return others_of(self.chosen())

    def decide(self, kind: DecisionKind | None) -> None:
        """Keep, reject or clear the photo in focus."""
        entry, place = self.target()
        if entry is not None:
            self._decisions.decide([entry.members[place].shot], kind)

    def toggle(self, kind: DecisionKind) -> None:
        """By the pointer: the same button again clears."""
        entry, place = self.target()
        if entry is not None:
            self.decide(None if entry.members[place].shot.decision is kind else kind)

    def choose_half(self) -> None:
        """Of a pair keep the next in turn."""
        self._decisions.choose_half(*self.target())

    def set_apart(self) -> None:
        """The photo in focus is not a duplicate of the keeper."""
        entry, place = self.target()
        if entry is not None and place == entry.keeper:
            self.notice.emit(review_wording.NOT_THE_KEEPER)
        elif entry is not None and entry.members[place].shot.id not in entry.separated:
            self._decisions.set_apart(entry.members[entry.keeper].shot, entry.members[place])

    def cut(self) -> None:
        """The photo that hangs on the group by the least is no duplicate."""
        entry, _ = self.target()
        if entry is not None and not self._decisions.cut(entry):
            self.notice.emit(review_wording.NO_WEAKEST_LINK)

    def join(self, level: Level) -> None:
        """All photos of the selected groups belong together, at the level that is reviewed."""
        entries = self.chosen()
        joined = self._decisions.join(entries, Relation(level))
        self.notice.emit(review_wording.joined(len(entries)) if joined else review_wording.SELECT_TO_JOIN)

    def reject_others(self) -> None:
        """Reject all undecided photos but the keepers, in every selected group."""
        entries, shots = self.others()
        if shots:
            self._decisions.decide(shots, DecisionKind.REJECT)
            self.notice.emit(review_wording.rejected_all(len(shots), len(entries)))

    def reveal(self) -> None:
        """Show the file in focus in the system's file manager."""
        self.with_path(reveal)

    def open(self) -> None:
        """Open the file in focus in the program that the system has for it."""
        entry, place = self.target()
        if entry is not None and not open_in_program(entry.members[place].shot.path):
            self.notice.emit(NOT_OPENED)

    def by_name(self) -> dict[str, Callable[[], object]]:
        """What actions of the same names do."""
        return {
            "keep": partial(self.decide, DecisionKind.KEEP),
            "reject": partial(self.decide, DecisionKind.REJECT),
            "clear": partial(self.decide, None),
            "half": self.choose_half,
            "apart": self.set_apart,
            "cut": self.cut,
            "others": self.reject_others,
            "reveal": self.reveal,
            "open": self.open,
        }

    def with_path(self, act: Callable[[Path], object]) -> None:
        """Do something with the file in focus."""
        entry, place = self.target()
        if entry is not None:
            act(entry.members[place].shot.path)
