"""Groups are disjoint stars, and the same whatever order their parts come in."""

from __future__ import annotations

import random
import tracemalloc
from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from making import make_match, make_shot
from twinlens.core.grouping import Grouping, GroupingInput, group_levels, ordered_pair
from twinlens.core.photos import Match, PictureFacts, Shot
from twinlens.core.relations import DecisionKind, Level, Relation, Role
from twinlens.core.sharpness import CELLS, MAP_SIZE

ALL_LEVELS = tuple(Level)


DETAIL = (None, bytes(MAP_SIZE), bytes([90] * MAP_SIZE), bytes([200] * CELLS + [90] * 2 * CELLS))
FACTS = [
    PictureFacts("JPEG", width, 100, jpeg_quality=quality, sharpness=sharp, clipped=clipped, detail_map=detail)
    for width, quality, sharp, clipped, detail in product(
        (10, 20), (None, 50, 90), (None, 0.4), (None, 0.0, 0.3), DETAIL
    )
]
"""Sizes and qualities that tie often, and that are often not known."""


@st.composite
def libraries(draw: st.DrawFn) -> tuple[list[Shot], list[Match], float]:
    """A handful of shots, some with the same content, and matches between some of them."""
    count = draw(st.integers(2, 14))
    shots = [
        make_shot(
            number,
            key=f"f-{draw(st.integers(0, count))}",
            size=draw(st.integers(1, 3)),
            facts=draw(st.sampled_from(FACTS)),
            decision=draw(st.sampled_from([None, None, DecisionKind.KEEP, DecisionKind.REJECT])),
        )
        for number in range(count)
    ]
    pairs = draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=30))
    matches = {}
    for one, two in sorted(pairs):
        if shots[one].content_key != shots[two].content_key:
            match = make_match(
                shots[one],
                shots[two],
                draw(st.floats(0, 1)),
                draw(st.sampled_from([Relation.COPY, Relation.BURST, Relation.SIMILAR])),
            )
            matches[match.first, match.second] = match
    return shots, list(matches.values()), draw(st.floats(0, 1))


@given(libraries())
def test_groups_are_disjoint_within_a_level_and_never_smaller_than_two(library: tuple) -> None:
    shots, matches, threshold = library
    groups = group_levels(GroupingInput(shots, matches, threshold), ALL_LEVELS)
    for level in Level:
        ids = [member.shot.id for group in groups if group.level is level for member in group.members]
        assert len(ids) == len(set(ids))
    assert all(len(group.members) >= 2 for group in groups)


@given(libraries())
def test_every_member_matches_the_keeper_directly(library: tuple) -> None:
    shots, matches, threshold = library
    stored = {(match.first, match.second): match for match in matches}
    for group in group_levels(GroupingInput(shots, matches, threshold), ALL_LEVELS):
        for member in group.members[1:]:
            keys = ordered_pair(group.keeper.shot.content_key, member.shot.content_key)
            if keys[0] == keys[1]:
                assert member.relation is Relation.IDENTICAL
                assert group.level is Level.COPY
            else:
                assert stored[keys].score >= threshold
                assert stored[keys].relation is member.relation
                assert member.relation.level is group.level


@given(libraries(), st.randoms(use_true_random=False))
def test_the_same_library_in_any_order_gives_the_same_groups(library: tuple, randomness: random.Random) -> None:
    shots, matches, threshold = library
    expected = group_levels(GroupingInput(shots, matches, threshold), ALL_LEVELS)
    shuffled_shots = randomness.sample(shots, len(shots))
    shuffled_matches = randomness.sample(matches, len(matches))
    assert group_levels(GroupingInput(shuffled_shots, shuffled_matches, threshold), ALL_LEVELS) == expected


