"""How a picture becomes the encoder's input; training's evaluation uses this very function."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def encoder_input(image: Image.Image, size: int) -> NDArray[np.uint8]:
    """The whole picture squashed to a square: uint8, [size, size, 3], RGB.

    `image` is already oriented. Its aspect is lost on purpose: nothing is cut away, and stretched copies look the same.
    """
    square = image.convert("RGB").resize((size, size), Image.Resampling.BILINEAR, reducing_gap=2.0)
    return np.asarray(square, dtype=np.uint8)
