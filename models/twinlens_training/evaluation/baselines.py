"""Ways to describe a picture without learning, which the encoder has to beat: perceptual hashes and colour moments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats32 = NDArray[np.float32]

GRID = 4
"""Colour moments are taken in this many fields across and as many down."""


@dataclass(frozen=True)
class Describer:
    """A way to describe pictures: `describe` gives rows for a list of pictures, `compare` scores two sets of rows."""

    name: str
    describe: Callable[[Sequence[Image.Image]], NDArray[Any]]
    """[N, numbers] of N pictures, RGB, any size."""
    compare: Callable[[NDArray[Any], NDArray[Any]], Floats32]
    """[N, M] of [N, numbers] and [M, numbers]: higher is more alike."""


def baselines() -> list[Describer]:
    """All of them, in the order of the tables."""
    return [hash_describer("phash"), hash_describer("dhash"), moments_describer()]


def hash_describer(name: str) -> Describer:
    """`phash` or `dhash` of 256 bits, compared by the share of bits that agree."""
    import imagehash

    function = getattr(imagehash, name)

    def describe(images: Sequence[Image.Image]) -> NDArray[Any]:
        return np.stack([function(image, hash_size=16).hash.ravel() for image in images]).astype(np.float32)

    def compare(a: NDArray[Any], b: NDArray[Any]) -> Floats32:
        return np.asarray((a @ b.T + (1 - a) @ (1 - b).T) / a.shape[1], np.float32)

    return Describer(name, describe, compare)


def colour_moments(image: Image.Image, grid: int = GRID) -> Floats32:
    """[grid * grid * 9]: per field, mean, standard deviation and skewness of red, green and blue, each from -1 to 1.

    The moments of Stricker and Orengo (1995), in RGB. The skewness is the cube root of the third central moment, so
    that all three are in grey levels (here as shares of 255) and may be compared by a plain sum of differences.
    """
    side = 16 * grid
    pixels = np.asarray(image.convert("RGB").resize((side, side), Image.Resampling.BOX), np.float32) / 255
    fields = pixels.reshape(grid, 16, grid, 16, 3).swapaxes(1, 2).reshape(grid * grid, 256, 3)
    mean = fields.mean(axis=1)
    apart = fields - mean[:, None]
    moments = [mean, np.sqrt((apart**2).mean(axis=1)), np.cbrt((apart**3).mean(axis=1))]
    return np.concatenate(moments, axis=1).ravel().astype(np.float32)


def moments_describer() -> Describer:
    """Colour moments, compared by 1 minus the mean absolute difference of their numbers."""

    def describe(images: Sequence[Image.Image]) -> NDArray[Any]:
        return np.stack([colour_moments(image) for image in images])

    def compare(a: NDArray[Any], b: NDArray[Any]) -> Floats32:
        # Row by row: all differences at once would take gigabytes.
        return np.stack([1 - np.abs(b - row).mean(axis=1) for row in a]).astype(np.float32)

    return Describer("moments", describe, compare)
