"""The order in which groups stand on the screen, worked out apart from it, on the reader thread. No Qt.

Known groups stay where they are, new ones come after, so that nothing jumps under the pointer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from twinlens.gui.review.group_entry import GroupEntry, in_shown_order


@dataclass(frozen=True, slots=True)
class ReviewTotals:
    """What the bottom bar says."""

    groups: int = 0
    reviewed: int = 0
    saving: int = 0

    def __add__(self, other: ReviewTotals) -> ReviewTotals:
        """Both together."""
        return ReviewTotals(self.groups + other.groups, self.reviewed + other.reviewed, self.saving + other.saving)

    def changed(self, before: GroupEntry, after: GroupEntry) -> ReviewTotals:
        """The totals when one group becomes another."""
        return ReviewTotals(
            self.groups,
            self.reviewed + after.reviewed - before.reviewed,
            self.saving + after.saving - before.saving,
        )


@dataclass(slots=True)
class GroupRows:
    """Groups in the order shown, with what is looked up by id. Only `entries` and `totals` ever change."""

    entries: list[GroupEntry] = field(default_factory=list)
    row_of_group: Mapping[str, int] = field(default_factory=dict)
    row_of_shot: Mapping[int, int] = field(default_factory=dict)
    totals: ReviewTotals = field(default_factory=ReviewTotals)

    def snapshot(self) -> GroupRows:
        """As it stands now, for another thread to work from."""
        return GroupRows(self.entries[:], self.row_of_group, self.row_of_shot, self.totals)


@dataclass(frozen=True, slots=True)
class RowChange:
    """How to get from the rows shown to those read."""

    shown: GroupRows | None
    """What it was worked out from; None: a fresh order."""
    rows: GroupRows
    appends: bool
    """Whether all rows shown stay, and others only follow."""
    changed: Sequence[int]
    """Of those that stay, which look different."""

    def still_fits(self, now: GroupRows) -> bool:
        """Whether the rows shown are those it was worked out from, decisions apart."""
        return self.shown is not None and self.shown.row_of_group is now.row_of_group


def change_to(entries: Sequence[GroupEntry], shown: GroupRows | None) -> RowChange:
    """Work out where the groups that were read go."""
    arranged = list(entries) if shown is None else _arranged(entries, shown)
    before = [] if shown is None else shown.entries
    appends = len(before) > 0 and all(old.group.id == new.group.id for old, new in zip(before, arranged, strict=False))
    appends = appends and len(arranged) >= len(before)
    changed = [row for row, old in enumerate(before) if old != arranged[row]] if appends else []
    return RowChange(shown, _rows(arranged), appends, changed)


def _arranged(entries: Sequence[GroupEntry], shown: GroupRows) -> list[GroupEntry]:
    known: list[tuple[int, GroupEntry]] = []
    new: list[GroupEntry] = []
    for entry in entries:
        row = shown.row_of_group.get(entry.group.id)
        if row is None:
            row = shown.row_of_shot.get(entry.members[0].shot.id)
        if row is None:
            new.append(entry)
        else:
            known.append((row, in_shown_order(entry, shown.entries[row])))
    known.sort(key=lambda placed: placed[0])
    return [entry for _, entry in known] + new


def _rows(entries: list[GroupEntry]) -> GroupRows:
    return GroupRows(
        entries,
        {entry.group.id: row for row, entry in enumerate(entries)},
        {member.shot.id: row for row, entry in enumerate(entries) for member in entry.members},
        ReviewTotals(len(entries), sum(entry.reviewed for entry in entries), sum(entry.saving for entry in entries)),
    )
