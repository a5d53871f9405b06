"""What was found out about two pictures by laying one over the other, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Region = tuple[float, float, float, float]
"""x, y, width and height, in fractions of an upright picture."""
WHOLE: Region = (0.0, 0.0, 1.0, 1.0)

CONTAINED = 0.97
"""Share of a picture that another must show to hold all of it: borders of some pixels are lost in any alignment."""
FEWEST_INLIERS = 8
WHOLE_AGREEMENT = 0.95
"""What two whole frames must agree in where no features were asked: look-alikes reach 0.90."""
LEAST_AGREEMENT = 0.72
"""Versions of one picture agree in 0.73 or more, stickers and heavy grain included; views of one scene in less."""
SET_OFF_AGREEMENT = 0.8
"""Of versions turned within their frames all agree in 0.99, a framed and a letterboxed one in 0.84."""

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

    @property
    def shows_one_picture(self) -> bool:
        """Whether the two are versions of one picture, and not two pictures of one scene.

        Two frames of one scene are each cut a little differently; of two versions one shows all that the other does,
        unless each was turned within its frame or has a border of its own. What both show must be the same but for
        what was laid over it.
        """
        contained = max(self.first_in_second, self.second_in_first) >= CONTAINED
        return self.agrees if contained else self._is_set_off and self.agreement >= SET_OFF_AGREEMENT

    @property
    def _is_set_off(self) -> bool:
        """Whether a turn or a border explains that each shows something of its own: neither bends what both show.

        A flat thing seen from two sides is both turned and stretched.
        """
        turned = Change.TILTED in self.changes and Change.STRETCHED not in self.changes
        return turned or Change.FRAMED in self.changes

    @property
    def agrees(self) -> bool:
        """Whether what both show is the same."""
        return self.agreement >= (LEAST_AGREEMENT if self.inliers >= FEWEST_INLIERS else WHOLE_AGREEMENT)

    @property
    def parent_region(self) -> Region | None:
        """Which part of the one that shows more the other is; None where both show the same."""
        if Change.CROPPED not in self.changes:
            return None
        return self.region_in_second if self.second_in_first < self.first_in_second else self.region_in_first
