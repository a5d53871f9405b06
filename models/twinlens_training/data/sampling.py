"""Which photographs a step sees: half of each batch look alike, because those are the negatives worth learning from.

What "alike" means is given as one array: numbers of sources [N], or earlier embeddings [N, D].
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

Likeness = NDArray[Any]
"""Whole numbers [N], equal where photographs share a source; or vectors [N, D], near where they look alike."""

CLUSTER = 24
"""Vectors are divided no further than into as many."""


class Sampler:
    """The photographs of each step, a pure function of the step: that is what makes resuming exact."""

    def __init__(self, likeness: Likeness, pairs: int, seed: int, bursts: int = 0) -> None:
        """`bursts`: how many of a batch's photographs are shown with a next frame, in the place of another."""
        self.likeness = likeness
        self.pairs = min(pairs, len(likeness))
        self.bursts = min(bursts, self.pairs // 2)
        self.seed = seed

    def photos(self, step: int) -> NDArray[np.int64]:
        """Their numbers, [pairs]; what does not fill a batch is left out of that pass over all photographs."""
        turn, at = divmod(step, len(self.likeness) // self.pairs)
        return np.array(_batches_of_pass(self, turn)[at], np.int64)


@functools.lru_cache(maxsize=2)
def _batches_of_pass(sampler: Sampler, turn: int) -> NDArray[np.int64]:
    """One shuffle of all photographs, [batches, pairs]: half of each batch alike, half at random.

    The batches of a pass come in an order of their own: else sources would follow their alphabet.
    """
    source = np.random.default_rng([sampler.seed, turn])
    order = source.permutation(len(sampler.likeness))
    batches = len(order) // sampler.pairs
    alike = order[: batches * (sampler.pairs // 2)]
    others = order[len(alike) : batches * sampler.pairs].reshape(batches, -1)
    alike = alike[_neighbours_together(sampler.likeness[alike], source)].reshape(batches, -1)
    return np.concatenate([source.permutation(alike), others], axis=1).astype(np.int64)


def _neighbours_together(likeness: Likeness, source: np.random.Generator) -> NDArray[np.int64]:
    """An order in which those that are alike follow one another."""
    if likeness.ndim == 1:
        return np.argsort(likeness, kind="stable")
    return np.concatenate(_divided(likeness, np.arange(len(likeness)), source))


def _divided(vectors: NDArray[Any], members: NDArray[np.int64], source: np.random.Generator) -> list[NDArray[np.int64]]:
    """Halved again and again along the line between two of the vectors; other lines each time, so other borders."""
    if len(members) <= CLUSTER:
        return [members]
    a, b = source.choice(members, 2, replace=False)
    along = vectors[members].astype(np.float32) @ (vectors[b].astype(np.float32) - vectors[a].astype(np.float32))
    members = members[np.argsort(along, kind="stable")]
    middle = len(members) // 2
    return _divided(vectors, members[:middle], source) + _divided(vectors, members[middle:], source)
