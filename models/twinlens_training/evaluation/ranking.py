"""Figures of merit for retrieval: every picture of a group asks, all the others are ranked by how alike they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FIRST = 4
"""How many results the N-S score looks at, the picture that asks being the first of them."""


@dataclass(frozen=True)
class Ranking:
    """What each query found. Queries are the pictures whose group has another member."""

    right: NDArray[np.bool_]
    """[queries, pictures - 1]: from the nearest on (the query itself left out), which belong to the query's group."""

    @property
    def members(self) -> NDArray[np.int64]:
        """[queries]: how many other members each query's group has."""
        return np.asarray(self.right.sum(axis=1), np.int64)

    def recall_at(self, first: int) -> float:
        """Recall@K as in metric learning: the share of queries with a right one among the `first` nearest."""
        return float(self.right[:, :first].any(axis=1).mean())

    def average_precisions(self) -> NDArray[np.float64]:
        """[queries]: the mean, over the right ones, of the precision of the ranking down to each."""
        precision = np.cumsum(self.right, axis=1) / np.arange(1, self.right.shape[1] + 1)
        return np.asarray((precision * self.right).sum(axis=1) / self.members)

    def mean_average_precision(self) -> float:
        """mAP: every query counts the same, whatever the size of its group."""
        return float(self.average_precisions().mean())

    def nister_stewenius(self) -> float:
        """N-S score of Nistér and Stewénius (UKBench, 2006), 4 at best: right ones among the first 4, query included.

        UKBench has groups of four. A larger group counts as one of four. For a smaller one, of n pictures, the first n
        are looked at and the count is scaled by 4 / n: perfect is 4 in every group, and the query, which always finds
        itself, gives 4 / n of it for nothing (1 of 4 in a group of four, 2 of 4 in a pair).
        """
        looked_at = np.minimum(FIRST, self.members + 1)
        counted = np.arange(self.right.shape[1])[None, :] < looked_at[:, None] - 1
        return float(((1 + (self.right & counted).sum(axis=1)) * FIRST / looked_at).mean())


def rank(scores: NDArray[np.floating], groups: Sequence[str], asking: NDArray[np.bool_] | None = None) -> Ranking:
    """Rank [N, N] scores, higher is more alike, of pictures whose groups are named; `asking` [N] limits the queries.

    Among equal scores the wrong ones come first: a describer gains nothing by telling nothing apart. Raises ValueError
    where no group has two members.
    """
    label = np.asarray(groups)
    same = label[:, None] == label[None, :]
    np.fill_diagonal(same, False)
    rows = []
    allowed = np.ones(len(label), np.bool_) if asking is None else asking
    for query in np.flatnonzero(same.any(axis=1) & allowed):
        order = np.lexsort((same[query], -scores[query]))
        rows.append(same[query][order[order != query]])
    if not rows:
        raise ValueError("no group has two members")
    return Ranking(np.stack(rows))
