"""What a rule would reject, and above all what it never would."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens.core.group_rules import (
    LESSER_RELATIONS,
    Goes,
    GroupRule,
    RulePlan,
    Spared,
    Stays,
    folders_of,
    plan_rule,
)
from twinlens.core.photos import (
    Companion,
    CompanionKind,
    ContentKey,
    FileStamp,
    Group,
    Member,
    PictureFacts,
    Shot,
)
from twinlens.core.relations import DecisionKind, Level, Relation, Role

A, B = "/photos/archive", "/media/backup"
KEEP, REJECT = DecisionKind.KEEP, DecisionKind.REJECT


def shot(number: int, folder: str = A, *, width: int = 300, size: int = 100, taken: str | None = None, **more) -> Shot:
    raw = more.pop("raw", False)
    path = Path(folder) / f"{number}.jpg"
    facts = PictureFacts("JPEG", width, 200, taken_at=taken)
    companions = (Companion(path.with_suffix(".nef"), CompanionKind.RAW, FileStamp(size, 0)),) if raw else ()
    key = ContentKey(more.pop("key", f"f-{size}-{number}"))
    return Shot(number, path, FileStamp(size, more.pop("mtime", number)), key, facts, companions, **more)


def group(*shots: Shot, relation: Relation = Relation.RESIZED, score: float = 0.97) -> Group:
    members = [Member(shots[0], Role.KEEPER), *(Member(each, Role.DUPLICATE, relation, score) for each in shots[1:])]
    return Group(f"g{shots[0].id}", Level.COPY, tuple(members))


def plan(rule: GroupRule, *groups: Group, apart: tuple[int, ...] = ()) -> RulePlan:
    return plan_rule([(each, apart) for each in groups], rule)


def gone(rule: GroupRule, *groups: Group, **more) -> list[int]:
    return [each.id for each in plan(rule, *groups, **more).shots]


def test_the_keeper_stays_and_the_others_go() -> None:
    found = plan(GroupRule(), group(shot(1), shot(2), shot(3, size=50)))
    assert [(leaves.id, stays.id) for leaves, stays in found.leaving] == [(2, 1), (3, 1)]
    assert (found.bytes, found.touched, found.asked) == (150, 1, 1)


@pytest.mark.parametrize(
    ("stays", "left"),
    [
        (Stays.NEWEST, 3),
        (Stays.OLDEST, 2),
        (Stays.MOST_PIXELS, 2),
        (Stays.LARGEST_FILE, 3),
    ],
)
def test_another_may_stay(stays: Stays, left: int) -> None:
    three = group(
        shot(1, taken="2020-01-01T10:00:00"),
        shot(2, width=900, taken="2019-01-01T10:00:00"),
        shot(3, size=900, taken="2021-01-01T10:00:00"),
    )
    assert set(gone(GroupRule(stays=stays), three)) == {1, 2, 3} - {left}


def test_of_copies_taken_at_one_moment_the_file_s_time_tells() -> None:
    moment = "2020-01-01T10:00:00"
    two = group(shot(1, taken=moment, mtime=50), shot(2, taken=f"{moment}.00", mtime=20))
    assert gone(GroupRule(stays=Stays.OLDEST), two) == [1]
    assert gone(GroupRule(stays=Stays.NEWEST), two) == [2]


def test_exact_copies_alone() -> None:
    three = group(shot(1, key="f-1-x"), shot(2, key="f-1-x"), shot(3, key="f-1-y"))
    assert gone(GroupRule(goes=Goes.IDENTICAL), three) == [2]
    partial = group(shot(1, key="p-1-x"), shot(2, key="p-1-x"))
    assert gone(GroupRule(goes=Goes.IDENTICAL), partial) == []


def test_smaller_and_re_saved_copies_alone() -> None:
    rule = GroupRule(goes=Goes.LESSER)
    for relation in Relation:
        expected = [2] if relation in LESSER_RELATIONS else []
        assert gone(rule, group(shot(1), shot(2), relation=relation)) == expected
    assert gone(rule, group(shot(1, width=300), shot(2, width=301))) == []
    assert gone(rule, group(shot(1), shot(2, raw=True))) == []
    oldest = GroupRule(stays=Stays.OLDEST, goes=Goes.LESSER)
    assert gone(oldest, group(shot(2, mtime=9), shot(1, mtime=1), relation=Relation.CROP)) == []


def test_by_folder_and_the_inner_of_two_counts() -> None:
    pair = GroupRule(Stays.IN_FOLDER, A, Goes.IN_FOLDER, B)
    assert gone(pair, group(shot(1, B), shot(2, A), shot(3, "/else"))) == [1]
    found = plan(pair, group(shot(1, B), shot(2, "/else")))
    assert (found.shots, found.without_survivor) == ([], 1)
    inner = f"{A}/exports"
    both = group(shot(1, inner), shot(2, A))
    assert gone(GroupRule(Stays.IN_FOLDER, A, Goes.IN_FOLDER, inner), both) == [1]
    assert gone(GroupRule(Stays.IN_FOLDER, inner, Goes.IN_FOLDER, A), both) == [2]
    assert gone(GroupRule(Stays.IN_FOLDER, A, Goes.IN_FOLDER, A), both) == []
    assert gone(GroupRule(Stays.IN_FOLDER, "/photos/arch", Goes.OTHERS), both) == []


def test_relation_score_and_raw_let_less_go() -> None:
    two = group(shot(1), shot(2, raw=True), relation=Relation.EDITED, score=0.94)
    assert gone(GroupRule(relations=frozenset({Relation.CROP})), two) == []
    assert gone(GroupRule(relations=frozenset({Relation.EDITED})), two) == [2]
    assert gone(GroupRule(least_score=0.95), two) == []
    assert gone(GroupRule(least_score=0.94), two) == [2]
    assert plan(GroupRule(spare_raw=True), two).spared == ((Spared.RAW, 1),)


def test_decisions_and_protection_come_first() -> None:
    found = plan(GroupRule(), group(shot(1), shot(2, decision=KEEP), shot(3, protected=True), shot(4)), apart=(4,))
    assert [each.id for each in found.shots] == [1]
    assert found.spared == ((Spared.PROTECTED, 1),)
    assert gone(GroupRule(), group(shot(1, decision=REJECT), shot(2), shot(3))) == [3]
    half = shot(2, raw=True, decision=DecisionKind.WITHOUT_RAW)
    assert plan(GroupRule(), group(shot(1), half)).spared == ((Spared.KEPT, 1),)


def test_folders_are_counted_by_groups() -> None:
    groups = [group(shot(1, A), shot(2, B)), group(shot(3, B), shot(4, B))]
    assert folders_of(groups) == [(B, 2), (A, 1)]


shots = st.builds(
    lambda number, folder, width, size, mtime, decision, protected, raw: shot(
        number, folder, width=width, size=size, mtime=mtime, decision=decision, protected=protected, raw=raw
    ),
    st.integers(1, 10_000),
    st.sampled_from((A, B, f"{A}/deep")),
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(0, 3),
    st.sampled_from((None, None, None, KEEP, REJECT, DecisionKind.WITHOUT_RAW)),
    st.booleans(),
    st.booleans(),
)
groups = st.builds(
    lambda found, relation, score: group(*found, relation=relation, score=score),
    st.lists(shots, min_size=2, max_size=6, unique_by=lambda each: each.id),
    st.sampled_from(list(Relation)),
    st.floats(0.5, 1.0),
)
rules = st.builds(
    GroupRule,
    st.sampled_from(list(Stays)),
    st.sampled_from((A, B)),
    st.sampled_from(list(Goes)),
    st.sampled_from((A, B, f"{A}/deep")),
    st.one_of(st.just(frozenset()), st.frozensets(st.sampled_from(list(Relation)))),
    st.sampled_from((0.0, 0.9)),
    st.booleans(),
)


@given(groups, rules, st.booleans())
def test_no_rule_empties_a_group_or_touches_what_a_person_decided(
    asked: Group, rule: GroupRule, one_apart: bool
) -> None:
    apart = {asked.members[-1].shot.id} if one_apart else set()
    found = plan_rule([(asked, apart)], rule)
    leaving = {each.id for each in found.shots}
    by_id = {member.shot.id: member.shot for member in asked.members}
    assert all(by_id[each].decision is None and not by_id[each].protected for each in leaving)
    assert not leaving & apart
    for leaves, stays in found.leaving:
        assert stays.id not in leaving
        assert stays.decision is not REJECT
        assert leaves.id != stays.id
    assert found.touched == bool(leaving)
    stricter = replace(rule, least_score=1.0, spare_raw=True)
    assert {each.id for each in plan_rule([(asked, apart)], stricter).shots} <= leaving
