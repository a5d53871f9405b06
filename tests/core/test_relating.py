"""Two exposures are never copies of each other, however alike they look."""

from __future__ import annotations

import pytest

from twinlens.core.evidence import WHOLE, Change, Evidence
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
        (facts("2024-05-01T10:00:00.00"), facts("2024-05-01T10:00:00.50"), Relation.BURST),
        (facts("nonsense"), facts("2024-05-01T11:00:00"), Relation.COPY),
        (facts("1970-01-01T00:00:00"), facts("1970-01-01T00:00:03"), Relation.COPY),
        (facts("2000-01-01T00:00:00"), facts("2024-05-01T11:00:00"), Relation.COPY),
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


def evidence(
    *changes: Change, agreement: float = 1.0, inliers: int = 80, shown: float = 1.0, other: float | None = None
) -> Evidence:
    return Evidence(inliers, agreement, 0.9, shown, shown if other is None else other, WHOLE, WHOLE, changes)


@pytest.mark.parametrize(
    ("changes", "relation"),
    [
        ((), Relation.REENCODED),
        ((Change.RESIZED,), Relation.RESIZED),
        ((Change.TONE, Change.RESIZED), Relation.EDITED),
        ((Change.TURNED, Change.TONE), Relation.ROTATED),
        ((Change.MIRRORED, Change.RESIZED), Relation.ROTATED),
        ((Change.CROPPED, Change.MIRRORED, Change.TONE), Relation.CROP),
        ((Change.FRAMED,), Relation.EDITED),
    ],
)
def test_a_version_is_named_by_the_first_change_that_applies(changes: tuple[Change, ...], relation: Relation) -> None:
    assert name_relation(facts(), facts(), evidence(*changes)) is relation


@pytest.mark.parametrize(
    ("found", "relation"),
    [
        (evidence(agreement=0.6), Relation.SIMILAR),
        (evidence(agreement=0.9, inliers=0), Relation.SIMILAR),
        (evidence(agreement=0.97, inliers=0), Relation.REENCODED),
        (evidence(Change.CROPPED, shown=0.8), Relation.SIMILAR),
        (evidence(Change.TILTED, shown=0.9), Relation.EDITED),
        (evidence(Change.TILTED, shown=0.9, agreement=0.88), Relation.SIMILAR),
        (evidence(Change.TILTED, Change.STRETCHED, shown=0.8), Relation.SIMILAR),
        (evidence(Change.TILTED, Change.STRETCHED, shown=0.98), Relation.EDITED),
        (evidence(Change.CROPPED, Change.STRETCHED, other=0.85), Relation.CROP),
        (evidence(Change.CROPPED, Change.STRETCHED, other=0.85, agreement=0.93), Relation.SIMILAR),
        (evidence(Change.CROPPED, other=0.85, agreement=0.8), Relation.CROP),
        (evidence(Change.STRETCHED, Change.OVERLAID, agreement=0.8), Relation.EDITED),
        (evidence(Change.CROPPED, Change.FRAMED, shown=0.8), Relation.CROP),
        (evidence(Change.CROPPED, Change.FRAMED, shown=0.8, agreement=0.75), Relation.SIMILAR),
    ],
)
def test_what_does_not_agree_is_no_version(found: Evidence, relation: Relation) -> None:
    assert name_relation(facts(), facts(), found) is relation


def test_two_crops_of_one_exposure_are_versions_of_it() -> None:
    when = facts("2024-05-01T10:00:00")
    assert name_relation(when, when, evidence(Change.CROPPED, shown=0.8)) is Relation.CROP


def test_two_exposures_are_no_copies_however_well_they_agree() -> None:
    first, second = facts("2024-05-01T10:00:00"), facts("2024-05-01T10:00:02")
    assert name_relation(first, second, evidence()) is Relation.BURST


def test_the_region_is_told_of_the_one_that_shows_more() -> None:
    part = (0.25, 0.25, 0.5, 0.5)
    cropped = Evidence(50, 1.0, 0.9, 1.0, 0.25, WHOLE, part, (Change.CROPPED,))
    assert cropped.parent_region == part
    assert Evidence(50, 1.0, 0.9, 0.25, 1.0, part, WHOLE, (Change.CROPPED,)).parent_region == part
    assert evidence().parent_region is None


def test_levels() -> None:
    assert Relation.EDITED.level is Level.COPY
    assert Relation.IDENTICAL.level is Level.COPY
    assert {relation.level for relation in Relation} == set(Level)
