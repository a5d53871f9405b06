"""From cosines to a confidence, and to thresholds that promise a number of false pairs.

A library of 100,000 photographs has 5e9 pairs, far more than any validation set: the far tail of the cosines between
different photographs ("impostors") is therefore extrapolated, and that is a model, not a measurement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LIBRARY_PAIRS = 100_000 * 99_999 / 2
FALSE_PAIRS = {"loose": 100.0, "normal": 10.0, "strict": 1.0}
"""Expected false pairs in a library of 100,000 photographs at each sensitivity."""
COPY_PRIOR = 10_000 / LIBRARY_PAIRS
"""How likely two photographs of a library are copies before they are looked at: one photo in ten has one."""


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


def fit_tail(impostors: NDArray[np.floating], count: int = 2000) -> Tail:
    """Fit the `count` largest of the impostor cosines (Hill's estimator on the distance to 1)."""
    values = np.sort(np.asarray(impostors, np.float64))[::-1]
    count = min(count, len(values) // 2)
    left = np.maximum(1 - values[: count + 1], 1e-9)
    return Tail(float(values[count]), count / len(values), float(1 / np.mean(np.log(left[-1] / left[:-1]))))


def threshold_cosines(tail: Tail) -> dict[str, float]:
    """Cosines for loose, normal, strict, and the floor below them."""
    cosines = {name: tail.quantile(pairs / LIBRARY_PAIRS) for name, pairs in FALSE_PAIRS.items()}
    return {"floor": tail.quantile(10_000 / LIBRARY_PAIRS), **cosines}


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
        "cosine": [-1.0, *(round(float(c), 5) for c in inner), 1.0],
        "score": [0.0, *(round(float(s), 6) for s in scores), 1.0],
    }


def to_score(calibration: dict[str, Any], cosine: NDArray[np.floating] | float) -> Floats:
    """Scores of cosines by the card's calibration."""
    return np.asarray(np.interp(cosine, calibration["cosine"], calibration["score"]))
