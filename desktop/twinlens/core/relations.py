"""How two pictures are related, and the levels at which groups are made."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Groups are made within one level, never across."""

    COPY = "copy"
    BURST = "burst"
    BRACKET = "bracket"
    PANORAMA = "panorama"
    SIMILAR = "similar"


class Relation(StrEnum):
    """A match's name; the order is that of how much the two have in common."""

    IDENTICAL = "identical"
    SAME_PIXELS = "same-pixels"
    REENCODED = "reencoded"
    RESIZED = "resized"
    CROP = "crop"
    ROTATED = "rotated"
    EDITED = "edited"
    COPY = "copy"
    BURST = "burst"
    BRACKET = "bracket"
    PANORAMA = "panorama"
    SIMILAR = "similar"

    @property
    def level(self) -> Level:
        """The level whose groups this relation belongs to."""
        return _LEVEL_OF.get(self, Level.COPY)


_LEVEL_OF = {
    Relation.BURST: Level.BURST,
    Relation.BRACKET: Level.BRACKET,
    Relation.PANORAMA: Level.PANORAMA,
    Relation.SIMILAR: Level.SIMILAR,
}


class Sensitivity(StrEnum):
    """The three named thresholds of a model's card."""

    STRICT = "strict"
    NORMAL = "normal"
    LOOSE = "loose"


class Role(StrEnum):
    """What a shot is in its group: `duplicate` only at copy level, `member` at the others."""

    KEEPER = "keeper"
    DUPLICATE = "duplicate"
    MEMBER = "member"


class DecisionKind(StrEnum):
    """What a person decided about one file instance."""

    KEEP = "keep"
    REJECT = "reject"
