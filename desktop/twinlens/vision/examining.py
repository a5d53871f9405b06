"""Two pictures laid over one another: the evidence of how they are related."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from twinlens.core.evidence import FEWEST_INLIERS, WHOLE_AGREEMENT, Evidence
from twinlens.vision.aligned_difference import SIDE, AlignedDifference, aligned_difference, whole_frame_difference
from twinlens.vision.aligning import align
from twinlens.vision.alignment import Alignment, in_one_frame
from twinlens.vision.changes import changes_between
from twinlens.vision.local_features import Features, features_of
from twinlens.vision.whole_frames import DETAIL_SIDE, has_pattern, is_mostly_fine, same_colours, same_detail

_TELLING = 0.05
"""Share of a frame that must have a pattern before agreement on it says anything."""


class Look:
    """A picture as it is looked at; what is worked out of it is kept.

    Not by `cached_property`: before Python 3.12 that lets one thread at a time work, for all pictures. Two threads
    that ask at the same moment both work, and find the same.
    """

    def __init__(self, preview: NDArray[np.uint8], width: int, height: int, features: Features | None = None) -> None:
        """`preview`: [h, w, 3] RGB, upright, of a picture that is really `width` x `height` pixels."""
        self.preview = preview
        self.width = width
        self.height = height
        self._square: NDArray[np.uint8] | None = None
        self._square_grey: NDArray[np.uint8] | None = None
        self._features = features
        self._detail: NDArray[np.uint8] | None = None
        self._mostly_fine: bool | None = None
        self._has_pattern: bool | None = None

    @property
    def square(self) -> NDArray[np.uint8]:
        """[SIDE, SIDE, 3]: enough where whole frames are compared, and quickly compared."""
        if self._square is None:
            self._square = np.asarray(cv2.resize(self.preview, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)
        return self._square

    @property
    def square_grey(self) -> NDArray[np.uint8]:
        """The same in grey, [SIDE, SIDE]."""
        if self._square_grey is None:
            self._square_grey = np.asarray(cv2.cvtColor(self.square, cv2.COLOR_RGB2GRAY), np.uint8)
        return self._square_grey

    @property
    def detail(self) -> NDArray[np.uint8]:
        """[DETAIL_SIDE, DETAIL_SIDE], grey: for what the smaller square does not show."""
        if self._detail is None:
            grey, size = cv2.cvtColor(self.preview, cv2.COLOR_RGB2GRAY), (DETAIL_SIDE, DETAIL_SIDE)
            self._detail = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
        return self._detail

    @property
    def mostly_fine(self) -> bool:
        """Whether the smaller square shows little of what is in it: a page of writing."""
        if self._mostly_fine is None:
            self._mostly_fine = is_mostly_fine(self.detail)
        return self._mostly_fine

    @property
    def has_pattern(self) -> bool:
        """Whether there is anything but smooth slopes of brightness in it."""
        if self._has_pattern is None:
            self._has_pattern = has_pattern(self.square_grey)
        return self._has_pattern

    @property
    def known_features(self) -> Features | None:
        """Its local features, if they were asked for."""
        return self._features

    @property
    def features(self) -> Features:
        """Its local features."""
        if self._features is None:
            self._features = features_of(self.preview)
        return self._features


def look_at(jpeg: bytes, width: int, height: int, features: Features | None = None) -> Look:
    """From a stored preview, of a picture of `width` x `height` pixels; `features`: its local ones, where known."""
    with Image.open(io.BytesIO(jpeg)) as image:
        return Look(np.asarray(image.convert("RGB")), width, height, features)


@dataclass(frozen=True)
class Examination:
    """Two pictures with the evidence of how they lie over one another."""

    first: Look
    second: Look
    difference: AlignedDifference
    evidence: Evidence

    def aligned(self, side: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """What both show, [side, side, 3] each, in the frame of the one that shows less: the pair verifier's input.

        What only one shows is shown in both: that they differ there is known already.
        """
        alignment = self.difference.alignment
        laid, frame, seen = in_one_frame(self.first.preview, self.second.preview, alignment, side)
        filled = np.where(seen[:, :, None], laid, frame)
        return (frame, filled) if alignment.shrinks else (filled, frame)


def examine(first: Look, second: Look) -> Examination | None:
    """Lay one over the other; None where neither their frames nor their features agree on any way to do so.

    Most copies show the same frame: those need no features, which take ten times as long as the rest.
    """
    whole = whole_frame_difference(first.square_grey, second.square_grey)
    if whole.agreement >= WHOLE_AGREEMENT and whole.telling >= _TELLING and _is_no_chance(first, second, whole):
        return _examined(first, second, whole, first.square, second.square)
    alignment = align(first.features, second.features)
    if alignment is None:
        return None
    difference = aligned_difference(first.preview, second.preview, alignment)
    return _examined(first, second, difference, first.preview, second.preview)


def _is_no_chance(first: Look, second: Look, whole: AlignedDifference) -> bool:
    """Whether frames that agree also do so in what makes them different from others of their kind."""
    if not (first.has_pattern and second.has_pattern):
        return same_colours(first.square, second.square, whole.alignment)
    if first.mostly_fine and second.mostly_fine:
        return same_detail(first.detail, second.detail, whole.alignment)
    return True


def examine_through(first: Look, middle: Look, second: Look) -> Examination | None:
    """Lay one over the other as both lie over a third picture; None where either is no version of that one.

    A small crop has too few features for finding its place in a blurred copy, and both have their place in the
    photograph. What the two show is compared with one another all the same.
    """
    one, two = examine(first, middle), examine(middle, second)
    if not (one and two and one.evidence.shows_one_picture and two.evidence.shows_one_picture):
        return None
    here, there = one.difference.alignment, two.difference.alignment
    inliers = min(_witnesses(here), _witnesses(there))
    alignment = Alignment(there.matrix @ here.matrix, here.mirrored != there.mirrored, inliers, 0)
    difference = aligned_difference(first.preview, second.preview, alignment)
    found = _examined(first, second, difference, first.preview, second.preview)
    return replace(found, evidence=replace(found.evidence, by_third=True))


def _witnesses(alignment: Alignment) -> int:
    """Whole frames that agree are as sure as the fewest features that may be believed."""
    return alignment.inliers or FEWEST_INLIERS


def _examined(
    first: Look, second: Look, difference: AlignedDifference, one: NDArray[np.uint8], two: NDArray[np.uint8]
) -> Examination:
    alignment = difference.alignment
    sizes = (first.width, first.height), (second.width, second.height)
    evidence = Evidence(
        inliers=alignment.inliers,
        agreement=difference.agreement,
        telling=difference.telling,
        first_in_second=alignment.first_in_second,
        second_in_first=alignment.second_in_first,
        region_in_first=alignment.inverse.region_in_second,
        region_in_second=alignment.region_in_second,
        changes=changes_between(one, two, sizes, difference),
    )
    return Examination(first, second, difference, evidence)
