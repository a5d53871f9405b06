"""What lies round a picture inside a larger one: more of the same scene, or a frame, a screen, a sheet of pictures."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from twinlens.vision.aligned_difference import SIDE
from twinlens.vision.alignment import Alignment

_PLAIN_AND_SET_OFF = ((0.65, 0.5), (0.95, 0.15))
"""Share of one tone round it, and of its border that is set off: a night sky is as black as the bars beside it, but a
crop through a white backdrop is set off nowhere."""
_EDGE = 12.0
"""Levels by which a place just outside the border differs from the one just inside."""
_NEAR, _FAR = 3.0, 9.0
"""How far inside and outside of the outline a seam is looked for, in pixels of SIDE."""
_PLACES = np.linspace(0.08, 0.92, 40)[:, None]
"""Along each side of the outline; its corners may be off by a little."""
_FEWEST_PLACES = 10
_SEAM, _SEAM_OF_MOST = 3.0, 2.0
"""How much more changes across the outline than as far away within it or without, on the mean and at the median."""

_Colours = NDArray[np.float32]
"""[places, 3]"""


def is_set_in(whole: NDArray[np.uint8], alignment: Alignment) -> bool:
    """Whether the picture laid over `whole`, [h, w, 3] RGB, was put there: nothing goes on beyond its outline."""
    return is_frame(whole, alignment) or _has_seam(whole, alignment)


def is_frame(whole: NDArray[np.uint8], alignment: Alignment) -> bool:
    """Whether what lies in `whole` round the picture laid over it is plain and set off from it by an edge."""
    small = _small(whole)
    part = np.zeros((SIDE, SIDE), np.uint8)
    cv2.fillConvexPoly(part, np.round(alignment.outline * SIDE).astype(np.int32), 1)
    outside = small.mean(axis=2)[cv2.dilate(part, np.ones((5, 5), np.uint8)) == 0]
    if outside.size < SIDE:
        return False
    levels = np.bincount(outside.astype(np.int64) // 8, minlength=32).astype(np.float64)
    plain = float((levels + np.roll(levels, 1)).max() / outside.size)
    steps = [np.abs(outer - inner).mean(axis=1) for inner, outer in _profiles(small, alignment, (-_NEAR, _NEAR))]
    if not steps:
        return False
    set_off = float((np.concatenate(steps) >= _EDGE).mean())
    return any(plain >= least and set_off >= edge for least, edge in _PLAIN_AND_SET_OFF)


def _has_seam(whole: NDArray[np.uint8], alignment: Alignment) -> bool:
    """Whether more changes across the outline than on either side of it; a scene that goes on changes alike."""
    across, beside = [], []
    for deep, inner, outer, far in _profiles(_small(whole), alignment, (-_FAR, -_NEAR, _NEAR, _FAR)):
        across.append(np.abs(outer - inner).mean(axis=1))
        beside.append((np.abs(inner - deep).mean(axis=1) + np.abs(outer - far).mean(axis=1)) / 2)
    if not across:
        return False
    jumps, changes = np.concatenate(across), np.concatenate(beside)
    on_mean = jumps.mean() >= _SEAM * max(float(changes.mean()), 1.0)
    return bool(on_mean and np.median(jumps) >= _SEAM_OF_MOST * max(float(np.median(changes)), 1.0))


def _small(whole: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(cv2.resize(whole, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.float32)


def _profiles(
    small: NDArray[np.float32], alignment: Alignment, distances: tuple[float, ...]
) -> Iterator[tuple[_Colours, ...]]:
    """For each side of the outline the colours at distances from it, outwards; of sides beyond which enough is seen."""
    corners = alignment.outline * SIDE
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        outwards = _normal(start, end, corners.mean(axis=0))
        places = start + _PLACES * (end - start)
        farthest = places + max(distances) * outwards
        places = places[((farthest > 0) & (farthest < SIDE)).all(axis=1)]
        if len(places) >= _FEWEST_PLACES:
            yield tuple(_at(small, places + distance * outwards) for distance in distances)


def _normal(start: NDArray[np.float64], end: NDArray[np.float64], middle: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of unit length, away from the middle."""
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
    normal = np.array([along[1], -along[0]])
    return normal if normal @ ((start + end) / 2 - middle) >= 0 else -normal


def _at(picture: NDArray[np.float32], places: NDArray[np.float64]) -> NDArray[np.float32]:
    """[N, 3]: the colours at places, in pixels from the upper left corner."""
    x, y = (places - 0.5).astype(np.float32).T
    found = cv2.remap(picture, x[:, None].copy(), y[:, None].copy(), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found[:, 0], np.float32)
