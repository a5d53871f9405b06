"""Where one picture lies in another: the one scaling, turn, shear and shift that explains most of their features."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from twinlens.vision.local_features import Features, pairs_of

FEWEST_INLIERS = 6
"""Three pairs always agree on some alignment: fewer than twice as many say nothing."""
_TOLERANCE = 4.0
"""Pixels (of a picture 400 long) by which a pair may miss the place that the alignment gives it."""
_TRIES = 2000
_SIMPLER = 0.85
_LARGEST_SCALE = 12.0
_LARGEST_STRETCH = 2.5
"""One direction against the other: a change of aspect, or a picture seen from the side."""
_SEED = 7

_Points = NDArray[np.float32]
_Matrix = NDArray[np.float64]
Region = tuple[float, float, float, float]
"""x, y, width and height, in fractions of a picture."""
_WHOLE = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float64)


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the first picture is laid over the second."""

    matrix: _Matrix
    """[2, 3]: from a place in the first to that in the second, both in fractions of width and height."""
    mirrored: bool
    """Whether the first is seen as in a mirror; the matrix has it in it."""
    inliers: int
    """How many pairs of features agree, those in one spot counted once."""
    paired: int
    """How many there were."""
    spread: float
    """Share of the overlap's area that the agreeing features span."""

    @property
    def inverse(self) -> _Matrix:
        """[2, 3]: from the second to the first."""
        return np.asarray(cv2.invertAffineTransform(self.matrix), np.float64)

    @property
    def region_in_second(self) -> Region:
        """What the first shows of the second: the box around it, cut to the picture."""
        return _box(self.matrix)

    @property
    def region_in_first(self) -> Region:
        """What the second shows of the first."""
        return _box(self.inverse)


def align(first: Features, second: Features) -> Alignment | None:
    """The alignment that most features agree on, mirrored or not; None where too few agree on any."""
    plain = _fitted(first, second, mirrored=False)
    # A mirror image is asked for only where the plain one is not plainly right.
    if plain is not None and plain.inliers >= 4 * FEWEST_INLIERS:
        return plain
    mirror = _fitted(first.mirrored(), second, mirrored=True)
    return max((each for each in (plain, mirror) if each), key=lambda each: each.inliers, default=None)


def _fitted(first: Features, second: Features, *, mirrored: bool) -> Alignment | None:
    pairs = pairs_of(first, second)
    if len(pairs) < FEWEST_INLIERS:
        return None
    here, there = first.points[pairs[:, 0]], second.points[pairs[:, 1]]
    fits = [fit for fit in (_fit(estimate, here, there) for estimate in _ESTIMATES) if fit]
    if not fits:
        return None
    # The simpler model is the steadier one: stretching must explain a good deal more to be believed.
    matrix, chosen, inliers = max(fits, key=lambda fit: fit[2])
    if fits[0][2] >= _SIMPLER * inliers:
        matrix, chosen, inliers = fits[0]
    fractions = _in_fractions(matrix, first, second)
    if mirrored:
        fractions = _with_mirror(fractions)
    return Alignment(fractions, mirrored, inliers, len(pairs), _spread(there[chosen], second, fractions))


_ESTIMATES = (cv2.estimateAffinePartial2D, cv2.estimateAffine2D)
"""Scaling, turn and shift alone; then with stretching and shearing."""


def _fit(estimate: Callable[..., Any], here: _Points, there: _Points) -> tuple[_Matrix, NDArray[np.bool_], int] | None:
    cv2.setRNGSeed(_SEED)  # the same two pictures always give the same alignment
    found, agreeing = estimate(
        here, there, method=cv2.RANSAC, ransacReprojThreshold=_TOLERANCE, maxIters=_TRIES, confidence=0.995
    )
    # Where nothing agrees OpenCV gives None for the matrix.
    matrix = np.array(found, np.float64)
    if matrix.shape != (2, 3) or not _plausible(matrix):
        return None
    chosen = agreeing.ravel().astype(np.bool_)
    inliers = _distinct(here[chosen], there[chosen])
    return (matrix, chosen, inliers) if inliers >= FEWEST_INLIERS else None


