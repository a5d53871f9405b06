"""Pairs of pictures to verify: the same photograph edited and a little misaligned, or two photographs.

The verifier sees candidates that the encoder already found alike and, where an alignment is known, aligned ones. So a
"same" pair differs by what alignment leaves over (a small turn, zoom and shift) and by tone, damage and overlays, not
by crops; and half of the "other" pairs are neighbours in the encoder's space.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from ..data import composites, touches
from ..data.photos import PhotoStore, Pixels
from ..data.views import squash

Pairs = tuple[Pixels, Pixels, NDArray[np.float32]]
"""First and second pictures, [N, S, S, 3] each, and 1 where they are the same photograph, else 0; [N]."""

_FILLS = (cv2.BORDER_CONSTANT, cv2.BORDER_REFLECT_101, cv2.BORDER_REPLICATE)


@dataclass(frozen=True)
class PairMaker:
    """Makes pairs from photographs; `neighbours` [N, K] are the most alike others of each photograph."""

    photos: PhotoStore
    neighbours: NDArray[np.int64]
    size: int
    """Side of the square pictures, pixels."""

    def make(self, count: int, rng: Random) -> Pairs:
        """`count` pairs, every second one the same photograph."""
        first, second = [], []
        same = np.arange(count) % 2 == 0
        for is_same in same:
            photo = rng.randrange(len(self.photos))
            other = photo if is_same else self._other(photo, rng)
            first.append(self._lighter(photo, rng))
            second.append(self._harder(other, rng))
        return np.stack(first), np.stack(second), same.astype(np.float32)

    def _other(self, photo: int, rng: Random) -> int:
        if rng.random() < 0.5:
            return int(rng.choice(self.neighbours[photo]))
        return (photo + rng.randrange(1, len(self.photos))) % len(self.photos)

    def _lighter(self, photo: int, rng: Random) -> Pixels:
        view = squash(self.photos[photo], self.size)
        if rng.random() < 0.3:
            view = touches.toned(view, rng, strength=0.5)
        return touches.jpeg(view, rng.randint(50, 95)) if rng.random() < 0.3 else view

    def _harder(self, photo: int, rng: Random) -> Pixels:
        view = misaligned(squash(self.photos[photo], self.size), rng)
        if rng.random() < 0.5:
            view = touches.toned(view, rng)
        if rng.random() < 0.2:
            view = touches.degraded(view, rng)
        if rng.random() < 0.1:
            view = composites.overlaid(view, rng)
        return touches.jpeg(view, rng.randint(20, 95)) if rng.random() < 0.5 else view


def misaligned(view: Pixels, rng: Random, degrees: float = 12.0, zoom: float = 0.12, shift: float = 0.03) -> Pixels:
    """The picture turned by up to `degrees`, zoomed by up to the share `zoom` and moved by up to the share `shift`."""
    size = len(view)
    middle = (size - 1) / 2
    matrix = cv2.getRotationMatrix2D((middle, middle), rng.uniform(-degrees, degrees), 1 + rng.uniform(-zoom, zoom))
    matrix[:, 2] += np.array([rng.uniform(-shift, shift) * size for _ in range(2)])
    fill = rng.choice(_FILLS)
    grey = rng.choice((0, 255, rng.randint(0, 255)))
    return np.asarray(
        cv2.warpAffine(view, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=fill, borderValue=(grey,) * 3),
        np.uint8,
    )


def turned_and_zoomed(photos: PhotoStore, size: int, rng: Random, per_photo: int = 4) -> Pairs:
    """The published task: a photograph against itself under a turn of up to 10 degrees and a zoom of up to 10 %.

    For each photograph `per_photo` such pairs and as many with another photograph, edited likewise; no other edits.
    """
    first, second, same = [], [], []
    for photo in range(len(photos)):
        plain = squash(photos[photo], size)
        for _ in range(per_photo):
            other = (photo + rng.randrange(1, len(photos))) % len(photos)
            for number in (photo, other):
                first.append(plain)
                second.append(misaligned(squash(photos[number], size), rng, degrees=10, zoom=0.1, shift=0))
                same.append(number == photo)
    return np.stack(first), np.stack(second), np.array(same, np.float32)


def nearest_others(vectors: NDArray[np.float32], count: int = 16, chunk: int = 1024) -> NDArray[np.int64]:
    """For unit vectors [N, D] the numbers of the `count` others of the largest cosine, [N, count]."""
    count = min(count, len(vectors) - 1)
    found = []
    for begin in range(0, len(vectors), chunk):
        cosines = vectors[begin : begin + chunk] @ vectors.T
        cosines[np.arange(len(cosines)), begin + np.arange(len(cosines))] = -2
        found.append(np.argpartition(-cosines, count - 1, axis=1)[:, :count])
    return np.concatenate(found).astype(np.int64)
