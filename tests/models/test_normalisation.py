import numpy as np
import pytest

from twinlens_training.normalisation import NEAREST, crowding, normalised, spread, with_crowding


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def vectors():
    return unit(np.random.default_rng(3).normal(size=(40, 6)))


def test_crowding_against_a_plain_loop(vectors):
    background = vectors[10:]
    for row, found in zip(vectors[:10], crowding(vectors[:10], background), strict=True):
        nearest = sorted((float(row @ other) for other in background), reverse=True)[:NEAREST]
        assert found == pytest.approx(sum(nearest) / NEAREST, abs=1e-5)


def test_scores_against_a_plain_loop_and_the_same_both_ways(vectors):
    rows = with_crowding(vectors[:10], vectors[10:])
    crowded = crowding(vectors[:10], vectors[10:])
    scores = normalised(rows, rows)
    assert scores == pytest.approx(scores.T, abs=1e-6)
    assert scores[2, 5] == pytest.approx(vectors[2] @ vectors[5] - (crowded[2] + crowded[5]) / 2, abs=1e-5)


def test_two_alike_in_a_crowd_score_less_than_two_alike_apart():
    crowd = unit(np.array([[1, 0.02 * n, 0] for n in range(8)], float))
    pair = unit(np.array([[1, 0.1, 0.05], [1, 0.1, -0.05], [0.05, 0.1, 1], [-0.05, 0.1, 1]]))
    scores = normalised(*[with_crowding(pair, crowd)] * 2)
    assert pair[0] @ pair[1] == pytest.approx(pair[2] @ pair[3], abs=1e-3)
    assert scores[0, 1] < scores[2, 3] - 0.5


def test_background_and_strangers_share_nothing(vectors):
    background, others = spread(vectors, 30)
    assert (len(background), len(others)) == (20, 20)
    assert not {row.tobytes() for row in background} & {row.tobytes() for row in others}
