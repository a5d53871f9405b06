"""Bursts, brackets and panoramas are told apart by what cameras write down, and by how their frames lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import PurePosixPath

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens.core.evidence import WHOLE, Change, Evidence, Region
from twinlens.core.exposures import fewest_between, frame_of, frames_apart, seconds_apart
from twinlens.core.photos import ExposureMode, PictureFacts
from twinlens.core.relating import are_near_in_time, may_be_bracketed, name_relation
from twinlens.core.relations import Level, Relation
from twinlens.core.sharpness import CELLS

NOON = datetime(2024, 5, 1, 12)  # noqa: DTZ001 - cameras know no zone


def frame(seconds: float | None = 0.0, **known: object) -> PictureFacts:
    """A frame of one camera, some time after noon, as the camera wrote it."""
    taken = None if seconds is None else (NOON + timedelta(seconds=seconds)).isoformat()
    facts = PictureFacts("JPEG", 600, 400, taken_at=taken, camera="NIKON D90", software="Ver.1.00", maker_note=True)
    return replace(facts, **known)  # type: ignore[arg-type]


def laid(
    share: float = 1.0, *changes: Change, agreement: float = 0.97, inliers: int = 60, region: Region = WHOLE
) -> Evidence:
    return Evidence(inliers, agreement, 0.9, share, share, region, region, changes)


AUTO = {"exposure_mode": ExposureMode.AUTO}
SAME_FRAME = laid()
BESIDE = laid(0.4, Change.CROPPED, region=(0.6, 0.0, 0.4, 1.0))


def named(first: PictureFacts, second: PictureFacts, evidence: Evidence | None = None, frames: int | None = None):
    relation = name_relation(first, second, evidence, frames)
    assert name_relation(second, first, evidence, frames) is relation
    return relation


@pytest.mark.parametrize(
    ("one", "other", "evidence", "relation"),
    [
        ({"exposure_bias": 0.0}, {"exposure_bias": -2.0}, None, Relation.BRACKET),
        ({"exposure_bias": 0.0}, {"exposure_bias": 0.333}, None, Relation.BRACKET),
        ({"exposure_bias": 0.0}, {}, None, Relation.BURST),
        ({"exposure_bias": 0.0}, {"exposure_bias": 0.0}, SAME_FRAME, Relation.BURST),
        ({"exposure_mode": ExposureMode.BRACKET}, {"exposure_mode": ExposureMode.BRACKET}, None, Relation.BRACKET),
        ({"exposure_value": 11.0}, {"exposure_value": 12.0}, SAME_FRAME, Relation.BRACKET),
        ({"exposure_value": 11.0}, {"exposure_value": 12.0}, laid(0.8), Relation.BURST),
        ({"exposure_value": 11.0}, {"exposure_value": 12.0}, None, Relation.BURST),
        ({"exposure_value": 11.0}, {"exposure_value": 11.1}, SAME_FRAME, Relation.BURST),
        ({"focus_distance": 1.0}, {"focus_distance": 1.5}, SAME_FRAME, Relation.BRACKET),
        ({"focus_distance": 1.0}, {"focus_distance": 1.05}, SAME_FRAME, Relation.BURST),
        ({"focus_distance": 1.0}, {"focus_distance": 1.5}, laid(0.8), Relation.BURST),
        ({"focus_distance": 1.0}, {"focus_distance": 1.5}, laid(agreement=0.8), Relation.BURST),
        ({}, {}, BESIDE, Relation.PANORAMA),
        ({"exposure_value": 11.0}, {"exposure_value": 11.1}, BESIDE, Relation.PANORAMA),
        ({"exposure_value": 9.0}, {"exposure_value": 11.1}, BESIDE, Relation.BURST),
        (AUTO | {"exposure_value": 11.0}, AUTO | {"exposure_value": 11.5}, SAME_FRAME, Relation.BURST),
        (AUTO | {"exposure_value": 11.0}, AUTO | {"exposure_value": 13.0}, SAME_FRAME, Relation.BRACKET),
        ({}, {}, laid(0.95), Relation.BURST),
        ({}, {}, laid(0.4, region=(0.4, 0.4, 0.6, 0.6)), Relation.BURST),
        ({}, {}, laid(0.4, Change.MIRRORED, region=(0.6, 0.0, 0.4, 1.0)), Relation.BURST),
        ({}, {}, laid(0.4, inliers=8, region=(0.6, 0.0, 0.4, 1.0)), Relation.BURST),
    ],
)
def test_what_two_frames_of_a_sequence_are(one: dict, other: dict, evidence: Evidence | None, relation: Relation):
    assert named(frame(0, **one), frame(2, **other), evidence) is relation
    assert named(frame(0, **one), frame(2, **other, camera="Pixel 8"), evidence) is Relation.SIMILAR


def test_by_hand_the_bias_says_nothing():
    one, other = (frame(at, exposure_bias=0.0, exposure_value=11.0 + at, exposure_mode=1) for at in (0, 2))
    assert may_be_bracketed(one, other)
    assert named(one, other, SAME_FRAME) is Relation.BRACKET


def detail(*sharp: int) -> bytes:
    fine = np.full((2, CELLS), 60, np.uint8)
    fine[:, list(sharp)] += 24
    return np.concatenate([fine.ravel(), np.full(CELLS, 60, np.uint8)]).tobytes()


def test_a_focus_bracket_is_sharp_in_other_places():
    near, far, soft = (
        frame(at, detail_map=detail(*cells)) for at, cells in ((0, (1, 2, 3)), (2, (20, 21, 22)), (4, ()))
    )
    assert named(near, far, SAME_FRAME) is Relation.BRACKET
    assert named(near, soft, SAME_FRAME) is Relation.BURST
    assert named(near, replace(far, exposure_value=9.0), SAME_FRAME) is Relation.BRACKET
    assert named(near, far, laid(0.85)) is Relation.BURST


def test_frames_at_a_steady_pace_are_one_burst_though_its_ends_are_further_apart():
    assert named(frame(0), frame(24)) is Relation.SIMILAR
    assert named(frame(0), frame(24), frames=1) is Relation.SIMILAR
    assert named(frame(0), frame(24), frames=4) is Relation.BURST
    assert named(frame(0), frame(90), frames=30) is Relation.SIMILAR


@pytest.mark.parametrize("seconds", [0.0, None])
def test_numbers_tell_two_frames_apart_where_the_clock_does_not(seconds: float | None):
    one, other = frame(seconds), frame(seconds)
    assert named(one, other, SAME_FRAME) is Relation.REENCODED
    assert named(one, other, SAME_FRAME, frames=1) is Relation.BURST
    assert named(one, other, SAME_FRAME, frames=0) is Relation.REENCODED
    assert named(one, other, None, frames=1) is Relation.BURST


@pytest.mark.parametrize(
    "change",
    [{"maker_note": False}, {"software": "Lightroom 9"}, {"width": 300}, {"camera": None}, {"camera": "Pixel 8"}],
)
def test_numbers_alone_make_no_burst(change: dict):
    assert named(frame(), frame(**change), SAME_FRAME, frames=1) is not Relation.BURST


def test_one_instant_is_one_exposure_whatever_the_numbers_say():
    one = frame(0.25)
    assert named(one, one, SAME_FRAME, frames=1) is Relation.REENCODED


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("a/DSC_0012.JPG", "a/DSC_0015.jpg", 3),
        ("a/DSC_0012.jpg", "a/dsc_0012.jpg", 0),
        ("a/P1010012.jpg", "a/P1010013.jpg", 1),
        ("a/DSC_0012.jpg", "b/DSC_0013.jpg", None),
        ("a/DSC_0012.jpg", "a/DSC_0012-2.jpg", None),
        ("a/DSC_0012.jpg", "a/DSC_0013.NEF", None),
        ("a/IMG_20240501_101500.jpg", "a/IMG_20240501_101501.jpg", None),
        ("a/PXL_20240501_101500123.jpg", "a/PXL_20240501_101501123.jpg", None),
        ("a/photo (1).jpg", "a/photo (2).jpg", None),
        ("a/holiday.jpg", "a/holiday.jpg", None),
    ],
)
def test_frame_numbers(one: str, other: str, apart: int | None):
    assert frames_apart(PurePosixPath(one), PurePosixPath(other)) == apart


numbered = st.builds(
    lambda folder, number: PurePosixPath(folder, f"DSC_{number:04}.JPG"), st.sampled_from("ab"), st.integers(0, 40)
)


@given(st.lists(numbered, max_size=6), st.lists(numbered, max_size=6))
def test_of_many_files_the_nearest_numbers_count(one: list[PurePosixPath], other: list[PurePosixPath]):
    told = [apart for first in one for second in other if (apart := frames_apart(first, second)) is not None]
    first, second = (sorted(filter(None, map(frame_of, paths))) for paths in (one, other))
    assert fewest_between(first, second) == min(told, default=None)


times = st.one_of(st.none(), st.floats(-200, 200).map(lambda at: round(at, 2)))
frames = st.builds(
    lambda at, bias, value, mode, note: frame(
        at, exposure_bias=bias, exposure_value=value, exposure_mode=mode, maker_note=note
    ),
    times, st.sampled_from([None, 0.0, 1.0]), st.sampled_from([None, 9.0, 10.0]),
    st.sampled_from([None, *ExposureMode]), st.booleans(),
)  # fmt: skip
looks = st.one_of(st.none(), st.sampled_from([SAME_FRAME, BESIDE, laid(0.4), laid(agreement=0.3)]))


@given(frames, frames, looks, st.one_of(st.none(), st.integers(0, 40)))
def test_an_exposure_at_another_moment_is_never_a_copy(
    one: PictureFacts, other: PictureFacts, look: Evidence | None, between: int | None
):
    relation = named(one, other, look, between)
    if seconds_apart(one, other):
        assert relation.level is not Level.COPY
    if relation in (Relation.BURST, Relation.BRACKET, Relation.PANORAMA):
        assert are_near_in_time(one, other, between)
