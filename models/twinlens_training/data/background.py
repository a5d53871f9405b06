"""A fixed crowd of photographs, by which the deployed encoder tells what is special about a picture.

A dark shirt on a pale floor is near to hundreds of other photographs, a crowded street to none: one threshold on the
cosine must be high enough for the shirt and loses copies of the street. Copy detection challenges (DISC 2021) subtract
a picture's likeness to a background set from its scores; here the background's likeness is subtracted from the vector
itself (`network.without_crowd`), so that plain cosines of plain unit vectors have the good of it.

The background holds photographs of `train`: nobody's own, and none that a figure is quoted on.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BACKGROUND = 4000
"""Photographs of the background, spread evenly over `train`."""


def in_background(photographs: int, count: int = BACKGROUND) -> NDArray[np.bool_]:
    """[photographs]: which of them make the background, at most `count` and at most half; the others are strangers."""
    count = min(count, photographs // 2)
    chosen = np.zeros(photographs, np.bool_)
    chosen[np.linspace(0, photographs - 1, count).astype(np.int64)] = True
    return chosen
