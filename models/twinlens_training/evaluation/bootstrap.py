"""How sure a figure is: the bootstrap over photographs.

Pairs of one photograph depend on one another (all its copies are alike, one odd photograph is odd in every pair), so
photographs are drawn again, not pairs. In a resample that holds photograph i w[i] times, a copy counts w[i] times, and
a pair of photographs i and j counts w[i] * w[j] times.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SHARE = 0.9
"""How much of the resamples an interval covers."""


def resamples(photographs: int, rounds: int, seed: int = 0) -> Floats:
    """[rounds, photographs]: how often each photograph is in each resample of as many as there are."""
    source = np.random.default_rng(seed)
    return source.multinomial(photographs, np.full(photographs, 1 / photographs), size=rounds).astype(np.float64)


def interval(values: NDArray[np.floating]) -> tuple[float, float]:
    """The middle 90 % of a figure's resampled values."""
    low, high = np.quantile(values, [(1 - SHARE) / 2, (1 + SHARE) / 2])
    return float(low), float(high)
