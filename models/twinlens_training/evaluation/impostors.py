"""Cosines of different photographs, from which thresholds are extrapolated: none of the largest may be a copy.

Photographs gathered from many places hold some twice. One such pair between those that were kept out and those of
`train` would lie in the far tail and raise every threshold, so the largest are looked at as the application looks at
matches, and what shows one picture is taken out and listed. The rule never asks the encoder. Two frames of one scene
stay in: they are no copies.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from twinlens.vision.examining import Look, examine, look_at

from ..data.photos import half_of, read_photos
from .baselines import Floats32
from .copies import Copies

LOOKED_AT = 150
"""How many of the largest pairs are looked at: more than the tail is fitted to."""
SIDE = 512
_QUALITY = 80
"""Of the previews that a scan stores."""
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
    names: tuple[Sequence[str], Sequence[str]] = ((), ())
    """Of the rows and of the columns."""

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
    pairs = highest(cosines, LOOKED_AT)
    wanted = {"val": {copies.names[row] for row, _ in pairs}, "train": {names[column] for _, column in pairs}}
    seen = {split: dict(_looked_at(photos, split, of_split)) for split, of_split in wanted.items()}
    shared = []
    for row, column in pairs:
        one, two = copies.names[row], names[column]
        if one_photograph(seen["val"][one], seen["train"][two]):
            shared.append(SharedPhoto(one, two, round(float(cosines[row, column]), 4)))
            cosines[row, column] = _OUT
    halves = np.array([half_of(name) for name in copies.names], np.int64)
    return Impostors(cosines, halves, tuple(shared), (copies.names, tuple(names)))


def as_stored(image: Image.Image) -> Look:
    """A picture as the application looks at it: by the preview that a scan stores."""
    small = image.convert("RGB")
    small.thumbnail((SIDE, SIDE), Image.Resampling.HAMMING)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=_QUALITY)
    return look_at(buffer.getvalue(), *image.size)


def one_photograph(first: Look, second: Look) -> bool:
    """Whether the two are versions of one picture."""
    found = examine(first, second)
    return found is not None and found.evidence.shows_one_picture


def highest(cosines: Floats32, count: int) -> list[tuple[int, int]]:
    """Rows and columns of the highest cosines, the highest first."""
    flat = cosines.ravel()
    count = min(count, flat.size)
    chosen = np.argpartition(flat, flat.size - count)[flat.size - count :]
    chosen = chosen[np.argsort(-flat[chosen], kind="stable")]
    return [divmod(int(place), cosines.shape[1]) for place in chosen]


def _looked_at(photos: Path, split: str, names: Collection[str]) -> Iterator[tuple[str, Look]]:
    for name, image in read_photos(photos, split, only=names):
        yield name, as_stored(image)
