"""What the head of a file says about its exposure, and whether two files can be of one exposure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

SAME_EXPOSURE_S = 2.0
"""Cameras write the halves of one exposure one after the other: their times may differ by a moment."""
OTHER_EXPOSURE_S = 10.0
"""Further apart, two files of one name are two photographs."""
LIVE_GAP_S = 5.0
"""The film of a Live Photo begins up to three seconds before its picture."""
LIVE_LENGTH_S = 10.0
"""Longer films are films."""
_ZONE_STEP_S = 900.0
_WIDEST_ZONE_S = 14 * 3600 + 1.0
_SAME_FRACTION_S = 0.005
_FIRST_DIGITAL_YEAR = 1990


@dataclass(frozen=True, slots=True)
class Clues:
    """Evidence from a file's head; None where it doesn't say."""

    camera: str | None = None
    """The model: how makers spell themselves varies between the halves of one exposure."""
    taken_at: str | None = None
    """ISO 8601 without zone, with a fraction where the camera gives one."""
    zone: int | None = None
    """Minutes that `taken_at` is ahead of UTC."""
    content_identifier: str | None = None
    """What Apple writes into both halves of a Live Photo."""
    seconds: float | None = None
    """How long a film is."""


class Agreement(IntEnum):
    """How far the heads of two files agree that both are of one exposure. Ordered: more is better."""

    CONTRADICTS = 0
    UNKNOWN = 1
    SAME_TIME = 2
    """One camera, and times that one exposure may have."""
    SAME_INSTANT = 3
    """One camera, and one fraction of a second."""


def agreement(one: Clues, other: Clues) -> Agreement:
    """Whether two files can be, or must be, of one exposure. Never enough by itself: their names must agree too."""
    cameras = _cameras(one, other)
    if cameras is not None and cameras[0] != cameras[1]:
        return Agreement.CONTRADICTS
    gap = _gap(one, other)
    if gap is None:
        return Agreement.UNKNOWN
    if gap > OTHER_EXPOSURE_S and not _is_zone(gap, SAME_EXPOSURE_S):
        return Agreement.CONTRADICTS
    if cameras is None or gap > SAME_EXPOSURE_S:
        return Agreement.UNKNOWN
    with_fractions = "." in (one.taken_at or "") and "." in (other.taken_at or "")
    return Agreement.SAME_INSTANT if with_fractions and gap <= _SAME_FRACTION_S else Agreement.SAME_TIME


def film_agreement(film: Clues, picture: Clues) -> Agreement:
    """The same of a film and a picture of one name; by their identifiers where both have one."""
    if film.content_identifier and picture.content_identifier:
        same = film.content_identifier == picture.content_identifier
        return Agreement.SAME_INSTANT if same else Agreement.CONTRADICTS
    cameras = _cameras(film, picture)
    if (film.seconds or 0) > LIVE_LENGTH_S or (cameras and cameras[0] != cameras[1]):
        return Agreement.CONTRADICTS
    gap = _gap(film, picture)
    if gap is None or film.seconds is None:
        return Agreement.UNKNOWN
    # Most films tell UTC alone, most pictures local time alone.
    zone_unknown = film.zone == 0 and picture.zone is None
    if gap <= LIVE_GAP_S or (zone_unknown and _is_zone(gap, LIVE_GAP_S)):
        return Agreement.SAME_TIME
    return Agreement.CONTRADICTS


def trusted_time(moment: datetime) -> datetime | None:
    """A time that a clock was set to; None for those of clocks that never were, or were reset."""
    reset = (moment.month, moment.day, moment.hour, moment.minute) == (1, 1, 0, 0)
    return None if reset or moment.year < _FIRST_DIGITAL_YEAR else moment


def _cameras(one: Clues, other: Clues) -> tuple[str, str] | None:
    if not one.camera or not other.camera:
        return None
    return " ".join(one.camera.casefold().split()), " ".join(other.camera.casefold().split())


def _gap(one: Clues, other: Clues) -> float | None:
    """Seconds between two times: by their clocks, or by UTC where both know their zone and that brings them closer."""
    if not one.taken_at or not other.taken_at:
        return None
    try:
        first, second = datetime.fromisoformat(one.taken_at), datetime.fromisoformat(other.taken_at)
        by_clock = abs((first - second).total_seconds())
        if one.zone is None or other.zone is None:
            return by_clock
        shift = timedelta(minutes=one.zone - other.zone)
        return min(by_clock, abs((first - second - shift).total_seconds()))
    except (ValueError, TypeError, OverflowError):
        return None


def _is_zone(gap: float, tolerance: float) -> bool:
    """Whether a change of time zone explains the gap."""
    rest = gap % _ZONE_STEP_S
    return gap <= _WIDEST_ZONE_S and min(rest, _ZONE_STEP_S - rest) <= tolerance
