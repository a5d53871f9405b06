"""From cosines to a confidence, and to thresholds that promise a number of false pairs.

A library of 100,000 photographs has 5e9 pairs, far more than any validation set: the far tail of the cosines between
different photographs ("impostors") is therefore extrapolated, by a generalised Pareto distribution over a high
threshold, and that is a model, not a measurement.
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
    """The share `weight` of impostor cosines above `start`: generalised Pareto with `shape` and `scale`."""

    start: float
    weight: float
    shape: float
    scale: float

    def survival(self, cosine: Floats | float) -> Floats:
        """Share of impostors above a cosine not below `start`."""
        over = np.maximum(0.0, np.asarray(cosine, np.float64) - self.start) / self.scale
        if abs(self.shape) < 1e-6:
            return np.asarray(self.weight * np.exp(-over))
        return np.asarray(self.weight * np.maximum(0.0, 1 + self.shape * over) ** (-1 / self.shape))

    def quantile(self, share: float) -> float:
        """The cosine that this share of impostors exceeds (share at most `weight`)."""
        ratio = share / self.weight
        if abs(self.shape) < 1e-6:
            return float(self.start - self.scale * np.log(ratio))
        return float(self.start + self.scale / self.shape * (ratio**-self.shape - 1))

    def density(self, cosine: Floats) -> Floats:
        """Share of impostors per unit of cosine."""
        over = np.maximum(0.0, cosine - self.start) / self.scale
        if abs(self.shape) < 1e-6:
            return np.asarray(self.weight / self.scale * np.exp(-over))
        return np.asarray(self.weight / self.scale * np.maximum(0.0, 1 + self.shape * over) ** (-1 / self.shape - 1))


def fit_tail(impostors: NDArray[np.floating], count: int = 2000) -> Tail:
    """Fit the `count` largest of the impostor cosines by probability-weighted moments.

    The shape is held between -0.2 (a bounded tail's end is never trusted near the data) and 0 (cosines are bounded).
    """
    values = np.sort(np.asarray(impostors, np.float64))[::-1]
    count = min(count, len(values) // 2)
    start, over = float(values[count]), values[:count] - values[count]
    mean = float(over.mean())
    # Rising ranks for falling values: weight 1 - F is the share of larger excesses.
    weighted = float(np.mean(over * (np.arange(count) + 0.5) / count))
    shape = float(np.clip(2 - mean / (mean - 2 * weighted), -0.2, 0.0))
    return Tail(start, count / len(values), shape, mean * (1 - shape))


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
    inner = np.linspace(floor - 0.02, min(0.98, 1 - (1 - floor) / 20), 16)
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
