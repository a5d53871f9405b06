"""The whole of a training run's choices as frozen values, read from a TOML file in `models/configs/`."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class NetworkConfig:
    """A plain residual network: `depths[i]` blocks of `widths[i]` channels, the picture halved between."""

    stem: int = 32
    """Channels of the first convolution, which already shrinks the picture four times."""
    widths: tuple[int, ...] = (32, 64, 128, 256)
    depths: tuple[int, ...] = (1, 2, 2, 2)
    dim: int = 256
    """Numbers in an embedding."""
    standardise: bool = False
    """Bring each colour of each picture to mean 0 and deviation 1 first: brightness, contrast and white balance go."""
    gem_power: float = 3.0
    """Where the (learned) exponent of the pooling starts: 1 is the mean, infinity the maximum."""


@dataclass(frozen=True)
class LossConfig:
    """What is minimised: InfoNCE plus `koleo_weight` times the spread."""

    temperature: float = 0.05
    koleo_weight: float = 0.5
    """Weight of the spread term."""
    queue: int = 8192
    """Earlier embeddings kept as further negatives; 0 for none."""
    queue_after: float = 0.05
    """Share of the run after which the queue is used: before it, old embeddings are stale at once."""


@dataclass(frozen=True)
class OptimConfig:
    """AdamW under one warm-up and one cosine."""

    learning_rate: float = 2e-3
    weight_decay: float = 0.05
    warmup: float = 0.03
    """Share of the run in which the learning rate rises."""
    ema: float = 0.999
    """How much of the running mean of weights each step keeps."""
    clip: float = 1.0
    """Largest gradient norm."""


@dataclass(frozen=True)
class StageConfig:
    """A part of the run at one resolution."""

    size: int
    """Side of the square views, pixels."""
    until: float
    """Share of the run at which this stage ends; the last one's is 1."""


@dataclass(frozen=True)
class Config:
    """Everything that decides what a run learns."""

    name: str = "unnamed"
    seed: int = 1
    steps: int = 1000
    """Length of the run, unless a time budget is given instead."""
    pairs: int = 64
    """Photographs per step; each gives a lighter and a harder view."""
    alike: str = "source"
    """What makes half of a batch alike: "source", or "embedding" by the weights that the run starts from."""
    input_size: int = 128
    """Side of the square picture that the exported model takes, pixels."""
    stages: tuple[StageConfig, ...] = (StageConfig(96, 1.0),)
    network: NetworkConfig = field(default_factory=NetworkConfig)
    loss: LossConfig = field(default_factory=LossConfig)
    optim: OptimConfig = field(default_factory=OptimConfig)

    def stage_at(self, progress: float) -> StageConfig:
        """The stage that holds the point `progress` (0 to 1) of the run."""
        return next((stage for stage in self.stages if progress < stage.until), self.stages[-1])


class ConfigError(ValueError):
    """The file is not a configuration of ours; the message says where."""


def load_config(path: Path) -> Config:
    """Read a TOML file; an unknown or ill-typed entry is refused rather than ignored."""
    return config_from_dict(tomllib.loads(path.read_text(encoding="utf-8")))


def config_from_dict(data: dict[str, Any]) -> Config:
    """The configuration that a TOML file or `config_to_dict` spells."""
    parts: dict[str, Any] = dict(data)
    for key, kind in (("network", NetworkConfig), ("loss", LossConfig), ("optim", OptimConfig)):
        if key in parts:
            parts[key] = _build(kind, parts[key], key)
    if "stages" in parts:
        parts["stages"] = tuple(_build(StageConfig, stage, "stages") for stage in parts["stages"])
    config: Config = _build(Config, parts, "top level")
    ends = [stage.until for stage in config.stages]
    if not ends or ends != sorted(ends) or ends[-1] != 1.0:
        raise ConfigError("stages: `until` must rise and end at 1")
    if config.alike not in ("source", "embedding"):
        raise ConfigError('alike: "source" or "embedding"')
    if len(config.network.widths) != len(config.network.depths):
        raise ConfigError("network: as many depths as widths")
    return config


def config_to_dict(config: Config) -> dict[str, Any]:
    """Plain values, as a checkpoint and a card keep them; `config_from_dict` reads them back."""
    return dataclasses.asdict(config)


def _build(kind: Any, values: Any, where: str) -> Any:
    if not isinstance(values, dict):
        raise ConfigError(f"{where}: a table is wanted")
    known = {f.name: f for f in dataclasses.fields(kind)}
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise ConfigError(f"{where}: unknown {', '.join(unknown)}")
    clean: dict[str, Any] = {}
    for name, value in values.items():
        wanted = str(known[name].type)
        plain = {"int": (int,), "float": (int, float), "str": (str,)}.get(wanted)
        if plain and (not isinstance(value, plain) or isinstance(value, bool)):
            raise ConfigError(f"{where}: {name} must be {wanted}")
        if wanted == "float":
            clean[name] = float(value)
        else:
            clean[name] = tuple(value) if isinstance(value, list) else value
    return kind(**clean)
