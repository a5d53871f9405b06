"""How two pictures are related, without a library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twinlens.core.job import Job
from twinlens.core.photos import WHOLE_FILE_PREFIX, PictureFacts
from twinlens.core.problems import FileProblem
from twinlens.core.relating import name_relation
from twinlens.core.relations import Relation
from twinlens.files.hashing import full_hash
from twinlens.vision.decoding import DecodedPhoto
from twinlens.workflows.model import LazyEncoder, LazyVerifier
from twinlens.workflows.pictures import decode_files, vectors_of

_COMPARED = ("format", "width", "height", "taken_at", "camera", "latitude", "longitude", "rating", "metadata_tags")


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
        return Comparison(1.0, Relation.IDENTICAL, 1.0 if judge else None, differences)
    probability = judge.same_picture(_square(one, size), _square(two, size)) if judge else None
    vectors = vectors_of(encoder, [one, two])
    score = float(encoder.card.score((vectors[:1] @ vectors[1:].T)[0])[0])
    relation = name_relation(one.facts, two.facts)
    unlike = score < encoder.card.thresholds.loose or one.facts.low_detail or two.facts.low_detail
    if unlike and relation is not Relation.SAME_PIXELS:
        return Comparison(score, None, probability, differences)
    return Comparison(score, relation, probability, differences)


def _square(photo: DecodedPhoto, size: int) -> NDArray[np.uint8]:
    return np.frombuffer(photo.verifier_input, np.uint8).reshape(size, size, 3)


def _same_bytes(first: Path, second: Path, photo: DecodedPhoto) -> bool:
    return photo.content_key.startswith(WHOLE_FILE_PREFIX) or full_hash(first) == full_hash(second)


def _differences(one: PictureFacts, two: PictureFacts) -> tuple[Difference, ...]:
    pairs = ((name, getattr(one, name), getattr(two, name)) for name in _COMPARED)
    return tuple(Difference(name, first, second) for name, first, second in pairs if first != second)
