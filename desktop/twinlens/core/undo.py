"""What a person did, as steps that can be taken back and done again, and the past they make. Plain data, no I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from twinlens.core.photos import ContentKey
from twinlens.core.relations import DecisionKind, Relation

MOST_STEPS = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided of one photo, for the content that was looked at."""

    shot: int
    content: ContentKey
    before: DecisionKind | None
    after: DecisionKind | None

    def turned(self) -> Choice:
        """The choice that takes this one back."""
        return replace(self, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class Decided:
    """Photos were kept, rejected or cleared."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class SetApart:
    """Two contents were called different photos."""

    keeper: ContentKey
    other: ContentKey
    shot: int
    """The one that was in the group of the other."""
    joined: Relation | None = None
    """As what a person had joined them before."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Contents were said to belong with a keeper."""

    keeper: ContentKey
    others: tuple[ContentKey, ...]
    relation: Relation
    apart: tuple[ContentKey, ...] = ()
    """Those that had been called different photos before."""


@dataclass(frozen=True, slots=True)
class ClearedAway:
    """A clean-up: photos were moved away, or marked."""

    session: str
    moved: int
    marked: int = 0


Step = Decided | SetApart | Joined | ClearedAway


def plain(step: Step) -> dict[str, Any]:
    """A step as values that JSON can hold."""
    if isinstance(step, Decided):
        return {"decided": [[each.shot, each.content, each.before, each.after] for each in step.choices]}
    if isinstance(step, SetApart):
        return {"apart": [step.keeper, step.other, step.shot, step.joined]}
    if isinstance(step, Joined):
        return {"joined": [step.keeper, list(step.others), step.relation, list(step.apart)]}
    return {"cleared": [step.session, step.moved, step.marked]}


def step_from(values: object) -> Step:
    """The step that `plain` made these values of.

    Raises:
        ValueError: they are those of no step.
    """
    try:
        ((name, given),) = values.items()  # type: ignore[attr-defined]
        return _READERS[name](given)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"no step: {error}") from error


def _decided(rows: Sequence[Sequence[Any]]) -> Decided:
    choices = (Choice(int(shot), _content(content), _kind(old), _kind(new)) for shot, content, old, new in rows)
    return Decided(tuple(choices))


def _apart(values: Sequence[Any]) -> SetApart:
    keeper, other, shot, joined = values
    return SetApart(_content(keeper), _content(other), int(shot), None if joined is None else Relation(joined))


def _joined(values: Sequence[Any]) -> Joined:
    keeper, others, relation, apart = values
    return Joined(_content(keeper), tuple(map(_content, others)), Relation(relation), tuple(map(_content, apart)))


def _cleared(values: Sequence[Any]) -> ClearedAway:
    session, moved, marked = values
    return ClearedAway(str(session), int(moved), int(marked))


_READERS: Mapping[str, Callable[[Any], Step]] = {
    "decided": _decided,
    "apart": _apart,
    "joined": _joined,
    "cleared": _cleared,
}


def _kind(value: str | None) -> DecisionKind | None:
    return None if value is None else DecisionKind(value)


def _content(value: object) -> ContentKey:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no content")
    return ContentKey(value)


@dataclass(slots=True)
class Past:
    """Steps in order: those before `place` hold, those from there on were taken back."""

    steps: list[Step] = field(default_factory=list)
    place: int = 0

    def do(self, step: Step) -> None:
        """A new step: what was taken back before it can no longer be done again."""
        self.steps[self.place :] = [step]
        del self.steps[:-MOST_STEPS]
        self.place = len(self.steps)

    def move(self, place: int) -> None:
        """Undo or redo up to a place."""
        self.place = min(max(place, 0), len(self.steps))

    def drop(self, place: int) -> None:
        """A step that can neither be taken back nor done again."""
        if 0 <= place < len(self.steps):
            del self.steps[place]
            self.place = min(self.place - (place < self.place), len(self.steps))

    def follow(self, entry: Mapping[str, Any]) -> None:
        """One entry of a journal.

        Raises:
            ValueError: it is none.
        """
        if "do" in entry:
            self.do(step_from(entry["do"]))
        elif isinstance(place := entry.get("place"), int):
            self.move(place)
        elif isinstance(place := entry.get("drop"), int):
            self.drop(place)
        elif "clear" in entry:
            self.steps, self.place = [], 0
        else:
            raise ValueError("no entry of an undo journal")

    def entries(self) -> list[dict[str, Any]]:
        """The shortest journal that leads here."""
        return [{"do": plain(step)} for step in self.steps] + [{"place": self.place}]
