"""What is left of a difference between two pictures once one is laid over the other.

Tone and colour may be quite different in a copy; the pattern may not. So small windows of the two greys are correlated:
where a window of a copy has a pattern at all it is the same pattern. Windows without any say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from twinlens.vision.alignment import Alignment, in_one_frame, laid_over, whole_frames

SIDE = 128
"""Both are compared squashed to a square of as many pixels."""
WINDOW = 13
ALIKE = 0.6
"""From this correlation on a window counts as the same."""
_PATTERN = 3.0
"""Grey levels by which a window must vary to say anything."""
_BRIGHT, _DARK = 215.0, 40.0
"""Where both are this bright or dark, one may have lost its pattern: overexposed, or sunk in black."""
_SHIFTS = sorted(((y, x) for y in (-1, 0, 1) for x in (-1, 0, 1)), key=lambda shift: abs(shift[0]) + abs(shift[1]))
"""The alignment may be a pixel off; the nearest first."""
_ALL_ALIKE = 0.98
_BLUR, _BLUR_OF_NOISY = 0.8, 2.0
"""How far both are softened, pixels; further only where one has noise that the other has not."""
_NOISY, _NOISIER = 3.0, 1.6
_LAPLACIANS = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
_NEARLY_WHOLE = 0.08
"""How far an alignment's corners may lie from the whole frame's for that one to be tried instead."""
_NO_WORSE = 0.01

_Grey = NDArray[np.float32]


@dataclass(frozen=True)
class AlignedDifference:
    """How far two aligned pictures agree, in the frame of the one that shows less."""

    alignment: Alignment
    agreement: float
    """Share of the windows with a pattern in which both show the same one; 0 where there are none."""
    telling: float
    """Share of the frame that has a pattern in either picture."""
    likeness: NDArray[np.float32]
    """[SIDE, SIDE]: each window's correlation, -1 to 1; not a number where there is nothing to compare."""


def aligned_difference(first: NDArray[np.uint8], second: NDArray[np.uint8], alignment: Alignment) -> AlignedDifference:
    """Compare two pictures, [h, w, 3] RGB or [h, w], where the alignment lays them over one another.

    An alignment that is nearly that of the whole frames is replaced by it where the pictures agree as well: features in
    one corner only leave the others uncertain by some pixels.
    """
    found = _difference(first, second, alignment)
    for whole in _WHOLE_FRAMES:
        if np.abs(whole.outline - alignment.outline).max() < _NEARLY_WHOLE:
            exact = Alignment(whole.matrix, alignment.mirrored, alignment.inliers, alignment.paired)
            tried = _difference(first, second, exact)
            return tried if tried.agreement >= found.agreement - _NO_WORSE else found
    return found


