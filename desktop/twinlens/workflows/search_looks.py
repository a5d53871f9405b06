"""Looking at what a search found: the query is laid over each likely picture, by the previews that are stored."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from twinlens.core.evidence import Evidence, Region
from twinlens.core.explaining import Outline
from twinlens.core.exposures import frames_apart
from twinlens.core.photos import ContentKey, Match, Shot
from twinlens.core.relating import are_near_in_time, name_relation, shows_one_scene
from twinlens.core.relations import Level, Relation
from twinlens.library.bulk import chunks
from twinlens.vision.alignment import Alignment
from twinlens.vision.decode_pool import DecodePool
from twinlens.vision.decoding import DecodedPhoto
from twinlens.vision.encoder import ModelCard
from twinlens.vision.examining import Examination, Look, examine, look_at
from twinlens.vision.local_features import Features
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.pictures import decode_files
from twinlens.workflows.scan.examining import judge
from twinlens.workflows.scenes import scene_score

_BATCH = 16
_MOST_THREADS = 8
_FEATURES = 500
"""Pictures whose local features are kept, 50 kilobytes each: who draws a rectangle asks about the same ones again."""
_NAMELESS = ContentKey("")
"""The query, whatever its content is."""
_WHOLE_ENOUGH = 0.97


@dataclass(frozen=True, slots=True)
class Likeness:
    """How one picture of the library is like the query."""

    score: float
    relation: Relation
    verified: bool = False
    """Whether both were found to show the same, and are not merely alike."""
    evidence: Evidence | None = None
    """The query is its first."""
    in_query: Outline | None = None
    """What of the query the result shows; None for all of it, or where that is not known."""
    in_result: Outline | None = None
    """And the other way round."""

    @property
    def rank(self) -> tuple[int, float]:
        """Versions of one picture first, then views of one scene, then what only looks alike; in each the likest."""
        if self.verified:
            return 0, -self.score
        return 1 if self.relation.level in _MOMENTS or self.in_query or self.in_result else 2, -self.score


_MOMENTS = {Level.BURST, Level.BRACKET, Level.PANORAMA}


@dataclass(frozen=True, slots=True)
class Asked:
    """The query: its picture, and what is known of it."""

    photo: DecodedPhoto
    path: Path | None
    """Of a file that is searched for as a whole."""
    crop: Region | None = None

    @property
    def look(self) -> Look:
        """As it is laid over others."""
        return look_at(self.photo.preview, self.photo.facts.width, self.photo.facts.height)


def unseen(card: ModelCard, asked: Asked, shot: Shot, cosine: float) -> Likeness:
    """What the vectors and what is written in both say."""
    score = float(card.score(np.array([cosine], np.float32))[0])
    relation = name_relation(asked.photo.facts, shot.facts, None, _frames(asked, shot))
    if relation is Relation.SAME_PIXELS:
        return Likeness(max(score, 1.0), relation, verified=True)
    near = are_near_in_time(asked.photo.facts, shot.facts, _frames(asked, shot))
    score = max(score, scene_score(card, cosine, near_in_time=near)) if relation.level is not Level.COPY else score
    return Likeness(score, Relation.SIMILAR if score < card.thresholds.loose else relation)


def seen(card: ModelCard, asked: Asked, shot: Shot, before: Likeness, found: Examination | None) -> Likeness:
    """What follows once the query was laid over it, or could not be."""
    evidence = found.evidence if found else None
    facts = {_NAMELESS: asked.photo.facts, shot.content_key: shot.facts}
    match = Match(_NAMELESS, shot.content_key, before.score, 0.0, Relation.COPY)
    frames = _frames(asked, shot)
    judged = judge(card, match, facts, evidence, frames)
    verified = judged.relation.level is Level.COPY
    near = are_near_in_time(asked.photo.facts, shot.facts, frames)
    if found is None or not (verified or shows_one_scene(evidence, near_in_time=near)):
        return Likeness(judged.score, judged.relation)
    alignment = found.difference.alignment
    in_query = None if found.evidence.first_in_second >= _WHOLE_ENOUGH else _corners(alignment.inverse)
    in_result = None if found.evidence.second_in_first >= _WHOLE_ENOUGH else _corners(alignment)
    return Likeness(judged.score, judged.relation, verified, evidence, _uncropped(in_query, asked.crop), in_result)


class Looks:
    """Looks at pictures of the library, at each content once; by its preview, or else by its file."""

    def __init__(self, home: Home, encoder: LazyEncoder, pool: DecodePool | None) -> None:
        self._home = home
        self._encoder = encoder
        self._pool = pool
        self._features: dict[ContentKey, Features] = {}

    def at(
        self, asked: Asked, shots: Sequence[Shot], check: Callable[[], None]
    ) -> Iterator[dict[ContentKey, Examination | None]]:
        """The query laid over each, some at a time; None where it does not fit. Without those that cannot be seen."""
        by_content: dict[ContentKey, Shot] = {}
        for shot in shots:
            if shot.content_key not in by_content or by_content[shot.content_key].offline:
                by_content[shot.content_key] = shot
        query = asked.look
        _ = query.features  # worked out once, not by every thread
        with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS), "twinlens-look") as threads:
            for batch in chunks(by_content, _BATCH):
                check()
                looks = self._looks([by_content[key] for key in batch], check)
                yield dict(zip(looks, threads.map(lambda look: examine(query, look), looks.values()), strict=True))
                self._keep_features(looks)

    def _looks(self, shots: Sequence[Shot], check: Callable[[], None]) -> dict[ContentKey, Look]:
        previews = {shot.content_key: self._home.cache.previews.get(shot.content_key) for shot in shots}
        lacking = [shot for shot in shots if previews[shot.content_key] is None and not shot.offline]
        previews |= self._read(lacking, check)
        return {
            shot.content_key: look_at(
                preview, shot.facts.width, shot.facts.height, self._features.get(shot.content_key)
            )
            for shot in shots
            if (preview := previews[shot.content_key]) is not None
        }

    def _keep_features(self, looks: Mapping[ContentKey, Look]) -> None:
        for key, look in looks.items():
            if (features := look.known_features) is not None:
                self._features.pop(key, None)  # the last one used goes to the end
                self._features[key] = features
        for key in list(self._features)[:-_FEATURES]:
            del self._features[key]

    def _read(self, shots: Sequence[Shot], check: Callable[[], None]) -> Mapping[ContentKey, bytes]:
        if not shots:
            return {}
        photos = decode_files(self._encoder, [shot.path for shot in shots], check, self._pool)
        return {photo.content_key: photo.preview for photo in photos if isinstance(photo, DecodedPhoto)}


def _frames(asked: Asked, shot: Shot) -> int | None:
    return None if asked.path is None else frames_apart(asked.path, shot.path)


def _corners(alignment: Alignment) -> Outline:
    (a, b), (c, d), (e, f), (g, h) = alignment.outline.tolist()
    return (a, b), (c, d), (e, f), (g, h)


def _uncropped(outline: Outline | None, crop: Region | None) -> Outline | None:
    """From fractions of the part that was searched for to those of the whole picture."""
    if outline is None or crop is None:
        return outline
    x, y, width, height = crop
    one, two, three, four = ((x + at_x * width, y + at_y * height) for at_x, at_y in outline)
    return one, two, three, four
