"""Photographs that one camera made within moments: found by its clock, and related if they look alike.

Frames of a burst, a bracket or a panorama are often too unlike for being each other's nearest neighbours in a library,
or for the floor of the matches. Their times bring them together; then far less likeness will do. Pure, and worked out
anew from all that is stored whenever a scan took something in, so that the order of scans means nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from twinlens.core.evidence import Evidence
from twinlens.core.exposures import SCENE_SECONDS, are_in_sequence, exposure_told_apart, moment_of
from twinlens.core.grouping import ContentPair, ordered_pair
from twinlens.core.job import Job, Stage
from twinlens.core.photos import ContentKey, Match, PictureFacts
from twinlens.core.relating import may_be_bracketed, name_relation
from twinlens.core.relations import Level, Relation
from twinlens.library.bulk import chunks
from twinlens.vision.encoder import ModelCard
from twinlens.workflows.home import Home
from twinlens.workflows.scan.looking import BATCH, Looker, frames_between
from twinlens.workflows.scenes import enough_in_time, scene_score, worth_a_look

_NEXT = 12
"""How many moments on a frame is compared with others: with those further off, the encoder brings it together."""
_NEXT_LOOKED_AT = 3
_MOST_AT_ONCE = 48
"""Pictures that follow a frame and are compared with it, though all were made at one moment by a clock that stands."""
_LONGEST_ROW = 40
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - cameras know no zone


@dataclass(frozen=True, slots=True)
class _Near:
    """Two contents that one camera made at most two minutes apart, and that are not entirely unlike."""

    pair: ContentPair
    cosine: float
    steps: int
    """How many moments of exposure lie between; 0 where the clock gives both the same."""
    place: int
    """Of the earlier one in the order of exposures."""


def relate_sequences(home: Home, card: ModelCard, job: Job) -> None:
    """Store the matches between photographs that one camera made within moments; see `core.relating`."""
    near = list(_near_in_time(home, card, job.check))
    if near:
        _Relating(home, card, job).relate(near)


def _near_in_time(home: Home, card: ModelCard, check: Callable[[], None]) -> Iterator[_Near]:
    keys, vectors = home.cache.embeddings.load_all(card.id)
    row_of = {key: row for row, key in enumerate(keys)}
    cameras: dict[str, int] = {}
    taken = []
    for key, name, text in home.library.files.exposures():
        at = moment_of(text)
        if at is not None and key in row_of:
            taken.append((cameras.setdefault(name, len(cameras)), (at - _EPOCH).total_seconds(), key))
    taken.sort()
    if len(taken) < 2:
        return
    camera, seconds = np.array([each[0] for each in taken]), np.array([each[1] for each in taken])
    rows = np.array([row_of[each[2]] for each in taken])
    new_moment = (np.diff(camera) != 0) | (np.diff(seconds) != 0)
    step = np.concatenate([[0], np.cumsum(new_moment)])
    least = worth_a_look(card)
    for ahead in range(1, min(_MOST_AT_ONCE, len(taken) - 1) + 1):
        check()
        steps = step[ahead:] - step[:-ahead]
        close = (camera[ahead:] == camera[:-ahead]) & (seconds[ahead:] - seconds[:-ahead] <= SCENE_SECONDS)
        one = np.flatnonzero(close & (steps <= _NEXT))
        if not len(one):
            return
        cosines = cosines_between(vectors, rows[one], rows[one + ahead])
        for place in np.flatnonzero(cosines >= least):
            first, second = taken[one[place]][2], taken[one[place] + ahead][2]
            yield _Near(ordered_pair(first, second), float(cosines[place]), int(steps[one[place]]), int(one[place]))


def cosines_between(
    vectors: NDArray[np.float32], one: NDArray[np.intp], other: NDArray[np.intp]
) -> NDArray[np.float64]:
    """In double precision and slices, so that no number depends on what else is compared, nor much is held at once."""
    return np.concatenate(
        [
            np.einsum("ij,ij->i", vectors[one[at : at + 8192]], vectors[other[at : at + 8192]], dtype=np.float64)
            for at in range(0, len(one), 8192)
        ]
    )


class _Relating:
    def __init__(self, home: Home, card: ModelCard, job: Job) -> None:
        self._home = home
        self._card = card
        self._job = job
        self._facts: Mapping[ContentKey, PictureFacts] = {}
        self._frames: Callable[[ContentPair], int | None] = lambda pair: None

    def relate(self, near: Sequence[_Near]) -> None:
        contents = sorted({key for each in near for key in each.pair})
        self._facts = self._home.library.files.facts(contents)
        self._frames = frames_between(self._home, contents)
        exposures = [each for each in near if self._are_two_exposures(each.pair)]
        # In the order of exposures: what is worked out of a picture is kept for a while, and its neighbours come next.
        exposures.sort(key=lambda each: (each.place, each.pair))
        found = self._look_at([each.pair for each in exposures if self._asks_for_a_look(each)])
        matches = {each.pair: match for each in exposures if (match := self._match(each, found)) is not None}
        # The ends of a panorama show nothing in common; those of a bracket are too dark and too bright to be laid over.
        matches |= _whole_rows(matches, Relation.PANORAMA, lambda pair: found.get(pair) is None)
        matches |= _whole_rows(matches, Relation.BRACKET, lambda pair: found.get(pair) is None and self._differ(pair))
        self._home.cache.matches.save(self._card.id, [matches[pair] for pair in sorted(matches)])

    def _look_at(self, pairs: Sequence[ContentPair]) -> dict[ContentPair, Evidence | None]:
        looker = Looker(self._home)
        found: dict[ContentPair, Evidence | None] = {}
        for batch in chunks(pairs, BATCH):
            self._job.report(Stage.COMPARE, len(found), len(pairs))
            found |= looker.look_at(batch, self._facts)
        return found

    def _are_two_exposures(self, pair: ContentPair) -> bool:
        relation = name_relation(self._facts[pair[0]], self._facts[pair[1]], None, self._frames(pair))
        return relation.level is not Level.COPY

    def _asks_for_a_look(self, near: _Near) -> bool:
        one, other = self._facts[near.pair[0]], self._facts[near.pair[1]]
        if near.cosine < enough_in_time(self._card):
            return near.steps <= _NEXT_LOOKED_AT
        if not are_in_sequence(one, other, self._frames(near.pair)):
            return False
        may_be_panorama = near.steps <= 1 and near.cosine < self._card.cosine_for(self._card.thresholds.strict)
        return may_be_panorama or (near.steps <= _NEXT_LOOKED_AT and may_be_bracketed(one, other))

    def _differ(self, pair: ContentPair) -> bool:
        """Whether the camera's notes would make a bracket of two of one frame."""
        one, other = self._facts[pair[0]], self._facts[pair[1]]
        told = exposure_told_apart(one, other) or may_be_bracketed(one, other)
        return told and are_in_sequence(one, other, self._frames(pair))

    def _match(self, near: _Near, found: Mapping[ContentPair, Evidence | None]) -> Match | None:
        """None where nothing says that both show one scene."""
        evidence = found.get(near.pair)
        score = scene_score(self._card, near.cosine, evidence, near_in_time=True)
        if not score:
            return None
        by_cosine = float(self._card.score(np.array([near.cosine], np.float32))[0])
        first, second = near.pair
        relation = name_relation(self._facts[first], self._facts[second], evidence, self._frames(near.pair))
        return Match(first, second, max(score, by_cosine), near.cosine, relation)


