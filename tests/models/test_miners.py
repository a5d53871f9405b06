import itertools

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from twinlens_training.losses.miners import MINERS, all_triplets, hardest, semi_hard  # noqa: E402


def batch(seed, photos, dim=3):
    """Distances of random unit vectors, float64 [N, N]."""
    rows = np.random.default_rng(seed).normal(size=(len(photos), dim))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return np.linalg.norm(rows[:, None] - rows, axis=2)


def mined(miner, apart, photos):
    return {tuple(int(v) for v in rows) for rows in zip(*miner(torch.tensor(apart), torch.tensor(photos)), strict=True)}


def by_loop(name, apart, photos):
    """The triplets, told one by one."""
    everything = range(len(photos))
    triplets = set()
    for a in everything:
        positives = [p for p in everything if p != a and photos[p] == photos[a]]
        negatives = [n for n in everything if photos[n] != photos[a]]
        if not positives or not negatives:
            continue
        if name == "all":
            triplets |= {(a, p, n) for p, n in itertools.product(positives, negatives)}
        elif name == "hardest":
            triplets.add((a, max(positives, key=lambda p: apart[a][p]), min(negatives, key=lambda n: apart[a][n])))
        else:
            for p in positives:
                beyond = [n for n in negatives if apart[a][n] > apart[a][p]]
                chosen = min(beyond, key=lambda n: apart[a][n]) if beyond else max(negatives, key=lambda n: apart[a][n])
                triplets.add((a, p, chosen))
    return triplets


@pytest.mark.parametrize("name", MINERS)
@pytest.mark.parametrize("photos", [[0, 1, 2, 3, 0, 1, 2, 3], [5, 5, 5, 2, 9, 9, 4, 4, 4], [1, 1, 1], [1, 2, 3], [7]])
def test_a_miner_is_the_plain_loop(name, photos):
    for seed in range(8):
        apart = batch(seed, photos)
        assert mined(MINERS[name], apart, photos) == by_loop(name, apart, photos)


def test_all_triplets_are_as_many_as_there_are():
    photos = [number % 6 for number in range(12)]
    assert len(mined(all_triplets, batch(0, photos), photos)) == 12 * 1 * 10


LINE = np.array([0.0, 1.0, 0.5, 1.2, 1.9])
"""Places on a line: an anchor, its positive, and negatives nearer than it, just beyond it and far."""


def test_semi_hard_takes_the_nearest_beyond_the_positive():
    apart = np.abs(LINE[:, None] - LINE)
    assert (0, 1, 3) in mined(semi_hard, apart, [0, 0, 1, 2, 3])


def test_where_no_negative_is_beyond_the_positive_semi_hard_takes_the_least_hard():
    apart = np.abs(np.array([0.0, 1.0, 0.5, 0.2])[:, None] - np.array([0.0, 1.0, 0.5, 0.2]))
    triplets = mined(semi_hard, apart, [0, 0, 1, 2])
    assert (0, 1, 2) in triplets
    assert (1, 0, 3) in triplets


def test_hardest_takes_the_farthest_positive_and_the_nearest_negative():
    apart = np.abs(LINE[:, None] - LINE)
    assert (0, 3, 2) in mined(hardest, apart, [0, 0, 1, 0, 3])


@pytest.mark.parametrize("name", MINERS)
def test_equal_distances_still_give_triplets_of_the_right_photographs(name):
    photos = [0, 1, 0, 1]
    triplets = mined(MINERS[name], np.zeros((4, 4)), photos)
    assert triplets
    for a, p, n in triplets:
        assert a != p
        assert photos[a] == photos[p] != photos[n]
