"""How a picture, and its parts, become the encoder's input; training's evaluation uses these very functions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def encoder_input(image: Image.Image, size: int) -> NDArray[np.uint8]:
    """The whole picture squashed to a square: uint8, [size, size, 3], RGB.

    `image` is already oriented. Its aspect is lost on purpose: nothing is cut away, and stretched copies look the same.
    """
    square = image.convert("RGB").resize((size, size), Image.Resampling.BILINEAR, reducing_gap=2.0)
    return np.asarray(square, dtype=np.uint8)


PARTS = 7
_CORNERS_AND_MIDDLE = ((0.0, 0.0), (0.4, 0.0), (0.0, 0.4), (0.4, 0.4), (0.2, 0.2))
_SHARE = 0.6
"""Of width and height: any quarter of a picture lies nearly whole in one of these five."""


def part_boxes(width: int, height: int) -> list[tuple[float, float, float, float]]:
    """The parts of a picture that are looked at by themselves: left, top, right, bottom, in pixels.

    Its corners and its middle, for a small crop is like one of them and unlike the whole; and both halves of its longer
    side, for of a collage of two each is a picture.
    """
    parts = [(left, top, left + _SHARE, top + _SHARE) for left, top in _CORNERS_AND_MIDDLE]
    parts += [(0, 0, 0.5, 1), (0.5, 0, 1, 1)] if width >= height else [(0, 0, 1, 0.5), (0, 0.5, 1, 1)]
    return [(left * width, top * height, right * width, bottom * height) for left, top, right, bottom in parts]


def part_inputs(image: Image.Image, size: int) -> NDArray[np.uint8]:
    """Each part as `encoder_input` makes it of a whole: uint8, [PARTS, size, size, 3], RGB. A preview will do."""
    image = image.convert("RGB")
    parts = [
        image.resize((size, size), Image.Resampling.BILINEAR, box=box, reducing_gap=2.0)
        for box in part_boxes(*image.size)
    ]
    return np.stack([np.asarray(part, dtype=np.uint8) for part in parts])
