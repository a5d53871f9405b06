"""Which groups a person wants to see, and how many there would be with one more choice. No Qt.

Values within a facet widen, facets narrow, words narrow. The groups of a value are the bits of one number, so
that tens of thousands are picked out and counted in a few milliseconds.
"""

from __future__ import annotations

import os
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from twinlens.core.relations import Relation
from twinlens.gui.review.facets import (
    OF_DECISIONS,
    Facet,
    Progress,
    Traits,
    band_of,
    folded,
    progress_of,
    searched_text,
    values_read,
)
from twinlens.gui.review.group_entry import GroupEntry

Rows = int
"""A set of rows, one bit each."""


@dataclass(frozen=True, slots=True)
class GroupFilter:
    """What is wanted; empty, it wants everything."""

    text: str = ""
    chosen: frozenset[tuple[Facet, str]] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return bool(self.chosen or self.text.split())

    def values(self, facet: Facet) -> frozenset[str]:
        """What is chosen of a facet."""
        return frozenset(value for of, value in self.chosen if of is facet)

    def toggled(self, facet: Facet, value: str) -> GroupFilter:
        """With a value chosen, or no longer. A folder takes the place of those above and below it."""
        pair = (facet, value)
        if pair in self.chosen:
            return replace(self, chosen=self.chosen - {pair})
        kept = self.chosen
        if facet is Facet.FOLDER:
            kept = frozenset(
                (of, other)
                for of, other in kept
                if of is not facet or not (_above(other, value) or _above(value, other))
            )
        return replace(self, chosen=kept | {pair})

    def without(self, facet: Facet) -> GroupFilter:
        """With nothing chosen of a facet."""
        return replace(self, chosen=frozenset(pair for pair in self.chosen if pair[0] is not facet))


NO_FILTER = GroupFilter()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One line of a facet: how many groups there would be if it were chosen."""

    value: str
    count: int
    depth: int = 0
    """Of folders: how far below the topmost ones."""


FacetCounts = Mapping[Facet, Sequence[FacetValue]]


class FilterIndex:
    """Groups by their values, for one reading. What is never asked for is never worked out. One thread at a time."""

    def __init__(self, entries: Sequence[GroupEntry], traits: Traits, relation_names: Mapping[Relation, str]) -> None:
        """`entries` may be replaced one for one as decisions are made; say `decided` then."""
        self._entries = entries
        self._traits = traits
        self._relation_names = relation_names
        self._all: Rows = (1 << len(entries)) - 1
        self._read: dict[Facet, dict[str, array[int]]] | None = None
        self._decided: dict[Facet, dict[str, array[int]]] | None = None
        self._rows: dict[tuple[Facet, str], Rows] = {}
        self._texts: list[str] | None = None
        self._tree: _FolderTree | None = None
        self._worded: tuple[tuple[str, ...], Rows] | None = None

    def decided(self) -> None:
        """Decisions were made since: what follows from them is worked out anew."""
        self._decided = None
        self._rows = {pair: rows for pair, rows in self._rows.items() if pair[0] not in OF_DECISIONS}

    def matching(self, given: GroupFilter, shown: Rows = 0) -> Rows:
        """The rows that are wanted. Those `shown` don't leave by what was decided on them."""
        return self._found(given, tuple(Facet), shown)

    def counts(self, given: GroupFilter, *, reviewed_too: bool = True) -> FacetCounts:
        """Every facet's values, the most frequent first, each counted among what all the other facets want.

        Where groups in which nothing is left to decide are not shown, only the facet that tells them apart counts them.
        """
        hides = not reviewed_too and not given.values(Facet.PROGRESS)
        counted: dict[Facet, Sequence[FacetValue]] = {}
        for facet in Facet:
            others = self._found(given, [each for each in Facet if each is not facet])
            if hides and facet is not Facet.PROGRESS:
                others &= self._all ^ self._rows_of(Facet.PROGRESS, Progress.REVIEWED)
            if facet is Facet.FOLDER:
                counted[facet] = list(self._folder_lines(self._folders.tops, 0, given.values(facet), others))
            else:
                counted[facet] = self._value_counts(facet, given.values(facet), others)
        return counted

    def _found(self, given: GroupFilter, facets: Sequence[Facet], shown: Rows = 0) -> Rows:
        found = self._with_words(given.text)
        for facet in facets:
            if values := given.values(facet):
                wanted = self._any_of(facet, values)
                found &= wanted | shown if facet in OF_DECISIONS else wanted
        return found

    def _any_of(self, facet: Facet, values: Iterable[str]) -> Rows:
        found = 0
        for value in values:
            found |= self._rows_of(facet, value)
        return found

    def _rows_of(self, facet: Facet, value: str) -> Rows:
        known = self._rows.get((facet, value))
        if known is None:
            if facet is Facet.FOLDER:
                below = self._folders.below(value)
                known = _union(self._postings(facet)[folder] for folder in below)
            else:
                known = _union([self._postings(facet).get(value, array("I"))])
            self._rows[facet, value] = known
        return known

    def _postings(self, facet: Facet) -> Mapping[str, array[int]]:
        if facet in OF_DECISIONS:
            self._decided = self._decided or self._post_decided()
            return self._decided[facet]
        self._read = self._read or self._post_read()
        return self._read[facet]

    def _post_read(self) -> dict[Facet, dict[str, array[int]]]:
        posted: dict[Facet, dict[str, array[int]]] = {facet: defaultdict(lambda: array("I")) for facet in Facet}
        for row, entry in enumerate(self._entries):
            for facet, values in values_read(entry.group, self._traits).items():
                for value in values:
                    posted[facet][value].append(row)
        return posted

    def _post_decided(self) -> dict[Facet, dict[str, array[int]]]:
        posted: dict[Facet, dict[str, array[int]]] = {facet: defaultdict(lambda: array("I")) for facet in OF_DECISIONS}
        bands, progress = posted[Facet.SAVING], posted[Facet.PROGRESS]
        for row, entry in enumerate(self._entries):
            bands[band_of(entry.saving)].append(row)
            progress[progress_of(entry)].append(row)
        return posted

    def _with_words(self, text: str) -> Rows:
        """The rows that hold every word; the answer is kept, since each facet asks."""
        words = tuple(folded(text).split())
        if not words:
            return self._all
        if self._worded is None or self._worded[0] != words:
            if self._texts is None:
                self._texts = [searched_text(entry.group, self._relation_names) for entry in self._entries]
            found = [row for row, text in enumerate(self._texts) if all(word in text for word in words)]
            self._worded = (words, rows_of(found))
        return self._worded[1]

    def _value_counts(self, facet: Facet, chosen: frozenset[str], among: Rows) -> list[FacetValue]:
        counted = [
            FacetValue(value, (self._rows_of(facet, value) & among).bit_count())
            for value in {*self._postings(facet), *chosen}
        ]
        shown = [each for each in counted if each.count or each.value in chosen]
        return sorted(shown, key=lambda each: (-each.count, each.value))

    # folders

    @property
    def _folders(self) -> _FolderTree:
        if self._tree is None:
            self._tree = _FolderTree(self._postings(Facet.FOLDER))
        return self._tree

    def _folder_lines(
        self, folders: Iterable[str], depth: int, chosen: frozenset[str], among: Rows
    ) -> Iterator[FacetValue]:
        """Folders; below what is chosen, and on the way to it, those one step further down."""
        counted = [(-(self._rows_of(Facet.FOLDER, folder) & among).bit_count(), folder) for folder in folders]
        for count, folder in sorted(counted):
            is_open = folder in chosen or any(_above(folder, other) for other in chosen)
            if count or is_open:
                yield FacetValue(folder, -count, depth)
            if is_open:
                yield from self._folder_lines(self._folders.children(folder), depth + 1, chosen, among)


