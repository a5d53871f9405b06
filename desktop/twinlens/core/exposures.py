"""What cameras write down of two exposures: how far apart they were made, and whether they differ on purpose.

None of it is proof: clocks are reset and numbers begin anew. It only ever names what pictures that look alike are to
each other, or keeps two of them from being called copies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from twinlens.core.clues import trusted_time
from twinlens.core.photos import ExposureMode, PictureFacts
from twinlens.core.sharpness import sharpness_moved

SEQUENCE_PACE = 10.0
"""Seconds from one exposure to the next, up to which both are of one sequence: a burst, a bracket or a panorama."""
LONGEST_SEQUENCE = 60.0
SCENE_SECONDS = 120.0
"""As long as that a camera is likely to be still at the same scene."""

_STOP = 0.25
"""Brackets go by thirds of a stop, and are rounded."""
_WAVERING = 0.9
_SIDE_BY_SIDE = 1.3
_DISTANCE = 1.1
_SAME_EXPOSURE = 0.15
_NUMBER = re.compile(r"(.*?)(\d{3,7})$", re.DOTALL)
_DATE_BEFORE = re.compile(r"\d{6}")


def seconds_apart(first: PictureFacts, second: PictureFacts) -> float | None:
    """Time between two exposures; None where a camera or a time is not written down, or its clock was never set.

    Where only one gives fractions of a second, whole seconds are compared: programs that save a copy
    often drop the fraction.
    """
    if not (first.camera and second.camera and first.taken_at and second.taken_at):
        return None
    one, two = moment_of(first.taken_at), moment_of(second.taken_at)
    if one is None or two is None:
        return None
    if _has_fraction(first) != _has_fraction(second):
        one, two = one.replace(microsecond=0), two.replace(microsecond=0)
    return abs((one - two).total_seconds())


def moment_of(taken_at: str) -> datetime | None:
    """A time that is written down, by a clock that was set; see `core.clues`."""
    try:
        return trusted_time(datetime.fromisoformat(taken_at))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, order=True)
class Frame:
    """A number that a camera gave to a file, and the series in which it counts."""

    series: tuple[PurePath, str, str, int]
    """Folder, what comes before the number and after it, and how many digits it has."""
    number: int


def frame_of(path: PurePath) -> Frame | None:
    """None where a file has no such number. At the end of a time of day there is none: it follows a date."""
    found = _NUMBER.match(path.stem)
    if found is None or _DATE_BEFORE.search(found[1]):
        return None
    return Frame((path.parent, found[1].casefold(), path.suffix.casefold(), len(found[2])), int(found[2]))


def frames_apart(one: PurePath, other: PurePath) -> int | None:
    """By how much the numbers differ that a camera gave to two files; None where these are not of one series."""
    first, second = frame_of(one), frame_of(other)
    return None if first is None or second is None else fewest_between([first], [second])


def fewest_between(first: Sequence[Frame], second: Sequence[Frame]) -> int | None:
    """The same of two pictures that lie in many files, whose frames are given in order: the least difference."""
    fewest: int | None = None
    here, there = 0, 0
    while here < len(first) and there < len(second):
        one, other = first[here], second[there]
        if one.series == other.series:
            apart = abs(one.number - other.number)
            fewest = apart if fewest is None else min(fewest, apart)
        if one <= other:
            here += 1
        else:
            there += 1
    return fewest


def are_two_exposures(first: PictureFacts, second: PictureFacts, frames: int | None) -> bool:
    """Whether a camera released twice, by its clock or, where that is too coarse or was never set, by its numbers.

    Numbers alone prove nothing: both must be as the camera wrote them, with its notes and of one firmware.
    """
    apart = seconds_apart(first, second)
    if apart or not frames:
        return bool(apart)
    if _has_fraction(first) and _has_fraction(second) and apart is not None:
        return False
    untouched = first.maker_note and second.maker_note and first.software == second.software
    one_camera = first.camera is not None and first.camera == second.camera
    one_size = (first.format, first.width, first.height) == (second.format, second.width, second.height)
    return untouched and one_camera and one_size


def are_in_sequence(first: PictureFacts, second: PictureFacts, frames: int | None) -> bool:
    """Whether two exposures by one camera follow each other without a pause. Numbers tell how many lie between."""
    if not first.camera or first.camera != second.camera:
        return False
    apart = seconds_apart(first, second)
    if apart is None:
        return are_two_exposures(first, second, frames)
    return apart <= min(SEQUENCE_PACE * max(1, frames or 1), LONGEST_SEQUENCE)


def exposure_told_apart(first: PictureFacts, second: PictureFacts) -> bool | None:
    """Whether the camera was told to expose the two differently.

    None where nobody knows: no bias is written, or it was set by hand. What was not written says nothing.
    """
    if first.exposure_mode == second.exposure_mode == ExposureMode.BRACKET:
        return True
    if first.exposure_bias is None or second.exposure_bias is None:
        return None
    if abs(first.exposure_bias - second.exposure_bias) >= _STOP:
        return True
    return None if first.exposure_mode == second.exposure_mode == ExposureMode.MANUAL else False


def exposed_differently(first: PictureFacts, second: PictureFacts) -> bool:
    """Whether time, aperture and ISO differ by about a third of a stop or more; by more where the camera may waver."""
    auto = first.exposure_mode == second.exposure_mode == ExposureMode.AUTO
    return _differ(first.exposure_value, second.exposure_value, _WAVERING if auto else _STOP)


def exposed_alike(first: PictureFacts, second: PictureFacts) -> bool:
    """Whether two pictures may be put side by side; what was not written says nothing."""
    return not _differ(first.exposure_value, second.exposure_value, _SIDE_BY_SIDE)


def focused_differently(first: PictureFacts, second: PictureFacts) -> bool:
    """Whether the distance differs, or one is sharper here and the other there though exposed alike."""
    if first.focus_distance is not None and second.focus_distance is not None:
        nearer, further = sorted((first.focus_distance, second.focus_distance))
        if further >= _DISTANCE * nearer:
            return True
    return not _differ(first.exposure_value, second.exposure_value, _SAME_EXPOSURE) and sharpness_moved(first, second)


def _differ(one: float | None, other: float | None, by: float) -> bool:
    return one is not None and other is not None and abs(one - other) >= by


def _has_fraction(facts: PictureFacts) -> bool:
    return "." in (facts.taken_at or "")
