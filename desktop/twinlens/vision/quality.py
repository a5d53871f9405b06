"""How good a picture is, measured while it is decoded anyway: sharpness, exposure, and what compression left of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from twinlens.core.sharpness import GRID, STEPS_PER_OCTAVE

VIEW_SIDE = 512
"""Pictures of all sizes are looked at in this one, so that a picture is as sharp as its smaller copy."""
_COARSE = 4
"""Detail this many times as large is what fine detail is compared with."""
_LEAST_SIDE = 2 * _COARSE * GRID
_BURNT, _BLACK = 252, 3
_BLOCK = 8
"""Side, pixels, of the blocks among which the calmer ones are chosen to measure noise."""
_CALM_PERCENT, _OF_ALL = 25, 0.82
"""A quarter of the blocks is calmer than this, and has about this share of the energy that noise has on the whole."""
_NEAR_BLACK, _NEAR_WHITE = 8, 247
"""Noise is cut off beyond these levels."""
_LEAST_LEFT = 0.25
"""Share of the energy that must be left without the noise for it to say anything."""
_LEAST_ENERGY_OCTAVES = 4
"""Below 2 to the minus this many levels squared there is nothing to see."""

# The luminance table of Annex K of the JPEG standard, which libjpeg scales by its quality.
_STANDARD = (
    *(16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55),
    *(14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62),
    *(18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92),
    *(49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99),
)


@dataclass(frozen=True, slots=True)
class PictureQuality:
    """What was measured; see PictureFacts. None where a picture is too small to tell, or too noisy."""

    sharpness: float | None
    clipped: float
    detail_map: bytes | None


def measure(image: Image.Image) -> PictureQuality:
    """Look at a working picture: RGB, upright. Its own scale serves the map, for one camera's frames share it."""
    luma = image.convert("L")
    levels = np.asarray(luma)
    clipped = float(np.mean((levels >= _BURNT) | (levels <= _BLACK)))
    small = min(luma.size) < _LEAST_SIDE
    return PictureQuality(
        sharpness=None if small else _share_of_fine_detail(luma),
        clipped=round(clipped, 4),
        detail_map=None if small else _detail_map(luma),
    )


def _share_of_fine_detail(luma: Image.Image) -> float | None:
    """Energy between neighbours, as a share of it and that between neighbours in a four times smaller picture.

    Without the noise: grain is no sharpness, and a noisy copy not sharper than its original. None where there is
    little else: what grain covers, and detail like grain, cannot be told from it.
    """
    scale = VIEW_SIDE / max(luma.size)
    size = (max(1, round(luma.width * scale)), max(1, round(luma.height * scale)))
    view = luma.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC)
    fine, coarse, noise = _energy(view), _energy(view.reduce(_COARSE)), 4 * _noise(view)
    if fine + coarse == 0:
        return 0.0
    # Noise has as much energy between any two neighbours; of what is averaged over a block less by the pixels in it.
    left = fine - noise
    return round(left / (left + max(coarse - noise / _COARSE**2, 0)), 4) if left > _LEAST_LEFT * fine else None


def _noise(view: Image.Image) -> float:
    """Variance of the noise: what is left between diagonal neighbours in the calmer part of the picture.

    Noise is everywhere, detail is not; where it is everywhere too, some is taken for noise, of blurred copies less.
    """
    levels = np.asarray(view, np.float32)
    across = (levels[:-1, :-1] - levels[:-1, 1:] - levels[1:, :-1] + levels[1:, 1:]) / 2
    rows, columns = (side // _BLOCK for side in across.shape)
    if not (rows and columns):
        return 0.0

    def by_block(values: NDArray[np.float32]) -> NDArray[np.float32]:
        blocks = values[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK)
        return np.asarray(blocks.mean(axis=(1, 3)), np.float32)

    energy, level = by_block(np.square(across)), by_block(levels)
    calm = energy[(level > _NEAR_BLACK) & (level < _NEAR_WHITE)]
    return float(np.percentile(calm, _CALM_PERCENT)) / _OF_ALL if calm.size else 0.0


def _energy(image: Image.Image) -> float:
    levels = np.asarray(image, dtype=np.float32)
    return float(sum(np.square(np.diff(levels, axis=axis)).mean() for axis in (0, 1) if levels.shape[axis] > 1))


def _detail_map(luma: Image.Image) -> bytes:
    """Energy between neighbours across, then down, then of coarse detail in each region, as logarithms in bytes."""
    levels, coarse = np.asarray(luma, np.float32), np.asarray(luma.reduce(_COARSE), np.float32)
    fine = [_by_region(np.diff(levels, axis=axis)) for axis in (1, 0)]
    both = (_by_region(np.diff(coarse, axis=1)) + _by_region(np.diff(coarse, axis=0))) / 2
    octaves = np.log2(np.concatenate([*fine, both]) + 2.0**-_LEAST_ENERGY_OCTAVES) + _LEAST_ENERGY_OCTAVES
    return np.clip(np.round(octaves * STEPS_PER_OCTAVE), 0, 255).astype(np.uint8).tobytes()


def _by_region(steps: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = (side // GRID for side in steps.shape)
    regions = steps[: height * GRID, : width * GRID].reshape(GRID, height, GRID, width)
    sums: NDArray[np.float32] = np.einsum("ahbw,ahbw->ab", regions, regions)
    sums /= height * width
    return sums.ravel()


def jpeg_quality(tables: Mapping[int, Sequence[int]] | Any) -> int | None:
    """The quality, 1 to 100, at which libjpeg's table comes nearest to a picture's first one.

    Cameras and Adobe have tables of their own: theirs is the quality that discards as much.
    """
    try:
        table = np.sort(np.asarray(tables[0], dtype=np.float64))
    except (TypeError, KeyError, IndexError, ValueError):
        return None
    if table.shape != (64,):
        return None
    distances = np.abs(_libjpeg_tables() - table).sum(axis=1)
    return int(np.argmin(distances)) + 1


@lru_cache(maxsize=1)
def _libjpeg_tables() -> NDArray[np.float64]:
    """The sorted table of each quality: sorted, since readers disagree about the order."""
    quality = np.arange(1, 101, dtype=np.float64)
    scale = np.where(quality < 50, 5000 // quality, 200 - 2 * quality)
    tables = np.floor((np.outer(scale, np.array(_STANDARD)) + 50) / 100)
    return np.sort(np.clip(tables, 1, 255), axis=1)
