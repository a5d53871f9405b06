"""What the review reads for its rows: groups of one level, filtered and in an order. Called on the reader thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from twinlens.core.halves import bytes_leaving
from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.gui.backend import Backend
from twinlens.gui.review.facets import Facet, Traits
from twinlens.gui.review.filtering import NO_FILTER, FacetCounts, FilterIndex, GroupFilter, Rows, rows_in, rows_of
from twinlens.gui.review.group_entry import GroupEntry, entries_of, with_decisions
from twinlens.gui.review.group_rows import GroupRows, ReviewTotals, RowChange, change_to


class Order(StrEnum):
    """By what groups are ordered when they are read anew."""

    GAIN = "gain"
    NEWEST = "newest"
    ALIKE = "alike"
    FOLDER = "folder"
    PHOTOS = "photos"
    LARGEST = "largest"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a person wants to see of a level, and in which order."""

    level: Level = Level.COPY
    order: Order = Order.GAIN
    turned: bool = False
    """From the other end."""
    filter: GroupFilter = NO_FILTER
    reviewed_too: bool = False
    """Whether groups in which nothing is left to decide are shown as well."""


_UNTOUCHED = object()


class LevelStock:
    """All groups of a level as they were read. Belongs to the reader thread."""

    def __init__(self, level: Level, entries: list[GroupEntry], traits: Traits, names: Mapping[Relation, str]) -> None:
        """Nothing is worked out of them yet."""
        self.level = level
        self.entries = entries
        self.index = FilterIndex(entries, traits, names)
        self._row_of_shot: dict[int, int] | None = None
        self._decided: dict[int, DecisionKind | None] = {}

    def decide(self, changes: Mapping[int, DecisionKind | None]) -> None:
        """Follow all that was decided since the reading."""
        changes = {
            shot_id: kind for shot_id, kind in changes.items() if self._decided.get(shot_id, _UNTOUCHED) is not kind
        }
        if not changes:
            return
        self._decided |= changes
        if self._row_of_shot is None:
            self._row_of_shot = {
                member.shot.id: row for row, entry in enumerate(self.entries) for member in entry.members
            }
        for row in {self._row_of_shot[shot_id] for shot_id in changes if shot_id in self._row_of_shot}:
            self.entries[row] = with_decisions(self.entries[row], changes)
        self.index.decided()


@dataclass(frozen=True, slots=True)
class LevelReading:
    """The groups of one level, as they are wanted."""

    arrangement: Arrangement
    stock: LevelStock
    change: RowChange
    """Where its groups go on the screen."""
    rejected: dict[int, int]
    """Shots rejected so far in this level, with their bytes."""
    hidden: ReviewTotals
    """What the groups left out add up to: they are wanted, but nothing in them is left to decide."""
    groups: int
    """How many there would be without a filter."""

    @property
    def level(self) -> Level:
        """The level."""
        return self.arrangement.level


def read_stock(
    backend: Backend, level: Level, threshold: float, traits: Traits, names: Mapping[Relation, str]
) -> LevelStock:
    """Read all groups of a level."""
    return LevelStock(level, entries_of(backend.groups(threshold, level)), traits, names)


def arrange(stock: LevelStock, wanted: Arrangement, shown: GroupRows | None = None) -> LevelReading:
    """Pick out and order groups; those `shown` keep their places.

    Groups in which nothing is left to decide are left out unless asked for, but never taken from under the hand.
    """
    entries = stock.entries
    decided = (member.shot for entry in entries for member in entry.members if member.shot.decision is not None)
    rejected = {shot.id: size for shot in decided if (size := bytes_leaving(shot))}
    if wanted.filter:
        matching = [entries[row] for row in rows_in(stock.index.matching(wanted.filter, _rows_shown(entries, shown)))]
    else:
        matching = entries
    asked_for = wanted.reviewed_too or bool(wanted.filter.values(Facet.PROGRESS))
    settled = [] if asked_for else [entry for entry in matching if entry.reviewed and not _is_shown(entry, shown)]
    left_out = {entry.group.id for entry in settled}
    matching = [entry for entry in matching if entry.group.id not in left_out] if left_out else list(matching)
    matching.sort(key=_KEYS[wanted.order], reverse=wanted.turned)
    hidden = ReviewTotals(len(settled), len(settled), sum(entry.saving for entry in settled))
    groups = len(entries) if wanted.reviewed_too else sum(not entry.reviewed for entry in entries)
    return LevelReading(wanted, stock, change_to(matching, shown), rejected, hidden, groups)


def count_facets(stock: LevelStock, wanted: Arrangement) -> FacetCounts:
    """How many groups there would be with one more choice."""
    return stock.index.counts(wanted.filter, reviewed_too=wanted.reviewed_too)


def _rows_shown(entries: list[GroupEntry], shown: GroupRows | None) -> Rows:
    return rows_of(_shown_rows(entries, shown)) if shown is not None else 0


def _shown_rows(entries: list[GroupEntry], shown: GroupRows | None) -> Iterator[int]:
    return (row for row, entry in enumerate(entries) if _is_shown(entry, shown))


def _is_shown(entry: GroupEntry, shown: GroupRows | None) -> bool:
    return shown is not None and any(member.shot.id in shown.row_of_shot for member in entry.members)


def _newest(entry: GroupEntry) -> tuple[object, ...]:
    taken = max((member.shot.facts.taken_at or "" for member in entry.members), default="")
    return (not taken, taken.translate(_BACKWARDS), entry.group.id)


_BACKWARDS = str.maketrans("0123456789", "9876543210")
"""Turns round the order of times that are written alike."""


_KEYS: dict[Order, Callable[[GroupEntry], tuple[object, ...]]] = {
    Order.GAIN: lambda entry: (-entry.group.reclaimable, entry.group.id),
    Order.NEWEST: _newest,
    Order.ALIKE: lambda entry: (-max((member.score or 0.0 for member in entry.members), default=0.0), entry.group.id),
    Order.FOLDER: lambda entry: (str(entry.members[0].shot.path), entry.group.id),
    Order.PHOTOS: lambda entry: (-len(entry.members), -entry.group.reclaimable, entry.group.id),
    Order.LARGEST: lambda entry: (-max(member.shot.facts.pixels for member in entry.members), entry.group.id),
}
