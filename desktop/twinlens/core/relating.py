"""Naming how two contents are related: by what is written in them, and by how they lie over one another."""

from __future__ import annotations

from collections.abc import Collection

from twinlens.core.evidence import Change, Evidence
from twinlens.core.exposures import (
    SCENE_SECONDS,
    are_in_sequence,
    are_two_exposures,
    exposed_alike,
    exposed_differently,
    exposure_told_apart,
    focused_differently,
    seconds_apart,
)
from twinlens.core.photos import PictureFacts
from twinlens.core.relations import Relation

SCENE_SCORE = 0.99
"""How sure it is that two show one scene whose features agree. Of 493 pairs of strangers that the encoder held nearest
to each other none agreed in six features, the fewest that are counted at all."""
NEAR_INLIERS = 12
"""Features that must agree where one camera made both within two minutes."""
FAR_INLIERS = 24
"""And of any two pictures: buildings that merely look alike reach 19."""

_SAME_FRAME = 0.9
_STILL = 0.9
"""Agreement of a scene in which nothing moved, seen with another focus."""
_LEAST_OVERLAP, _MOST_OVERLAP = 0.08, 0.75
_ALONG = 0.65
"""Share of the one side that neighbours in a panorama have in common, held by hand."""
_ONE_WAY = 0.8
_EQUAL_SHARES = 1.4
_OVERLAP_AGREES = 0.5
_MOVES = frozenset({Change.TURNED, Change.MIRRORED})


def name_relation(
    first: PictureFacts, second: PictureFacts, evidence: Evidence | None = None, frames: int | None = None
) -> Relation:
    """The relation of two different contents whose pictures look alike.

    Two exposures are never copies of each other, however alike: cameras write down when each was made. Without evidence
    two pictures that may be copies are called just that. `frames`: see `frames_apart`.
    """
    if first.pixel_hash is not None and first.pixel_hash == second.pixel_hash:
        return Relation.SAME_PIXELS
    if are_two_exposures(first, second, frames):
        return name_exposures(first, second, evidence, frames)
    if evidence is None:
        return Relation.COPY
    # Of one exposure two crops may each show what the other has lost.
    if evidence.shows_one_picture or (seconds_apart(first, second) == 0.0 and evidence.agrees):
        return name_version(evidence.changes)
    return Relation.SIMILAR


def name_exposures(
    first: PictureFacts, second: PictureFacts, evidence: Evidence | None, frames: int | None
) -> Relation:
    """What two exposures of one scene are to each other."""
    if not are_in_sequence(first, second, frames):
        return Relation.SIMILAR
    if _are_bracketed(first, second, evidence):
        return Relation.BRACKET
    if evidence is not None and _are_side_by_side(evidence) and exposed_alike(first, second):
        return Relation.PANORAMA
    return Relation.BURST


def _are_bracketed(first: PictureFacts, second: PictureFacts, evidence: Evidence | None) -> bool:
    """Told to by the camera's bias; else by what was exposed or focused differently in one and the same frame."""
    told = exposure_told_apart(first, second)
    if told:
        return True
    if evidence is None or not _is_same_frame(evidence):
        return False
    if told is None and exposed_differently(first, second):
        return True
    return evidence.agreement >= _STILL and focused_differently(first, second)


def may_be_bracketed(first: PictureFacts, second: PictureFacts) -> bool:
    """Whether a look at the frames would tell a bracket from a burst."""
    told = exposure_told_apart(first, second)
    if told is None and exposed_differently(first, second):
        return True
    return not told and focused_differently(first, second)


def _is_same_frame(evidence: Evidence) -> bool:
    turned = not _MOVES.isdisjoint(evidence.changes)
    return not turned and min(evidence.first_in_second, evidence.second_in_first) >= _SAME_FRAME


def _are_side_by_side(evidence: Evidence) -> bool:
    """Whether each shows an equal part of the other, along most of one side: the camera was swung."""
    shares = evidence.first_in_second, evidence.second_in_first
    if evidence.inliers < NEAR_INLIERS or not _MOVES.isdisjoint(evidence.changes):
        return False
    if min(shares) < _LEAST_OVERLAP or max(shares) > min(_MOST_OVERLAP, _EQUAL_SHARES * min(shares)):
        return False
    if evidence.agreement < _OVERLAP_AGREES:
        return False
    (_, _, width, height), (_, _, other_width, other_height) = evidence.region_in_first, evidence.region_in_second
    less, more = sorted((min(width, other_width), min(height, other_height)))
    return more >= _ALONG and less <= _ONE_WAY * more


def are_near_in_time(first: PictureFacts, second: PictureFacts, frames: int | None = None) -> bool:
    """Whether one camera made both while it was likely to be still at the same scene."""
    apart = seconds_apart(first, second)
    if apart is None:
        return are_two_exposures(first, second, frames)
    return first.camera == second.camera and apart <= SCENE_SECONDS


def shows_one_scene(evidence: Evidence | None, *, near_in_time: bool) -> bool:
    """Whether so many features agree that the two show one scene; fewer will do for exposures near in time."""
    return evidence is not None and evidence.inliers >= (NEAR_INLIERS if near_in_time else FAR_INLIERS)


def name_version(changes: Collection[Change]) -> Relation:
    """What a version of a picture is called by what distinguishes it; the first that applies names it."""
    for relation, telling in _NAMED_BY:
        if not telling.isdisjoint(changes):
            return relation
    return Relation.REENCODED


_NAMED_BY: tuple[tuple[Relation, frozenset[Change]], ...] = (
    (Relation.CROP, frozenset({Change.CROPPED})),
    (Relation.ROTATED, frozenset({Change.TURNED, Change.MIRRORED})),
    (
        Relation.EDITED,
        frozenset(
            {
                Change.TILTED, Change.FRAMED, Change.OVERLAID, Change.BLACK_AND_WHITE, Change.COLOUR, Change.TONE,
                Change.DETAIL,
            }
        ),
    ),
    (Relation.RESIZED, frozenset({Change.RESIZED, Change.STRETCHED})),
)  # fmt: skip
