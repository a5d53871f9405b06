"""Naming how two contents are related, from what is known without looking at their pixels side by side."""

from __future__ import annotations

from datetime import datetime

from twinlens.core.photos import PictureFacts
from twinlens.core.relations import Relation

BURST_SECONDS = 10.0
"""Separate exposures by one camera this close together are one burst; further apart they are similar."""


def name_relation(first: PictureFacts, second: PictureFacts) -> Relation:
    """The relation of two different contents whose pictures look alike.

    Two exposures are never copies of each other, however alike: cameras write down when each was made.
    """
    if first.pixel_hash is not None and first.pixel_hash == second.pixel_hash:
        return Relation.SAME_PIXELS
    apart = seconds_apart(first, second)
    if apart is None or apart == 0.0:
        return Relation.COPY
    if first.camera != second.camera:
        return Relation.SIMILAR
    return Relation.BURST if apart <= BURST_SECONDS else Relation.SIMILAR


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
