import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens_training.evaluation.metrics import micro_ap, recall_at_precision


def figures(scores, truth, positives):
    scores, truth = np.array(scores, float), np.array(truth, bool)
    return micro_ap(scores, truth, positives), recall_at_precision(scores, truth, positives, 0.6)


def test_by_hand():
    # Ranks: copy, not, copy, not; of 3 copies one is not even among the candidates.
    ap, (recall, threshold) = figures([0.9, 0.8, 0.7, 0.1], [1, 0, 1, 0], 3)
    assert ap == pytest.approx((1 / 1 + 2 / 3) / 3)
    assert recall == pytest.approx(2 / 3)
    assert threshold == pytest.approx(0.7)


def test_equal_scores_are_one_step():
    ap, (recall, threshold) = figures([0.5, 0.5, 0.5, 0.2], [1, 0, 1, 1], 3)
    assert ap == pytest.approx(2 / 3 * 2 / 3 + 1 / 3 * 3 / 4)
    assert recall == 1.0
    assert threshold == 0.2


def test_nothing_precise_enough():
    assert figures([0.9, 0.1], [0, 1], 1)[1] == (0.0, float("inf"))


def test_no_copies_at_all_is_an_error():
    with pytest.raises(ValueError, match="no copies"):
        micro_ap(np.array([1.0]), np.array([False]), 0)


pairs = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=40).filter(
    lambda rows: any(copy for _, copy in rows)
)


@given(pairs)
def test_against_every_threshold_tried_one_by_one(rows):
    scores, truth = np.array([float(s) for s, _ in rows]), np.array([c for _, c in rows])
    positives, area, last, best = int(truth.sum()), 0.0, 0.0, 0.0
    for threshold in sorted(set(scores), reverse=True):
        found = scores >= threshold
        precision, recall = truth[found].mean(), truth[found].sum() / positives
        area, last = area + precision * (recall - last), recall
        best = recall if precision >= 0.7 else best
    assert micro_ap(scores, truth, positives) == pytest.approx(area)
    assert recall_at_precision(scores, truth, positives, 0.7)[0] == pytest.approx(best)
    assert 0 < micro_ap(scores, truth, positives) <= 1


@given(pairs, st.randoms())
def test_order_of_the_candidates_does_not_matter(rows, random):
    shuffled = rows[:]
    random.shuffle(shuffled)
    results = [
        micro_ap(np.array([float(s) for s, _ in r]), np.array([c for _, c in r]), len(rows)) for r in (rows, shuffled)
    ]
    assert results[0] == pytest.approx(results[1])
