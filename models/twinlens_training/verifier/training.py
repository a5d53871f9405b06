"""Training, calibration, figures and export of the verifier: minutes on a CPU, so one command does them all."""

from __future__ import annotations

import copy
import datetime
import hashlib
import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F
from tqdm import tqdm

from ..data.photos import PhotoStore, half_of
from ..data.views import squash
from ..deployment import onnx_files
from ..evaluation.measured import OnnxEncoder
from ..network import to_input
from .network import Deployed, Verifier
from .pairs import PairMaker, Pairs, nearest_others, turned_and_zoomed

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class VerifierConfig:
    """Everything that decides what the verifier learns."""

    size: int = 64
    """Side of the square pictures, pixels."""
    steps: int = 6000
    pairs: int = 128
    """Pairs per step, half of them of one photograph."""
    learning_rate: float = 4e-3
    seed: int = 1
    keep: float = 0.995
    """How much of the running mean of the weights each step keeps."""


def embeddings(encoder: OnnxEncoder, photos: PhotoStore, chunk: int = 64) -> NDArray[np.float32]:
    """The encoder's vectors of all photographs, [N, D]."""
    parts = []
    for begin in range(0, len(photos), chunk):
        views = [squash(photos[i], encoder.size) for i in range(begin, min(begin + chunk, len(photos)))]
        parts.append(encoder.vectors(np.stack(views)))
    return np.concatenate(parts)


def train(config: VerifierConfig, maker: PairMaker, quiet: bool = False) -> Verifier:
    """A verifier trained on pairs of `maker`: the running mean of its weights, ready to judge."""
    torch.manual_seed(config.seed)
    network = Verifier()
    averaged = copy.deepcopy(network).eval().requires_grad_(False)
    optimiser = torch.optim.AdamW(network.parameters(), lr=config.learning_rate, weight_decay=1e-3)
    rng = Random(config.seed)
    bar = tqdm(range(config.steps), disable=quiet, mininterval=10, unit="step")
    for step in bar:
        for group in optimiser.param_groups:
            group["lr"] = config.learning_rate * 0.5 * (1 + math.cos(math.pi * step / config.steps))
        first, second, same = maker.make(config.pairs, rng)
        logits = network(*_inputs(first, second))
        loss = F.binary_cross_entropy_with_logits(logits, torch.from_numpy(same))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        keep = min(config.keep, (1 + step) / (10 + step))
        with torch.no_grad():
            for mean, now in zip(averaged.state_dict().values(), network.state_dict().values(), strict=True):
                mean.lerp_(now, 1 - keep) if mean.dtype.is_floating_point else mean.copy_(now)
        bar.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
    return averaged


def _inputs(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> tuple[Tensor, Tensor]:
    return to_input(torch.from_numpy(first)), to_input(torch.from_numpy(second))


@torch.no_grad()
def logits_of(verifier: Verifier, pairs: Pairs, chunk: int = 512) -> Floats:
    """The verifier's logits, [N]."""
    parts = [
        verifier(*_inputs(pairs[0][i : i + chunk], pairs[1][i : i + chunk])).double().numpy()
        for i in range(0, len(pairs[2]), chunk)
    ]
    return np.concatenate(parts)


def calibrate(logits: Floats, same: NDArray[np.float32], rounds: int = 200) -> tuple[float, float]:
    """Slope and offset of the logit that make its sigmoid a probability (Platt), by Newton's method.

    Targets are drawn in by one imagined pair of each kind, so that pairs told apart perfectly do not make it infinite.
    """
    positives = float(same.sum())
    target = np.where(same > 0, (positives + 1) / (positives + 2), 1 / (len(same) - positives + 2))
    design = np.stack([logits, np.ones_like(logits)], axis=1)
    weights = np.array([1.0, 0.0])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-np.clip(design @ weights, -500, 500)))
        gradient = design.T @ (p - target) + 1e-6 * weights
        hessian = (design * (p * (1 - p))[:, None]).T @ design + 1e-6 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        weights = weights - np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-9:
            break
    return float(weights[0]), float(weights[1])


def figures(probabilities: Floats, same: NDArray[np.float32]) -> dict[str, Any]:
    """How often it is right at one half, and how far its probabilities are from what happens (Brier, log loss)."""
    right = (probabilities >= 0.5) == (same > 0.5)
    clipped = np.clip(probabilities, 1e-7, 1 - 1e-7)
    return {
        "pairs": len(same),
        "accuracy": round(float(right.mean()), 5),
        "same_found": round(float(right[same > 0.5].mean()), 5),
        "others_refused": round(float(right[same < 0.5].mean()), 5),
        "brier": round(float(np.mean((probabilities - same) ** 2)), 5),
        "log_loss": round(float(-np.mean(np.where(same > 0.5, np.log(clipped), np.log(1 - clipped)))), 5),
    }


def half(store: PhotoStore, which: int) -> PhotoStore:
    """The photographs of one half of a split."""
    keep = np.array([half_of(name) == which for name in store.names])
    names = tuple(name for name, kept in zip(store.names, keep, strict=True) if kept)
    return PhotoStore(store.pixels, store.offsets[keep], store.shapes[keep], names)


def measure(verifier: Verifier, held_out: PhotoStore, encoder: OnnxEncoder, size: int) -> dict[str, Any]:
    """Calibration from the first half of the held-out photographs, figures of the second."""
    makers = [
        PairMaker(part, nearest_others(embeddings(encoder, part)), size)
        for part in (half(held_out, 0), half(held_out, 1))
    ]
    known, unseen = (maker.make(8000, Random(seed)) for seed, maker in enumerate(makers))
    slope, offset = calibrate(logits_of(verifier, known), known[2])
    published = turned_and_zoomed(makers[1].photos, size, Random(0))

    def judged(pairs: Pairs) -> dict[str, Any]:
        return figures(1 / (1 + np.exp(-(slope * logits_of(verifier, pairs) + offset))), pairs[2])

    return {
        "slope": slope, "offset": offset,
        "turned_and_zoomed": judged(published), "edited_and_neighbours": judged(unseen),
    }  # fmt: skip


def export(
    verifier: Verifier, measured: dict[str, Any], config: VerifierConfig, target: Path, command: str
) -> dict[str, Any]:
    """Write the model and the card beside it; gives the card."""
    deployed = Deployed(verifier, measured["slope"], measured["offset"]).eval()
    source = np.random.default_rng(0)
    first, second = (
        torch.from_numpy(source.integers(0, 256, (2, config.size, config.size, 3), dtype=np.uint8)) for _ in range(2)
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    onnx_files.write(deployed, (first, second), ("first", "second"), "probability", target)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    shape = {"size": config.size, "layout": "NHWC", "dtype": "uint8", "color": "RGB"}
    card: dict[str, Any] = {
        "id": f"twinlens-verifier-{digest[:8]}",
        "sha256": digest,
        "input": {"names": ["first", "second"], **shape},
        "output": {"name": "probability"},
        "parameters": sum(p.numel() for p in verifier.parameters()),
        "figures": measured,
        "training": {"command": command, "config": asdict(config), "torch": torch.__version__},
        "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
    target.with_suffix(".json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return card