def _plausible(matrix: _Matrix) -> bool:
    """Neither a mirror image (that is tried apart) nor squeezed to a line nor enlarged beyond sense."""
    linear = matrix[:, :2]
    if not np.isfinite(matrix).all() or np.linalg.det(linear) <= 0:
        return False
    larger, smaller = np.linalg.svd(linear, compute_uv=False)
    return bool(larger < _LARGEST_STRETCH * smaller and smaller > 1 / _LARGEST_SCALE and larger < _LARGEST_SCALE)


def _distinct(here: _Points, there: _Points) -> int:
    """Pairs that differ in place by some pixels on both sides: one spot with many features is one witness."""
    cells = [np.unique(np.round(points / _TOLERANCE), axis=0) for points in (here, there)]
    return min(len(cell) for cell in cells)


def _in_fractions(matrix: _Matrix, first: Features, second: Features) -> _Matrix:
    return _from_pixels(second.width, second.height) @ _whole(matrix) @ _to_pixels(first.width, first.height)


def _to_pixels(width: int, height: int) -> _Matrix:
    """[3, 3]: from fractions to numbers of pixels, whose middles lie half a pixel in."""
    return np.array([[width, 0, -0.5], [0, height, -0.5], [0, 0, 1]], np.float64)


def _from_pixels(width: int, height: int) -> _Matrix:
    return np.array([[1 / width, 0, 0.5 / width], [0, 1 / height, 0.5 / height]], np.float64)


def _whole(matrix: _Matrix) -> _Matrix:
    return np.vstack([matrix, [0, 0, 1]])


def _with_mirror(matrix: _Matrix) -> _Matrix:
    """The same from the picture itself instead of its mirror image."""
    return np.asarray(matrix @ np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]]), np.float64)


def _spread(points: _Points, second: Features, matrix: _Matrix) -> float:
    hull = cv2.contourArea(cv2.convexHull(points)) / (second.width * second.height)
    overlap = _overlap(matrix)
    return min(1.0, hull / overlap) if overlap > 0 else 0.0


def _overlap(matrix: _Matrix) -> float:
    """Share of the second picture's area that the first covers."""
    outline = (_WHOLE @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)
    area, _ = cv2.intersectConvexConvex(outline, _WHOLE.astype(np.float32))
    return float(area)


def _box(matrix: _Matrix) -> Region:
    outline = np.clip(_WHOLE @ matrix[:, :2].T + matrix[:, 2], 0.0, 1.0)
    (left, top), (right, bottom) = outline.min(axis=0), outline.max(axis=0)
    return float(left), float(top), float(right - left), float(bottom - top)


def laid_over(picture: NDArray[np.uint8], alignment: Alignment, width: int, height: int) -> NDArray[np.uint8]:
    """The first picture, [h, w] or [h, w, 3], as it lies in the second's frame of `width` x `height`; 0 beside it."""
    rows, columns = picture.shape[:2]
    matrix = _to_pixels(width, height)[:2] @ _whole(alignment.matrix) @ _whole(_from_pixels(columns, rows))
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR), np.uint8)


def likeness_when_aligned(
    first: NDArray[np.uint8], second: NDArray[np.uint8], alignment: Alignment, side: int = 96
) -> float:
    """Correlation of the two greys, -1 to 1, over what both show; 0 where that is flat or nothing.

    Both are looked at squashed to `side` pixels: an alignment is right to some pixels of 400, not to one of 4000.
    """
    one, two = (_small_grey(picture, side) for picture in (first, second))
    over = laid_over(one, alignment, side, side)
    seen = laid_over(np.full_like(one, 255), alignment, side, side) == 255
    if seen.sum() < side:
        return 0.0
    a, b = over[seen].astype(np.float64), two[seen].astype(np.float64)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > len(a) else 0.0


def _small_grey(picture: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(grey, (side, side), interpolation=cv2.INTER_AREA), np.uint8)
