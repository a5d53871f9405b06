"""Losses by distance and margin: contrastive and triplet.

Both take unit vectors [N, dim] and the numbers of their photographs [N], of which any may occur any number of times.
A batch that has no pairs of a kind, or none that violates the margin, costs 0 and has a slope of 0.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from .miners import MINERS

SMALLEST_SQUARE = 1e-6
"""Squared distances are held above it: the root has no slope at 0, and below this a float32 cosine is only rounding."""


def distances(vectors: Tensor) -> Tensor:
    """Euclidean distances between unit vectors, [N, dim] to [N, N], from 0.001 to 2."""
    return (2.0 - 2.0 * vectors @ vectors.T).clamp(min=SMALLEST_SQUARE).sqrt()


def contrastive(vectors: Tensor, photos: Tensor, margin: float) -> Tensor:
    """The mean squared distance of pairs of one photograph, plus that by which other pairs fall short of `margin`.

    The second mean is over the pairs that do fall short: among thousands of easy ones the few hard ones would vanish.
    """
    apart = distances(vectors)
    once = torch.ones_like(apart, dtype=torch.bool).triu(1)
    same = photos[:, None] == photos
    pull = apart.square() * (same & once)
    push = F.relu(margin - apart).square() * (~same & once)
    return _mean_of_costly(pull) + _mean_of_costly(push)


def triplet(vectors: Tensor, photos: Tensor, margin: float, mining: str) -> Tensor:
    """How far a negative is from being `margin` farther away than the positive: the mean of the triplets that are not.

    `mining` names one of `MINERS`; it chooses by the distances and is not differentiated.
    """
    apart = distances(vectors)
    anchors, positives, negatives = MINERS[mining](apart.detach(), photos)
    return _mean_of_costly(F.relu(apart[anchors, positives] - apart[anchors, negatives] + margin))


def _mean_of_costly(costs: Tensor) -> Tensor:
    return costs.sum() / (costs > 0).sum().clamp(min=1)
