"""From cosines to a confidence, and to thresholds that promise a number of false pairs.

A library of 100,000 photographs has 5e9 pairs, a thousand times more than can be looked at here: the far tail of the
cosines between different photographs ("impostors") is extrapolated. That is a model, not a measurement, and its
intervals say how little it may be sure. They hold what other photographs might have done, not that the model is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .bootstrap import interval, resamples

Floats = NDArray[np.float64]

LIBRARY_PAIRS = 100_000 * 99_999 / 2
FALSE_PAIRS = {"loose": 100.0, "normal": 10.0, "strict": 1.0}
"""Expected false pairs in a library of 100,000 photographs at each sensitivity."""
COPY_PRIOR = 10_000 / LIBRARY_PAIRS
"""How likely two photographs of a library are copies before they are looked at: one photo in ten has one."""
TAIL = 100
"""How many of the largest impostor cosines the tail is fitted to.

Few: the far tail is made of look-alikes (shirts on one floor) and is heavier than what comes before. The fewer it is
fitted to, the higher the thresholds; fitted to 2000 they promised ten times too little.
"""
ROUNDS = 300
CANDIDATE_SHARE = 100_000
"""In a library of ten thousand one photograph in ten has a stranger above: looking at them costs little."""


@dataclass(frozen=True)
class Tail:
    """The upper tail of impostor cosines: a share `weight` lies above `start`, and thins out as (1 - cosine) ** rate.

    A power of the distance to 1 is what points spread smoothly over some surface give (the rate is half its dimension):
    pictures may be as alike as you like, only ever more rarely. So every threshold stays below 1.
    """

    start: float
    weight: float
    rate: float

    def survival(self, cosine: Floats | float) -> Floats:
        """Share of impostors above a cosine, which is not below `start`."""
        return np.asarray(self.weight * (self._left(cosine) ** self.rate))

    def density(self, cosine: Floats | float) -> Floats:
        """Share of impostors per unit of cosine."""
        return np.asarray(self.weight * self.rate / (1 - self.start) * self._left(cosine) ** (self.rate - 1))

    def quantile(self, share: float) -> float:
        """The cosine that this share of impostors exceeds; `share` is at most `weight`."""
        return float(1 - (1 - self.start) * (share / self.weight) ** (1 / self.rate))

    def _left(self, cosine: Floats | float) -> Floats:
        return np.clip((1 - np.asarray(cosine, np.float64)) / (1 - self.start), 0.0, 1.0)


def fit_tail(impostors: NDArray[np.floating], count: int = TAIL) -> Tail:
    """Fit the `count` largest of the impostor cosines (Hill's estimator on the distance to 1), of any shape."""
    highest, _ = _highest(impostors, min(count, impostors.size // 2) + 1)
    return _hill(highest, np.ones(len(highest)), len(highest) - 1, impostors.size)


def resampled_tails(impostors: NDArray[np.floating], count: int = TAIL, rounds: int = ROUNDS) -> list[Tail]:
    """The tail fitted again to resamples of the photographs of the rows and of the columns of [N, M] impostors."""
    count = min(count, impostors.size // 2)
    # A resample may hold the highest pairs less often: some more are needed to reach the count again.
    highest, places = _highest(impostors, min(20 * count, impostors.size))
    rows, columns = np.divmod(places, impostors.shape[1])
    tails = []
    both = (resamples(length, rounds, seed) for seed, length in enumerate(impostors.shape))
    for of_rows, of_columns in zip(*both, strict=True):
        weights = of_rows[rows] * of_columns[columns]
        if weights.sum() > count:
            tails.append(_hill(highest, weights, count, impostors.size))
    # Of very few impostors a resample may hold one pair so often that nothing lies above it.
    return [tail for tail in tails if tail.weight > 0]


def _highest(values: NDArray[np.floating], count: int) -> tuple[Floats, NDArray[np.int64]]:
    """The `count` largest, falling, and where they lie in the flat array."""
    flat = values.ravel()
    chosen = np.argpartition(flat, flat.size - count)[flat.size - count :]
    chosen = chosen[np.argsort(-flat[chosen], kind="stable")]
    return flat[chosen].astype(np.float64), chosen


def _hill(falling: Floats, weights: Floats, count: float, total: int) -> Tail:
    """The tail above the value that `count` pairs of a weight of one exceed, of `total` pairs."""
    above = np.cumsum(weights)
    start = min(int(np.searchsorted(above, count, side="right")), len(falling) - 1)
    left = np.maximum(1 - falling, 1e-9)
    weight = above[start - 1] if start else 0.0
    spread = float(weights[:start] @ np.log(left[start] / left[:start]))
    return Tail(float(1 - left[start]), float(weight / total), float(weight / max(spread, 1e-9)))


def threshold_cosines(tail: Tail) -> dict[str, float]:
    """Cosines for loose, normal, strict, and the floor below them."""
    cosines = {name: tail.quantile(pairs / LIBRARY_PAIRS) for name, pairs in FALSE_PAIRS.items()}
    return {"floor": tail.quantile(10_000 / LIBRARY_PAIRS), **cosines}


def cautious_cosines(tail: Tail, tails: list[Tail]) -> dict[str, float]:
    """The thresholds: the upper ends of their own 90 % intervals over resampled tails.

    A threshold promises *at most* so many false pairs, and a wrong accusation costs more than a copy not found.
    """
    again = [threshold_cosines(other) for other in tails]
    return {
        name: max([cosine, *(interval(np.array([other[name] for other in again]))[1:] if again else ())])
        for name, cosine in threshold_cosines(tail).items()
    }


def false_pairs_crosswise(halves: tuple[NDArray[np.floating], NDArray[np.floating]]) -> dict[str, int]:
    """For each sensitivity, pairs of either half above the threshold that the other half alone would have set."""
    found = dict.fromkeys(FALSE_PAIRS, 0)
    for fitted, counted in (halves, halves[::-1]):
        cosines = cautious_cosines(fit_tail(fitted), resampled_tails(fitted))
        for name in found:
            found[name] += int((counted >= cosines[name]).sum())
    return found


def threshold_intervals(cosines: dict[str, float], tails: list[Tail]) -> dict[str, dict[str, list[float]]]:
    """For each sensitivity, 90 % intervals over resampled tails.

    `cosine`: where the resample would have set it; `expected_false_pairs`: in a library of 100,000 photographs, at the
    cosine that was chosen.
    """
    again = [threshold_cosines(tail) for tail in tails]
    return {
        name: {
            "cosine": [round(bound, 5) for bound in interval(np.array([other[name] for other in again]))],
            "expected_false_pairs": [
                round(bound, 3) for bound in interval(np.array([expected_false_pairs(t, cosines[name]) for t in tails]))
            ],
        }
        for name in FALSE_PAIRS
    }


def candidate_cosine(tail: Tail) -> float:
    """The cosine that one impostor pair in `CANDIDATE_SHARE` exceeds: from there on a neighbour is worth looking at."""
    return tail.quantile(min(1 / CANDIDATE_SHARE, tail.weight))


def expected_false_pairs(tail: Tail, cosine: float) -> float:
    """In a library of 100,000 photographs, from a cosine on."""
    return float(tail.survival(cosine)) * LIBRARY_PAIRS


def stability(impostors: NDArray[np.floating], counts: tuple[int, ...] = (30, 100, 300, 1000, 3000)) -> dict[str, Any]:
    """Thresholds had the tail been fitted to other numbers of impostors: where they agree, the choice is harmless."""
    return {
        str(count): {name: round(cosine, 4) for name, cosine in threshold_cosines(fit_tail(impostors, count)).items()}
        for count in counts
        if 2 * count <= impostors.size
    }


def confidence(cosines: Floats, copies: NDArray[np.floating], tail: Tail, prior: float = COPY_PRIOR) -> Floats:
    """Probability of being copies at each of `cosines`, by Bayes' rule with the density of `copies`' cosines."""
    width = 0.03
    copies = np.asarray(copies, np.float64)
    # A little of a flat density keeps places where no copy fell from being certain.
    seen = np.exp(-0.5 * ((cosines[:, None] - copies[None, :]) / width) ** 2).mean(axis=1) / (
        width * np.sqrt(2 * np.pi)
    )
    likely = prior * (0.95 * seen + 0.05 * 0.5)
    return np.asarray(likely / (likely + (1 - prior) * np.maximum(tail.density(cosines), 1e-300)))


def calibrate(copies: NDArray[np.floating], tail: Tail) -> dict[str, Any]:
    """The card's `calibration`: knots from cosine -1 (score 0) to 1 (score 1), strictly rising above the floor."""
    floor = threshold_cosines(tail)["floor"]
    inner = 1 - (1 - floor) * np.linspace(1.1, 0.05, 16)
    scores = np.maximum.accumulate(confidence(inner, copies, tail))
    # What is certain to four digits would tie: a thousandth of slope everywhere keeps the order.
    scores = np.clip(0.95 * scores + 0.05 * (inner - inner[0]) / (1 - inner[0]), 1e-4, 0.9999)
    return {
        "kind": "piecewise-linear",
        "cosine": [-1.0, *(round(float(c), 8) for c in inner), 1.0],
        "score": [0.0, *(round(float(s), 6) for s in scores), 1.0],
    }


def to_score(calibration: dict[str, Any], cosine: NDArray[np.floating] | float) -> Floats:
    """Scores of cosines by the card's calibration."""
    return np.asarray(np.interp(cosine, calibration["cosine"], calibration["score"]))
