"""By what groups can be picked out: the properties of their photographs, as short values. No Qt.

A value is a token or a name, never a sentence; `filter_wording` says it in words.
"""

from __future__ import annotations

import os
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from twinlens.core.photos import Group, PictureFacts, Shot
from twinlens.core.relations import Relation
from twinlens.gui.review.group_entry import GroupEntry


class Facet(StrEnum):
    """A property with values to choose from, in the order shown."""

    RELATION = "relation"
    FOLDER = "folder"
    YEAR = "year"
    CAMERA = "camera"
    FORMAT = "format"
    SAVING = "saving"
    PROGRESS = "progress"
    MARK = "mark"


OF_DECISIONS = frozenset({Facet.SAVING, Facet.PROGRESS})
"""What changes as a person decides; all else stays as it was read."""
UNKNOWN = ""
"""The value where a file says nothing: no camera, no date."""
RAW = "RAW"


class Progress(StrEnum):
    """How far a group is decided."""

    OPEN = "open"
    BEGUN = "begun"
    REVIEWED = "reviewed"


class Mark(StrEnum):
    """What stands of a group's photographs besides."""

    PROTECTED = "protected"
    OFFLINE = "offline"
    NEW = "new"
    RETURNED = "returned"
    RATED = "rated"


_BAND_LIMITS = (1, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000)
BANDS = ("none", "below-1-mb", "1-mb", "10-mb", "100-mb", "1-gb")
"""How much a group gives back, from the least."""
_FORMATS = {"JPEG": "JPG", "TIFF": "TIF"}


@dataclass(frozen=True, slots=True)
class ShotTraits:
    """What a shot adds to its group, worked out once."""

    path: Path
    facts: PictureFacts
    folder: str
    formats: tuple[str, ...]
    camera: str
    year: str

    def still_of(self, shot: Shot) -> bool:
        """Whether the shot is the one this was worked out from, decisions apart."""
        return self.path is shot.path and self.facts is shot.facts


class Traits:
    """The traits of shots, kept from one reading to the next: decisions don't change them."""

    def __init__(self) -> None:
        """Nothing known."""
        self._of: dict[int, ShotTraits] = {}
        self._one: dict[object, object] = {}
        """Equal folders, cameras and years are one value: there are few of them."""

    def of(self, shot: Shot) -> ShotTraits:
        """What this shot adds to its group."""
        known = self._of.get(shot.id)
        if known is None or not known.still_of(shot):
            known = self._of[shot.id] = self._work_out(shot)
        return known

    def _work_out(self, shot: Shot) -> ShotTraits:
        facts, one = shot.facts, self._one.setdefault
        own = "" if facts.is_raw else facts.format.upper()
        formats = tuple(filter(None, (RAW if shot.has_raw else "", _FORMATS.get(own, own))))
        year = facts.taken_at[:4] if facts.taken_at else UNKNOWN
        folder = os.path.dirname(str(shot.path))
        camera = facts.camera or UNKNOWN
        shared = (one(folder, folder), one(formats, formats), one(camera, camera), one(year, year))
        return ShotTraits(shot.path, facts, *shared)  # type: ignore[arg-type]


def values_read(group: Group, traits: Traits) -> dict[Facet, set[str]]:
    """The values of a group that decisions don't change. Folders are those the photographs lie in themselves."""
    own = [traits.of(member.shot) for member in group.members]
    return {
        Facet.RELATION: {str(member.relation) for member in group.members if member.relation is not None},
        Facet.FOLDER: {each.folder for each in own},
        Facet.YEAR: {each.year for each in own},
        Facet.CAMERA: {each.camera for each in own},
        Facet.FORMAT: {name for each in own for name in each.formats},
        Facet.MARK: set(_marks(group)),
    }


def _marks(group: Group) -> Iterator[str]:
    for member in group.members:
        shot = member.shot
        if shot.protected:
            yield Mark.PROTECTED
        if shot.offline:
            yield Mark.OFFLINE
        if member.new:
            yield Mark.NEW
        if shot.returned:
            yield Mark.RETURNED
        if (shot.rating or 0) > 0:
            yield Mark.RATED


def band_of(saving: int) -> str:
    """In which band the bytes that a group gives back lie."""
    return BANDS[bisect_right(_BAND_LIMITS, saving)]


def progress_of(entry: GroupEntry) -> Progress:
    """How far a group is decided."""
    if entry.reviewed:
        return Progress.REVIEWED
    begun = any(member.shot.decision is not None for member in entry.members)
    return Progress.BEGUN if begun else Progress.OPEN


def searched_text(group: Group, names: Mapping[Relation, str]) -> str:
    """All the words by which a group is found: names, folders, cameras, dates, labels, relations."""
    parts: list[str] = []
    for member in group.members:
        facts = member.shot.facts
        parts += (str(member.shot.path), facts.camera or "", facts.taken_at or "", member.shot.label)
        if member.relation is not None:
            parts += (str(member.relation), names.get(member.relation, ""))
        parts += [companion.path.name for companion in member.shot.companions]
    return folded("\n".join(parts))


def folded(text: str) -> str:
    """Without case and accents, so that `cafe` finds `Café`, however the file system spells it."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
