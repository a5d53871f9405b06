"""Local features of a picture: places that can be found again in a cropped, turned or recoloured copy of it.

SIFT (Lowe 2004) in its RootSIFT form (Arandjelović and Zisserman 2012): descriptors are compared by their square roots,
which is kinder to changes of contrast. OpenCV finds them; pairing them is a product of two matrices.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

LONG_SIDE = 320
"""Pictures are looked at no larger than this, in pixels."""
MOST = 400
"""Features of one picture; the clearest are kept."""
_RATIO = 0.8
"""A pair counts where its distance is that much below the distance to the next best."""
_CONTRAST = 0.02
_NONE = np.empty((0, 2), np.intp)


@dataclass(frozen=True, slots=True)
class Features:
    """Places in a picture of `width` x `height` pixels, and what they look like."""

    width: int
    height: int
    points: NDArray[np.float32]
    """[N, 2], x and y in pixels."""
    descriptors: NDArray[np.uint8]
    """[N, 128], as SIFT gives them: whole numbers, so a byte each is exact and small enough to keep for thousands."""

    @property
    def rooted(self) -> NDArray[np.float32]:
        """[N, 128], of unit length: each descriptor brought to sum 1 and rooted."""
        raw = self.descriptors.astype(np.float32)
        return np.asarray(np.sqrt(raw / np.maximum(raw.sum(axis=1, keepdims=True), 1e-6)), np.float32)

    def mirrored(self) -> Features:
        """The features of the mirror image, without looking at it.

        Mirroring turns a descriptor's grid of 4 x 4 places over, and each place's eight directions the other way round.
        """
        points = self.points.copy()
        points[:, 0] = self.width - 1 - points[:, 0]
        grid = self.descriptors.reshape(-1, 4, 4, 8)[:, ::-1, :, -np.arange(8) % 8]
        return Features(self.width, self.height, points, np.ascontiguousarray(grid).reshape(-1, 128))


def features_of(picture: NDArray[np.uint8]) -> Features:
    """Find the features of a picture, uint8 [height, width, 3] RGB or [height, width] grey."""
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    scale = LONG_SIDE / max(grey.shape)
    if scale != 1:
        # Small pictures are enlarged: the finest features of SIFT are some pixels wide.
        grey = cv2.resize(
            grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        )
    found, raw = cv2.SIFT_create(MOST, contrastThreshold=_CONTRAST).detectAndCompute(grey, None)  # type: ignore[attr-defined]
    points = np.array([place.pt for place in found], np.float32).reshape(-1, 2)
    descriptors = np.empty((0, 128), np.uint8) if raw is None else np.asarray(raw, np.uint8)
    height, width = grey.shape
    return Features(width, height, points[:MOST], descriptors[:MOST])


def pairs_of(first: Features, second: Features) -> NDArray[np.intp]:
    """Which features of the two may be the same place: [pairs, 2] numbers, each feature in one pair at most."""
    if len(first.points) < 2 or len(second.points) < 2:
        return _NONE
    likeness = first.rooted @ second.rooted.T
    best = likeness.argmax(axis=1)
    rows = np.arange(len(best))
    # Half the squared distance of unit vectors is 1 - likeness.
    near = 1 - likeness[rows, best]
    next_best = likeness.copy()
    next_best[rows, best] = -1
    clear = near < _RATIO**2 * (1 - next_best.max(axis=1))
    mutual = likeness.argmax(axis=0)[best] == rows
    chosen = rows[clear & mutual]
    return np.stack([chosen, best[chosen]], axis=1)
