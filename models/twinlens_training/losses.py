"""What training pulls together and pushes apart. Embeddings are unit vectors, [N, dim]."""

from __future__ import annotations

import torch
from torch import Tensor
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


class Memory:
    """The last `capacity` embeddings with the numbers of their photographs: negatives that cost no forward pass."""

    def __init__(self, capacity: int, dim: int) -> None:
        self.vectors = torch.zeros(capacity, dim)
        self.photos = torch.full((capacity,), -1, dtype=torch.int64)
        self.filled = 0
        self.next = 0

    def add(self, vectors: Tensor, photos: Tensor) -> None:
        """Put in `vectors` [N, dim] of `photos` [N]; the oldest make room."""
        capacity = len(self.photos)
        if capacity == 0:
            return
        places = (self.next + torch.arange(len(photos))) % capacity
        self.vectors[places] = vectors.detach()
        self.photos[places] = photos
        self.next = (self.next + len(photos)) % capacity
        self.filled = min(capacity, self.filled + len(photos))

    def negatives(self, photos: Tensor) -> tuple[Tensor, Tensor]:
        """The remembered vectors [M, dim] and which of them show each of `photos`, [N, M]."""
        return self.vectors[: self.filled], photos[:, None] == self.photos[None, : self.filled]

    def state(self) -> dict[str, object]:
        """What a checkpoint keeps."""
        return {"vectors": self.vectors, "photos": self.photos, "filled": self.filled, "next": self.next}

    def load(self, state: dict[str, object]) -> None:
        """Take up what `state` gave."""
        vectors, photos, filled, following = (state[key] for key in ("vectors", "photos", "filled", "next"))
        assert isinstance(vectors, Tensor)
        assert isinstance(photos, Tensor)
        assert isinstance(filled, int)
        assert isinstance(following, int)
        self.vectors, self.photos, self.filled, self.next = vectors.clone(), photos.clone(), filled, following
