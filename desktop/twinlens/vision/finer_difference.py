"""Where two shown pictures differ, as finely as they are shown: the coarse map says where, their pixels in what shape.

The coarse map knows what is a difference at all, by patterns and by tones; but its windows smear. Within what it marks,
the pictures themselves are laid over one another and what one tone became elsewhere is taken away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 512
_GROWN = 3
"""Squares of the coarse map by which its marks may lie beside the thing itself."""
_SHIFTS = 2
"""Pixels by which an alignment may be off."""
_FAINT = 0.25
"""What the coarse map marks is seen this strongly at least, also where the tones are the same."""
_SLIGHT, _STRONG = 14.0, 50.0
_TONES = 32
_FEWEST = 64
_BLUR = 0.8

_Grey = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as it is shown: four bytes a pixel, blue, green, red, and one that says nothing."""

    width: int
    height: int
    bgrx: bytes
    outline: Sequence[tuple[float, float]]
    """Where the corners of the map lie in it, in fractions."""


def finer_unlikeness(photo: Shown, kept: Shown, coarse: bytes, side: int) -> bytes:
    """[SIDE, SIDE] from 0, the same, to 255; `coarse` is the same in [side, side]."""
    one, two = _laid(photo), _laid(kept)
    marked = np.frombuffer(coarse, np.uint8).reshape(side, side)
    grown = np.asarray(cv2.dilate(marked, np.ones((2 * _GROWN + 1,) * 2, np.uint8)), np.uint8)
    where, near = (_as_wide(each) for each in (marked, grown))
    away = np.maximum(_unexplained(one, two, near), _unexplained(two, one, near))
    shape = np.clip((away - _SLIGHT) / (_STRONG - _SLIGHT), 0, 1)
    found = np.maximum(np.minimum(near * 2, shape), _FAINT * where)
    return np.asarray(np.clip(found, 0, 1) * 255, np.uint8).tobytes()


def _laid(shown: Shown) -> _Grey:
    """The part of a picture that the map is about, squashed to its square."""
    pixels = np.frombuffer(shown.bgrx, np.uint8).reshape(shown.height, shown.width, 4)
    corners = np.asarray(shown.outline, np.float32) * np.array([shown.width, shown.height], np.float32)
    square = np.array([[0, 0], [SIDE, 0], [SIDE, SIDE], [0, SIDE]], np.float32)
    shrinks = max(np.ptp(corners, axis=0)) / SIDE
    if shrinks > 1:  # else warping would take single pixels where it should take their mean
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), shrinks / 2), np.uint8)
    matrix = cv2.getPerspectiveTransform(corners, square)
    laid = cv2.warpPerspective(pixels, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    grey = cv2.cvtColor(laid, cv2.COLOR_BGRA2GRAY)
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), _BLUR), np.float32)


def _as_wide(coarse: NDArray[np.uint8]) -> _Grey:
    return np.asarray(cv2.resize(coarse, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR) / np.float32(255), np.float32)


def _unexplained(one: _Grey, two: _Grey, near: _Grey) -> _Grey:
    """How far each place of the second is from what the first one's tone became where nothing is marked."""
    usual = _usual(one, two, near == 0)
    away = np.full(one.shape, np.inf, np.float32)
    for down in range(-_SHIFTS, _SHIFTS + 1):
        for across in range(-_SHIFTS, _SHIFTS + 1):
            np.minimum(away, np.abs(np.roll(two, (down, across), (0, 1)) - usual), out=away)
    return away


def _usual(one: _Grey, two: _Grey, alike: NDArray[np.bool_]) -> _Grey:
    """The first with its tones as they mostly became in the second."""
    tones = np.clip(one * (_TONES / 256), 0, _TONES - 1).astype(np.int64)
    known = [
        (one[here].mean(), np.median(two[here]))
        for here in (alike & (tones == tone) for tone in range(_TONES))
        if np.count_nonzero(here) >= _FEWEST
    ]
    if not known:
        return one
    was, became = zip(*sorted(known), strict=True)
    return np.asarray(np.interp(one, was, became), np.float32)