@given(libraries())
def test_no_pair_said_to_be_different_stands_as_keeper_and_member(library: tuple) -> None:
    shots, matches, threshold = library
    denied = {(match.first, match.second) for match in matches[::2]}
    for group in group_levels(GroupingInput(shots, matches, threshold, denied), ALL_LEVELS):
        for member in group.members[1:]:
            assert ordered_pair(group.keeper.shot.content_key, member.shot.content_key) not in denied


@given(libraries())
def test_later_levels_see_only_what_the_copy_groups_leave_standing(library: tuple) -> None:
    shots, matches, threshold = library
    groups = group_levels(GroupingInput(shots, matches, threshold), ALL_LEVELS)
    copies = {m.shot.id for g in groups if g.level is Level.COPY for m in g.members[1:]}
    later = {m.shot.id for g in groups if g.level is not Level.COPY for m in g.members}
    assert not copies & later


def test_a_chain_is_not_a_group() -> None:
    best, middle, last = make_shot(1, size=3), make_shot(2, size=2), make_shot(3, size=1)
    matches = [make_match(best, middle), make_match(middle, last)]
    groups = group_levels(GroupingInput([best, middle, last], matches, 0.5), [Level.COPY])
    assert [[member.shot.id for member in group.members] for group in groups] == [[1, 2]]


def test_forty_versions_of_one_photo_are_one_group() -> None:
    original = make_shot(0, width=4000)
    versions = [make_shot(number) for number in range(1, 41)]
    matches = [make_match(original, version, 0.8) for version in versions]
    (group,) = group_levels(GroupingInput([*versions, original], matches, 0.5), [Level.COPY])
    assert group.keeper.shot is original
    assert len(group.members) == 41


def test_roles_and_relations() -> None:
    keeper, twin, frame = make_shot(1, size=9), make_shot(2, key="f-0001"), make_shot(3)
    matches = [make_match(keeper, frame, 0.9, Relation.BURST)]
    copy, burst = group_levels(GroupingInput([keeper, twin, frame], matches, 0.5), ALL_LEVELS)
    assert (copy.keeper.relation, copy.keeper.score) == (None, None)
    assert [(m.role, m.relation, m.score) for m in copy.members[1:]] == [(Role.DUPLICATE, Relation.IDENTICAL, 1.0)]
    assert [(m.role, m.relation) for m in burst.members[1:]] == [(Role.MEMBER, Relation.BURST)]


def test_a_partial_key_alone_is_not_called_identical() -> None:
    one, two = make_shot(1, key="p-9-aa"), make_shot(2, key="p-9-aa")
    (group,) = group_levels(GroupingInput([one, two], [], 0.5), [Level.COPY])
    assert group.members[1].relation is Relation.COPY
    one, two = make_shot(1, key="p-9-aa", full_hash="h"), make_shot(2, key="p-9-aa", full_hash="h")
    (group,) = group_levels(GroupingInput([one, two], [], 0.5), [Level.COPY])
    assert group.members[1].relation is Relation.IDENTICAL


def test_identical_files_said_to_be_different_stay_apart() -> None:
    one, two = make_shot(1, key="f-1"), make_shot(2, key="f-1")
    assert group_levels(GroupingInput([one, two], [], 0.5, {("f-1", "f-1")}), [Level.COPY]) == []


@given(libraries(), st.lists(st.floats(0, 1), max_size=4))
def test_grouping_again_at_other_thresholds_is_like_grouping_anew(library: tuple, thresholds: list[float]) -> None:
    shots, matches, _ = library
    grouping = Grouping(shots, matches)
    for threshold in (*thresholds, *reversed(thresholds)):
        expected = group_levels(GroupingInput(shots, matches, threshold), ALL_LEVELS)
        assert grouping.at(threshold, ALL_LEVELS) == expected


