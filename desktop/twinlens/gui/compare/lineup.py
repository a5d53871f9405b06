"""Which photographs of a group stand beside one another, and which of them has the focus. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from twinlens.gui.review.group_entry import GroupEntry

MOST = 9
"""More at once is no comparison any more."""


@dataclass(frozen=True, slots=True)
class Lineup:
    """Places of members in their group; the first is what the others are laid over.

    Of two, the one in focus gives way to another. A `wide` one holds as many as are wanted, and the focus moves.
    """

    places: tuple[int, ...] = (0, 0)
    focus: int = 1
    """Which of them, by number."""
    wide: bool = False

    @property
    def place(self) -> int:
        """The member in focus."""
        return self.places[self.focus]

    @property
    def partner(self) -> int:
        """The member it is told about beside: the first one, or of the first the second."""
        return self.places[0 if self.focus else 1] if len(self.places) > 1 else self.places[0]

    @property
    def two(self) -> Lineup:
        """The first one, and beside it the one in focus."""
        return pair(self.places[0], self.places[max(self.focus, 1)])

    def focused(self, number: int) -> Lineup:
        """Another one has the focus, counted round."""
        return replace(self, focus=number % len(self.places))

    def stepped(self, step: int, members: int) -> Lineup:
        """To the member before or after: of two it takes the place of the one in focus."""
        if not self.wide:
            place = self.place + step
            if place == self.partner:
                place += step
            return self.put(place) if 0 <= place < members else self
        number = self.focus + step
        if 0 <= number < len(self.places):
            return replace(self, focus=number)
        beyond = self.place + step
        if members > MOST and len(self.places) == MOST and 0 <= beyond < members:
            return everyone(members, self.places[0], beyond)
        return self

    def chosen(self, place: int) -> Lineup:
        """A member takes the focus; it joins a wide lineup, and of two replaces the one in focus."""
        if place in self.places:
            return replace(self, focus=self.places.index(place))
        if not self.wide:
            return self.put(place)
        return self.with_more(place)

    def with_more(self, place: int) -> Lineup:
        """Another member besides, in its order behind the first; where there are nine it takes the place in focus."""
        if len(self.places) >= MOST:
            return self.put(place)
        places = (self.places[0], *sorted((*self.places[1:], place)))
        return Lineup(places, places.index(place), wide=True)

    def toggled(self, place: int) -> Lineup:
        """With a member, or without it where it is there."""
        return self.without(place) if place in self.places else self.with_more(place)

    def without(self, place: int) -> Lineup:
        """One less; two always stay."""
        if place not in self.places or len(self.places) <= 2:
            return self
        places = tuple(each for each in self.places if each != place)
        focus = places.index(self.place) if self.place in places else min(self.focus, len(places) - 1)
        return Lineup(places, focus, wide=True)

    def put(self, place: int) -> Lineup:
        """Another member in the place of the one in focus."""
        places = list(self.places)
        places[self.focus] = place
        return replace(self, places=tuple(places))


def pair(keeper: int, other: int) -> Lineup:
    """A photograph beside its keeper."""
    return Lineup((keeper, other), 1)


def everyone(members: int, keeper: int, focus: int) -> Lineup:
    """All of a group; of more than nine the keeper with the eight among which the focus is."""
    others = [place for place in range(members) if place != keeper]
    at = others.index(focus) if focus in others else 0
    page = at // (MOST - 1) * (MOST - 1)
    start = max(0, min(page, len(others) - (MOST - 1)))
    places = (keeper, *others[start : start + MOST - 1])
    return Lineup(places, places.index(focus) if focus in places else 0, wide=True)


def opening(entry: GroupEntry, place: int, *, wide: bool) -> Lineup:
    """A photograph beside its keeper, or all; of the keeper the first that a person looks at."""
    other = place if place != entry.keeper else entry.first_undecided()
    if other == entry.keeper:
        other = 1 if entry.keeper == 0 else 0
    return everyone(len(entry.members), entry.keeper, other) if wide else pair(entry.keeper, other)


def remaining(before: Lineup, places: Sequence[int | None], in_focus: int, keeper: int, members: int) -> Lineup:
    """The lineup after its group was read again: where its members stand now, without those that left."""
    still = tuple(place for place in places if place is not None)
    if len(still) == len(before.places):
        return replace(before, places=still)
    if before.wide:
        if len(still) < 2:
            return everyone(members, keeper, in_focus)
        return Lineup(still, still.index(in_focus) if in_focus in still else 0, wide=True)
    other = next((place for place in still if place != in_focus), keeper)
    if other == in_focus:
        other = 0 if in_focus else 1
    return Lineup((other, in_focus) if before.focus else (in_focus, other), before.focus)
