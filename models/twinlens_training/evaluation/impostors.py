"""Cosines of different photographs, from which thresholds are extrapolated: none of the largest may be a copy.

Photographs gathered from many places hold some twice. One such pair between those that were kept out and those of
`train` would lie in the far tail and raise every threshold, so the largest are looked at: what local features lay over
one another, and what agrees there, is taken out and listed. The rule never asks the encoder.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twinlens.vision.aligned_difference import aligned_difference
from twinlens.vision.aligning import align
from twinlens.vision.local_features import Features, features_of

from ..data.photos import Pixels, half_of, read_photos
from .baselines import Floats32
from .copies import Copies

LOOKED_AT = 150
"""How many of the largest pairs are looked at: more than the tail is fitted to."""
INLIERS, AGREEMENT = 20, 0.8
"""What one photograph in two versions has, and strangers never had: 30 to 340 against at most 7, 0.87 against 0.57."""
_OUT = -1.0


@dataclass(frozen=True)
class SharedPhoto:
    """One photograph that is on both sides, in two versions."""

    kept_out: str
    trained_on: str
    cosine: float


@dataclass(frozen=True)
class Impostors:
    """Cosines of photographs that were kept out (rows) with different ones of `train` (columns)."""

    cosines: Floats32
    """[rows, columns]; -1 for the pairs that are copies after all."""
    half: NDArray[np.int64]
    """[rows]: in which half of the photographs kept out each is."""
    shared: tuple[SharedPhoto, ...] = ()

    @property
    def are_copies(self) -> NDArray[np.bool_]:
        """[rows, columns]: which pairs are copies after all."""
        return np.asarray(self.cosines == _OUT)

    def of_half(self, half: int) -> Floats32:
        """The rows of one half."""
        return np.asarray(self.cosines[self.half == half])


def impostors_of(copies: Copies, strangers: Floats32, names: Sequence[str], photos: Path) -> Impostors:
    """`strangers`: vectors [M, dim] of photographs of `train` called `names`; the folder `photos` holds them all."""
    cosines = copies.originals @ strangers.T
    pairs = _highest(cosines, LOOKED_AT)
    wanted = {"val": {copies.names[row] for row, _ in pairs}, "train": {names[column] for _, column in pairs}}
    seen = {split: dict(_looked_at(photos, split, of_split)) for split, of_split in wanted.items()}
    shared = []
    for row, column in pairs:
        one, two = copies.names[row], names[column]
        if one_photograph(seen["val"][one], seen["train"][two]):
            shared.append(SharedPhoto(one, two, round(float(cosines[row, column]), 4)))
            cosines[row, column] = _OUT
    return Impostors(cosines, np.array([half_of(name) for name in copies.names], np.int64), tuple(shared))


@dataclass(frozen=True)
class Looked:
    """A picture with its local features, which are found once."""

    pixels: Pixels
    features: Features


def look_at(pixels: Pixels) -> Looked:
    """Find the features."""
    return Looked(pixels, features_of(pixels))


def one_photograph(first: Looked, second: Looked) -> bool:
    """Whether the two show the same, by local features and what remains once they are laid over one another."""
    found = align(first.features, second.features)
    if found is None or found.inliers < INLIERS:
        return False
    return aligned_difference(first.pixels, second.pixels, found).agreement >= AGREEMENT


def _highest(cosines: Floats32, count: int) -> list[tuple[int, int]]:
    flat = cosines.ravel()
    count = min(count, flat.size)
    chosen = np.argpartition(flat, flat.size - count)[flat.size - count :]
    chosen = chosen[np.argsort(-flat[chosen], kind="stable")]
    return [divmod(int(place), cosines.shape[1]) for place in chosen]


def _looked_at(photos: Path, split: str, names: Collection[str]) -> Iterator[tuple[str, Looked]]:
    for name, image in read_photos(photos, split, only=names):
        yield name, look_at(np.asarray(image))
