"""Which member is new to a group that was settled, and which hangs on it by the least."""

from __future__ import annotations

from making import make_match, make_shot
from twinlens.core.grouping import GroupingInput, group_levels
from twinlens.core.photos import Group, Shot
from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.core.reviewing import mark_new, weakest_link

KEEP, REJECT = DecisionKind.KEEP, DecisionKind.REJECT


def group_of(*shots: Shot, scores: tuple[float, ...] = ()) -> Group:
    """The first with all others."""
    matches = [
        make_match(shots[0], shot, score) for shot, score in zip(shots[1:], scores or [0.9] * len(shots), strict=False)
    ]
    (group,) = group_levels(GroupingInput(shots, matches, 0.1), [Level.COPY])
    return group


def new_in(group: Group, newest_then: dict[int, int]) -> list[int]:
    (marked,) = mark_new([group], newest_then)
    return [member.shot.id for member in marked.members if member.new]


def test_what_came_after_all_was_decided_is_new() -> None:
    group = group_of(make_shot(1, size=9999), make_shot(2, decision=REJECT), make_shot(7))
    assert new_in(group, {2: 6}) == [7]
    assert new_in(group, {2: 7}) == []
    assert new_in(group, {}) == []


def test_a_new_one_that_becomes_the_keeper_is_the_new_one() -> None:
    group = group_of(make_shot(7, size=9999), make_shot(1), make_shot(2, decision=REJECT))
    assert group.keeper.shot.id == 7
    assert new_in(group, {2: 6}) == [7]


def test_in_a_group_half_decided_nothing_is_new() -> None:
    group = group_of(make_shot(1, size=9999), make_shot(2, decision=REJECT), make_shot(3), make_shot(7))
    assert new_in(group, {2: 6}) == []


def test_what_was_decided_since_is_not_new_any_more() -> None:
    group = group_of(make_shot(1, decision=KEEP), make_shot(2, decision=REJECT), make_shot(7, decision=REJECT))
    assert new_in(group, {1: 6, 2: 6, 7: 9}) == []


def test_the_weakest_link_is_the_lowest_score() -> None:
    group = group_of(make_shot(1, size=9999), make_shot(2), make_shot(3), make_shot(4), scores=(0.9, 0.3, 0.6))
    assert weakest_link(group).shot.id == 3
    assert weakest_link(group, separated={3}).shot.id == 4
    assert weakest_link(group, separated={3, 4}) is None
    assert weakest_link(group_of(make_shot(1, size=9999), make_shot(2))) is None


def test_what_a_person_joined_is_no_weak_link() -> None:
    one, two, three, four = make_shot(1, size=9999), make_shot(2), make_shot(3), make_shot(4)
    matches = [make_match(one, two, 0.9), make_match(one, three, 0.8)]
    joined = {(one.content_key, four.content_key): Relation.COPY}
    (group,) = group_levels(GroupingInput([one, two, three, four], matches, 0.1, joined=joined), [Level.COPY])
    assert len(group.members) == 4
    assert weakest_link(group).shot.id == 3
