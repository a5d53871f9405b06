"""Query by example: which shots of the library look like this picture."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from twinlens.core.job import Job, Stage
from twinlens.core.photos import ContentKey, Shot
from twinlens.core.problems import FileProblem
from twinlens.core.relating import name_relation
from twinlens.core.relations import Relation
from twinlens.vision.decoding import DecodedPhoto
from twinlens.vision.index import NeighbourIndex
from twinlens.workflows.groups import load_shots, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.pictures import decode_data, decode_files, vectors_of
from twinlens.workflows.scan.matching import load_index


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


def search(
    home: Home,
    encoder: LazyEncoder,
    query: Path | bytes,
    count: int,
    job: Job,
    index: NeighbourIndex | None = None,
) -> SearchReport:
    """The `count` shots most like a picture file, or like a picture's bytes.

    The file asked about is not among its own results. Shots whose score is below the loose threshold are
    called similar at most.

    Args:
        home: The opened home.
        encoder: The model the library was scanned with.
        query: A picture, as a file or as its bytes.
        count: How many results at most.
        job: Reported to, and asked whether to go on.
        index: An index already loaded, where the caller keeps one.
    """
    job.report(Stage.SEARCH, 0, 2)
    photo = decode_data(encoder, query, job.check) if isinstance(query, bytes) else _decode(encoder, query, job)
    if isinstance(photo, FileProblem):
        return SearchReport((), photo)
    job.report(Stage.SEARCH, 1, 2)
    found = _neighbours(home, encoder, photo, count, index)
    shots: dict[ContentKey, list[Shot]] = defaultdict(list)
    for shot in load_shots(home, places_now(home)):
        if shot.content_key in found and not (isinstance(query, Path) and _same_file(shot.path, query)):
            shots[shot.content_key].append(shot)
    results = [
        _result(encoder, photo, shot, score)
        for key, score in found.items()
        for shot in sorted(shots[key], key=lambda shot: str(shot.path))
    ]
    results.sort(key=lambda result: (-result.score, result.relation is not Relation.IDENTICAL))
    job.report(Stage.SEARCH, 2, 2)
    return SearchReport(tuple(results[:count]))


def _decode(encoder: LazyEncoder, path: Path, job: Job) -> DecodedPhoto | FileProblem:
    return decode_files(encoder, [path], job.check)[0]


def _neighbours(
    home: Home, encoder: LazyEncoder, photo: DecodedPhoto, count: int, index: NeighbourIndex | None
) -> dict[ContentKey, float]:
    """Score by content; a picture with too little detail is like its own content only."""
    found = {photo.content_key: 1.0}
    if not photo.facts.low_detail:
        index = load_index(home, encoder.card) if index is None else index
        (neighbours,) = index.query(vectors_of(encoder, [photo]), count + 1, -1.0)
        scores = map(float, encoder.card.score(np.array([cosine for _, cosine in neighbours], np.float32)))
        for (key, _), score in zip(neighbours, scores, strict=True):
            found.setdefault(key, score)
    return found


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
