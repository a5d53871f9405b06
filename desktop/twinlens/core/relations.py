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


class Half(StrEnum):
    """The two pictures of a RAW+JPEG or RAW+HEIC pair."""

    RAW = "raw"
    RENDERED = "rendered"

    @property
    def other(self) -> Half:
        """The half that stays when this one goes."""
        return Half.RENDERED if self is Half.RAW else Half.RAW


class DecisionKind(StrEnum):
    """What a person decided about one file instance."""

    KEEP = "keep"
    REJECT = "reject"
    WITHOUT_RAW = "without-raw"
    """Kept, but for the RAW of the pair. It ranks no higher for that than what is undecided."""
    WITHOUT_RENDERED = "without-rendered"
    """Kept, but for the JPEG or HEIC of the pair."""

    @classmethod
    def without(cls, half: Half) -> DecisionKind:
        """The decision that gives up this half of a pair."""
        return cls.WITHOUT_RAW if half is Half.RAW else cls.WITHOUT_RENDERED

    @property
    def gives_up(self) -> Half | None:
        """The half of a pair that goes; None where all goes or all stays."""
        return _GIVES_UP.get(self)


_GIVES_UP = {DecisionKind.WITHOUT_RAW: Half.RAW, DecisionKind.WITHOUT_RENDERED: Half.RENDERED}