@given(libraries(), st.data())
def test_decisions_made_since_are_like_decisions_read(library: tuple, data: st.DataObject) -> None:
    shots, matches, threshold = library
    kinds = st.sampled_from([None, DecisionKind.KEEP, DecisionKind.REJECT])
    decided = [replace(shot, decision=data.draw(kinds)) for shot in shots]
    denied = {(match.first, match.second) for match in matches[::2]} | {(shots[0].content_key, shots[0].content_key)}
    grouping = Grouping(shots, matches)
    grouping.at(threshold, ALL_LEVELS)
    grouping.decide({shot.id: shot.decision for shot in decided if shot.decision})
    grouping.decide_pairs(denied, {})
    assert grouping.at(threshold, ALL_LEVELS) == group_levels(
        GroupingInput(decided, matches, threshold, denied), ALL_LEVELS
    )


def test_ten_thousand_copies_of_one_photo_are_one_group() -> None:
    shots = [make_shot(number, key="f-1") for number in range(10_000)]
    tracemalloc.start()
    (group,) = group_levels(GroupingInput(shots, [], 0.5), [Level.COPY])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(group.members) == 10_000
    assert peak < 50_000_000


def test_ten_thousand_versions_that_all_match_their_neighbours_are_one_group() -> None:
    original = make_shot(0, width=4000)
    versions = [make_shot(number) for number in range(1, 10_001)]
    matches = [make_match(original, version, 0.8) for version in versions]
    matches += [
        make_match(one, versions[place - step])
        for place, one in enumerate(versions)
        for step in (1, 7)
        if place >= step
    ]
    (group,) = group_levels(GroupingInput([*versions, original], matches, 0.5), [Level.COPY])
    assert group.keeper.shot is original
    assert len(group.members) == 10_001


@given(libraries(), st.data())
def test_pairs_joined_by_hand_count_at_any_threshold_and_say_so(library: tuple, data: st.DataObject) -> None:
    shots, matches, threshold = library
    keys = sorted({shot.content_key for shot in shots})
    stored = {(match.first, match.second): match for match in matches}
    pairs = st.tuples(st.sampled_from(keys), st.sampled_from(keys)).map(lambda pair: ordered_pair(*pair))
    joined = data.draw(st.dictionaries(pairs, st.sampled_from([Relation.COPY, Relation.SIMILAR]), max_size=4))
    denied = data.draw(st.sets(pairs, max_size=2))
    given_all = GroupingInput(shots, matches, threshold, denied, joined=joined)
    for group in group_levels(given_all, ALL_LEVELS):
        for member in group.members[1:]:
            keys_of_both = ordered_pair(group.keeper.shot.content_key, member.shot.content_key)
            assert keys_of_both not in denied
            if member.joined:
                assert joined[keys_of_both] is member.relation
            elif keys_of_both[0] != keys_of_both[1]:
                assert stored[keys_of_both].score >= threshold
                assert joined.get(keys_of_both, member.relation).level is group.level
    assert {m.shot.id for g in group_levels(given_all, ALL_LEVELS) for m in g.members} <= {shot.id for shot in shots}


def test_a_join_brings_two_together_as_told() -> None:
    one, two = make_shot(1, size=2), make_shot(2, size=1)
    joined = {ordered_pair(one.content_key, two.content_key): Relation.SIMILAR}
    (group,) = group_levels(GroupingInput([one, two], [make_match(one, two)], 0.5, joined=joined), ALL_LEVELS)
    assert (group.level, group.members[1].joined, group.members[1].score) == (Level.SIMILAR, True, None)
    joined = dict.fromkeys(joined, Relation.COPY)
    (group,) = group_levels(GroupingInput([one, two], [make_match(one, two, 0.9)], 0.5, joined=joined), ALL_LEVELS)
    assert (group.level, group.members[1].joined, group.members[1].score) == (Level.COPY, False, 0.9)
    (group,) = group_levels(GroupingInput([one, two], [make_match(one, two, 0.4)], 0.5, joined=joined), ALL_LEVELS)
    assert (group.members[1].joined, group.members[1].relation) == (True, Relation.COPY)
