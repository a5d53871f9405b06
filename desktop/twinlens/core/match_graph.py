"""Matches as numbers in arrays, so that groups can be made again and again at other thresholds.

A library of a hundred thousand shots has some hundred thousand matches. Which of them count at a threshold, and which
contents they hold together, is worked out on whole arrays; only then is each set of contents looked at by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinlens.core.photos import ContentKey, Match
from twinlens.core.relations import Level, Relation

ContentPair = tuple[ContentKey, ContentKey]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Edge = tuple[int, float | None, Relation]
"""A content next to another: its number, the score of their match (None where only a person says so), the relation."""

_RELATIONS = tuple(Relation)
_NUMBER_OF = {relation: number for number, relation in enumerate(_RELATIONS)}
_LEVELS = tuple(Level)
_LEVEL_OF = np.array([_LEVELS.index(relation.level) for relation in _RELATIONS])
_BY_HAND = -1.0


@dataclass(frozen=True, slots=True)
class _Pairs:
    """One row for each match, sorted by pair. A pair is one number, whichever way round it is told."""

    pair: Numbers
    score: NDArray[np.float64]
    relation: Numbers

    def where(self, chosen: Flags) -> _Pairs:
        return _Pairs(self.pair[chosen], self.score[chosen], self.relation[chosen])

    def with_more(self, more: _Pairs) -> _Pairs:
        columns = [np.concatenate(each) for each in zip(self._columns(), more._columns(), strict=True)]
        order = np.argsort(columns[0], kind="stable")
        return _Pairs(*(column[order] for column in columns))

    def _columns(self) -> tuple[Numbers, NDArray[np.float64], Numbers]:
        return self.pair, self.score, self.relation


class MatchGraph:
    """The contents of a library, numbered, and the matches between them."""

    def __init__(self, contents: Iterable[ContentKey], matches: Iterable[Match]) -> None:
        """Matches with a content that is not among these are left out."""
        self.number_of = {key: number for number, key in enumerate(dict.fromkeys(contents))}
        self._size = max(1, len(self.number_of))
        self._stored = self._rows((m.first, m.second, m.score, _NUMBER_OF[m.relation]) for m in matches)
        self._known = self._stored

    def decide(self, not_duplicates: Collection[ContentPair], joined: Mapping[ContentPair, Relation]) -> None:
        """Take a person's word on pairs, in place of any taken before.

        A match that was joined at another level counts no more; at the same level it counts from its score on.
        """
        by_hand = self._rows((*pair, _BY_HAND, _NUMBER_OF[relation]) for pair, relation in joined.items())
        apart = self._rows((*pair, 0.0, 0) for pair in not_duplicates)
        stays = ~np.isin(self._stored.pair, apart.pair)
        for level in range(len(_LEVELS)):
            elsewhere = by_hand.pair[_LEVEL_OF[by_hand.relation] != level]
            stays &= (_LEVEL_OF[self._stored.relation] != level) | ~np.isin(self._stored.pair, elsewhere)
        self._known = self._stored.where(stays).with_more(by_hand.where(~np.isin(by_hand.pair, apart.pair)))

    def at(self, level: Level, threshold: float, present: Flags) -> Neighbours:
        """What counts at a level from a score on, between contents that are present."""
        known = self._known
        counts = (known.score >= threshold) | (known.score == _BY_HAND)
        found = known.where(counts & (_LEVEL_OF[known.relation] == _LEVELS.index(level)))
        once = np.ones(len(found.pair), bool)
        once[1:] = found.pair[1:] != found.pair[:-1]  # what was joined by hand stands after its own match
        first, second = np.divmod(found.pair, self._size)
        return Neighbours(found.where(once & present[first] & present[second]), self._size)

    def _rows(self, rows: Iterable[tuple[ContentKey, ContentKey, float, int]]) -> _Pairs:
        number = self.number_of.get
        known = [
            (min(one, other) * self._size + max(one, other), score, relation)
            for first, second, score, relation in rows
            if (one := number(first)) is not None and (other := number(second)) is not None and one != other
        ]
        pair, score, relation = tuple(zip(*known, strict=True)) if known else ((), (), ())
        none = _Pairs(np.empty(0, np.int64), np.empty(0), np.empty(0, np.int64))
        return none.with_more(_Pairs(np.array(pair, np.int64), np.array(score, float), np.array(relation, np.int64)))


class Neighbours:
    """The matches that count at one level: of each content, and of each set of contents that hangs together."""

    def __init__(self, pairs: _Pairs, size: int) -> None:
        """`size` is how many contents there are."""
        first, second = np.divmod(pairs.pair, size)
        source = np.concatenate([first, second])
        order = np.argsort(source, kind="stable")
        self._first, self._second, self._size = first, second, size
        self._start = np.searchsorted(source[order], np.arange(size + 1)).tolist()
        self._other = np.concatenate([second, first])[order].tolist()
        rows = order % max(1, len(first))
        self._score = pairs.score[rows].tolist()
        self._relation = pairs.relation[rows].tolist()

    def of(self, content: int) -> Iterator[Edge]:
        """The neighbours of one content."""
        for place in range(self._start[content], self._start[content + 1]):
            score = self._score[place]
            yield self._other[place], None if score == _BY_HAND else score, _RELATIONS[self._relation[place]]

    def connected(self, more: Numbers) -> Iterator[list[int]]:
        """Contents in the sets that any chain of matches joins; groups never cross these. `more` may have no match."""
        label = _smallest_reached(self._first, self._second, self._size)
        contents = np.unique(np.concatenate([self._first, self._second, more]))
        contents = contents[np.argsort(label[contents], kind="stable")]
        ends = np.flatnonzero(np.diff(label[contents])) + 1
        listed, start = contents.tolist(), 0
        for end in [*ends.tolist(), len(listed)]:
            if end > start:
                yield listed[start:end]
            start = end


def _smallest_reached(first: Numbers, second: Numbers, size: int) -> Numbers:
    """The smallest number in the set of each content: it spreads along matches, and by what it reached already."""
    label = np.arange(size)
    while True:
        smaller = np.minimum(label[first], label[second])
        if (label[first] == smaller).all() and (label[second] == smaller).all():
            return label
        np.minimum.at(label, label[first], smaller)
        np.minimum.at(label, label[second], smaller)
        while (label != (shorter := label[label])).any():
            label = shorter