def _whole_rows(
    matches: Mapping[ContentPair, Match], relation: Relation, may_be: Callable[[ContentPair], bool]
) -> dict[ContentPair, Match]:
    """Matches between all pictures of a panorama or bracket, not its neighbours alone: as sure as its weakest seam."""
    seams = [match for match in matches.values() if match.relation is relation]
    row_of = {key: row for row in _rows(seams) for key in row}
    weakest: dict[tuple[ContentKey, ...], Match] = {}
    for seam in sorted(seams, key=lambda seam: (-seam.score, seam.first, seam.second)):
        if seam.first in row_of:
            weakest[row_of[seam.first]] = seam
    return {
        pair: replace(seam, first=pair[0], second=pair[1], cosine=matches.get(pair, seam).cosine)
        for row, seam in weakest.items()
        for pair in combinations(row, 2)
        if may_be(pair)
    }


def _rows(seams: Sequence[Match]) -> Iterator[tuple[ContentKey, ...]]:
    """The pictures that seams join, in order; rows too long for one panorama or bracket are left as they are."""
    beside: dict[ContentKey, set[ContentKey]] = defaultdict(set)
    for seam in seams:
        beside[seam.first].add(seam.second)
        beside[seam.second].add(seam.first)
    done: set[ContentKey] = set()
    for start in sorted(beside):
        if start in done:
            continue
        row, waiting = {start}, [start]
        while waiting:
            new = beside[waiting.pop()] - row
            row |= new
            waiting += new
        done |= row
        if 2 < len(row) <= _LONGEST_ROW:
            yield tuple(sorted(row))
