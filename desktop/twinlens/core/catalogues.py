"""Finding the photos that another program's catalogue lists among the files of the library."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from twinlens.core.photos import NO_MARKS, Marks

_SAMPLE = 2000
"""So many photos of a root are enough to see where it went."""
_MOST_NAMESAKES = 200
_LEAST_VOTES = 3
"""A root of another name must be recognised by this many photos: one IMG_0001.JPG proves nothing."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One photo of a catalogue."""

    root: str
    """The folder that was added to the catalogue, as it was called on the machine of that day; ends with a slash."""
    inside: str
    """Path from there, with slashes."""
    marks: Marks


def find_entries(entries: Iterable[CatalogueEntry], files: Mapping[int, str]) -> dict[int, Marks]:
    """What a catalogue says of the library's files, by their numbers.

    A root is looked for where the catalogue says. Where nothing of it is there, it went elsewhere as a whole, as with
    a drive of another letter: then to where most of its photos lie by folder and name. Where two places are
    equally likely neither is taken.
    """
    by_path: defaultdict[str, list[int]] = defaultdict(list)
    for number, path in files.items():
        by_path[_plain(path.replace(os.sep, "/"))].append(number)
    by_root: defaultdict[str, dict[str, Marks]] = defaultdict(dict)
    for entry in entries:
        listed = by_root[_plain(entry.root)]
        inside = _plain(entry.inside)
        listed[inside] = listed.get(inside, NO_MARKS).joined(entry.marks)
    places = _Places(by_path)
    found: dict[int, Marks] = {}
    for root, listed in by_root.items():
        where = places.of(root, list(listed))
        if where is None:
            continue
        for inside, marks in listed.items():
            for number in by_path.get(where + inside, ()):
                found[number] = found.get(number, NO_MARKS).joined(marks)
    return found


class _Places:
    """Where roots are now."""

    def __init__(self, paths: Mapping[str, object]) -> None:
        self._paths = paths
        self._by_name: dict[str, list[str]] = {}

    def of(self, root: str, listed: Sequence[str]) -> str | None:
        """The folder in which a root's photos are, itself or another one."""
        if any(root + inside in self._paths for inside in listed):
            return root
        votes: Counter[str] = Counter()
        for inside in listed[:: len(listed) // _SAMPLE + 1]:
            votes.update(self._candidates(inside))
        ranked = sorted(
            (
                (count, _common_end(root, where), where)
                for where, count in votes.items()
                if self._likely(root, where, count)
            ),
            reverse=True,
        )
        if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
            return None
        return ranked[0][2]

    def _candidates(self, inside: str) -> list[str]:
        if not self._by_name:
            for path in self._paths:
                self._by_name.setdefault(path.rpartition("/")[2], []).append(path)
        namesakes = self._by_name.get(inside.rpartition("/")[2], [])[:_MOST_NAMESAKES]
        return [path[: -len(inside)] for path in namesakes if path.endswith("/" + inside)]

    @staticmethod
    def _likely(root: str, where: str, count: int) -> bool:
        return count >= _LEAST_VOTES or _common_end(root, where) > 0


def _common_end(one: str, other: str) -> int:
    """How many folder names, from the last, two folders share."""
    pairs = zip(reversed(one.rstrip("/").split("/")), reversed(other.rstrip("/").split("/")), strict=False)
    shared = 0
    for first, second in pairs:
        if first != second or not first:
            break
        shared += 1
    return shared


def _plain(path: str) -> str:
    """A path as file systems compare names: some without regard to case, some with accents apart from their letters."""
    return unicodedata.normalize("NFC", path).casefold()
