"""Whether two whole frames that seem to agree have anything in them to agree upon.

Whole frames are compared in windows of a coarse square. Two pages of writing have the same lines there, whatever is
written in them, and any two slopes of brightness are alike. So what is finer than the windows is looked at closely, and
what has no pattern must have the same colours.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from twinlens.vision.alignment import Alignment, laid_over

DETAIL_SIDE = 256
"""Fine detail is looked at in squares of as many pixels."""
_WINDOW = 13
_FINE, _COARSE, _SLOPE = 1.2, 12.0, 6.0
"""Blurs, pixels: writing is finer than the first one, photographs are mostly coarser; the last one leaves slopes."""
_REDUCED = 4
_MOSTLY_FINE = 0.6
"""Fine detail as a share of coarser detail: pages of writing have 1, their small copies 0.5, most photographs 0.4."""
_ALIKE = 0.65
"""Mean correlation of fine detail: two pages reach 0.53, copies of one have 0.79 and more, unless cut differently."""
_RISES = 1.5
"""Grey levels by which a window must vary, but for slopes, to have a pattern."""
_PATTERNED = 0.05
_SAME_COLOURS = 6.0
"""Mean difference, grey levels, of two copies of a picture that has no pattern."""
_SHIFTS = [(y, x) for y in (0, -1, 1) for x in (0, -1, 1)]

_Grey = NDArray[np.float32]


def is_mostly_fine(detail: NDArray[np.uint8]) -> bool:
    """Whether a picture, [DETAIL_SIDE, DETAIL_SIDE] grey, is mostly of detail that the coarse windows cannot tell."""
    grey = detail.astype(np.float32)
    rest = cv2.GaussianBlur(grey, (0, 0), _FINE)
    small = cv2.resize(rest, None, fx=1 / _REDUCED, fy=1 / _REDUCED, interpolation=cv2.INTER_AREA)
    coarse = small - cv2.GaussianBlur(small, (0, 0), _COARSE / _REDUCED)
    return float((grey - rest).std()) >= _MOSTLY_FINE * float(coarse.std())


def has_pattern(square: NDArray[np.uint8]) -> bool:
    """Whether a grey square shows anything but smooth slopes."""
    grey = square.astype(np.float32)
    level = grey - cv2.GaussianBlur(grey, (0, 0), _SLOPE)
    deviation = np.sqrt(np.maximum(_mean(level * level) - _mean(level) ** 2, 0))
    return float((deviation >= _RISES).mean()) >= _PATTERNED


def same_colours(one: NDArray[np.uint8], two: NDArray[np.uint8], whole: Alignment) -> bool:
    """Whether two squares, [side, side, 3], have the same colours in the same places."""
    laid = laid_over(one, whole, two.shape[1], two.shape[0]).astype(np.float32)
    return float(np.abs(laid - two).mean()) <= _SAME_COLOURS


def same_detail(one: NDArray[np.uint8], two: NDArray[np.uint8], whole: Alignment) -> bool:
    """Whether two pictures, [DETAIL_SIDE, DETAIL_SIDE] grey, have the same fine detail in the same places."""
    laid = laid_over(one, whole, DETAIL_SIDE, DETAIL_SIDE).astype(np.float32)
    other = two.astype(np.float32)
    return any(_correlation(np.roll(laid, shift, (0, 1)), other) >= _ALIKE for shift in _SHIFTS)


def _correlation(one: _Grey, two: _Grey) -> float:
    """Mean of the windows that have any detail."""
    means = _mean(one), _mean(two)
    variances = [np.maximum(_mean(each * each) - mean * mean, 0) for each, mean in zip((one, two), means, strict=True)]
    together = _mean(one * two) - means[0] * means[1]
    seen = np.maximum(*variances) >= _RISES**2
    alike = together[seen] / np.maximum(np.sqrt(variances[0] * variances[1])[seen], _RISES**2)
    return float(alike.mean()) if alike.size else 0.0


def _mean(grey: _Grey) -> _Grey:
    return np.asarray(cv2.boxFilter(grey, -1, (_WINDOW, _WINDOW), borderType=cv2.BORDER_REFLECT_101), np.float32)
