"""Winner stays: of many photographs the best one is found, one decision for each of the others. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from twinlens.core.relations import DecisionKind
from twinlens.gui.review.group_entry import GroupEntry


@dataclass(frozen=True, slots=True)
class Contest:
    """Photographs by their ids. Each step is a new contest, so that going back is the one before."""

    contenders: tuple[int, ...]
    champion: int
    met: int = 1
    """How many of the contenders have been looked at: the next one is the challenger."""
    before: Contest | None = None

    @property
    def challenger(self) -> int | None:
        """The one that the champion meets; None when it has met all."""
        return self.contenders[self.met] if self.met < len(self.contenders) else None

    @property
    def losers(self) -> tuple[int, ...]:
        """All but the champion, of those that were looked at."""
        return tuple(each for each in self.contenders[: self.met] if each != self.champion)

    @property
    def rounds(self) -> tuple[int, int]:
        """Which decision this is, and how many there are."""
        return min(self.met, len(self.contenders) - 1), len(self.contenders) - 1

    def won_by(self, contender: int) -> Contest:
        """One of the two is better: it stays, and meets the next."""
        if contender not in (self.champion, self.challenger) or self.challenger is None:
            return self
        return replace(self, champion=contender, met=self.met + 1, before=self)

    def back(self) -> Contest:
        """Before the last decision."""
        return self.before or self


def contenders(entry: GroupEntry) -> list[int]:
    """All of a group that are neither rejected nor set apart, the keeper first."""
    shots = [member.shot for place, member in enumerate(entry.members) if place != entry.keeper]
    able = [entry.members[entry.keeper].shot, *shots]
    return [s.id for s in able if s.decision is not DecisionKind.REJECT and s.id not in entry.separated]


def begin(contenders: Sequence[int]) -> Contest | None:
    """The first is the champion at first; fewer than two are no contest."""
    return Contest(tuple(contenders), contenders[0]) if len(contenders) > 1 else None
