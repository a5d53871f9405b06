"""Vectors of single files, for evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from twinlens.core.job import Job
from twinlens.core.problems import FileProblem
from twinlens.vision.decoding import DecodedPhoto
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.pictures import decode_files, vectors_of


@dataclass(frozen=True, slots=True)
class EmbedReport:
    """Vectors in the order the files were given, without those that could not be read."""

    model: str
    vectors: tuple[tuple[Path, tuple[float, ...]], ...]
    problems: tuple[FileProblem, ...]


def embed(encoder: LazyEncoder, paths: Sequence[Path], job: Job) -> EmbedReport:
    """Embed files without touching the library."""
    results = list(zip(paths, decode_files(encoder, paths, job.check), strict=True))
    photos = [(path, result) for path, result in results if isinstance(result, DecodedPhoto)]
    vectors = vectors_of(encoder, [photo for _, photo in photos])
    return EmbedReport(
        model=encoder.card.id,
        vectors=tuple((path, tuple(map(float, vector))) for (path, _), vector in zip(photos, vectors, strict=True)),
        problems=tuple(result for _, result in results if isinstance(result, FileProblem)),
    )
