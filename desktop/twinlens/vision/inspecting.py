"""What the pixels of a shown picture tell: how its tones are spread, what is sharp, what is burnt out or sunk in black.

All panes of a comparison are measured by the same thresholds, so that their marks can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

BINS = 128
MASK_SIDE = 1600
"""Masks are no larger than a window shows."""
BLACK, BURNT = 1, 255
"""Values of the mask of clipping; 0 is neither."""
_BURNT_LEVEL, _BLACK_LEVEL = 254, 1
LOOKED_AT_SIDE = 2560
"""Pictures are looked at in this size at most: a larger one has noise where this one has detail."""
_SHARP = 14.0
"""Grey levels of the second derivative from which an edge is sharp."""
_SOFTENED = 0.7
_SPREAD = 4.0
"""A few sharp pixels among those that a mask's pixel stands for are enough to mark it."""
_TALLEST_SHARE = 0.995
"""Bars higher than this share of all bars are cut off: a white background must not flatten the rest."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """Tones as shares of the tallest bar, from dark to light; and masks of `width` x `height`, one byte a pixel."""

    luminance: tuple[float, ...]
    channels: tuple[tuple[float, ...], ...]
    """Red, green, blue."""
    width: int
    height: int
    sharp: bytes
    """0, not sharp, to 255."""
    clipped: bytes
    """BLACK where all channels are black, BURNT where one or more are white."""


def inspect(width: int, height: int, bgrx: bytes) -> Inspected:
    """Look at a picture of four bytes a pixel: blue, green, red, and one that says nothing."""
    pixels = _reduced(np.frombuffer(bgrx, np.uint8).reshape(height, width, 4), LOOKED_AT_SIDE)
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2GRAY), np.uint8)
    small = _reduced(pixels, MASK_SIDE)[..., :3]
    bars = [_bars(_reduced(grey, MASK_SIDE)), *(_bars(small[..., channel]) for channel in (2, 1, 0))]
    tallest = max(float(np.quantile(np.concatenate(bars), _TALLEST_SHARE)), 1e-9)
    luminance, *channels = (tuple(np.minimum(each / tallest, 1.0).tolist()) for each in bars)
    size = small.shape[1], small.shape[0]
    return Inspected(luminance, tuple(channels), *size, _sharp(grey, size).tobytes(), _clipped(small).tobytes())


def _reduced(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """No larger than so many pixels on the longer side."""
    share = side / max(pixels.shape[:2])
    if share >= 1:
        return pixels
    size = max(1, round(pixels.shape[1] * share)), max(1, round(pixels.shape[0] * share))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _bars(channel: NDArray[np.uint8]) -> NDArray[np.float64]:
    counts = np.bincount(channel.ravel(), minlength=256).reshape(BINS, -1).sum(axis=1)
    return np.asarray(counts / max(channel.size, 1), np.float64)


def _sharp(grey: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    soft = cv2.GaussianBlur(grey, (0, 0), _SOFTENED)
    edges = np.abs(cv2.Laplacian(soft, cv2.CV_16S, ksize=1)) >= _SHARP
    dense = cv2.resize(edges.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(dense.astype(np.float32) * _SPREAD, 0, 255), np.uint8)


def _clipped(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    mask = np.zeros(pixels.shape[:2], np.uint8)
    mask[(pixels <= _BLACK_LEVEL).all(axis=2)] = BLACK
    mask[(pixels >= _BURNT_LEVEL).any(axis=2)] = BURNT
    return mask
