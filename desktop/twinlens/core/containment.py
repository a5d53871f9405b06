"""Where else a shot is, and whether it is safe there: what is asked before a card is formatted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from twinlens.core.photos import Shot


class Held(StrEnum):
    """What another place has of a shot, the best first. Only the first two are the photo itself."""

    IDENTICAL = "identical"
    """Every file of it, byte for byte."""
    SAME_PIXELS = "same-pixels"
    """The same picture to the pixel, in a file with other metadata."""
    UNPROVED = "unproved"
    """Same size, beginning, end and preview; its drive must be connected to compare the rest."""
    REJECTED = "rejected"
    """All of it, but rejected there: the next clean-up may take it."""
    PARTLY = "partly"
    """One of its files, as the JPEG without the RAW."""
    COPY = "copy"
    """A picture that looks the same: smaller, edited or saved again."""

    @property
    def is_proof(self) -> bool:
        """Whether the photo is safe where this is held."""
        return self in (Held.IDENTICAL, Held.SAME_PIXELS)


class Safety(StrEnum):
    """In how many other places a shot is safe."""

    GREEN = "green"
    """Two or more."""
    AMBER = "amber"
    """One."""
    RED = "red"
    """None: it would be lost."""


_ORDER = {held: place for place, held in enumerate(Held)}


def weakest(parts: Iterable[Held | None]) -> Held | None:
    """What a place holds of a shot, from what it holds of each of its files; the picture comes first."""
    found = list(parts)
    if not any(found):
        return None
    whole = [part for part in found if part is not None]
    if len(whole) == len(found) and Held.COPY not in whole and Held.PARTLY not in whole:
        return max(whole, key=_ORDER.__getitem__)
    return Held.COPY if all(part is Held.COPY for part in whole) else Held.PARTLY


@dataclass(frozen=True, slots=True)
class Holding:
    """What one other place has of a shot."""

    place: str
    """The name of the drive."""
    path: Path
    """The file there that is likest to the picture."""
    held: Held
    offline: bool = False
    same_drive: bool = False
    """On the drive that is asked about: what befalls that drive befalls this copy."""

    @property
    def counts(self) -> bool:
        """Whether the shot is safe there."""
        return self.held.is_proof and not self.same_drive


@dataclass(frozen=True, slots=True)
class LocatedShot:
    """A shot and what each other drive has of it, the best first."""

    shot: Shot
    holdings: tuple[Holding, ...] = ()

    @property
    def places(self) -> int:
        """In how many other places it is safe."""
        return sum(holding.counts for holding in self.holdings)

    @property
    def safety(self) -> Safety:
        """Green, amber or red."""
        return Safety.RED if not self.places else Safety.AMBER if self.places == 1 else Safety.GREEN

    @property
    def best(self) -> Holding | None:
        """The best that another place has of it."""
        return self.holdings[0] if self.holdings else None

    @property
    def held(self) -> Held | None:
        """How the best place holds it."""
        return self.holdings[0].held if self.holdings else None


def best_first(holdings: Iterable[Holding]) -> tuple[Holding, ...]:
    """What counts before what does not, then by likeness; a connected drive before an absent one."""
    return tuple(sorted(holdings, key=lambda each: (not each.counts, _ORDER[each.held], each.offline, str(each.path))))
