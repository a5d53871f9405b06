"""Pictures that show next to nothing: their embeddings are all alike, and say nothing about what is a copy of what."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

CELLS = 32
"""The picture is looked at as this many by this many mean brightnesses, which takes noise and grain away."""
DETAIL_FLOOR = 4.0
"""Least detail, in levels of 255, of a picture that can be matched by looks: photographs have 10 and more."""
_SHARE = 98
_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)


def is_low_detail(pixels: NDArray[np.uint8]) -> bool:
    """Whether an encoder input (height, width, RGB) is so uniform that its embedding says nothing."""
    return detail_of(pixels) < DETAIL_FLOOR


def detail_of(pixels: NDArray[np.uint8]) -> float:
    """How far a picture is from a smooth gradient, in levels of 255.

    The mean brightness of 32 x 32 cells, less the quadratic surface that fits them best (a flat colour, a sky, a
    vignette), leaves what is *in* the picture; the figure is the 98th percentile of its magnitude, so that a fiftieth
    of the picture, a line of writing on a page, is enough to be detail, and a speck of dust is not. The larger of
    brightness and the two colour differences counts.
    """
    cells = np.asarray(Image.fromarray(pixels).resize((CELLS, CELLS), Image.Resampling.BOX), dtype=np.float32)
    luma = np.einsum("yxc,c->yx", cells, _LUMA)
    channels = np.stack([luma, cells[..., 0] - luma, cells[..., 2] - luma]).reshape(3, CELLS * CELLS)
    surfaces = _smooth_surfaces()
    # einsum, not matmul: threads of a BLAS would cost more than this takes.
    fitted = np.einsum("sc,cp->sp", np.einsum("sp,cp->sc", channels, surfaces), surfaces)
    return float(np.percentile(np.abs(channels - fitted), _SHARE, axis=1).max())


@lru_cache(maxsize=1)
def _smooth_surfaces() -> NDArray[np.float32]:
    """An orthonormal basis of the quadratic surfaces, one per row."""
    axis = np.linspace(-1, 1, CELLS, dtype=np.float64)
    across, down = np.meshgrid(axis, axis)
    terms = [np.ones_like(across), across, down, across * down, across**2, down**2]
    basis, _ = np.linalg.qr(np.stack([term.ravel() for term in terms], axis=1))
    return np.ascontiguousarray(basis.T, dtype=np.float32)
