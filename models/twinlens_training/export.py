"""From a checkpoint to the two files that the application reads: the ONNX model and its card."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .calibration import FALSE_PAIRS, calibrate, fit_tail, threshold_cosines, to_score
from .config import Config, config_from_dict, config_to_dict
from .evaluate import (
    Copies,
    OnnxEncoder,
    all_set_figures,
    copy_figures,
    describe_copies,
    hash_describer,
    model_describer,
)
from .network import Deployed, Encoder

OPSET = 17
LARGEST_DIFFERENCE = 1e-4
LARGEST_FILE = 20 * 2**20

DATA_NOTE = (
    "photographs of the training set's `train` split, without labels; thresholds and calibration from one half of "
    "`val` (by hash of name), figures on copies quoted on the other half"
)
TAIL_NOTE = (
    "power law in 1 - cosine, fitted to the 2000 largest cosines between different held-out photographs (one half of "
    "`val`, plain or edited against plain) and extrapolated to the 5e9 pairs of 100,000 photographs: a model, not a "
    "measurement"
)


class ExportError(RuntimeError):
    """The model was not written; the message says why."""


@dataclass(frozen=True)
class Run:
    """What a checkpoint says about how it came to be."""

    config: Config
    encoder: Encoder
    step: int
    seconds: float
    history: list[dict[str, Any]]
    threads: int


def load_run(checkpoint: Path, size: int | None = None, weights: str = "averaged") -> Run:
    """A checkpoint's network, ready to be exported: its "averaged" weights or those of the "network" as it last was.

    `size` (pixels) replaces the configuration's input size.
    """
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    config = config_from_dict(state["config"])
    if size is not None:
        config = dataclasses.replace(config, input_size=size)
    encoder = Encoder(config.network)
    encoder.load_state_dict(state[weights])
    return Run(
        config,
        encoder.eval(),
        int(state["step"]),
        float(state["seconds"]),
        state.get("history", []),
        state.get("threads", 1),
    )


def write_onnx(encoder: Encoder, size: int, target: Path) -> float:
    """Write the model and give the largest difference from torch; more than 1e-4 leaves no file and is an error."""
    deployed = Deployed(encoder).eval()
    example = torch.randint(0, 256, (2, size, size, 3), dtype=torch.uint8)
    part = target.with_name(target.name + ".part")
    with warnings.catch_warnings():
        # torch's older exporter writes a smaller, plainer graph; it says that it is the older one.
        warnings.filterwarnings(
            "ignore", message=".*legacy TorchScript-based ONNX export.*", category=DeprecationWarning
        )
        warnings.filterwarnings("ignore", message=".*feature will be removed.*", category=DeprecationWarning)
        torch.onnx.export(
            deployed, (example,), str(part), input_names=["pixels"], output_names=["embedding"], dynamo=False,
            dynamic_axes={"pixels": {0: "n"}, "embedding": {0: "n"}}, opset_version=OPSET,
        )  # fmt: skip
    try:
        difference = parity(deployed, part, size)
        if not difference < LARGEST_DIFFERENCE:
            raise ExportError(f"onnxruntime differs from torch by {difference:.2e}")
        if part.stat().st_size > LARGEST_FILE:
            raise ExportError(f"the file has {part.stat().st_size} bytes, more than {LARGEST_FILE}")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return difference


def parity(deployed: Deployed, model: Path, size: int) -> float:
    """Largest absolute difference between torch and onnxruntime on noise, flat and smooth pictures."""
    source = np.random.default_rng(0)
    noise = source.integers(0, 256, (4, size, size, 3), dtype=np.uint8)
    flat = np.stack([np.full((size, size, 3), value, np.uint8) for value in (0, 128, 255)])
    smooth = np.broadcast_to(np.linspace(0, 255, size).astype(np.uint8)[None, :, None, None], (1, size, size, 3))
    pixels = np.concatenate([noise, flat, smooth])
    with torch.no_grad():
        ours = deployed(torch.from_numpy(pixels)).numpy()
    return float(np.abs(ours - OnnxEncoder(model).vectors(pixels)).max())


def calibrated(copies: Copies) -> dict[str, Any]:
    """Calibration and thresholds from the first half of the held-out photographs."""
    rows = copies.half(0)
    impostors = copies.impostors(0)
    if not len(impostors) or not rows.sum() < len(rows):
        raise ExportError("too few held-out photographs to calibrate with one half and measure on the other")
    tail = fit_tail(impostors)
    cosines = threshold_cosines(tail)
    calibration = calibrate(copies.scores[rows][copies.is_copy(rows)], tail)
    thresholds = {name: round(float(to_score(calibration, cosine)), 6) for name, cosine in cosines.items()}
    if not 0 < thresholds["floor"] < thresholds["loose"] < thresholds["normal"] < thresholds["strict"] < 1:
        raise ExportError(f"the impostor tail gives no usable thresholds: {cosines}")
    return {
        "calibration": calibration,
        "thresholds": thresholds,
        "threshold_cosines": {name: round(cosine, 5) for name, cosine in cosines.items()},
        "impostor_tail": {
            "pairs": len(impostors), "start": round(tail.start, 5), "weight": tail.weight,
            "rate": round(tail.rate, 4), "expected_false_pairs": FALSE_PAIRS,
            "note": TAIL_NOTE,
        },
    }  # fmt: skip


def write_card(
    run: Run, model: Path, photos: Path, sets: Path | None, command: str, most: int | None = None
) -> dict[str, Any]:
    """Measure the exported model and write its card beside it."""
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    mine = model_describer(OnnxEncoder(model))
    copies = describe_copies(photos, [mine, hash_describer("phash"), hash_describer("dhash")], most=most)
    measured = calibrated(copies["model"])
    card: dict[str, Any] = {
        "id": f"twinlens-{run.config.name}-{digest[:8]}",
        "sha256": digest,
        "dim": run.config.network.dim,
        "input": {"name": "pixels", "size": run.config.input_size, "layout": "NHWC", "dtype": "uint8", "color": "RGB"},
        "output": {"name": "embedding"},
        **measured,
        "data": DATA_NOTE,
        "training": {
            "command": command, "config": config_to_dict(run.config), "steps": run.step,
            "earlier_runs": run.history,
            "seconds": round(run.seconds), "torch": torch.__version__, "threads": run.threads,
        },
        "figures": {
            "copies": {name: copy_figures(c) for name, c in copies.items()},
            "milliseconds_per_picture_one_thread": round(milliseconds(model, run.config.input_size), 2),
            "bytes": model.stat().st_size,
        },
        "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }  # fmt: skip
    if sets is not None:
        card["figures"]["sets"] = all_set_figures(sets, mine, card)
    model.with_suffix(".json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return card


def milliseconds(model: Path, size: int, rounds: int = 40) -> float:
    """Median processor time of one picture alone on one thread: a busy machine changes it little."""
    encoder = OnnxEncoder(model, threads=1)
    pixels = np.zeros((1, size, size, 3), np.uint8)
    times = []
    for _ in range(rounds):
        begin = time.thread_time()
        encoder.vectors(pixels)
        times.append(time.thread_time() - begin)
    return 1000 * float(np.median(times))
