"""The training run: views from worker processes, one network for both, weights averaged, all of it resumable."""

from __future__ import annotations

import copy
import json
import math
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from .batches import MakeBatch, batch_maker
from .config import Config, StageConfig, config_from_dict, config_to_dict
from .losses import Memory, info_nce, koleo
from .metrics import micro_ap, recall_at_precision
from .network import Encoder, to_input
from .photos import PhotoStore
from .sampling import Likeness, Sampler
from .views import harder_view, squash


class ResumeError(ValueError):
    """The checkpoint belongs to another configuration."""


@dataclass(frozen=True)
class RunOptions:
    """How this machine runs it: none of it belongs to the configuration."""

    folder: Path
    """Checkpoint and log go here."""
    minutes: float | None = None
    """Time budget: the schedule follows the clock instead of the number of steps."""
    threads: int = 2
    workers: int = 1
    start_from: Path | None = None
    """A checkpoint whose weights a new run begins with."""
    save_minutes: float = 4.0
    """Minutes between checkpoints and held-out figures."""
    quiet: bool = False


class Trainer:
    """Holds everything a checkpoint holds: network, averaged network, optimiser, memory, step and time used."""

    def __init__(self, config: Config) -> None:
        torch.manual_seed(config.seed)
        self.config = config
        self.network = Encoder(config.network)
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.averaged = copy.deepcopy(self.network).eval().requires_grad_(False)
        decayed = [p for p in self.network.parameters() if p.ndim > 1]
        plain = [p for p in self.network.parameters() if p.ndim <= 1]
        groups = [
            {"params": decayed, "weight_decay": config.optim.weight_decay},
            {"params": plain, "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=config.optim.learning_rate, betas=(0.9, 0.98))
        self.memory = Memory(config.loss.queue, config.network.dim)
        self.step = 0
        self.seconds = 0.0
        self.embeddings: Tensor | None = None
        """Of all photographs by the weights that the run began with, if its batches are made by them; [N, dim]."""
        self.history: list[dict[str, Any]] = []
        """The runs before this one whose weights it began with: name, steps, seconds, configuration."""

    def progress(self, minutes: float | None) -> float:
        """How much of the run is behind us, 0 to 1."""
        return min(1.0, self.seconds / (minutes * 60) if minutes else self.step / self.config.steps)

    def train_step(self, views: Tensor, photos: Tensor, progress: float) -> tuple[float, float]:
        """One step on views [2, B, S, S, 3] of photographs [B]; gives the two losses."""
        config = self.config
        for group in self.optimiser.param_groups:
            group["lr"] = config.optim.learning_rate * rate_at(progress, config.optim.warmup)
        self.network.train()
        inputs = to_input(views.flatten(0, 1)).contiguous(memory_format=torch.channels_last)
        vectors = self.network(inputs)
        light, hard = vectors.chunk(2)
        bank = bank_same = None
        if self.memory.filled and progress >= config.loss.queue_after:
            bank, bank_same = self.memory.negatives(photos)
        contrast = info_nce(light, hard, config.loss.temperature, bank, bank_same)
        spread = (koleo(light) + koleo(hard)) / 2
        self.optimiser.zero_grad(set_to_none=True)
        (contrast + config.loss.koleo_weight * spread).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), config.optim.clip)
        self.optimiser.step()
        self.memory.add(light, photos)
        self.step += 1
        self._average()
        return contrast.item(), spread.item()

    @torch.no_grad()
    def _average(self) -> None:
        keep = min(self.config.optim.ema, (1 + self.step) / (10 + self.step))
        for mean, now in zip(self.averaged.state_dict().values(), self.network.state_dict().values(), strict=True):
            if mean.dtype.is_floating_point:
                mean.lerp_(now, 1 - keep)
            else:
                mean.copy_(now)

    def save(self, path: Path) -> None:
        """Write the checkpoint; a half-written one never takes the place of a whole one."""
        state = {
            "config": config_to_dict(self.config),
            "network": self.network.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "memory": self.memory.state(),
            "step": self.step,
            "seconds": self.seconds,
            "history": self.history,
            "embeddings": self.embeddings,
            "threads": torch.get_num_threads(),
            "rng": torch.get_rng_state(),
        }
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def load(self, path: Path) -> None:
        """Take up a checkpoint; refused if its network, loss or data settings are not this configuration's."""
        state = torch.load(path, map_location="cpu", weights_only=True)
        theirs = config_from_dict(state["config"])
        for part in ("network", "loss", "optim", "seed", "pairs", "alike"):
            if getattr(theirs, part) != getattr(self.config, part):
                raise ResumeError(f"{path.name}: its {part} is not that of configuration {self.config.name!r}")
        self.network.load_state_dict(state["network"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.memory.load(state["memory"])
        self.step, self.seconds = state["step"], state["seconds"]
        self.history = state["history"]
        self.embeddings = state.get("embeddings")
        torch.set_rng_state(state["rng"])

    def start_from(self, path: Path) -> None:
        """Begin with the weights of another run, whose network has the same shapes; everything else begins anew."""
        state = torch.load(path, map_location="cpu", weights_only=True)
        self.network.load_state_dict(state["network"])
        self.averaged.load_state_dict(state["averaged"])
        before = {key: state[key] for key in ("step", "seconds", "config")}
        self.history = [*state.get("history", []), before]


def rate_at(progress: float, warmup: float) -> float:
    """Share of the top learning rate: a straight rise, then half a cosine down to 1 %."""
    if progress < warmup:
        return max(0.01, progress / warmup)
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (progress - warmup) / max(1e-9, 1 - warmup)))


