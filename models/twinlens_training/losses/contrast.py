"""InfoNCE with its memory of negatives, and the spread term KoLeo. Embeddings are unit vectors, [N, dim]."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def info_nce(
    a: Tensor, b: Tensor, temperature: float, bank: Tensor | None = None, bank_same: Tensor | None = None
) -> Tensor:
    """Symmetrical InfoNCE: `a[i]` must find `b[i]`, and `b[i]` must find `a[i]`, among everything else.

    Everything else is the other rows of both views and, if given, the rows of `bank` [M, dim], a memory of earlier
    embeddings. `bank_same` [N, M] marks the rows of the bank that show the same photograph: they count for nothing.
    """
    n = a.shape[0]
    ab = a @ b.T / temperature
    total = ab.new_zeros(())
    for cross, own, view in ((ab, a, a), (ab.T, b, b)):
        among = own @ own.T / temperature
        among = among.masked_fill(torch.eye(n, dtype=torch.bool, device=a.device), float("-inf"))
        columns = [cross, among]
        if bank is not None:
            far = view @ bank.T / temperature
            columns.append(far if bank_same is None else far.masked_fill(bank_same, float("-inf")))
        total = total + F.cross_entropy(torch.cat(columns, dim=1), torch.arange(n, device=a.device))
    return total / 2


def koleo(vectors: Tensor, eps: float = 1e-6) -> Tensor:
    """Spread: minus the mean logarithm of each vector's distance to its nearest other (Kozachenko-Leonenko).

    Small when the vectors fill the sphere evenly, which is what makes one global threshold work.
    """
    cosine = vectors @ vectors.T
    cosine = cosine.masked_fill(torch.eye(len(vectors), dtype=torch.bool, device=vectors.device), -2.0)
    nearest = cosine.max(dim=1).values.clamp(max=1.0 - eps)
    return -0.5 * torch.log(2.0 - 2.0 * nearest).mean()


class Memory(nn.Module):
    """The last `capacity` embeddings with the numbers of their photographs: negatives that cost no forward pass."""

    vectors: Tensor
    photos: Tensor

    def __init__(self, capacity: int, dim: int) -> None:
        super().__init__()
        self.register_buffer("vectors", torch.zeros(capacity, dim))
        self.register_buffer("photos", torch.full((capacity,), -1, dtype=torch.int64))

    def add(self, vectors: Tensor, photos: Tensor) -> None:
        """Put in `vectors` [N, dim] of `photos` [N]; the oldest make room."""
        capacity = len(self.photos)
        self.vectors = torch.cat([vectors.detach().to(self.vectors), self.vectors])[:capacity]
        self.photos = torch.cat([photos, self.photos])[:capacity]

    def negatives(self, photos: Tensor) -> tuple[Tensor, Tensor]:
        """The places' vectors [M, dim] and which of them are no negatives of each of `photos`, [N, M].

        Those are views of the same photograph, and places that are not filled yet.
        """
        return self.vectors, (photos[:, None] == self.photos) | (self.photos < 0)
