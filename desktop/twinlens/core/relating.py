"""Naming how two contents are related: by what is written in them, and by how they lie over one another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from twinlens.core.evidence import Change, Evidence
from twinlens.core.photos import PictureFacts
from twinlens.core.relations import Relation

BURST_SECONDS = 10.0
"""Separate exposures by one camera this close together are one burst; further apart they are similar."""


def name_relation(first: PictureFacts, second: PictureFacts, evidence: Evidence | None = None) -> Relation:
    """The relation of two different contents whose pictures look alike.

    Two exposures are never copies of each other, however alike: cameras write down when each was made. Without evidence
    two pictures that may be copies are called just that.
    """
    if first.pixel_hash is not None and first.pixel_hash == second.pixel_hash:
        return Relation.SAME_PIXELS
    apart = seconds_apart(first, second)
    if apart:
        if first.camera != second.camera:
            return Relation.SIMILAR
        return Relation.BURST if apart <= BURST_SECONDS else Relation.SIMILAR
    if evidence is None:
        return Relation.COPY
    # Of one exposure two crops may each show what the other has lost.
    if evidence.shows_one_picture or (apart == 0.0 and evidence.agrees):
        return name_version(evidence.changes)
    return Relation.SIMILAR


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


def seconds_apart(first: PictureFacts, second: PictureFacts) -> float | None:
    """Time between two exposures; None where a camera or a time is not written down.

    Where only one gives fractions of a second, whole seconds are compared: programs that save a copy
    often drop the fraction.
    """
    if not (first.camera and second.camera and first.taken_at and second.taken_at):
        return None
    try:
        one, two = datetime.fromisoformat(first.taken_at), datetime.fromisoformat(second.taken_at)
    except ValueError:
        return None
    if (one.microsecond == 0) != (two.microsecond == 0):
        one, two = one.replace(microsecond=0), two.replace(microsecond=0)
    return abs((one - two).total_seconds())
