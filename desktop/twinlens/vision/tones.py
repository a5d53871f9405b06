"""Which of two pictures, laid over one another, is the brighter one, and which has no colours."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from twinlens.vision.aligned_difference import SIDE
from twinlens.vision.alignment import in_one_frame
from twinlens.vision.examining import Examination

_COLOURLESS = 4.0
"""Mean spread of the three channels, grey levels: a JPEG of a grey picture, or one toned a little, has less."""
_FEWEST = 64


@dataclass(frozen=True, slots=True)
class Tones:
    """The first picture beside the second, where both are seen."""

    brighter: float
    """Grey levels; less than nothing where the first is darker."""
    colourless: tuple[bool, bool]


def tones_of(found: Examination) -> Tones | None:
    """None where too little is seen in both."""
    alignment = found.difference.alignment
    laid, frame, seen = in_one_frame(found.first.preview, found.second.preview, alignment, SIDE)
    seen = cv2.erode(seen.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.bool_)
    if seen.sum() < _FEWEST:
        return None
    one, two = (frame, laid) if alignment.shrinks else (laid, frame)
    first, second = one[seen].astype(np.float32), two[seen].astype(np.float32)
    return Tones(float(first.mean() - second.mean()), (_is_colourless(first), _is_colourless(second)))


def _is_colourless(pixels: NDArray[np.float32]) -> bool:
    return float((pixels.max(axis=1) - pixels.min(axis=1)).mean()) < _COLOURLESS
