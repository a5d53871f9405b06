"""What stays where it is on the screen when the rows are read again or become higher. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from twinlens.gui.review.group_entry import GroupEntry

_NEAR = 64


@dataclass(frozen=True, slots=True)
class Anchor:
    """A row, what is in focus there, and how far below the upper edge it stands."""

    shot: int
    """The shot in focus."""
    beside: tuple[int, ...]
    """What to fall back on if it is gone: the others of its group, then the groups that follow."""
    row: int
    top: int
    selected: tuple[int, ...]
    """A shot of each selected group."""

    def found_in(
        self, entries: Sequence[GroupEntry], position_of: Callable[[int], tuple[int, int] | None]
    ) -> tuple[int, int]:
        """Row and place to stand at now; where the shot is gone, at what is to be decided first."""
        same = position_of(self.shot)
        if same is not None:
            return same
        near = next(filter(None, map(position_of, self.beside)), None)
        row = near[0] if near is not None else min(self.row, len(entries) - 1)
        return row, entries[row].first_undecided()


def anchor_at(entries: Sequence[GroupEntry], row: int, place: int, top: int, selected: Iterable[int]) -> Anchor:
    """The anchor at a row; `selected` are rows."""
    members = entries[row].members
    beside = [member.shot.id for member in members]
    beside += [entry.members[0].shot.id for entry in entries[row + 1 : row + _NEAR]]
    first_of_each = tuple(entries[at].members[0].shot.id for at in selected)
    return Anchor(members[min(place, len(members) - 1)].shot.id, tuple(beside), row, top, first_of_each)
