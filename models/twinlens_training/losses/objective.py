"""What one step minimises, as the configuration chooses: a main loss, the spread, and perhaps a classification."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ..config import LossConfig
from .classes import CentreLoss, CosineClassifier
from .contrast import Memory, info_nce, koleo
from .margin import contrastive, triplet


class Objective(nn.Module):
    """The whole of what is minimised, with all that it learns or remembers: the trainer and a checkpoint know no more.

    A main loss takes a lighter and a harder view, unit vectors [B, dim] each, the numbers of their photographs [B] and
    the progress of the run (0 to 1), and gives one number.
    """

    classes: Tensor

    def __init__(self, config: LossConfig, dim: int, sources: Sequence[int]) -> None:
        """`sources`: for each photograph there is, the number of its source; may be empty if nothing is kept by it."""
        super().__init__()
        self.config = config
        self.main = _main_loss(config, dim, len(sources))
        self.classifier: CosineClassifier | None = None
        if config.classification_weight:
            classes = sources if config.classes == "source" else range(len(sources))
            self.register_buffer("classes", torch.tensor(classes), persistent=False)
            self.classifier = CosineClassifier(max(classes) + 1, dim)

    def forward(self, light: Tensor, hard: Tensor, photos: Tensor, progress: float) -> tuple[Tensor, dict[str, Tensor]]:
        """The sum to minimise, and its terms without their weights under the names that the log gives them."""
        terms = {"loss": self.main(light, hard, photos, progress), "koleo": (koleo(light) + koleo(hard)) / 2}
        total = terms["loss"] + self.config.koleo_weight * terms["koleo"]
        if self.classifier is not None:
            terms["classification"] = self.classifier(torch.cat([light, hard]), self.classes[photos].repeat(2))
            total = total + self.config.classification_weight * terms["classification"]
        return total, {name: term.detach() for name, term in terms.items()}


class _InfoNce(nn.Module):
    def __init__(self, config: LossConfig, dim: int) -> None:
        super().__init__()
        self.config = config
        self.memory = Memory(config.queue, dim)

    def forward(self, light: Tensor, hard: Tensor, photos: Tensor, progress: float) -> Tensor:
        bank: tuple[Tensor, Tensor] | tuple[()] = ()
        if self.config.queue and progress >= self.config.queue_after:
            bank = self.memory.negatives(photos)
        loss = info_nce(light, hard, self.config.temperature, *bank)
        self.memory.add(light, photos)
        return loss


class _Margin(nn.Module):
    """Contrastive or triplet: both take the batch as it is and need nothing but a margin."""

    def __init__(self, config: LossConfig) -> None:
        super().__init__()
        self.config = config

    def forward(self, light: Tensor, hard: Tensor, photos: Tensor, progress: float) -> Tensor:
        vectors, photos, margin = torch.cat([light, hard]), photos.repeat(2), self.config.margin_at(progress)
        if self.config.kind == "triplet":
            return triplet(vectors, photos, margin, self.config.mining)
        return contrastive(vectors, photos, margin)


class _Centre(nn.Module):
    def __init__(self, config: LossConfig, photographs: int, dim: int) -> None:
        super().__init__()
        self.loss = CentreLoss(photographs, dim, config.centre_rate)

    def forward(self, light: Tensor, hard: Tensor, photos: Tensor, progress: float) -> Tensor:
        loss: Tensor = self.loss(light, hard, photos)
        return loss


def _main_loss(config: LossConfig, dim: int, photographs: int) -> nn.Module:
    match config.kind:
        case "info_nce":
            return _InfoNce(config, dim)
        case "centre":
            return _Centre(config, photographs, dim)
        case _:
            return _Margin(config)
