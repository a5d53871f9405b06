"""What was found out about two pictures by laying one over the other, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Region = tuple[float, float, float, float]
"""x, y, width and height, in fractions of an upright picture."""
WHOLE: Region = (0.0, 0.0, 1.0, 1.0)

CONTAINED = 0.97
"""Share of a picture that another must show to hold all of it: borders of some pixels are lost in any alignment."""
FEWEST_INLIERS = 8
WHOLE_AGREEMENT = 0.95
"""What two whole frames must agree in where no features were asked, since look-alikes reach 0.90; and a part that is
bent: pictures put straight agree in 0.98."""
LEAST_AGREEMENT = 0.72
"""Versions of one picture agree in 0.73 or more, stickers and heavy grain included; views of one scene in less."""
FRAMED_AGREEMENT = 0.8
"""A framed and a letterboxed version of one picture agree in 0.84."""
TURNED_AGREEMENT = 0.95
"""Versions turned within their frames agree in 0.99; two pairs of trousers on one bed, seen with a tilt, in 0.88."""
_NEVER = 2.0

VERIFIED_SCORE = 0.998
"""Of 2,282 pairs found to show one picture all did, of 4,343 strangers none: by the rule of three, at least so sure."""


class Change(StrEnum):
    """What is different between two versions of one picture; the window owns the words."""

    CROPPED = "cropped"
    TURNED = "turned"
    """By a right angle or two."""
    MIRRORED = "mirrored"
    TILTED = "tilted"
    STRETCHED = "stretched"
    FRAMED = "framed"
    """With a border, bars, or a screen around it."""
    OVERLAID = "overlaid"
    """Something lies over a part of it, or a part was made over."""
    BLACK_AND_WHITE = "black-and-white"
    COLOUR = "colour"
    TONE = "tone"
    DETAIL = "detail"
    """Softer, sharper or noisier."""
    RESIZED = "resized"


@dataclass(frozen=True, slots=True)
class Evidence:
    """How two pictures lie over one another, and how far they agree where both are seen."""

    inliers: int
    """Local features that agree on the alignment; 0 where the whole frames agreed and none were asked."""
    agreement: float
    """Share of what has a pattern that shows the same pattern in both, 0 to 1."""
    telling: float
    """Share of the smaller frame that has a pattern at all."""
    first_in_second: float
    """Share of the first picture's area that the second shows."""
    second_in_first: float
    region_in_first: Region
    """The box in the first picture round what the second shows."""
    region_in_second: Region
    changes: tuple[Change, ...]
    """In the order of `Change`."""
    by_third: bool = False
    """Whether both were found to be versions of a third picture, and were laid over one another as both lie over it."""

    @property
    def shows_one_picture(self) -> bool:
        """Whether the two are versions of one picture, and not two pictures of one scene.

        Two frames of one scene are each cut a little differently; of two versions one shows all that the other does,
        unless each was turned within its frame or has a border of its own. What both show must be the same but for
        what was laid over it. Of versions of a third picture each may show a part that the other has lost.
        """
        if self.by_third:
            return self.agrees
        if max(self.first_in_second, self.second_in_first) >= CONTAINED:
            return self.agreement >= WHOLE_AGREEMENT if self._is_bent_part else self.agrees
        return self.agreement >= self._least_where_each_shows_its_own

    @property
    def _is_bent_part(self) -> bool:
        """Whether one shows more, and that bent: as a picture put straight does, and a scene seen from elsewhere."""
        return Change.STRETCHED in self.changes and min(self.first_in_second, self.second_in_first) < CONTAINED

    @property
    def _least_where_each_shows_its_own(self) -> float:
        """What must agree where neither holds the other: a border or a turn may explain that, and bends nothing.

        A flat thing seen from two sides is both turned and stretched.
        """
        if Change.FRAMED in self.changes:
            return FRAMED_AGREEMENT
        turned = Change.TILTED in self.changes and Change.STRETCHED not in self.changes
        return TURNED_AGREEMENT if turned else _NEVER

    @property
    def agrees(self) -> bool:
        """Whether what both show is the same."""
        return self.agreement >= (LEAST_AGREEMENT if self.inliers >= FEWEST_INLIERS else WHOLE_AGREEMENT)

    @property
    def surrounded(self) -> Literal[0, 1] | None:
        """Which of the two, 0 or 1, is the other with something round it that is no part of the picture."""
        if Change.FRAMED not in self.changes or not self.shows_one_picture:
            return None
        if max(self.first_in_second, self.second_in_first) < CONTAINED:
            return None  # each has a frame of its own
        return 1 if self.second_in_first < self.first_in_second else 0

    @property
    def parent_region(self) -> Region | None:
        """Which part of the one that shows more the other is; None where both show the same."""
        if Change.CROPPED not in self.changes:
            return None
        return self.region_in_second if self.second_in_first < self.first_in_second else self.region_in_first
