import numpy as np
import pytest

torch = pytest.importorskip("torch")

from twinlens_training.data.background import in_background  # noqa: E402
from twinlens_training.network import CROWD_SHARE, CROWD_TEMPERATURE, without_crowd  # noqa: E402


def unit(rows):
    rows = np.asarray(rows, np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def alone(vectors, background):
    return without_crowd(torch.from_numpy(vectors), torch.from_numpy(background.T.copy())).numpy()


def test_the_crowd_is_subtracted_as_a_plain_loop_does_it():
    rows = unit(np.random.default_rng(3).normal(size=(40, 6)))
    vectors, background = rows[:10], rows[10:]
    for vector, found in zip(vectors, alone(vectors, background), strict=True):
        weights = [np.exp(float(vector @ other) / CROWD_TEMPERATURE) for other in background]
        crowd = sum(weight * other for weight, other in zip(weights, background, strict=True)) / sum(weights)
        wanted = vector - CROWD_SHARE * crowd
        assert found == pytest.approx(wanted / np.linalg.norm(wanted), abs=1e-5)


def test_two_alike_in_a_crowd_come_apart_and_two_alike_by_themselves_do_not():
    crowd = unit([[1, 0.02 * n, 0, 0] for n in range(8)])
    pair = unit([[1, 0.1, 0.05, 0.3], [1, 0.1, -0.05, -0.3], [0.05, 0.1, 1, 0.3], [-0.05, 0.1, 1, -0.3]])
    a, b, c, d = alone(pair, crowd)
    assert pair[0] @ pair[1] == pytest.approx(pair[2] @ pair[3], abs=1e-2)
    assert a @ b < c @ d - 0.3


def test_the_background_is_spread_evenly_and_leaves_half():
    assert in_background(40, 30).sum() == 20
    assert in_background(3).sum() == 1
    chosen = np.flatnonzero(in_background(1000, 100))
    assert len(chosen) == 100
    assert set(np.diff(chosen)) == {10, 11}
