"""The training run: views from worker processes, one network for both, weights averaged, all of it resumable."""

from __future__ import annotations

import copy
import importlib.util
import json
import math
import pickle
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from ..config import Config, ConfigError, StageConfig, config_from_dict, config_to_dict
from ..data.batches import MakeBatch, batch_maker
from ..data.photos import PhotoStore
from ..data.sampling import Likeness, Sampler
from ..data.views import squash
from ..losses import Objective
from ..network import Encoder, to_input
from . import plots
from .monitor import HeldOut, bursts_apart, held_out_figures, held_out_vectors, vectors_of


class ResumeError(ValueError):
    """The checkpoint belongs to another configuration or cannot be read; the message is one sentence."""


class DeviceError(RuntimeError):
    """The device that was asked for is not there; the message is one sentence."""


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
    draw: bool = True
    """Draw the curves and the feature space beside each checkpoint."""
    device: str = "cpu"
    """"cpu", "cuda", or "auto": CUDA where there is one."""


class Trainer:
    """Holds everything a checkpoint holds: network, averaged network, objective, optimiser, step and time used."""

    def __init__(self, config: Config, sources: Sequence[int] = (), device: str = "cpu") -> None:
        """`sources`: for each photograph the number of its source, for losses that keep something by either."""
        torch.manual_seed(config.seed)
        self.config = config
        self.device = pick_device(device)
        self.network = Encoder(config.network).to(self.device)
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.averaged = copy.deepcopy(self.network).eval().requires_grad_(False)
        self.objective = Objective(config.loss, config.network.dim, sources).to(self.device)
        self.parameters = [*self.network.parameters(), *self.objective.parameters()]
        groups = [
            {"params": [p for p in self.parameters if p.ndim > 1], "weight_decay": config.optim.weight_decay},
            {"params": [p for p in self.parameters if p.ndim <= 1], "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=config.optim.learning_rate, betas=(0.9, 0.98))
        self.step = 0
        self.seconds = 0.0
        self.embeddings: Tensor | None = None
        """Of all photographs by the weights that the run began with, if its batches are made by them; [N, dim]."""
        self.history: list[dict[str, Any]] = []
        """The runs before this one whose weights it began with: name, steps, seconds, configuration."""

    def progress(self, minutes: float | None) -> float:
        """How much of the run is behind us, 0 to 1."""
        return min(1.0, self.seconds / (minutes * 60) if minutes else self.step / self.config.steps)

    def train_step(self, views: Tensor, photos: Tensor, progress: float) -> dict[str, float]:
        """One step on views [2, B, S, S, 3] of photographs [B]; gives the objective's terms."""
        optim = self.config.optim
        for group in self.optimiser.param_groups:
            group["lr"] = optim.learning_rate * rate_at(progress, optim.warmup)
        self.network.train()
        inputs = to_input(views.to(self.device).flatten(0, 1)).contiguous(memory_format=torch.channels_last)
        # On the CPU bfloat16 is emulated and slow; on CUDA it doubles the speed and, unlike float16, needs no scaling.
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            vectors = self.network(inputs)
        light, hard = vectors.float().chunk(2)
        total, terms = self.objective(light, hard, photos.to(self.device), progress)
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, optim.clip)
        self.optimiser.step()
        self.step += 1
        self._average()
        return {name: term.item() for name, term in terms.items()}

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
            "objective": self.objective.state_dict(),
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
        state = _read_checkpoint(path)
        theirs = config_from_dict(state["config"])
        for part in ("network", "loss", "optim", "seed", "pairs", "alike", "bursts"):
            if getattr(theirs, part) != getattr(self.config, part):
                raise ResumeError(f"{path}: its {part} is not that of configuration {self.config.name!r}")
        try:
            self.objective.load_state_dict(state["objective"])
        except RuntimeError as error:
            raise ResumeError(f"{path}: it was trained on other photographs") from error
        self.network.load_state_dict(state["network"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.seconds = state["step"], state["seconds"]
        self.history = state["history"]
        self.embeddings = state.get("embeddings")
        torch.set_rng_state(state["rng"])

    def start_from(self, path: Path) -> None:
        """Begin with the weights of another run, whose network has the same shapes; everything else begins anew."""
        state = _read_checkpoint(path)
        try:
            self.network.load_state_dict(state["network"])
            self.averaged.load_state_dict(state["averaged"])
        except RuntimeError as error:
            raise ResumeError(f"{path}: its network is not that of configuration {self.config.name!r}") from error
        before = {key: state[key] for key in ("step", "seconds", "config")}
        self.history = [*state.get("history", []), before]


def pick_device(name: str) -> torch.device:
    """The device of that name; "auto" is CUDA where there is one. CUDA where there is none is a `DeviceError`."""
    available = torch.cuda.is_available()
    if name == "cuda" and not available:
        raise DeviceError("no CUDA device can be used here: train with --device cpu")
    return torch.device("cuda" if available and name != "cpu" else "cpu")


def _read_checkpoint(path: Path) -> dict[str, Any]:
    """What `save` wrote, or an older version of it, brought up to date."""
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        config_from_dict(state["config"])
    except ConfigError as error:
        raise ResumeError(f"{path}: its configuration is of another version ({error})") from error
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError, KeyError, TypeError) as error:
        raise ResumeError(f"{path}: it is not a checkpoint that can be read") from error
    if "objective" not in state:
        memory = state.pop("memory")
        state["objective"] = {f"main.memory.{key}": memory[key] for key in ("vectors", "photos")}
    return state


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
    trainer = Trainer(config, photos.sources().tolist(), options.device)
    checkpoint = options.folder / "checkpoint.pt"
    if checkpoint.exists():
        trainer.load(checkpoint)
    elif options.start_from is not None:
        trainer.start_from(options.start_from)
    sampler = Sampler(_likeness(trainer, photos), config.pairs, config.seed, config.bursts)
    with batch_maker(photos, sampler, options.workers) as batches, interrupts_noted() as interrupted:
        while trainer.progress(options.minutes) < 1 and not interrupted.is_set():
            stage = config.stage_at(trainer.progress(options.minutes))
            _run_stage(trainer, stage, batches, held_out, options, interrupted)
    trainer.save(checkpoint)
    if interrupted.is_set():
        raise KeyboardInterrupt
    return trainer


@contextmanager
def interrupts_noted() -> Iterator[threading.Event]:
    """Within it Ctrl-C sets the event instead of breaking a step in two; pressed again it breaks off at once."""
    interrupted = threading.Event()

    def note(*_: object) -> None:
        if interrupted.is_set():
            raise KeyboardInterrupt
        interrupted.set()

    before = signal.signal(signal.SIGINT, note)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def _likeness(trainer: Trainer, photos: PhotoStore) -> Likeness:
    """What the sampler goes by; embeddings are made once, at the beginning of a run, and kept with it."""
    if trainer.config.alike == "source":
        return photos.sources()
    if trainer.embeddings is None:
        trainer.embeddings = embeddings(trainer.averaged, photos, trainer.config.stages[0].size)
    if len(trainer.embeddings) != len(photos):
        raise ResumeError(f"the run began with {len(trainer.embeddings)} photographs, here are {len(photos)}")
    return trainer.embeddings.numpy()


def embeddings(network: Encoder, photos: PhotoStore, size: int, chunk: int = 256) -> Tensor:
    """The vectors of all photographs as they are, [N, dim], in half precision: enough to tell neighbours."""
    chunks = (range(begin, min(begin + chunk, len(photos))) for begin in range(0, len(photos), chunk))
    return torch.cat([vectors_of(network, [squash(photos[i], size) for i in part]).half() for part in chunks])


def _run_stage(
    trainer: Trainer,
    stage: StageConfig,
    batches: MakeBatch,
    held_out: PhotoStore,
    options: RunOptions,
    interrupted: threading.Event,
) -> None:
    """Steps at one resolution, until the stage's share of the run is reached or the run is to stop."""
    bar = tqdm(total=1.0, initial=trainer.progress(options.minutes), disable=options.quiet, mininterval=10,
               bar_format="{l_bar}{bar}| {elapsed}<{remaining}{postfix}")  # fmt: skip
    tick = saved = time.monotonic()
    means: list[dict[str, float]] = []
    while (progress := trainer.progress(options.minutes)) < stage.until and not interrupted.is_set():
        views, numbers = batches(trainer.step, stage.size)
        means.append(trainer.train_step(torch.from_numpy(views), torch.from_numpy(numbers), progress))
        now = time.monotonic()
        trainer.seconds, tick = trainer.seconds + now - tick, now
        bar.update(trainer.progress(options.minutes) - bar.n)
        bar.set_postfix(step=trainer.step, size=stage.size, loss=f"{means[-1]['loss']:.3f}", refresh=False)
        if now - saved > options.save_minutes * 60:
            trainer.save(options.folder / "checkpoint.pt")
            _note(trainer, stage.size, held_out, means, options)
            means, saved = [], now
    if means and not interrupted.is_set():
        trainer.save(options.folder / "checkpoint.pt")
        _note(trainer, stage.size, held_out, means, options)
    bar.close()


def _note(
    trainer: Trainer, size: int, held_out: PhotoStore, means: list[dict[str, float]], options: RunOptions
) -> None:
    """One line of the log, then the pictures: losses since the last line, figures on what is not trained on."""
    vectors = held_out_vectors(trainer.averaged, held_out, trainer.config.input_size)
    line = {
        "step": trainer.step, "seconds": round(trainer.seconds, 1), "size": size,
        **{name: round(float(np.mean([terms[name] for terms in means])), 4) for name in means[0]},
        "rate": float(f"{trainer.optimiser.param_groups[0]['lr']:.4g}"), **held_out_figures(vectors),
    }  # fmt: skip
    if trainer.config.bursts:
        line["held_out_bursts_apart"] = bursts_apart(trainer.averaged, held_out, trainer.config.input_size)
    with (options.folder / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")
    if options.draw and importlib.util.find_spec("matplotlib"):
        plots.draw_run(options.folder, vectors)


def run_vectors(folder: Path, held_out: PhotoStore) -> HeldOut:
    """Held-out vectors of the averaged network in a run's checkpoint, as its last line of the log had them."""
    state = _read_checkpoint(folder / "checkpoint.pt")
    config = config_from_dict(state["config"])
    network = Encoder(config.network)
    network.load_state_dict(state["averaged"])
    return held_out_vectors(network, held_out, config.input_size)
