"""Two exposures are never copies of each other, however alike they look."""

from __future__ import annotations

import pytest

from twinlens.core.photos import PictureFacts
from twinlens.core.relating import name_relation
from twinlens.core.relations import Level, Relation


def facts(taken_at: str | None = None, camera: str | None = "NIKON D90", pixel_hash: str | None = None) -> PictureFacts:
    return PictureFacts("JPEG", 100, 100, taken_at=taken_at, camera=camera, pixel_hash=pixel_hash)


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        (facts(), facts(), Relation.COPY),
        (facts("2024-05-01T10:00:00"), facts("2024-05-01T10:00:00"), Relation.COPY),
        (facts("2024-05-01T10:00:00"), facts(None), Relation.COPY),
        (facts("2024-05-01T10:00:00"), facts("2024-05-01T10:00:01", camera="Pixel 8"), Relation.SIMILAR),
        (facts("2024-05-01T10:00:00"), facts("2024-05-01T10:00:03"), Relation.BURST),
        (facts("2024-05-01T10:00:00.10"), facts("2024-05-01T10:00:00.30"), Relation.BURST),
        (facts("2024-05-01T10:00:00.10"), facts("2024-05-01T10:00:00"), Relation.COPY),
        (facts("2024-05-01T10:00:00"), facts("2024-05-01T11:00:00"), Relation.SIMILAR),
        (facts("nonsense"), facts("2024-05-01T11:00:00"), Relation.COPY),
        (
            facts("2024-05-01T10:00:00", pixel_hash="a"),
            facts("2024-05-01T11:00:00", pixel_hash="a"),
            Relation.SAME_PIXELS,
        ),
    ],
)
def test_relation(first: PictureFacts, second: PictureFacts, relation: Relation) -> None:
    assert name_relation(first, second) is relation
    assert name_relation(second, first) is relation


def test_levels() -> None:
    assert Relation.EDITED.level is Level.COPY
    assert Relation.IDENTICAL.level is Level.COPY
    assert {relation.level for relation in Relation} == set(Level)
