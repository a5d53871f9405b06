"""Losses with a memory or weights of their own for every class: centre loss and classification."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class CentreLoss(nn.Module):
    """Half the mean squared distance of vectors to the centre of their photograph (Wen et al. 2016).

    The centres are a running mean, not learned by slope. By itself this loss is least when all photographs share one
    point: something else must push them apart.
    """

    centres: Tensor
    seen: Tensor

    def __init__(self, photographs: int, dim: int, rate: float) -> None:
        """`rate`: how much of the way to the mean of a photograph's new views its centre goes, 0 to 1."""
        super().__init__()
        self.rate = rate
        self.register_buffer("centres", torch.zeros(photographs, dim))
        self.register_buffer("seen", torch.zeros(photographs, dtype=torch.bool))

    def forward(self, first: Tensor, second: Tensor, photos: Tensor) -> Tensor:
        """Of two views [B, dim] of each of the photographs [B], all different; then the centres move.

        A photograph that is seen for the first time has its centre in the middle of the two views.
        """
        middle = (first + second).detach() / 2
        centres = torch.where(self.seen[photos, None], self.centres[photos].to(middle), middle)
        costs = (first - centres).square().sum(dim=1) + (second - centres).square().sum(dim=1)
        self.centres[photos] = torch.lerp(centres, middle, self.rate).to(self.centres)
        self.seen[photos] = True
        return costs.mean() / 4


class CosineClassifier(nn.Module):
    """Cross-entropy of classes told by the cosine to one learned direction each."""

    SCALE = 16.0
    """Cosines times this are the logits: with bare cosines no class could ever be certain."""

    def __init__(self, classes: int, dim: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(classes, dim) / dim**0.5)

    def forward(self, vectors: Tensor, classes: Tensor) -> Tensor:
        """Of unit vectors [N, dim] of the classes [N]."""
        return F.cross_entropy(self.SCALE * vectors @ F.normalize(self.weight, dim=1).T, classes)
