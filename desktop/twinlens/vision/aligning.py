"""Finding how one picture lies over another: what most of their local features agree on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from twinlens.vision.alignment import Alignment, Matrix, Points, from_pixels, projected, to_pixels
from twinlens.vision.local_features import Features, pairs_of

FEWEST_INLIERS = 6
"""Three pairs always agree on some alignment: fewer than twice as many say nothing."""
_TOLERANCE = 4.0
"""Pixels (of a picture 320 long) by which a pair may miss the place that the alignment gives it."""
_TRIES = 2000
_CONFIDENCE = 0.995
_SIMPLER = 0.85
_LARGEST_SCALE = 12.0
_LARGEST_STRETCH = 2.5
"""One direction against the other: a change of aspect, or a picture seen from the side."""
_SEED = 7


def align(first: Features, second: Features) -> Alignment | None:
    """The alignment that most features agree on, mirrored or not; None where too few agree on any."""
    plain = _fitted(first, second)
    # A mirror image is asked for only where the plain one is not plainly right.
    if plain is not None and plain.inliers >= 4 * FEWEST_INLIERS:
        return plain
    mirror = _fitted(first.mirrored(), second)
    if mirror is not None:
        unmirrored = mirror.matrix @ np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]])
        mirror = Alignment(unmirrored, True, mirror.inliers, mirror.paired)
    return max((each for each in (plain, mirror) if each), key=lambda each: each.inliers, default=None)


def _fitted(first: Features, second: Features) -> Alignment | None:
    pairs = pairs_of(first, second)
    if len(pairs) < FEWEST_INLIERS:
        return None
    here, there = first.points[pairs[:, 0]], second.points[pairs[:, 1]]
    fits = [fit for fit in (_fit(model, here, there) for model in _MODELS) if fit]
    if not fits:
        return None
    # The simplest is the steadiest: a freer one must explain a good deal more to be believed.
    most = max(fit.inliers for fit in fits)
    chosen = next(fit for fit in fits if fit.inliers >= _SIMPLER * most)
    matrix = from_pixels(second.width, second.height) @ chosen.matrix @ to_pixels(first.width, first.height)
    return Alignment(matrix, False, chosen.inliers, len(pairs))


@dataclass(frozen=True, slots=True)
class _Fit:
    matrix: Matrix
    inliers: int


def _similarity(here: Points, there: Points) -> tuple[Any, Any]:
    return cv2.estimateAffinePartial2D(
        here, there, method=cv2.RANSAC, ransacReprojThreshold=_TOLERANCE, maxIters=_TRIES, confidence=_CONFIDENCE
    )


def _affine(here: Points, there: Points) -> tuple[Any, Any]:
    return cv2.estimateAffine2D(
        here, there, method=cv2.RANSAC, ransacReprojThreshold=_TOLERANCE, maxIters=_TRIES, confidence=_CONFIDENCE
    )


def _perspective(here: Points, there: Points) -> tuple[Any, Any]:
    return cv2.findHomography(here, there, cv2.RANSAC, _TOLERANCE, maxIters=_TRIES, confidence=_CONFIDENCE)


_MODELS = (_similarity, _affine, _perspective)
"""Scaling, turn and shift; with stretching and shearing; seen from the side. From the simplest on."""


def _fit(model: Callable[[Points, Points], tuple[Any, Any]], here: Points, there: Points) -> _Fit | None:
    cv2.setRNGSeed(_SEED)  # the same two pictures always give the same alignment
    found, agreeing = model(here, there)
    if found is None:
        return None
    matrix = np.vstack([found, [0, 0, 1]]) if len(found) == 2 else np.asarray(found, np.float64)
    chosen = agreeing.ravel().astype(np.bool_)
    inliers = _distinct(here[chosen], there[chosen])
    if inliers < FEWEST_INLIERS or not _plausible(matrix, here[chosen]):
        return None
    return _Fit(matrix, inliers)


def _plausible(matrix: Matrix, where: Points) -> bool:
    """Where its features lie: neither a mirror image (tried apart) nor squeezed to a line nor enlarged beyond sense."""
    if not np.isfinite(matrix).all() or abs(np.linalg.det(matrix)) < 1e-9:
        return False
    middle = where.mean(axis=0)
    away = projected(middle + np.array([[0, 0], [1, 0], [0, 1]]), matrix)
    linear = (away[1:] - away[0]).T
    if not np.isfinite(linear).all() or np.linalg.det(linear) <= 0:
        return False
    larger, smaller = np.linalg.svd(linear, compute_uv=False)
    return bool(larger < _LARGEST_STRETCH * smaller and smaller > 1 / _LARGEST_SCALE and larger < _LARGEST_SCALE)


def _distinct(here: NDArray[np.float32], there: NDArray[np.float32]) -> int:
    """Pairs that differ in place by some pixels on both sides: one spot with many features is one witness."""
    return min(len(np.unique(np.round(points / _TOLERANCE), axis=0)) for points in (here, there))
