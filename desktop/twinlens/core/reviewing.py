"""What a group's decisions say of it: which member is new to it, and which hangs on it by the least."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from twinlens.core.photos import Group, Member


def mark_new(groups: Iterable[Group], newest_then: Mapping[int, int]) -> list[Group]:
    """Groups with those members marked that came after all others had been decided.

    Args:
        groups: The groups.
        newest_then: For each shot that was decided, the highest number that any shot had then. Numbers only grow.
    """
    return [_marked(group, newest_then) for group in groups] if newest_then else list(groups)


def _marked(group: Group, newest_then: Mapping[int, int]) -> Group:
    known = [newest_then[member.shot.id] for member in group.members if member.shot.id in newest_then]
    if not known:
        return group
    latest = max(known)
    undecided = [member for member in group.members if member.shot.decision is None]
    new = {member.shot.id for member in undecided if member.shot.id > latest}
    # One may be left undecided in a group that is settled: the one that stays.
    if not new or len(undecided) - len(new) > 1:
        return group
    return replace(group, members=tuple(replace(m, new=True) if m.shot.id in new else m for m in group.members))


def weakest_link(group: Group, separated: Collection[int] = ()) -> Member | None:
    """The member least like the keeper, by score; none where there is nothing to compare it with.

    What a person joined has no score and is nobody's weak link; nor is what was said to be no duplicate.
    """
    linked = [member for member in group.members[1:] if member.shot.id not in separated and member.score is not None]
    return min(linked, key=lambda member: (member.score, -member.shot.id)) if len(linked) > 1 else None
