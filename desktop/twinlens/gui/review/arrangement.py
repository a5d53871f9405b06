"""What the review reads for its rows: groups of one level, in an order. No Qt; called on the reader thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from twinlens.core.relations import DecisionKind, Level
from twinlens.gui.backend import Backend
from twinlens.gui.review.group_entry import GroupEntry, entries_of
from twinlens.gui.review.group_rows import GroupRows, RowChange, change_to


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


def read_level(
    backend: Backend, level: Level, threshold: float, order: Order, shown: GroupRows | None = None
) -> LevelReading:
    """Read, prepare and order the groups of a level; those `shown` keep their places."""
    entries = entries_of(backend.groups(threshold, level))
    entries.sort(key=_KEYS[order])
    rejected = {
        member.shot.id: member.shot.bytes
        for entry in entries
        for member in entry.members
        if member.shot.decision is DecisionKind.REJECT
    }
    return LevelReading(level, order, change_to(entries, shown), rejected)


def _newest(entry: GroupEntry) -> tuple[object, ...]:
    taken = max((member.shot.facts.taken_at or "" for member in entry.members), default="")
    return (tuple(-ord(letter) for letter in taken) or (1,), entry.group.id)


_KEYS: dict[Order, Callable[[GroupEntry], tuple[object, ...]]] = {
    Order.GAIN: lambda entry: (-entry.group.reclaimable, entry.group.id),
    Order.NEWEST: _newest,
    Order.ALIKE: lambda entry: (-max((member.score or 0.0 for member in entry.members), default=0.0), entry.group.id),
    Order.FOLDER: lambda entry: (str(entry.members[0].shot.path), entry.group.id),
}
