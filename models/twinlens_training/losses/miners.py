"""Which triplets of a batch are learned from: an anchor, a positive of its photograph, a negative of another.

Every miner takes the distances of the batch's vectors, [N, N], and the numbers of their photographs, [N], and gives
three arrays of rows, [T] each. A batch without a negative or without a positive gives none, T = 0.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

Triplets = tuple[Tensor, Tensor, Tensor]
"""Rows of the anchors, of their positives and of their negatives, int64 [T] each."""


def all_triplets(apart: Tensor, photos: Tensor) -> Triplets:
    """Every triplet there is; N³ bytes of memory on the way."""
    same, other = _relations(photos)
    anchors, positives, negatives = (same[:, :, None] & other[:, None, :]).nonzero(as_tuple=True)
    return anchors, positives, negatives


def semi_hard(apart: Tensor, photos: Tensor) -> Triplets:
    """For each anchor and positive the nearest negative beyond the positive (FaceNet).

    Where every negative is nearer than the positive, the farthest one, the least hard: a network that has collapsed
    would else be given nothing to learn from.
    """
    same, other = _relations(photos)
    anchors, positives = same.nonzero(as_tuple=True)
    push, candidates = apart[anchors], other[anchors]
    beyond = candidates & (push > apart[anchors, positives][:, None])
    nearest = push.masked_fill(~beyond, torch.inf).argmin(dim=1)
    farthest = push.masked_fill(~candidates, -torch.inf).argmax(dim=1)
    negatives = torch.where(beyond.any(dim=1), nearest, farthest)
    complete = candidates.any(dim=1)
    return anchors[complete], positives[complete], negatives[complete]


def hardest(apart: Tensor, photos: Tensor) -> Triplets:
    """For each anchor its farthest positive and its nearest negative ("batch hard")."""
    same, other = _relations(photos)
    anchors = (same.any(dim=1) & other.any(dim=1)).nonzero().squeeze(1)
    positives = apart.masked_fill(~same, -torch.inf)[anchors].argmax(dim=1)
    negatives = apart.masked_fill(~other, torch.inf)[anchors].argmin(dim=1)
    return anchors, positives, negatives


MINERS: dict[str, Callable[[Tensor, Tensor], Triplets]] = {
    "all": all_triplets,
    "semi-hard": semi_hard,
    "hardest": hardest,
}
"""By their names in a configuration."""


def _relations(photos: Tensor) -> tuple[Tensor, Tensor]:
    """Which rows show the same photograph (a row itself left out) and which another, [N, N] each."""
    same = photos[:, None] == photos
    itself = torch.eye(len(photos), dtype=torch.bool, device=photos.device)
    return same & ~itself, ~same
