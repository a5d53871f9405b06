"""Query by example: which shots of the library look like this picture."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from twinlens.core.job import Job, Stage
from twinlens.core.photos import ContentKey, Shot
from twinlens.core.problems import FileProblem
from twinlens.core.relating import name_relation
from twinlens.core.relations import Relation
from twinlens.vision.decode_pool import DecodePool
from twinlens.vision.decoding import DecodedPhoto
from twinlens.vision.index import NeighbourIndex
from twinlens.workflows.groups import places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.pictures import decode_data, decode_files, vectors_of
from twinlens.workflows.scan.matching import load_index

_SPARE = 20
"""Asked for beyond what is wanted: some contents have no file any more."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One shot that looks like the query."""

    shot: Shot
    score: float
    relation: Relation


@dataclass(frozen=True, slots=True)
class SearchReport:
    """Results, best first; a query that cannot be read has a problem and none."""

    results: tuple[SearchResult, ...]
    problem: FileProblem | None = None


class Searcher:
    """Answers queries one after the other, with its index kept in memory for as long as no vector is added."""

    def __init__(self, home: Home, encoder: LazyEncoder, pool: DecodePool | None = None) -> None:
        """`pool`: workers that are running already, for a caller that searches often."""
        self._home = home
        self._encoder = encoder
        self._pool = pool
        self._index: NeighbourIndex | None = None

    def search(self, query: Path | bytes, count: int, job: Job) -> SearchReport:
        """The `count` shots most like a picture file, or like a picture's bytes.

        The file asked about is not among its own results. Shots whose score is below the loose threshold are
        called similar at most.
        """
        job.report(Stage.SEARCH, 0, 2)
        photo = self._decode(query, job)
        if isinstance(photo, FileProblem):
            return SearchReport((), photo)
        job.report(Stage.SEARCH, 1, 2)
        found = self._neighbours(photo, count, job)
        shots = self._home.library.files.shots(places_now(self._home).mounts, contents=list(found))
        results = [
            _result(self._encoder, photo, shot, found[shot.content_key])
            for shot in sorted(shots, key=lambda shot: os.fsencode(shot.path))
            if not (isinstance(query, Path) and _same_file(shot.path, query))
        ]
        results.sort(key=lambda result: (-result.score, result.relation is not Relation.IDENTICAL))
        job.report(Stage.SEARCH, 2, 2)
        return SearchReport(tuple(results[:count]))

    def _decode(self, query: Path | bytes, job: Job) -> DecodedPhoto | FileProblem:
        if isinstance(query, bytes):
            return decode_data(self._encoder, query, job.check, self._pool)
        return decode_files(self._encoder, [query], job.check, self._pool)[0]

    def _neighbours(self, photo: DecodedPhoto, count: int, job: Job) -> dict[ContentKey, float]:
        """Score by content; a picture with too little detail is like its own content only."""
        found = {photo.content_key: 1.0}
        if not photo.facts.low_detail:
            vectors = vectors_of(self._encoder, [photo])
            (neighbours,) = self._fresh_index(job).query(vectors, count + _SPARE, -1.0)
            scores = self._encoder.card.score(np.array([cosine for _, cosine in neighbours], np.float32))
            for (key, _), score in zip(neighbours, scores, strict=True):
                found.setdefault(key, float(score))
        return found

    def _fresh_index(self, job: Job) -> NeighbourIndex:
        stored = self._home.cache.embeddings.count(self._encoder.card.id)
        if self._index is None or len(self._index) != stored:
            self._index = load_index(self._home, self._encoder.card, job.check)
        return self._index


def _result(encoder: LazyEncoder, photo: DecodedPhoto, shot: Shot, score: float) -> SearchResult:
    if shot.content_key == photo.content_key:
        same = photo.full_hash is not None and (shot.full_hash or photo.full_hash) == photo.full_hash
        return SearchResult(shot, 1.0, Relation.IDENTICAL if same else Relation.COPY)
    if score < encoder.card.thresholds.loose:
        return SearchResult(shot, score, Relation.SIMILAR)
    return SearchResult(shot, score, name_relation(photo.facts, shot.facts))


def _same_file(one: Path, two: Path) -> bool:
    try:
        return os.path.samefile(one, two)
    except OSError:
        return False