def whole_frame_difference(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> AlignedDifference:
    """Compare two pictures as if both showed the same frame, turned by right angles or mirrored as fits best."""
    one, two = _coarse(first), _coarse(second)
    fits = [float((_coarse_over(one, whole) * two).sum()) for whole in _WHOLE_FRAMES]
    return _difference(first, second, _WHOLE_FRAMES[int(np.argmax(fits))])


_WHOLE_FRAMES = whole_frames()
_COARSE = 24


def _coarse(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(_grey(picture), (_COARSE, _COARSE), interpolation=cv2.INTER_AREA), np.uint8)


def _coarse_over(picture: NDArray[np.uint8], whole: Alignment) -> _Grey:
    laid = laid_over(picture, whole, _COARSE, _COARSE).astype(np.float32)
    return np.asarray(laid - laid.mean(), np.float32)


def _difference(first: NDArray[np.uint8], second: NDArray[np.uint8], alignment: Alignment) -> AlignedDifference:
    over, frame, seen = in_one_frame(_grey(first), _grey(second), alignment, SIDE)
    # A frame or a bar beside the picture must not leak into windows at its border.
    beside = 1 if _is_whole(alignment) else 0
    whole = cv2.erode(seen.astype(np.uint8), np.ones((WINDOW, WINDOW), np.uint8), borderValue=beside).astype(np.bool_)
    found = _compared(_softened(over, _BLUR), _softened(frame, _BLUR), whole, alignment)
    if found.agreement >= _ALL_ALIKE or not _one_is_noisier(over, frame):
        return found
    softer = _compared(_softened(over, _BLUR_OF_NOISY), _softened(frame, _BLUR_OF_NOISY), whole, alignment)
    return max(found, softer, key=lambda each: each.agreement)


def _compared(one: _Grey, two: _Grey, whole: NDArray[np.bool_], alignment: Alignment) -> AlignedDifference:
    windows = _Windows.of(one), _Windows.of(two)
    likeness = _likeness(*windows)
    least, most = (pick(windows[0].deviation, windows[1].deviation) for pick in (np.minimum, np.maximum))
    flat = least < _PATTERN / 3
    likeness = np.where(flat, np.minimum(likeness, 0), likeness)
    darker, brighter = (pick(windows[0].mean, windows[1].mean) for pick in (np.minimum, np.maximum))
    lost = flat & ((darker > _BRIGHT) | (brighter < _DARK))
    telling = whole & (most >= _PATTERN) & ~lost
    same = float((likeness[telling] >= ALIKE).mean()) if telling.any() else 0.0
    shown = np.where(telling, likeness, np.nan).astype(np.float32)
    return AlignedDifference(alignment, same, float(telling.mean()), shown)


def _is_whole(alignment: Alignment) -> bool:
    outline = alignment.outline
    return bool(np.abs(outline - np.round(np.clip(outline, 0, 1))).max() < 1e-6)


def _one_is_noisier(one: NDArray[np.uint8], two: NDArray[np.uint8]) -> bool:
    """Grain or noise over one hides a faint pattern that both have."""
    less, more = sorted((_noise(one), _noise(two)))
    return more >= _NOISY and more >= _NOISIER * less


def _noise(grey: NDArray[np.uint8]) -> float:
    """Deviation of what is neither flat nor an edge, grey levels (Immerkaer 1996)."""
    return float(np.abs(cv2.filter2D(grey, cv2.CV_32F, _LAPLACIANS)).mean() * np.sqrt(np.pi / 2) / 6)


def _softened(grey: NDArray[Any], blur: float) -> _Grey:
    return np.asarray(cv2.GaussianBlur(grey.astype(np.float32), (0, 0), blur), np.float32)


def _grey(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def _mean(grey: _Grey) -> _Grey:
    return np.asarray(cv2.boxFilter(grey, -1, (WINDOW, WINDOW), borderType=cv2.BORDER_REFLECT_101), np.float32)


@dataclass(frozen=True)
class _Windows:
    """A grey with the mean and the deviation of the window round each place, all [SIDE, SIDE]."""

    grey: _Grey
    mean: _Grey
    deviation: _Grey

    @classmethod
    def of(cls, grey: _Grey) -> _Windows:
        mean = _mean(grey)
        return cls(grey, mean, np.sqrt(np.maximum(_mean(grey * grey) - mean * mean, 0)))

    def rolled(self, shift: tuple[int, int]) -> _Windows:
        return _Windows(*(np.roll(each, shift, (0, 1)) for each in (self.grey, self.mean, self.deviation)))


def _likeness(one: _Windows, two: _Windows) -> _Grey:
    """Each window's best correlation with the same place, or one pixel beside it."""
    best = np.full((SIDE, SIDE), -1.0, np.float32)
    for shift in _SHIFTS:
        there = one.rolled(shift)
        together = _mean(there.grey * two.grey) - there.mean * two.mean
        np.maximum(best, together / np.maximum(there.deviation * two.deviation, 1.0), out=best)
        if (best >= ALIKE).mean() >= _ALL_ALIKE:  # as most copies are at once
            break
    return best
