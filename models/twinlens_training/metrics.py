"""Figures of merit for ranked pairs and for thresholds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def micro_ap(scores: NDArray[np.floating], is_copy: NDArray[np.bool_], positives: int) -> float:
    """Average precision over one common ranking of all candidate pairs, highest score first.

    `positives` is the number of copies that should have been found, also those not among the candidates. Pairs of
    equal score count as one step, so their order does not matter.
    """
    precision, recall = _curve(scores, is_copy, positives)
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))


def recall_at_precision(
    scores: NDArray[np.floating], is_copy: NDArray[np.bool_], positives: int, precision: float = 0.999
) -> tuple[float, float]:
    """The largest share of `positives` found by any one threshold of at least that precision, and the threshold.

    With no such threshold: 0 and infinity.
    """
    precisions, recalls = _curve(scores, is_copy, positives)
    good = np.flatnonzero(precisions >= precision)
    if len(good) == 0:
        return 0.0, float("inf")
    best = good[-1]
    return float(recalls[best]), float(np.unique(scores)[::-1][best])


def _curve(scores: NDArray[np.floating], is_copy: NDArray[np.bool_], positives: int) -> tuple[Floats, Floats]:
    """Precision and recall at each distinct score, from the highest down."""
    if positives <= 0:
        raise ValueError("no copies to find")
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], np.cumsum(is_copy[order])
    last = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True)) if len(ranked) else np.empty(0, np.int64)
    return hits[last] / (last + 1.0), hits[last] / float(positives)