def train(config: Config, photos: PhotoStore, held_out: PhotoStore, options: RunOptions) -> Trainer:
    """Run to the end, from the folder's checkpoint if it holds one."""
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    options.folder.mkdir(parents=True, exist_ok=True)
    trainer, checkpoint = Trainer(config), options.folder / "checkpoint.pt"
    if checkpoint.exists():
        trainer.load(checkpoint)
    elif options.start_from is not None:
        trainer.start_from(options.start_from)
    sampler = Sampler(_likeness(trainer, photos), config.pairs, config.seed)
    with (
        (options.folder / "log.jsonl").open("a", encoding="utf-8") as log,
        batch_maker(photos, sampler, options.workers) as batches,
    ):
        while trainer.progress(options.minutes) < 1:
            stage = config.stage_at(trainer.progress(options.minutes))
            _run_stage(trainer, stage, batches, held_out, options, log)
    trainer.save(checkpoint)
    return trainer


def _likeness(trainer: Trainer, photos: PhotoStore) -> Likeness:
    """What the sampler goes by; embeddings are made once, at the beginning of a run, and kept with it."""
    if trainer.config.alike == "source":
        return photos.sources()
    if trainer.embeddings is None:
        trainer.embeddings = embeddings(trainer.averaged, photos, trainer.config.stages[0].size)
    return trainer.embeddings.numpy()


@torch.no_grad()
def embeddings(network: Encoder, photos: PhotoStore, size: int, chunk: int = 256) -> Tensor:
    """The vectors of all photographs as they are, [N, dim], in half precision: enough to tell neighbours."""
    network.eval()
    parts = []
    for begin in range(0, len(photos), chunk):
        views = [squash(photos[i], size) for i in range(begin, min(begin + chunk, len(photos)))]
        parts.append(network(to_input(torch.from_numpy(np.stack(views)))).half())
    return torch.cat(parts)


def _run_stage(
    trainer: Trainer, stage: StageConfig, batches: MakeBatch, held_out: PhotoStore, options: RunOptions, log: Any
) -> None:
    """Steps at one resolution, until the stage's share of the run is reached."""
    bar = tqdm(total=1.0, initial=trainer.progress(options.minutes), disable=options.quiet, mininterval=10,
               bar_format="{l_bar}{bar}| {elapsed}<{remaining}{postfix}")  # fmt: skip
    tick = saved = time.monotonic()
    means: list[tuple[float, float]] = []
    while (progress := trainer.progress(options.minutes)) < stage.until:
        views, numbers = batches(trainer.step, stage.size)
        means.append(trainer.train_step(torch.from_numpy(views), torch.from_numpy(numbers), progress))
        now = time.monotonic()
        trainer.seconds, tick = trainer.seconds + now - tick, now
        bar.update(trainer.progress(options.minutes) - bar.n)
        bar.set_postfix(step=trainer.step, size=stage.size, loss=f"{means[-1][0]:.3f}", refresh=False)
        if now - saved > options.save_minutes * 60:
            _note(trainer, stage, held_out, means, log)
            trainer.save(options.folder / "checkpoint.pt")
            means, saved = [], now
    if means:
        _note(trainer, stage, held_out, means, log)
    bar.close()


def _note(
    trainer: Trainer, stage: StageConfig, held_out: PhotoStore, means: list[tuple[float, float]], log: Any
) -> None:
    """One line of the log: losses since the last line and figures on photographs that are not trained on."""
    figures = quick_figures(trainer.averaged, held_out, trainer.config.input_size)
    contrast, spread = np.mean(means, axis=0)
    line = {
        "step": trainer.step, "seconds": round(trainer.seconds, 1), "size": stage.size,
        "contrast": round(float(contrast), 4), "koleo": round(float(spread), 4), **figures,
    }  # fmt: skip
    log.write(json.dumps(line) + "\n")
    log.flush()


@torch.no_grad()
def quick_figures(
    network: Encoder, photos: PhotoStore, size: int, copies: int = 2, most: int = 400
) -> dict[str, float]:
    """micro-AP and recall at 99.9 % precision of `copies` fixed harder views of each photograph against all of them."""
    count = min(most, len(photos))
    originals = [squash(photos[i], size) for i in range(count)]
    edited = [harder_view(photos[i], size, Random(i * 7 + c)) for c in range(copies) for i in range(count)]
    network.eval()
    vectors = [network(to_input(torch.from_numpy(np.stack(part)))).numpy() for part in (originals, edited)]
    scores = vectors[1] @ vectors[0].T
    same = np.arange(len(edited))[:, None] % count == np.arange(count)
    recall, _ = recall_at_precision(scores.ravel(), same.ravel(), len(edited))
    return {"held_out_micro_ap": round(micro_ap(scores.ravel(), same.ravel(), len(edited)), 4),
            "held_out_recall": round(recall, 4)}  # fmt: skip
