"""A group as the review shows it: what was read, with the decisions made since. No Qt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from twinlens.core.halves import bytes_leaving, given_up
from twinlens.core.photos import Group, Member, Shot
from twinlens.core.relations import DecisionKind


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A group with what follows from its decisions, worked out once. Make it with `entry_of`."""

    group: Group
    separated: frozenset[int]
    """Shots said not to be duplicates of the keeper; they leave the group when it is read again."""
    keeper: int
    """Place of the one that stays as things stand: kept by hand, else the first that was not rejected."""
    reviewed: bool
    """Whether every member besides the keeper was decided upon."""
    saving: int
    """Bytes that go if all that are neither kept nor the keeper go, and the halves that were given up."""

    @property
    def members(self) -> tuple[Member, ...]:
        """The members in the order shown."""
        return self.group.members

    @property
    def all_rejected(self) -> bool:
        """Whether nothing of the group would be kept."""
        return all(member.shot.decision is DecisionKind.REJECT for member in self.members)

    def first_undecided(self) -> int:
        """The photo a person looks at first: the first undecided one beside the keeper, else the keeper."""
        for place, member in enumerate(self.members):
            if place != self.keeper and member.shot.decision is None and member.shot.id not in self.separated:
                return place
        return self.keeper

    def undecided_duplicates(self) -> list[Member]:
        """What "reject all but the keeper" would reject: never what was kept, separated or is protected."""
        return [
            member
            for place, member in enumerate(self.members)
            if place != self.keeper
            and member.shot.decision is None
            and member.shot.id not in self.separated
            and not member.shot.protected
        ]


def entry_of(group: Group, separated: Collection[int] = ()) -> GroupEntry:
    """The entry of a group as it was read."""
    apart = frozenset(separated)
    keeper = _keeper_of(group.members, apart)
    reviewed, saving = True, 0
    for place, member in enumerate(group.members):
        decision = member.shot.decision
        if place == keeper or member.shot.id in apart:
            saving += bytes_leaving(member.shot) if given_up(member.shot) else 0
            continue
        reviewed = reviewed and decision is not None
        saving += member.shot.bytes if decision is None else bytes_leaving(member.shot)
    return GroupEntry(group, apart, keeper, reviewed, saving)


def entries_of(groups: Iterable[Group]) -> list[GroupEntry]:
    """Entries for all groups; for many of them call it off the GUI thread."""
    return [entry_of(group) for group in groups]


def with_decisions(entry: GroupEntry, changes: Mapping[int, DecisionKind | None]) -> GroupEntry:
    """The entry after decisions: shot id to kind, None for cleared."""
    members = tuple(
        _decided(member, changes[member.shot.id]) if member.shot.id in changes else member for member in entry.members
    )
    return entry_of(replace(entry.group, members=members), entry.separated)


_SHOT_FIELDS = tuple(field.name for field in fields(Shot))
_OF_SHOT = attrgetter(*_SHOT_FIELDS)
_DECISION = _SHOT_FIELDS.index("decision")
_OF_MEMBER = attrgetter(*(field.name for field in fields(Member) if field.name != "shot"))


def _decided(member: Member, kind: DecisionKind | None) -> Member:
    """What `replace` does, in a fifth of its time: one rule may decide upon a hundred thousand."""
    values = list(_OF_SHOT(member.shot))
    values[_DECISION] = kind
    return Member(Shot(*values), *_OF_MEMBER(member))


def with_separation(entry: GroupEntry, shot_id: int, *, different: bool) -> GroupEntry:
    """The entry after a shot was said (not) to differ from the keeper."""
    return entry_of(entry.group, entry.separated | {shot_id} if different else entry.separated - {shot_id})


def in_shown_order(entry: GroupEntry, shown: GroupEntry | None) -> GroupEntry:
    """Members as they stand on the screen while keeper and members are the same, so that nothing jumps."""
    if shown is None or shown.members[0].shot.id != entry.members[0].shot.id:
        return entry
    if [member.shot.id for member in shown.members] == [member.shot.id for member in entry.members]:
        return entry
    places = {member.shot.id: place for place, member in enumerate(shown.members)}
    if places.keys() != {member.shot.id for member in entry.members}:
        return entry
    members = tuple(sorted(entry.members, key=lambda member: places[member.shot.id]))
    return entry_of(replace(entry.group, members=members), entry.separated)


def _keeper_of(members: tuple[Member, ...], separated: frozenset[int]) -> int:
    first_open = None
    for place, member in enumerate(members):
        if member.shot.id in separated:
            continue
        if member.shot.decision is DecisionKind.KEEP:
            return place
        if first_open is None and member.shot.decision is not DecisionKind.REJECT:
            first_open = place
    return first_open or 0
