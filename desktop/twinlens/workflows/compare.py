"""How two pictures are related, without a library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twinlens.core.evidence import Evidence, Region
from twinlens.core.explaining import Explanation, Laid, Loss, explain, written
from twinlens.core.exposures import frames_apart
from twinlens.core.job import Job
from twinlens.core.photos import WHOLE_FILE_PREFIX, PictureFacts, Shot
from twinlens.core.problems import FileProblem
from twinlens.core.relating import are_near_in_time, name_relation
from twinlens.core.relations import Level, Relation
from twinlens.files.hashing import full_hash
from twinlens.vision.decoding import DecodedPhoto
from twinlens.vision.examining import Examination, Look, examine, look_at
from twinlens.vision.verifier import Verifier
from twinlens.workflows.explain import laid_over, notes_of, with_sidecars
from twinlens.workflows.model import LazyEncoder, LazyVerifier
from twinlens.workflows.pictures import decode_files, vectors_of
from twinlens.workflows.scenes import scene_score

_VERSIONS = {relation for relation in Relation if relation.level is Level.COPY}
_COMPARED = (
    "format",
    "width",
    "height",
    "taken_at",
    "camera",
    "latitude",
    "longitude",
    "rating",
    "exposure_bias",
    "exposure_value",
    "focus_distance",
    "jpeg_quality",
    "metadata_tags",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact in which the two differ."""

    name: str
    first: str | float | None
    second: str | float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict on a pair. `relation` is None for pictures that are not alike."""

    score: float
    relation: Relation | None
    probability: float | None
    """That both are one picture, by the pair verifier; None where there is no verifier."""
    differences: tuple[Difference, ...]
    problems: tuple[FileProblem, ...] = ()
    evidence: Evidence | None = None
    """How they lie over one another; None where they are the same bytes, or cannot be laid over one another."""
    without_first: Explanation | None = None
    """What deleting the first would lose if the second stays; None where one cannot be read."""
    without_second: Explanation | None = None
    """The other way round."""
    written: tuple[tuple[Loss, ...], tuple[Loss, ...]] = ((), ())
    """What is written in the files of each, and of their sidecars."""

    @property
    def region(self) -> Region | None:
        """For a crop, which part of the larger picture the other one is."""
        return self.evidence.parent_region if self.evidence and self.relation is Relation.CROP else None


def compare(encoder: LazyEncoder, verifier: LazyVerifier, first: Path, second: Path, job: Job) -> Comparison:
    """Decode, embed, verify and name the relation of two files.

    Raises:
        ModelRefusedError: a network is damaged or not the one its card describes.
    """
    judge = verifier.get()
    size = judge.card.input_size if judge else 0
    results = decode_files(encoder, [first, second], job.check, verifier_size=size)
    problems = tuple(result for result in results if isinstance(result, FileProblem))
    photos = [result for result in results if isinstance(result, DecodedPhoto)]
    if problems:
        return Comparison(0.0, None, None, (), problems)
    one, two = photos
    differences = _differences(one.facts, two.facts)
    if one.content_key == two.content_key and _same_bytes(first, second, one):
        verdict = Comparison(1.0, Relation.IDENTICAL, 1.0 if judge else None, differences)
        return _explained(verdict, _shot(first, one), _shot(second, two), None)
    found = examine(_look(one), _look(two))
    evidence = found.evidence if found else None
    vectors = vectors_of(encoder, [one, two])
    cosine = (vectors[:1] @ vectors[1:].T)[0]
    frames = frames_apart(first, second)
    relation: Relation | None = name_relation(one.facts, two.facts, evidence, frames)
    near = are_near_in_time(one.facts, two.facts, frames)
    one_scene = scene_score(encoder.card, float(cosine[0]), evidence, near_in_time=near)
    score = max(float(encoder.card.score(cosine)[0]), one_scene)
    if evidence is not None and evidence.shows_one_picture and relation in _VERSIONS:
        score = encoder.card.score_of(evidence)
    elif relation is not Relation.SAME_PIXELS and not _alike(encoder, score, one.facts, two.facts):
        relation = None
    elif relation is Relation.COPY:  # nothing lays them over one another: alike, but no version of one picture
        relation = Relation.SIMILAR
    verdict = Comparison(score, relation, _probability(judge, one, two, found), differences, evidence=evidence)
    return _explained(verdict, _shot(first, one), _shot(second, two), laid_over(found))


def _shot(path: Path, photo: DecodedPhoto) -> Shot:
    return with_sidecars(Shot(0, path, photo.stamp, photo.content_key, photo.facts))


def _explained(verdict: Comparison, one: Shot, two: Shot, laid: Laid | None) -> Comparison:
    notes = notes_of(one), notes_of(two)
    relation = verdict.relation
    return replace(
        verdict,
        without_first=explain(one, two, relation, laid, notes),
        without_second=explain(two, one, relation, laid and laid.turned_round, (notes[1], notes[0])),
        written=(written(one, notes[0]), written(two, notes[1])),
    )


def _alike(encoder: LazyEncoder, score: float, one: PictureFacts, two: PictureFacts) -> bool:
    return score >= encoder.card.thresholds.loose and not one.low_detail and not two.low_detail


def _look(photo: DecodedPhoto) -> Look:
    return look_at(photo.preview, photo.facts.width, photo.facts.height)


def _probability(
    judge: Verifier | None, one: DecodedPhoto, two: DecodedPhoto, found: Examination | None
) -> float | None:
    """The pair verifier's word: on what both show where they lie over one another, else on the whole pictures."""
    if judge is None:
        return None
    size = judge.card.input_size
    if found is not None and found.evidence.agrees:
        first, second = found.aligned(size)
        return float(judge.probabilities(first[None], second[None])[0])
    return judge.same_picture(_square(one, size), _square(two, size))


def _square(photo: DecodedPhoto, size: int) -> NDArray[np.uint8]:
    return np.frombuffer(photo.verifier_input, np.uint8).reshape(size, size, 3)


def _same_bytes(first: Path, second: Path, photo: DecodedPhoto) -> bool:
    return photo.content_key.startswith(WHOLE_FILE_PREFIX) or full_hash(first) == full_hash(second)


def _differences(one: PictureFacts, two: PictureFacts) -> tuple[Difference, ...]:
    pairs = ((name, getattr(one, name), getattr(two, name)) for name in _COMPARED)
    return tuple(Difference(name, first, second) for name, first, second in pairs if first != second)
