"""The whole of a training run's choices as frozen values, read from a TOML file in `models/configs/`."""

from __future__ import annotations

import dataclasses
import math
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field
from pathlib import Path
from typing import Any

SMALLEST_SIZE = 16
"""Sides of views and inputs (pixels) are at least this: less leaves the network nothing to pool."""


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


LOSSES = ("info_nce", "contrastive", "triplet", "centre")
MINING = ("all", "semi-hard", "hardest")
CLASSES = ("source", "photograph")


@dataclass(frozen=True)
class LossConfig:
    """What is minimised: the main loss, plus `koleo_weight` times the spread, plus a weighted classification."""

    kind: str = "info_nce"
    """The main loss, one of `LOSSES`."""
    koleo_weight: float = 0.5
    """Weight of the spread term (KoLeo)."""
    classification_weight: float = 0.0
    """Weight of the classification; 0 for none."""
    classes: str = "source"
    """What is classified, one of `CLASSES`: the photographs' sources, or each photograph a class of its own."""

    temperature: float = 0.05
    """InfoNCE: cosines are divided by it."""
    queue: int = 8192
    """InfoNCE: earlier embeddings kept as further negatives; 0 for none."""
    queue_after: float = 0.05
    """InfoNCE: share of the run after which the queue is used: before it, old embeddings are stale at once."""
    margin: float = 1.0
    """Contrastive and triplet: Euclidean distance between unit vectors (0 to 2) at the beginning of the run."""
    margin_growth: float = 0.0
    """Contrastive and triplet: by how much the margin has grown at the end of the run."""
    mining: str = "semi-hard"
    """Triplet: which triplets of a batch count, one of `MINING`."""
    centre_rate: float = 0.5
    """Centre: how much of the way to a photograph's new views its centre goes, above 0 to 1."""

    def margin_at(self, progress: float) -> float:
        """The margin at the point `progress` (0 to 1) of the run."""
        return self.margin + self.margin_growth * progress


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
    bursts: int = 0
    """How many photographs of a batch are shown with a burst-like next frame, as another photograph."""
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
    """Not a configuration of ours; the message is one sentence that says where and why."""


def load_config(path: Path) -> Config:
    """Read a TOML file; an unknown or ill-typed entry is refused rather than ignored."""
    try:
        return config_from_dict(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(f"{path}: {reason}") from error


def config_from_dict(data: dict[str, Any]) -> Config:
    """The configuration that a TOML file or `config_to_dict` spells."""
    parts: dict[str, Any] = dict(data)
    for key, kind in (("network", NetworkConfig), ("loss", LossConfig), ("optim", OptimConfig)):
        if key in parts:
            parts[key] = _build(kind, parts[key], key)
    if "stages" in parts:
        if not isinstance(parts["stages"], list | tuple):
            raise ConfigError("stages: a list of tables is wanted")
        parts["stages"] = tuple(_build(StageConfig, stage, "stages") for stage in parts["stages"])
    config: Config = _build(Config, parts, "top level")
    for check in (_check_run, _check_network, _check_loss, _check_optim):
        for holds, sentence in check(config):
            if not holds:
                raise ConfigError(sentence)
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
    missing = [name for name, f in known.items() if f.default is f.default_factory is MISSING and name not in values]
    if missing:
        raise ConfigError(f"{where}: {', '.join(missing)} is wanted")
    return kind(**{name: _value(value, str(known[name].type), f"{where}: {name}") for name, value in values.items()})


def _value(value: Any, wanted: str, where: str) -> Any:
    """The value as its field wants it; a list becomes a tuple, a whole number a float where one is wanted."""
    fits = {
        "int": type(value) is int,
        "float": type(value) in (int, float) and math.isfinite(value),
        "str": type(value) is str,
        "bool": type(value) is bool,
        "tuple[int, ...]": isinstance(value, list | tuple) and all(type(item) is int for item in value),
    }
    if not fits.get(wanted, True):
        raise ConfigError(f"{where} must be {wanted}")
    if wanted == "float":
        return float(value)
    return tuple(value) if isinstance(value, list) else value


Check = tuple[bool, str]
"""Whether something holds, and the sentence that says so to whom it does not."""


def _check_run(config: Config) -> Iterator[Check]:
    yield config.steps >= 1, "steps must be at least 1"
    yield config.pairs >= 2, "pairs must be at least 2: a photograph needs another to be told from"
    yield 0 <= config.bursts <= config.pairs // 2, "bursts must be at least 0 and at most half of pairs"
    known = config.loss.kind != "centre" and not config.loss.classification_weight
    yield not config.bursts or known, "bursts: centre and classification know no photographs but those of the folder"
    yield config.input_size >= SMALLEST_SIZE, f"input_size must be at least {SMALLEST_SIZE} pixels"
    yield config.alike in ("source", "embedding"), 'alike must be "source" or "embedding"'
    ends = [stage.until for stage in config.stages]
    yield ends == sorted(set(ends)) and ends[-1:] == [1.0] and ends[0] > 0, "stages: `until` must rise and end at 1"
    smallest = min(stage.size for stage in config.stages)
    yield smallest >= SMALLEST_SIZE, f"stages: size must be at least {SMALLEST_SIZE} pixels"


def _check_network(config: Config) -> Iterator[Check]:
    network = config.network
    yield len(network.widths) == len(network.depths), "network: as many depths as widths"
    numbers = (network.stem, network.dim, *network.widths, *network.depths)
    yield all(number >= 1 for number in numbers), "network: stem, dim, widths and depths must be at least 1"


def _check_loss(config: Config) -> Iterator[Check]:
    loss, last = config.loss, config.loss.margin_at(1)
    yield loss.kind in LOSSES, f"loss: kind must be one of {', '.join(LOSSES)}"
    yield loss.mining in MINING, f"loss: mining must be one of {', '.join(MINING)}"
    yield loss.classes in CLASSES, f"loss: classes must be one of {', '.join(CLASSES)}"
    yield loss.koleo_weight >= 0 and loss.classification_weight >= 0, "loss: a weight must be 0 or more"
    yield loss.temperature > 0, "loss: temperature must be above 0"
    yield loss.queue >= 0, "loss: queue must be 0 or more"
    yield 0 < loss.margin <= 2, "loss: margin must be above 0 and at most 2, the largest distance of unit vectors"
    yield 0 < last <= 2, "loss: margin + margin_growth must be above 0 and at most 2"
    yield 0 < loss.centre_rate <= 1, "loss: centre_rate must be above 0 and at most 1"
    apart = loss.kind != "centre" or loss.koleo_weight > 0 or loss.classification_weight > 0
    yield apart, "loss: centre alone draws everything to one point: give koleo_weight or classification_weight"


def _check_optim(config: Config) -> Iterator[Check]:
    optim = config.optim
    yield optim.learning_rate > 0, "optim: learning_rate must be above 0"
    yield optim.weight_decay >= 0, "optim: weight_decay must be 0 or more"
    yield 0 <= optim.warmup < 1, "optim: warmup must be at least 0 and below 1"
    yield 0 <= optim.ema < 1, "optim: ema must be at least 0 and below 1"
    yield optim.clip > 0, "optim: clip must be above 0"
