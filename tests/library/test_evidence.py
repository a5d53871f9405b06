"""What was found of a pair is kept with the pair, and what was not looked at is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens.core.evidence import WHOLE, Change, Evidence
from twinlens.core.photos import ContentKey, Match
from twinlens.core.relations import Relation
from twinlens.library.database import open_cache
from twinlens.library.evidence import _read, _written
from twinlens.library.stores import CacheStore

A, B, C = (ContentKey(f"f-1-{letter}") for letter in "abc")
FOUND = Evidence(40, 0.93, 0.8, 1.0, 0.25, WHOLE, (0.25, 0.25, 0.5, 0.5), (Change.CROPPED, Change.TONE))


@pytest.fixture
def cache(tmp_path: Path) -> CacheStore:
    return open_cache(tmp_path / "cache.db")


def match(first: ContentKey, second: ContentKey, relation: Relation = Relation.COPY) -> Match:
    return Match(first, second, 0.9, 0.8, relation)


def test_evidence_comes_back_in_either_order(cache: CacheStore) -> None:
    cache.evidence.save([((A, B), FOUND), ((A, C), None)])
    assert cache.evidence.of(A, B) == FOUND
    assert cache.evidence.of(B, A) == FOUND
    assert cache.evidence.of(A, C) is None
    assert cache.evidence.of(B, C) is None
    cache.evidence.save([((A, B), None)])
    assert cache.evidence.of(A, B) is None


def test_what_may_be_a_copy_waits_for_a_name(cache: CacheStore) -> None:
    assert cache.matches.unnamed("m") == []
    cache.matches.save("m", [match(A, B), match(B, C), match(A, C, Relation.BURST)])
    cache.matches.save("other", [match(A, C)])
    assert [(each.first, each.second) for each in cache.matches.unnamed("m")] == [(A, B), (B, C)]
    cache.matches.save("m", [match(A, B, Relation.CROP)])
    assert [(each.first, each.second) for each in cache.matches.unnamed("m")] == [(B, C)]


def test_only_pairs_that_were_looked_at_are_known(cache: CacheStore) -> None:
    assert cache.evidence.known([(A, B)]) == {}
    cache.evidence.save([((A, B), FOUND), ((A, C), None)])
    assert cache.evidence.known([(A, B), (A, C), (B, C)]) == {(A, B): FOUND, (A, C): None}
    assert cache.evidence.known([(A, C)]) == {(A, C): None}


def test_matches_that_were_none_are_dropped(cache: CacheStore) -> None:
    cache.matches.save("m", [match(A, B), match(B, C)])
    cache.matches.drop("m", [(A, B)])
    cache.matches.drop("m", [])
    cache.matches.drop("never heard of", [(B, C)])
    assert [(each.first, each.second) for each in cache.matches.load("m")] == [(B, C)]


fractions = st.floats(0, 1)
regions = st.tuples(fractions, fractions, fractions, fractions)


@given(
    st.builds(
        Evidence, st.integers(0, 600), fractions, fractions, fractions, fractions, regions, regions,
        st.lists(st.sampled_from(Change), unique=True).map(tuple),
    )
)  # fmt: skip
def test_all_evidence_survives_being_written(evidence: Evidence) -> None:
    assert _read(_written(evidence) or "") == evidence
