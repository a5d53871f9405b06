"""What the review reads for its rows: groups of one level, in an order. No Qt; called on the reader thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from twinlens.core.halves import bytes_leaving
from twinlens.core.relations import Level
from twinlens.gui.backend import Backend
from twinlens.gui.review.group_entry import GroupEntry, entries_of
from twinlens.gui.review.group_rows import GroupRows, ReviewTotals, RowChange, change_to


class Order(StrEnum):
    """In which order groups stand when they are read anew."""

    GAIN = "gain"
    NEWEST = "newest"
    ALIKE = "alike"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class LevelReading:
    """The groups of one level."""

    level: Level
    order: Order
    change: RowChange
    """Where its groups go on the screen."""
    rejected: dict[int, int]
    """Shots rejected so far in this level, with their bytes."""
    hidden: ReviewTotals
    """What the groups left out add up to: nothing in them is left to decide."""


def read_level(
    backend: Backend,
    level: Level,
    threshold: float,
    order: Order,
    shown: GroupRows | None = None,
    *,
    reviewed_too: bool = True,
) -> LevelReading:
    """Read, prepare and order the groups of a level; those `shown` keep their places.

    Groups in which nothing is left to decide are left out unless asked for, but never taken from under the hand.
    """
    entries = entries_of(backend.groups(threshold, level))
    entries.sort(key=_KEYS[order])
    rejected = {
        member.shot.id: size for entry in entries for member in entry.members if (size := bytes_leaving(member.shot))
    }
    settled = [] if reviewed_too else [entry for entry in entries if entry.reviewed and not _is_shown(entry, shown)]
    left_out = {entry.group.id for entry in settled}
    entries = [entry for entry in entries if entry.group.id not in left_out]
    hidden = ReviewTotals(len(settled), len(settled), sum(entry.saving for entry in settled))
    return LevelReading(level, order, change_to(entries, shown), rejected, hidden)


def _is_shown(entry: GroupEntry, shown: GroupRows | None) -> bool:
    return shown is not None and any(member.shot.id in shown.row_of_shot for member in entry.members)


def _newest(entry: GroupEntry) -> tuple[object, ...]:
    taken = max((member.shot.facts.taken_at or "" for member in entry.members), default="")
    return (tuple(-ord(letter) for letter in taken) or (1,), entry.group.id)


_KEYS: dict[Order, Callable[[GroupEntry], tuple[object, ...]]] = {
    Order.GAIN: lambda entry: (-entry.group.reclaimable, entry.group.id),
    Order.NEWEST: _newest,
    Order.ALIKE: lambda entry: (-max((member.score or 0.0 for member in entry.members), default=0.0), entry.group.id),
    Order.FOLDER: lambda entry: (str(entry.members[0].shot.path), entry.group.id),
}
