"""What a run says about itself on the way: figures on photographs that are not trained on, the same at each look."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..data.bursts import next_frame
from ..data.photos import PhotoStore, Pixels
from ..data.views import harder_view, lighter_view, squash
from ..evaluation.metrics import micro_ap, recall_at_precision
from ..network import Encoder, to_input


@dataclass(frozen=True)
class HeldOut:
    """Vectors of held-out photographs and of harder views of them."""

    originals: NDArray[np.float32]
    """[N, dim]"""
    copies: NDArray[np.float32]
    """[C·N, dim]; row i is a view of photograph i modulo N."""

    def cosines(self) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Of each copy with each photograph, [C·N, N]; and which of them is the one it was made of."""
        count = len(self.originals)
        same = np.arange(len(self.copies))[:, None] % count == np.arange(count)
        return self.copies @ self.originals.T, same


def held_out_vectors(network: Encoder, photos: PhotoStore, size: int, copies: int = 2, most: int = 400) -> HeldOut:
    """The first `most` photographs and `copies` harder views of each, always the same ones."""
    count = min(most, len(photos))
    originals = [squash(photos[i], size) for i in range(count)]
    edited = [harder_view(photos[i], size, Random(i * 7 + c)) for c in range(copies) for i in range(count)]
    return HeldOut(vectors_of(network, originals).numpy(), vectors_of(network, edited).numpy())


def held_out_figures(vectors: HeldOut) -> dict[str, float]:
    """micro-AP and recall at 99.9 % precision of all copies against all photographs."""
    scores, same = vectors.cosines()
    recall, _ = recall_at_precision(scores.ravel(), same.ravel(), len(scores))
    return {
        "held_out_micro_ap": round(micro_ap(scores.ravel(), same.ravel(), len(scores)), 4),
        "held_out_recall": round(recall, 4),
    }


def bursts_apart(network: Encoder, photos: PhotoStore, size: int, most: int = 400) -> float:
    """How often a light copy is nearer to its photograph than a next frame, edited as lightly; 0.5 is chance."""
    count = min(most, len(photos))
    plain = vectors_of(network, [squash(photos[i], size) for i in range(count)])
    copies = vectors_of(network, [lighter_view(photos[i], size, Random(i)) for i in range(count)])
    frames = [lighter_view(next_frame(photos[i], Random(i)), size, Random(i)) for i in range(count)]
    nearer = (plain * copies).sum(dim=1) > (plain * vectors_of(network, frames)).sum(dim=1)
    return round(float(nearer.float().mean()), 4)


@torch.no_grad()
def vectors_of(network: Encoder, pictures: list[Pixels], chunk: int = 256) -> Tensor:
    """The vectors of pictures of one size, [N, dim], on the CPU; in fp32 wherever the network lies."""
    network.eval()
    device = next(network.parameters()).device
    parts = [torch.from_numpy(np.stack(pictures[at : at + chunk])) for at in range(0, len(pictures), chunk)]
    return torch.cat([network(to_input(part.to(device))).cpu() for part in parts])
