import numpy as np
import pytest

from twinlens_training.evaluation.bootstrap import interval, resamples
from twinlens_training.evaluation.calibration import (
    FALSE_PAIRS,
    LIBRARY_PAIRS,
    Tail,
    calibrate,
    candidate_cosine,
    cautious_cosines,
    expected_false_pairs,
    fit_tail,
    resampled_tails,
    stability,
    threshold_cosines,
    threshold_intervals,
    to_score,
)


def power_law(shape, rate=9.0, seed=1):
    return 1 - 0.6 * np.random.default_rng(seed).random(shape) ** (1 / rate)


def test_the_tail_is_found_again_and_extrapolates():
    tail = fit_tail(power_law((400, 500)), 2000)
    assert tail.rate == pytest.approx(9, rel=0.06)
    assert tail.weight == pytest.approx(2000 / 200_000)
    assert float(tail.survival(tail.quantile(1e-7))) == pytest.approx(1e-7)
    assert float(Tail(0.4, 1.0, 9.0).survival(0.7)) == pytest.approx(0.5**9)
    step = 1e-6
    slope = (tail.survival(0.8) - tail.survival(0.8 + step)) / step
    assert float(tail.density(0.8)) == pytest.approx(float(slope), rel=1e-3)


def test_hills_estimator_by_a_plain_loop():
    values = power_law((30, 20))
    falling = sorted(values.ravel(), reverse=True)
    rate = 1 / np.mean([np.log((1 - falling[50]) / (1 - value)) for value in falling[:50]])
    tail = fit_tail(values, 50)
    assert tail.rate == pytest.approx(rate)
    assert tail.start == pytest.approx(falling[50])


def test_resampled_tails_lie_around_the_fitted_one_and_are_the_same_again():
    values = power_law((300, 400))
    rates = [tail.rate for tail in resampled_tails(values, 300, rounds=100)]
    low, high = interval(np.array(rates))
    assert low < fit_tail(values, 300).rate < high
    assert high - low < 4
    assert rates == [tail.rate for tail in resampled_tails(values, 300, rounds=100)]


def test_one_odd_photograph_makes_the_interval_wide():
    # 200 high pairs of one photograph are one observation; of 200 photographs they are many.
    independent, odd = power_law((300, 400)), power_law((300, 400))
    odd[0, :200] = np.linspace(0.85, 0.97, 200)
    independent[np.arange(200), np.arange(200)] = np.linspace(0.85, 0.97, 200)
    widths = [np.ptp(interval(np.array([t.rate for t in resampled_tails(v, rounds=100)]))) for v in (odd, independent)]
    assert widths[0] > 2 * widths[1]


def test_thresholds_promise_false_pairs_and_scores_keep_the_order():
    tail = Tail(0.5, 1e-3, 12.0)
    cosines = threshold_cosines(tail)
    assert expected_false_pairs(tail, cosines["strict"]) == pytest.approx(1)
    assert expected_false_pairs(tail, cosines["normal"]) == pytest.approx(10)
    assert float(tail.survival(cosines["loose"])) * LIBRARY_PAIRS == pytest.approx(100)
    assert cosines["floor"] < cosines["loose"] < cosines["normal"] < cosines["strict"] < 1
    card = calibrate(np.random.default_rng(2).uniform(0.5, 1, 3000), tail)
    line = to_score(card, np.linspace(cosines["floor"], 1, 500))
    assert (np.diff(line) > 0).all()
    assert to_score(card, -1.0) == 0
    assert to_score(card, 1.0) == 1


def test_intervals_hold_the_chosen_thresholds():
    values = power_law((300, 400))
    cosines = threshold_cosines(fit_tail(values))
    sure = threshold_intervals(cosines, resampled_tails(values, rounds=100))
    for name, promised in (("strict", 1), ("normal", 10), ("loose", 100)):
        low, high = sure[name]["cosine"]
        assert low < cosines[name] < high < 1
        fewest, most = sure[name]["expected_false_pairs"]
        assert fewest < promised < most


def test_thresholds_are_the_upper_ends_of_their_intervals():
    values = power_law((300, 400))
    tail, tails = fit_tail(values), resampled_tails(values, rounds=100)
    chosen = cautious_cosines(tail, tails)
    for name, sure in threshold_intervals(chosen, tails).items():
        assert chosen[name] == pytest.approx(sure["cosine"][1], abs=1e-4)
        assert sure["expected_false_pairs"][1] < 2 * FALSE_PAIRS[name]
    assert chosen["floor"] < chosen["loose"] < chosen["normal"] < chosen["strict"] < 1
    assert cautious_cosines(tail, []) == threshold_cosines(tail)


def test_on_a_true_power_law_the_count_hardly_matters():
    found = stability(power_law((400, 500)), (300, 1000, 3000))
    assert list(found) == ["300", "1000", "3000"]
    assert np.ptp([cosines["strict"] for cosines in found.values()]) < 0.02
    assert list(stability(power_law((10, 10)), (30, 100))) == ["30"]


def test_resamples_keep_the_number_of_photographs():
    weights = resamples(50, 20)
    assert weights.shape == (20, 50)
    assert (weights.sum(axis=1) == 50).all()
    assert interval(np.arange(101)) == pytest.approx((5, 95))


def test_one_impostor_in_a_hundred_thousand_is_a_candidate():
    tail = fit_tail(power_law((400, 500)), 200)
    assert float(tail.survival(candidate_cosine(tail))) == pytest.approx(1e-5)
    assert candidate_cosine(Tail(0.5, 1e-6, 9.0)) == 0.5
