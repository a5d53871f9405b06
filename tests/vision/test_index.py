"""The index against brute force, exactly and by its graph, and what it refuses to load."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens.core.photos import ContentKey
from twinlens.vision import index as module
from twinlens.vision.index import NeighbourIndex, checksum_of

DIM = 16
FILES = ("index.json", "keys.txt", "vectors.npy", "graph.bin")


def unit(count: int, seed: int = 0, dim: int = DIM) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def clustered(clusters: int, each: int, seed: int = 0, spread: float = 0.05) -> np.ndarray:
    random = np.random.default_rng(seed)
    vectors = np.repeat(unit(clusters, seed), each, axis=0)
    vectors = vectors + random.normal(0, spread, vectors.shape).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def keys(count: int, first: int = 0) -> list[ContentKey]:
    return [ContentKey(f"f-{number:05}") for number in range(first, first + count)]


def made(vectors: np.ndarray) -> NeighbourIndex:
    index = NeighbourIndex(vectors.shape[1], "model")
    index.add(keys(len(vectors)), vectors)
    return index


def by_brute_force(vectors: np.ndarray, query: np.ndarray, floor: float) -> list[tuple[ContentKey, float]]:
    cosines = np.clip((vectors.astype(np.float64) * query.astype(np.float64)).sum(axis=1), -1, 1)
    pairs = [(key, float(c)) for key, c in zip(keys(len(vectors)), cosines, strict=True) if c >= floor]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


@pytest.fixture
def small_limit(monkeypatch) -> None:
    monkeypatch.setattr(module, "EXACT_LIMIT", 300)


@given(
    count=st.integers(1, 60),
    k=st.integers(1, 70),
    floor=st.floats(-1, 1),
    seed=st.integers(0, 1000),
    copies=st.integers(1, 3),
)
def test_exact_answers_are_those_of_brute_force(count, k, floor, seed, copies):
    vectors = np.tile(unit(count, seed), (copies, 1))
    index = made(vectors)
    answers = index.query(vectors[:5], k, floor)
    for query, answer in zip(vectors[:5], answers, strict=True):
        expected = by_brute_force(vectors, query, floor)
        assert answer == expected[:k]
        assert index.query_floor(query, floor) == expected


def test_one_query_at_a_time_or_all_together_is_the_same():
    vectors = clustered(20, 10)
    index = made(vectors)
    together = index.query(vectors, 15, 0.5)
    assert together == [index.query(vector, 15, 0.5)[0] for vector in vectors]


def test_both_directions_of_a_pair_have_one_cosine():
    vectors = clustered(10, 8)
    answers = dict(zip(keys(len(vectors)), made(vectors).query(vectors, 80, 0.0), strict=True))
    cosines = {(key, other): cosine for key, answer in answers.items() for other, cosine in answer}
    assert all(cosines[other, key] == cosine for (key, other), cosine in cosines.items())


def test_equal_vectors_come_in_the_order_of_their_keys():
    vectors = np.repeat(unit(1), 50, axis=0)
    index = NeighbourIndex(DIM, "model")
    shuffled = list(np.random.default_rng(1).permutation(50))
    index.add([keys(50)[at] for at in shuffled], vectors)
    assert [key for key, _ in index.query(vectors[:1], 10, 0.5)[0]] == keys(10)


def test_an_empty_index():
    index = NeighbourIndex(DIM, "model")
    assert len(index) == 0
    assert index.query(unit(3), 5, 0.0) == [[], [], []]
    assert index.query_floor(unit(1)[0], 0.0) == []
    index.add([], np.empty((0, DIM), dtype=np.float32))
    assert "f-1" not in index


def test_known_keys_keep_their_vectors():
    vectors = unit(10)
    index = made(vectors[:5])
    index.add([*keys(5), *keys(5, 5), keys(1, 5)[0]], np.concatenate([unit(5, 99), vectors[5:], unit(1, 98)]))
    assert len(index) == 10
    assert all(key in index for key in keys(10))
    assert index.query(vectors[7], 1, 0.9)[0] == by_brute_force(vectors, vectors[7], 0.9)[:1]
    assert index.query(vectors[2], 1, 0.9)[0] == by_brute_force(vectors, vectors[2], 0.9)[:1]
    assert index.checksum == checksum_of(keys(10)) == checksum_of(reversed(keys(10)))
    assert index.checksum != checksum_of(keys(9))


@pytest.mark.parametrize("wrong", [unit(2, dim=8), unit(2) * 3, np.full((2, DIM), np.nan), np.zeros((2, DIM))])
def test_only_unit_vectors_of_the_dimension_are_taken(wrong):
    with pytest.raises(ValueError, match="vectors"):
        NeighbourIndex(DIM, "model").add(keys(2), wrong.astype(np.float32))


@pytest.mark.usefixtures("small_limit")
def test_the_graph_finds_nearly_all():
    vectors = clustered(100, 20)
    index = NeighbourIndex(DIM, "model")
    for start in range(0, 2000, 130):
        index.add(keys(2000)[start : start + 130], vectors[start : start + 130])
    assert index._uses_graph
    found = expected = 0
    for vector in vectors[::40]:
        right = by_brute_force(vectors, vector, 0.8)
        answer = index.query_floor(vector, 0.8)
        assert set(answer) <= set(right)
        assert answer == sorted(answer, key=lambda pair: (-pair[1], pair[0]))
        found, expected = found + len(answer), expected + len(right)
    assert found >= 0.99 * expected
    assert 0.99 <= index.measured_recall() <= 1.0


@pytest.mark.usefixtures("small_limit")
def test_more_results_than_the_usual_effort():
    vectors = np.concatenate([clustered(1, 500, spread=0.01), unit(500, 3)])
    index = made(vectors)
    assert index._uses_graph
    assert len(index.query_floor(vectors[0], 0.9)) >= 495
    assert len(index.query(vectors[0], 2000, -1.0)[0]) >= 990
    assert len(index.query(vectors[:3], 300, 0.9)[1]) == 300


@pytest.mark.usefixtures("small_limit")
def test_identical_vectors_do_not_break_the_graph():
    vectors = np.repeat(unit(3), 400, axis=0)
    index = made(vectors)
    assert len(index.query(vectors[:1], 50, 0.99)[0]) == 50


@pytest.mark.usefixtures("small_limit")
def test_interrupted_building_goes_on_later():
    class StopError(Exception):
        pass

    calls = 0

    def stop_once() -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise StopError

    vectors = clustered(50, 60)
    index = NeighbourIndex(DIM, "model")
    with pytest.raises(StopError):
        index.add(keys(3000), vectors, stop_once)
    assert len(index) == 3000
    assert index.query(vectors[:1], 5, 0.0)[0] == by_brute_force(vectors, vectors[0], 0.0)[:5]
    assert index.measured_recall() == 1.0
    index.add([], np.empty((0, DIM), dtype=np.float32), stop_once)
    assert index._uses_graph


@pytest.mark.parametrize("count", [0, 5, 500])
@pytest.mark.usefixtures("small_limit")
def test_saved_and_loaded(tmp_path, count):
    vectors = unit(max(count, 1))[:count]
    index = made(vectors) if count else NeighbourIndex(DIM, "model")
    index.save(tmp_path / "index")
    loaded = NeighbourIndex.load(tmp_path / "index", DIM, "model", count, checksum_of(keys(count)))
    assert loaded is not None
    assert loaded._uses_graph == (count > 300)
    queries = unit(5, 5)
    assert loaded.query(queries, 10, -1.0) == index.query(queries, 10, -1.0)
    loaded.add(keys(700, count), unit(700, 9))
    assert len(loaded) == count + 700
    assert len(loaded.query(queries, 300, -1.0)[0]) == 300
    loaded.save(tmp_path / "index")
    assert NeighbourIndex.load(tmp_path / "index", DIM, "model", count, checksum_of(keys(count))) is None
    assert NeighbourIndex.load(tmp_path / "index", DIM, "model", count + 700, loaded.checksum) is not None


@pytest.mark.usefixtures("small_limit")
def test_any_mismatch_wants_building_anew(tmp_path):
    index = made(unit(400))
    index.save(tmp_path)
    checksum = index.checksum
    assert NeighbourIndex.load(tmp_path, DIM, "model", 400, checksum) is not None
    assert NeighbourIndex.load(tmp_path, DIM + 1, "model", 400, checksum) is None
    assert NeighbourIndex.load(tmp_path, DIM, "another", 400, checksum) is None
    assert NeighbourIndex.load(tmp_path, DIM, "model", 399, checksum) is None
    assert NeighbourIndex.load(tmp_path, DIM, "model", 400, checksum_of(keys(399))) is None
    assert NeighbourIndex.load(tmp_path / "elsewhere", DIM, "model", 400, checksum) is None


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("fault", ["gone", "empty", "cut", "flipped"])
@pytest.mark.usefixtures("small_limit")
def test_damaged_files_want_building_anew(tmp_path, name, fault):
    index = made(unit(400))
    index.save(tmp_path)
    data = bytearray((tmp_path / name).read_bytes())
    data[len(data) // 2] ^= 1
    contents = {"empty": b"", "cut": bytes(data[:-3]), "flipped": bytes(data)}
    if fault == "gone":
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(contents[fault])
    assert NeighbourIndex.load(tmp_path, DIM, "model", 400, index.checksum) is None


def test_a_future_format_is_not_loaded(tmp_path):
    index = made(unit(4))
    index.save(tmp_path)
    description = json.loads((tmp_path / "index.json").read_text())
    (tmp_path / "index.json").write_text(json.dumps({**description, "format": 99}))
    assert NeighbourIndex.load(tmp_path, DIM, "model", 4, index.checksum) is None


@pytest.mark.usefixtures("small_limit")
def test_a_smaller_index_saved_over_a_larger_one_forgets_the_graph(tmp_path):
    made(unit(400)).save(tmp_path)
    small = made(unit(20))
    small.save(tmp_path)
    loaded = NeighbourIndex.load(tmp_path, DIM, "model", 20, small.checksum)
    assert loaded is not None
    assert not loaded._uses_graph


@pytest.mark.usefixtures("small_limit")
def test_an_index_that_outgrew_the_limit_without_a_graph_is_built_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "EXACT_LIMIT", 1000)
    index = made(unit(400))
    index.save(tmp_path)
    monkeypatch.setattr(module, "EXACT_LIMIT", 300)
    assert NeighbourIndex.load(tmp_path, DIM, "model", 400, index.checksum) is None
