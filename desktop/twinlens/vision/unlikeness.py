"""Where two pictures that lie over one another differ, to be shown: by their patterns, and by their tones.

Patterns say nothing where one of the two is flat; there tones do, if what the rest of the pictures has become does
not explain them.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from twinlens.vision.aligned_difference import ALIKE, SIDE
from twinlens.vision.alignment import in_one_frame
from twinlens.vision.examining import Examination

_Grey = NDArray[np.float32]

_LEAST_ALIKE = 0.0
"""From this correlation down nothing is alike."""
_SLIGHT, _STRONG = 20.0, 70.0
"""Grey levels: from nothing to be shown, to as much as can be."""
_TONE_STEP = 8
_FEWEST = 12
"""So many places of a tone show what became of it."""


def unlikeness(found: Examination) -> NDArray[np.uint8]:
    """[SIDE, SIDE], in the frame of the one that shows less: 0 the same or nothing to compare, 255 nothing alike."""
    patterns = (ALIKE - np.nan_to_num(found.difference.likeness, nan=ALIKE)) / (ALIKE - _LEAST_ALIKE)
    laid, frame, seen = in_one_frame(found.first.preview, found.second.preview, found.difference.alignment, SIDE)
    tones = np.where(seen, _unexplained(_softened(laid), _softened(frame), seen), 0)
    tones = cv2.erode(tones.astype(np.float32), np.ones((3, 3), np.uint8))  # no edge that is a pixel off
    both = np.maximum(patterns, (tones - _SLIGHT) / (_STRONG - _SLIGHT))
    return np.asarray(np.clip(both, 0, 1) * 255, np.uint8)


def _softened(picture: NDArray[np.uint8]) -> _Grey:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.5), np.float32)


def _unexplained(one: _Grey, two: _Grey, seen: NDArray[np.bool_]) -> _Grey:
    """How far each place is from what its tone became elsewhere: a picture made brighter as a whole differs nowhere.

    Asked both ways: of what was covered with one tone, the greater part of that tone seems to be the usual.
    """
    return np.asarray(np.maximum(_from_usual(one, two, seen), _from_usual(two, one, seen)), np.float32)


def _from_usual(one: _Grey, two: _Grey, seen: NDArray[np.bool_]) -> _Grey:
    tones = (one / _TONE_STEP).astype(np.int64)
    away = np.zeros_like(one)
    for tone in range(1, 255 // _TONE_STEP):  # black and white came of many tones
        here = seen & (tones == tone)
        if here.sum() >= _FEWEST:
            away[here] = np.abs(two[here] - np.median(two[here]))
    return away
