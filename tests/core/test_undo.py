"""The past that undo and redo move in, and what it looks like as plain data."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens.core.photos import ContentKey
from twinlens.core.relations import DecisionKind, Relation
from twinlens.core.undo import MOST_STEPS, Choice, ClearedAway, Decided, Joined, Past, SetApart, plain, step_from

contents = st.text(max_size=8).map(ContentKey)
kinds = st.none() | st.sampled_from(DecisionKind)
choices = st.builds(Choice, st.integers(0, 10**9), contents, kinds, kinds)
steps = (
    st.builds(Decided, st.lists(choices, max_size=4).map(tuple))
    | st.builds(SetApart, contents, contents, st.integers(0, 99), st.none() | st.sampled_from(Relation))
    | st.builds(
        Joined,
        contents,
        st.lists(contents, max_size=3).map(tuple),
        st.sampled_from(Relation),
        st.lists(contents, max_size=3).map(tuple),
    )
    | st.builds(ClearedAway, st.text(max_size=9), st.integers(0, 9), st.integers(0, 9))
)
entries = st.one_of(
    steps.map(lambda step: {"do": plain(step)}),
    st.integers(-2, 9).map(lambda place: {"place": place}),
    st.integers(-2, 9).map(lambda place: {"drop": place}),
    st.just({"clear": True}),
)


@given(steps)
def test_a_step_is_the_same_after_a_journal(step) -> None:
    assert step_from(json.loads(json.dumps(plain(step)))) == step


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_anything_else_is_no_step(values) -> None:
    with pytest.raises(ValueError, match=r"step|unpack|values"):
        step_from(values)


@given(st.lists(entries, max_size=30))
def test_a_past_is_the_same_after_its_own_journal(journal) -> None:
    past, again = Past(), Past()
    for entry in journal:
        past.follow(entry)
        assert 0 <= past.place <= len(past.steps)
    for entry in json.loads(json.dumps(past.entries())):
        again.follow(entry)
    assert again == past


def test_a_new_step_ends_what_was_taken_back() -> None:
    past = Past()
    for number in range(3):
        past.do(ClearedAway(str(number), 1))
    past.move(1)
    past.do(ClearedAway("new", 1))
    assert [step.session for step in past.steps] == ["0", "new"]
    assert past.place == 2


def test_only_the_latest_steps_are_kept() -> None:
    past = Past()
    for number in range(MOST_STEPS + 7):
        past.do(ClearedAway(str(number), 1))
    assert len(past.steps) == past.place == MOST_STEPS
    assert past.steps[0].session == "7"


def test_a_choice_turned_twice_is_itself() -> None:
    choice = Choice(1, ContentKey("a"), None, DecisionKind.KEEP)
    assert choice.turned() == Choice(1, ContentKey("a"), DecisionKind.KEEP, None)
    assert choice.turned().turned() == choice
