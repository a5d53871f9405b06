"""One bit a number leads to the nearest vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from twinlens.vision.sketches import Sketches

DIM = 96


def unit(random: np.random.Generator, *shape: int) -> np.ndarray:
    vectors = random.standard_normal(shape).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def test_near_vectors_are_among_the_candidates() -> None:
    random = np.random.default_rng(1)
    vectors = unit(random, 5000, DIM)
    sketches = Sketches(DIM)
    for start in range(0, 5000, 700):
        sketches.add(np.arange(start, min(start + 700, 5000)) * 3, vectors[start : start + 700])
    near = vectors[:20] + 0.5 * unit(random, 20, DIM)
    for place, vector in enumerate(near):
        assert 3 * place in sketches.nearest(vector[None], 100)
    assert len(sketches) == 5000
    assert sketches.last == 3 * 4999


def test_of_many_vectors_to_a_content_the_nearest_counts() -> None:
    random = np.random.default_rng(2)
    parts = unit(random, 800, 7, DIM)
    sketches = Sketches(DIM, 7)
    sketches.add(np.arange(800), parts.reshape(800, -1))
    for content in (0, 399, 799):
        assert content in sketches.nearest(parts[content, 5][None], 10)


@pytest.mark.parametrize("dim", [1, 8, 63, 64, 65, 256])
def test_any_number_of_numbers(dim: int) -> None:
    vectors = unit(np.random.default_rng(dim), 300, dim)
    sketches = Sketches(dim)
    sketches.add(np.arange(300), vectors)
    assert len(sketches.nearest(vectors[:1], 4)) == 4


def test_fewer_than_asked_for_are_all_of_them() -> None:
    sketches = Sketches(DIM)
    assert sketches.last == -1
    assert len(sketches.nearest(np.ones((1, DIM)), 5)) == 0
    sketches.add(np.array([4, 9]), unit(np.random.default_rng(3), 2, DIM))
    assert sketches.nearest(np.ones((1, DIM)), 5).tolist() == [4, 9]
    assert len(sketches.emptied()) == 0


def test_what_was_saved_is_loaded_and_grows(tmp_path: Path) -> None:
    vectors = unit(np.random.default_rng(4), 60, 7, DIM)
    sketches, file = Sketches(DIM, 7), tmp_path / "sketches.npz"
    sketches.add(np.arange(50), vectors[:50])
    sketches.save(file, "model")
    loaded = sketches.load(file, "model")
    assert loaded is not None
    loaded.add(np.arange(50, 60), vectors[50:])
    assert len(loaded) == 60
    assert 55 in loaded.nearest(vectors[55, 2][None], 3)


def test_what_is_doubtful_is_not_loaded(tmp_path: Path) -> None:
    sketches, file = Sketches(DIM), tmp_path / "sketches.npz"
    assert sketches.load(file, "model") is None
    sketches.add(np.arange(50), unit(np.random.default_rng(5), 50, DIM))
    sketches.save(file, "model")
    assert sketches.load(file, "another") is None
    assert Sketches(DIM, 7).load(file, "model") is None
    whole = file.read_bytes()
    for cut in (0, 10, len(whole) // 2, len(whole) - 5):
        file.write_bytes(whole[:cut])
        assert sketches.load(file, "model") is None
