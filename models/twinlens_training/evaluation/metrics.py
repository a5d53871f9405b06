"""Figures of merit for ranked pairs and for thresholds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """Precision and recall when everything down to each distinct score is taken, from the highest score on."""

    threshold: Floats
    """The distinct scores, falling."""
    precision: Floats
    recall: Floats

    def average_precision(self) -> float:
        """Area under the curve as a sum over the steps of recall, without interpolation."""
        return float(np.sum(np.diff(self.recall, prepend=0.0) * self.precision))

    def recall_at(self, precision: float) -> tuple[float, float]:
        """The largest recall of any one threshold of at least that precision, and it; with none, 0 and infinity."""
        good = np.flatnonzero(self.precision >= precision)
        if len(good) == 0:
            return 0.0, float("inf")
        return float(self.recall[good[-1]]), float(self.threshold[good[-1]])


def precision_recall(scores: NDArray[np.floating], is_copy: NDArray[np.bool_], positives: int) -> Curve:
    """The curve of one common ranking of all candidate pairs; `scores` and `is_copy` are [candidates].

    `positives` is the number of copies that should have been found, also those not among the candidates. Pairs of
    equal score count as one step, so their order does not matter. Raises ValueError where there is nothing to find.
    """
    if positives <= 0:
        raise ValueError("no copies to find")
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], np.cumsum(is_copy[order])
    last = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True)) if len(ranked) else np.empty(0, np.int64)
    return Curve(np.asarray(ranked[last], np.float64), hits[last] / (last + 1.0), hits[last] / float(positives))


def micro_ap(scores: NDArray[np.floating], is_copy: NDArray[np.bool_], positives: int) -> float:
    """Average precision over one common ranking of all candidate pairs (see `precision_recall`)."""
    return precision_recall(scores, is_copy, positives).average_precision()


def recall_at_precision(
    scores: NDArray[np.floating], is_copy: NDArray[np.bool_], positives: int, precision: float = 0.999
) -> tuple[float, float]:
    """The largest share of `positives` found by any one threshold of at least that precision, and the threshold."""
    return precision_recall(scores, is_copy, positives).recall_at(precision)
