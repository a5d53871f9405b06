"""The encoder: a compact residual network, one vector of unit length per picture."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .config import NetworkConfig


class Block(nn.Module):
    """Two 3x3 convolutions beside a shortcut; `stride` 2 halves the map."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or inputs != outputs:
            pool: nn.Module = nn.AvgPool2d(2, ceil_mode=True) if stride == 2 else nn.Identity()
            self.shortcut = nn.Sequential(pool, nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x: Tensor) -> Tensor:
        """As the class says."""
        y = F.relu(self.norm1(self.conv1(x)), inplace=True)
        return F.relu(self.norm2(self.conv2(y)) + self.shortcut(x), inplace=True)


class GeM(nn.Module):
    """Generalised mean over the places of a map, [N, C, H, W] to [N, C], with a learned exponent."""

    def __init__(self, power: float) -> None:
        super().__init__()
        self.power = nn.Parameter(torch.tensor(power))

    def forward(self, x: Tensor) -> Tensor:
        """As the class says."""
        power = self.power.clamp(1.0, 8.0)
        return x.clamp(min=1e-4).pow(power).mean(dim=(2, 3)).pow(1.0 / power)


class Encoder(nn.Module):
    """[N, 3, S, S] floats around zero to [N, dim] vectors of unit length. S is free; 64 to 224 makes sense."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, config.stem, 7, 4, 3, bias=False), nn.BatchNorm2d(config.stem), nn.ReLU(inplace=True)
        )
        blocks: list[nn.Module] = []
        inputs = config.stem
        for index, (width, depth) in enumerate(zip(config.widths, config.depths, strict=True)):
            for step in range(depth):
                blocks.append(Block(inputs, width, 2 if step == 0 and index > 0 else 1))
                inputs = width
        self.blocks = nn.Sequential(*blocks)
        self.standardise = config.standardise
        self.pool = GeM(config.gem_power)
        self.project = nn.Linear(inputs, config.dim)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(module, Block):
                # Blocks start as their shortcut, which lets the rate be high from the first steps.
                nn.init.zeros_(module.norm2.weight)

    def forward(self, x: Tensor) -> Tensor:
        """As the class says."""
        if self.standardise:
            x = x - x.mean(dim=(2, 3), keepdim=True)
            # 0.01 is a deviation of 6 grey levels: nothing is made of a nearly blank picture's noise.
            x = x * torch.rsqrt((x * x).mean(dim=(2, 3), keepdim=True) + 0.01)
        vector = self.project(self.pool(self.blocks(self.stem(x))))
        return F.normalize(vector, dim=1, eps=1e-6)


def to_input(pixels: Tensor) -> Tensor:
    """uint8 [N, S, S, 3] as it is in memory to the floats that the network wants, [N, 3, S, S] from -2 to 2."""
    return pixels.permute(0, 3, 1, 2).float() * (1.0 / 64.0) - 2.0


CROWD_TEMPERATURE = 0.07
"""How few of the background count for a picture: at 0 only the nearest, at infinity all alike."""
CROWD_SHARE = 0.8
"""How much of the crowd is subtracted. Both were chosen on the half of `val` that is not quoted."""


def without_crowd(vectors: Tensor, background: Tensor) -> Tensor:
    """Unit vectors [N, dim] less what they share with their neighbours in the background [dim, B]; unit again.

    The background lies column by column and is never transposed: the exported file would hold it twice.
    """
    weights = F.softmax(vectors @ background / CROWD_TEMPERATURE, dim=1)
    return F.normalize(vectors - CROWD_SHARE * (background @ weights.T).T, dim=1, eps=1e-6)


class Deployed(nn.Module):
    """What is exported: bytes in, unit vectors out; normalisation inside, and the background [B, dim] if given."""

    background: Tensor | None

    def __init__(self, encoder: Encoder, background: Tensor | None = None) -> None:
        super().__init__()
        self.encoder = encoder
        self.register_buffer("background", None if background is None else background.T.contiguous())

    def forward(self, pixels: Tensor) -> Tensor:
        """As the class says."""
        vector: Tensor = self.encoder(to_input(pixels))
        return vector if self.background is None else without_crowd(vector, self.background)
