"""Finding what looks alike: new vectors are asked for their neighbours, and every pair down to the floor is stored."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from twinlens.core.grouping import ordered_pair
from twinlens.core.job import Job
from twinlens.core.photos import ContentKey, Match, PictureFacts
from twinlens.core.relating import are_near_in_time, name_relation
from twinlens.core.relations import Level, Relation
from twinlens.vision.encoder import ModelCard
from twinlens.vision.index import EXACT_LIMIT, NeighbourIndex, checksum_of
from twinlens.workflows.home import Home
from twinlens.workflows.scan.part_matching import like_a_part
from twinlens.workflows.scenes import scene_score

_log = logging.getLogger(__name__)

NEIGHBOURS = 100
"""Asked for at first. A content with more above the floor is *saturated*: its anchors are completed later."""

CANDIDATES = 6
"""How many neighbours below the floor are looked at: a small crop's nearest are its photograph and some strangers."""


def load_index(home: Home, card: ModelCard, check: Callable[[], None] = lambda: None) -> NeighbourIndex:
    """The index of all stored vectors of this model: loaded if it is the right one, else built anew.

    A content without facts was cut short by a kill: it is left out, so that its matches are made again.
    """
    keys, vectors = home.cache.embeddings.load_all(card.id)
    described = home.library.files.contents()
    if not all(key in described for key in keys):
        complete = np.array([key in described for key in keys])
        keys, vectors = [key for key in keys if key in described], vectors[complete]
    if len(keys) > EXACT_LIMIT:
        saved = NeighbourIndex.load(home.index_dir, card.dim, card.id, len(keys), checksum_of(keys))
        if saved is not None:
            return saved
    index = NeighbourIndex(card.dim, card.id)
    index.add(keys, vectors, check)
    return index


class Matcher:
    """Turns vectors into stored matches."""

    def __init__(self, home: Home, card: ModelCard, index: NeighbourIndex) -> None:
        self._home = home
        self._card = card
        self._index = index
        self._floor = card.cosine_for(card.thresholds.floor)
        self._least = min(self._floor, card.candidate_cosine)
        self.found = 0
        """Matches stored by this matcher."""

    def knows(self, key: ContentKey) -> bool:
        """Whether the content is in the index, and so has its matches."""
        return key in self._index

    def add(
        self, keys: Sequence[ContentKey], vectors: NDArray[np.float32], facts: Mapping[ContentKey, PictureFacts]
    ) -> None:
        """Put new contents into the index and store their matches, with each other and with all before.

        Args:
            keys: contents not in the index yet, none twice.
            vectors: float32 [len(keys), dim], unit length.
            facts: of at least these contents.
        """
        if not keys:
            return
        self._index.add(keys, vectors)
        neighbours = self._index.query(vectors, NEIGHBOURS + 1, self._least)
        pairs = {
            ordered_pair(key, other): cosine
            for key, found in zip(keys, neighbours, strict=True)
            for place, (other, cosine) in enumerate(found)
            if other != key and (cosine >= self._floor or place <= CANDIDATES)
        }
        self._store(pairs, facts)
        crowded = [
            key
            for key, found in zip(keys, neighbours, strict=True)
            if len(found) > NEIGHBOURS and found[NEIGHBOURS][1] >= self._floor
        ]
        if crowded:
            self._home.cache.matches.mark_saturated(self._card.id, crowded)

    def complete_stars(self, anchors: Callable[[], Iterable[ContentKey]], check: Callable[[], None]) -> None:
        """Ask for everything above the floor round each anchor that stands in a crowd, until no new anchor appears.

        A crowded content stores its nearest neighbours only, so an anchor further off would miss it. Whatever is near
        an anchor that was completed a moment ago will hardly be one itself when groups are made again: of ten thousand
        copies of one photo a hundred are anchors at first, and one at last.

        Args:
            anchors: The contents that anchor a group as things are stored, of those that belong together the best
                keeper first.
            check: Raises to cancel.
        """
        saturated = self._home.cache.matches.saturated(self._card.id)
        completed: set[ContentKey] = set()
        while saturated:
            waiting = [key for key in anchors() if key not in completed and self._in_crowd(key, saturated)]
            if not waiting:
                return
            near: set[ContentKey] = set()
            for key in waiting:
                check()
                if key not in near:
                    completed.add(key)
                    near |= self._complete(key)

    def match_parts(self, job: Job) -> None:
        """Store what is like a part of another picture, to be looked at."""
        if not self._card.looks_at_parts:
            return
        pairs, compared = like_a_part(self._home.cache.parts, self._card, self._index, job)
        self._store(pairs, {})
        self._home.cache.parts.matched(self._card.id, compared)

    def save(self) -> None:
        """Keep an index that takes long to build for the next start; without it that start is slower, no more."""
        if len(self._index) <= EXACT_LIMIT:
            return
        try:
            self._index.save(self._home.index_dir)
        except OSError as error:
            _log.warning("index not kept: %s", error)

    def _in_crowd(self, key: ContentKey, saturated: set[ContentKey]) -> bool:
        if key in saturated:
            return True
        return any(match.other(key) in saturated for match in self._home.cache.matches.of(self._card.id, key))

    def _complete(self, key: ContentKey) -> set[ContentKey]:
        """Store all matches of a content; which contents it matches."""
        vector = self._home.cache.embeddings.get(self._card.id, key)
        if vector is None:
            return set()
        around = self._index.query_floor(vector, self._floor)
        self._store({ordered_pair(key, other): cosine for other, cosine in around if other != key}, {})
        return {other for other, _ in around}

    def _store(
        self, pairs: Mapping[tuple[ContentKey, ContentKey], float], facts: Mapping[ContentKey, PictureFacts]
    ) -> None:
        if not pairs:
            return
        unknown = {key for pair in pairs for key in pair if key not in facts}
        known = {**self._home.library.files.facts(sorted(unknown)), **facts}
        scores = self._card.score(np.fromiter(pairs.values(), np.float32, len(pairs)))
        matches = [
            self._match(Match(first, second, float(score), cosine, Relation.COPY), known[first], known[second])
            for ((first, second), cosine), score in zip(pairs.items(), scores, strict=True)
            if first in known and second in known
        ]
        # Below the floor only what may turn out to be a copy when it is looked at is worth a row.
        matches = [match for match in matches if match.cosine >= self._floor or match.relation is Relation.COPY]
        self._home.cache.matches.save(self._card.id, matches)
        self.found += len(matches)

    def _match(self, match: Match, first: PictureFacts, second: PictureFacts) -> Match:
        """Named by what is written in both, and surer where one camera made them within moments."""
        relation = name_relation(first, second)
        if relation.level is Level.COPY:
            return replace(match, relation=relation)
        sure = scene_score(self._card, match.cosine, near_in_time=are_near_in_time(first, second))
        return replace(match, relation=relation, score=max(match.score, sure))
