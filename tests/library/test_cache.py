"""The cache: vectors, previews and matches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twinlens.core.photos import ContentKey, Match
from twinlens.core.relations import Relation
from twinlens.library.database import open_cache

KEYS = [ContentKey(f"f-{number}-key") for number in range(8)]


def unit_vectors(count, dim=256, seed=1):
    vectors = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_vectors_come_back_in_the_order_of_their_keys_nearly_as_they_were(cache):
    vectors = unit_vectors(8)
    cache.embeddings.save("m", list(zip(reversed(KEYS), vectors, strict=True)))
    keys, loaded = cache.embeddings.load_all("m")
    assert keys == KEYS
    assert loaded.dtype == np.float32
    assert loaded.shape == (8, 256)
    assert np.abs(loaded @ loaded.T - vectors[::-1] @ vectors[::-1].T).max() < 0.001
    assert np.array_equal(cache.embeddings.get("m", KEYS[0]), loaded[0])


def test_models_never_meet(cache):
    (vector,) = unit_vectors(1)
    cache.embeddings.save("m", [(KEYS[0], vector)])
    cache.matches.save("m", [Match(KEYS[0], KEYS[1], 0.9, 0.8, Relation.COPY)])
    cache.matches.mark_saturated("m", [KEYS[0]])
    assert cache.embeddings.missing("m", KEYS[:2]) == {KEYS[1]}
    assert cache.embeddings.missing("other", KEYS[:2]) == set(KEYS[:2])
    assert cache.embeddings.get("other", KEYS[0]) is None
    assert cache.embeddings.load_all("other")[0] == []
    assert (cache.embeddings.count("m"), cache.embeddings.count("other")) == (1, 0)
    assert (cache.matches.count("m"), cache.matches.count("other")) == (1, 0)
    assert cache.matches.load("other") == cache.matches.of("other", KEYS[0]) == []
    assert cache.matches.saturated("other") == set()


def test_an_older_models_word_stands_until_both_sides_were_seen_anew(cache):
    (vector,) = unit_vectors(1)
    first, second, third = KEYS[:3]
    cache.matches.save(
        "oldest", [Match(first, second, 0.5, 0.5, Relation.COPY), Match(first, third, 0.4, 0.4, Relation.COPY)]
    )
    cache.matches.save(
        "older", [Match(first, second, 0.7, 0.7, Relation.BURST), Match(second, third, 0.2, 0.2, Relation.COPY)]
    )
    cache.matches.mark_saturated("older", [first])
    cache.embeddings.save("older", [(key, vector) for key in KEYS[:3]])
    everything = {(first, second): 0.7, (first, third): 0.4, (second, third): 0.2}

    def unreplaced(least=0.0):
        return {(match.first, match.second): match.score for match in cache.models.unreplaced_matches("new", least)}

    assert cache.models.others("new") == ["older", "oldest"]
    assert unreplaced() == everything
    assert unreplaced(0.3) == {(first, second): 0.7, (first, third): 0.4}
    cache.embeddings.save("new", [(first, vector)])
    assert unreplaced() == everything
    cache.embeddings.save("new", [(third, vector)])
    assert unreplaced() == {(first, second): 0.7, (second, third): 0.2}

    cache.models.forget_others("new")
    assert cache.models.others("new") == []
    assert unreplaced() == {}
    assert cache.embeddings.count("new") == 2
    assert cache.embeddings.count("older") == cache.matches.count("older") == cache.matches.count("oldest") == 0
    assert cache.matches.saturated("older") == set()
    assert cache.models.others("older") == ["new"]


def test_many_missing_are_found_as_few_are(cache):
    keys = [ContentKey(f"{number:05d}") for number in range(6000)]
    vector = np.ones(4, np.float32)
    cache.embeddings.save("m", [(key, vector) for key in keys[:5500]])
    assert cache.embeddings.missing("m", keys) == set(keys[5500:])
    assert cache.embeddings.missing("m", keys[5400:]) == set(keys[5500:])


def test_a_match_is_found_from_both_ends_best_first(cache):
    matches = [Match(KEYS[0], KEYS[1], 0.5, 0.6, Relation.COPY), Match(KEYS[1], KEYS[2], 0.9, 0.95, Relation.IDENTICAL)]
    cache.matches.save("m", matches)
    assert cache.matches.of("m", KEYS[1]) == [matches[1], matches[0]]
    assert cache.matches.of("m", KEYS[2]) == [matches[1]]
    assert cache.matches.of("m", ContentKey("unheard of")) == []
    assert cache.matches.load("m", 0.9) == [matches[1]]


pairs = st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).filter(lambda pair: pair[0] != pair[1])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.lists(st.tuples(pairs, st.floats(0, 1), st.sampled_from(Relation)), max_size=20))
def test_a_rescan_adds_matches_and_never_loses_one(cache, found):
    expected = {(match.first, match.second): match for match in cache.matches.load("m")}
    for (one, other), score, relation in found:
        cache.matches.save("m", [Match(one, other, score, score, relation)])
        first, second = sorted((one, other))
        expected[first, second] = Match(first, second, score, score, relation)
    assert {(match.first, match.second): match for match in cache.matches.load("m")} == expected


def test_a_content_is_saturated_until_its_star_is_complete(cache):
    cache.matches.mark_saturated("m", KEYS[:3])
    cache.matches.mark_saturated("m", KEYS[:1])
    cache.matches.complete("m", KEYS[1])
    assert cache.matches.saturated("m") == {KEYS[0], KEYS[2]}


def test_previews_beyond_the_limit_give_way_the_least_recently_used_first(tmp_path):
    cache = open_cache(tmp_path / "small.db", preview_bytes=1000)
    for key in KEYS[:3]:
        cache.previews.save([(key, b"x" * 300)])
    assert cache.previews.get(KEYS[0]) == b"x" * 300
    cache.previews.save([(KEYS[3], b"y" * 300)])
    assert [cache.previews.get(key) is not None for key in KEYS[:4]] == [True, False, True, True]
    assert cache.previews.total_bytes() == 900
    cache.close()
    again = open_cache(tmp_path / "small.db", preview_bytes=1000)
    again.previews.save([(KEYS[4], b"z" * 300)])
    assert again.previews.total_bytes() <= 1000
    again.close()


def test_a_preview_is_replaced_by_a_newer_one(cache):
    cache.previews.save([(KEYS[0], b"old")])
    cache.previews.save([(KEYS[0], b"newer")])
    assert cache.previews.get(KEYS[0]) == b"newer"
    assert cache.previews.total_bytes() == 5
    assert cache.previews.get(KEYS[1]) is None


@pytest.mark.parametrize("content", [b"this is no database" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_cache_is_made_anew(tmp_path, content):
    path = tmp_path / "cache.db"
    path.write_bytes(content)
    cache = open_cache(path)
    assert cache.integrity() == []
    assert cache.matches.load("m") == []
    cache.close()


@pytest.mark.parametrize("change", ["UPDATE alembic_version SET version_num = '9999'", "DROP TABLE alembic_version"])
def test_a_cache_of_another_schema_is_made_anew(tmp_path, change):
    cache = open_cache(tmp_path / "cache.db")
    cache.previews.save([(KEYS[0], b"x")])
    with cache.database.writing() as connection:
        connection.exec_driver_sql(change)
    cache.close()
    cache = open_cache(tmp_path / "cache.db")
    assert cache.previews.get(KEYS[0]) is None
    cache.close()


def test_a_cache_is_kept_from_one_start_to_the_next(tmp_path):
    cache = open_cache(tmp_path / "cache.db")
    cache.previews.save([(KEYS[0], b"x")])
    cache.close()
    cache = open_cache(tmp_path / "cache.db")
    assert cache.previews.get(KEYS[0]) == b"x"
    cache.close()
