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

Floats32 = NDArray[np.float32]


def spread(vectors: Floats32, count: int = BACKGROUND) -> tuple[Floats32, Floats32]:
    """Part [N, dim] vectors into a background of at most `count` (and at most half) and the others."""
    count = min(count, len(vectors) // 2)
    chosen = np.zeros(len(vectors), np.bool_)
    chosen[np.linspace(0, len(vectors) - 1, count).astype(np.int64)] = True
    return vectors[chosen], vectors[~chosen]
