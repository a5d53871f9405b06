"""One small convolution stack for both pictures; the maps are subtracted, pooled and judged."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ..network import to_input


class Verifier(nn.Module):
    """Two pictures to one logit: above zero where they are the same picture.

    Takes and gives floats, [N, 3, S, S] twice to [N]; swapping the two changes nothing. Some five thousand parameters.
    """

    def __init__(self, widths: tuple[int, ...] = (8, 16, 24), judges: int = 16) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        inputs = 3
        for place, width in enumerate(widths):
            size = 5 if place == 0 else 3
            layers += [nn.Conv2d(inputs, width, size, 2, size // 2, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
            inputs = width
        self.stack = nn.Sequential(*layers)
        self.compare = nn.Sequential(nn.Conv2d(inputs, judges, 1), nn.ReLU())
        self.judge = nn.Linear(2 * judges, 1)

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """As the class says."""
        both = self.stack(_standardised(torch.cat([first, second])))
        a, b = both.chunk(2)
        evidence = self.compare((a - b).abs())
        # The mean says how much differs, the maximum whether one place differs a lot.
        pooled = torch.cat([evidence.mean(dim=(2, 3)), evidence.amax(dim=(2, 3))], dim=1)
        logit: Tensor = self.judge(pooled).squeeze(1)
        return logit


def _standardised(x: Tensor) -> Tensor:
    """Each colour of each picture at mean 0 and deviation 1: brightness, contrast and white balance go."""
    x = x - x.mean(dim=(2, 3), keepdim=True)
    return x * torch.rsqrt((x * x).mean(dim=(2, 3), keepdim=True) + 0.01)


class Deployed(nn.Module):
    """What is exported: bytes in, calibrated probability out. Calibration is a slope and an offset of the logit."""

    def __init__(self, verifier: Verifier, slope: float, offset: float) -> None:
        super().__init__()
        self.verifier = verifier
        self.slope = slope
        self.offset = offset

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """uint8 [N, S, S, 3] twice to probabilities [N]."""
        return torch.sigmoid(self.slope * self.verifier(to_input(first), to_input(second)) + self.offset)