class _FolderTree:
    """The folders that hold photographs and those above them, down from where they part."""

    def __init__(self, folders: Iterable[str]) -> None:
        self._holding = sorted(folders)
        self._children: dict[str, set[str]] = defaultdict(set)
        for holding in self._holding:
            folder = holding
            while (parent := os.path.dirname(folder)) != folder and folder not in self._children[parent]:
                self._children[parent].add(folder)
                folder = parent
        self._holds = set(self._holding)

    @property
    def tops(self) -> Sequence[str]:
        """Where the folders part: what all have in common says nothing."""
        roots = [folder for folder in self._children if os.path.dirname(folder) == folder] or self._holding
        level = list(roots)
        while len(level) == 1 and level[0] not in self._holds:
            level = self.children(level[0])
        return level

    def children(self, folder: str) -> list[str]:
        """The folders right below one."""
        return sorted(self._children.get(folder, ()))

    def below(self, folder: str) -> Iterator[str]:
        """The folder and all below it that hold photographs."""
        waiting = [folder]
        while waiting:
            each = waiting.pop()
            if each in self._holds:
                yield each
            waiting += self._children.get(each, ())


def rows_in(rows: Rows) -> Iterator[int]:
    """The numbers of the rows, ascending."""
    held = rows.to_bytes((rows.bit_length() + 7) // 8, "little")
    for place, byte in enumerate(held):
        if byte:
            yield from [8 * place + bit for bit in _BITS[byte]]


_BITS = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def rows_of(numbers: Iterable[int]) -> Rows:
    """The set of these rows."""
    return _union([array("I", numbers)])


def _union(postings: Iterable[array[int]]) -> Rows:
    held = bytearray()
    for numbers in postings:
        for number in numbers:
            place = number >> 3
            if place >= len(held):
                held.extend(bytes(max(place + 1 - len(held), len(held))))
            held[place] |= 1 << (number & 7)
    return int.from_bytes(held, "little")


def _above(folder: str, other: str) -> bool:
    return other.startswith(folder.rstrip(os.sep) + os.sep) and other != folder
