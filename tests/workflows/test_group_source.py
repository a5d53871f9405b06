"""Groups for showing are kept as they were read, and read again when the library changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.resources import model_files
from twinlens.workflows.cleanup import plan_cleanup
from twinlens.workflows.groups import GroupSource
from twinlens.workflows.model import LazyEncoder
from workflows.shelf import MODEL, Shelf

CARD = replace(LazyEncoder(*model_files()).card, id=MODEL)


@pytest.fixture
def source(shelf: Shelf) -> GroupSource:
    return GroupSource(shelf.home)


def names(source: GroupSource, level: Level = Level.COPY) -> list[list[str]]:
    """The file names of each group, keeper first."""
    groups = source.groups(CARD, CARD.thresholds.normal, (level,))
    return sorted([member.shot.path.name for member in group.members] for group in groups)


@pytest.fixture
def three(shelf: Shelf) -> Shelf:
    """`a.jpg`, and two that match it."""
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        shelf.put(name)
    shelf.learn()
    shelf.match("a.jpg", "b.jpg", score=0.999)
    shelf.match("a.jpg", "c.jpg", score=(CARD.thresholds.loose + CARD.thresholds.normal) / 2)
    return shelf


def test_a_lower_threshold_needs_no_reading(three: Shelf, source: GroupSource, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(source) == [["a.jpg", "b.jpg"]]
    monkeypatch.setattr(type(three.home.library.files), "shots", None)
    monkeypatch.setattr(type(three.home.cache.matches), "load", None)
    groups = source.groups(CARD, CARD.thresholds.loose, (Level.COPY,))
    assert [len(group.members) for group in groups] == [3]
    assert names(source) == [["a.jpg", "b.jpg"]]


def test_decisions_are_seen_without_reading_all(
    three: Shelf, source: GroupSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(source)
    monkeypatch.setattr(type(three.home.cache.matches), "load", None)
    three.decide(DecisionKind.KEEP, "b.jpg")
    assert names(source) == [["b.jpg", "a.jpg"]]
    three.decide(None, "b.jpg")
    assert names(source) == [["a.jpg", "b.jpg"]]
    keys = sorted(three.shots()[name].content_key for name in ("a.jpg", "b.jpg"))
    three.home.library.decisions.add_not_duplicate(*keys)
    assert names(source) == []
    three.home.library.decisions.remove_not_duplicate(*keys)
    assert names(source) == [["a.jpg", "b.jpg"]]


def test_what_a_scan_adds_is_seen(three: Shelf, source: GroupSource) -> None:
    names(source)
    three.put("d.jpg")
    three.learn()
    three.match("a.jpg", "d.jpg", score=0.99)
    assert names(source) == [["a.jpg", "b.jpg", "d.jpg"]]
    three.match("a.jpg", "d.jpg", Relation.BURST, score=0.99)
    assert names(source, Level.BURST) == [["a.jpg", "d.jpg"]]
    (three.folder / "b.jpg").unlink()
    three.learn()
    assert names(source) == []


def test_looking_at_pictures_costs_no_reading(
    three: Shelf, source: GroupSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(source)
    cache = three.home.cache
    cache.previews.save([(three.shots()["a.jpg"].content_key, b"jpeg")])
    cache.previews.flush()
    monkeypatch.setattr(type(cache.matches), "load", None)
    assert names(source) == [["a.jpg", "b.jpg"]]


def test_a_join_is_seen_and_never_proposed(three: Shelf, source: GroupSource) -> None:
    names(source)
    three.put("d.jpg")
    three.learn()
    keys = [three.shots()[name].content_key for name in ("a.jpg", "d.jpg")]
    three.home.library.decisions.join(*keys, Relation.COPY)
    assert names(source) == [["a.jpg", "b.jpg", "d.jpg"]]
    groups = source.groups(CARD, CARD.thresholds.normal, (Level.COPY,))
    plan = plan_cleanup(three.home, MODEL, proposed_groups=groups)
    assert [shot.path.name for shot in plan.proposed] == ["b.jpg"]


def test_a_join_is_no_proof_that_another_stays(three: Shelf) -> None:
    three.put("d.jpg")
    three.learn()
    keys = [three.shots()[name].content_key for name in ("a.jpg", "d.jpg")]
    three.home.library.decisions.join(*keys, Relation.COPY)
    three.reject("d.jpg")
    assert three.failed(three.clean()) == {"d.jpg": "no-survivor"}


def test_a_group_that_was_settled_says_who_is_new(three: Shelf, source: GroupSource) -> None:
    three.reject("b.jpg")
    three.put("d.jpg")
    three.learn()
    three.match("a.jpg", "d.jpg", score=0.99)
    (group,) = source.groups(CARD, CARD.thresholds.normal, (Level.COPY,))
    assert [member.shot.path.name for member in group.members if member.new] == ["d.jpg"]
    three.decide(DecisionKind.KEEP, "d.jpg")
    (group,) = source.groups(CARD, CARD.thresholds.normal, (Level.COPY,))
    assert not any(member.new for member in group.members)
