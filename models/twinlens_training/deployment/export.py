"""From a checkpoint to the two files that the application reads: the ONNX model and its card."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..config import Config, config_from_dict, config_to_dict
from ..data.background import in_background
from ..evaluation.baselines import baselines
from ..evaluation.calibration import (
    FALSE_PAIRS,
    LIBRARY_PAIRS,
    calibrate,
    candidate_cosine,
    cautious_cosines,
    false_pairs_crosswise,
    fit_tail,
    resampled_tails,
    stability,
    threshold_intervals,
    to_score,
)
from ..evaluation.copies import Copies, copy_figures, describe_plain
from ..evaluation.impostors import Impostors
from ..evaluation.looks import evidence_scale, look_at_copies, look_at_strangers
from ..evaluation.measured import Measured, OnnxEncoder, measure, model_describer, stranger_limit
from ..evaluation.parts import part_figures
from ..evaluation.sets import set_tables
from ..network import Deployed, Encoder
from . import onnx_files

LARGEST_DIFFERENCE = 1e-4
LARGEST_FILE = 20 * 2**20
LOOKED_AT_COPIES_OF = 24
"""Photographs of the half that calibrates, for how far copies agree with them."""

DATA_NOTE = (
    "photographs of the training set's `train` split, without labels; copies of one half of `val` (by hash of name) "
    "set the calibration, figures on copies are quoted on the other half"
)
TAIL_NOTE = (
    "power law in 1 - cosine, fitted to the largest cosines between photographs that were kept out (`val`) and "
    "different ones of `train`, and extrapolated to the 5e9 pairs of 100,000 photographs: a model, not a measurement"
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


def background_of(run: Run, photos: Path, most: int | None = None) -> torch.Tensor:
    """The vectors of the background's photographs by the network alone, [B, dim]; `most` as in `measure`."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        write_onnx(run.encoder, run.config.input_size, plain)
        describer = model_describer(OnnxEncoder(plain))
        quiet = bool(os.environ.get("CI"))
        names, vectors = describe_plain(photos, describer, "train", stranger_limit(most), quiet)
        return torch.from_numpy(vectors[in_background(len(names))])


def write_onnx(encoder: Encoder, size: int, target: Path, background: torch.Tensor | None = None) -> float:
    """Write the model and give the largest difference from torch; more than 1e-4 leaves no file and is an error."""
    deployed = Deployed(encoder, background).eval()
    example = torch.randint(0, 256, (2, size, size, 3), dtype=torch.uint8)
    part = target.with_name(target.name + ".part")
    onnx_files.write(deployed, [example], ["pixels"], "embedding", part)
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


def calibrated(copies: Copies, impostors: Impostors) -> dict[str, Any]:
    """Thresholds from all impostors, calibration from the copies of one half of the photographs kept out.

    No copy takes part in setting a threshold, so recall may be told of the other half's. False pairs are checked
    crosswise: each half's impostors at the thresholds that the other half alone would have given.
    """
    halves = impostors.of_half(0), impostors.of_half(1)
    if not halves[0].size or not halves[1].size:
        raise ExportError("too few held-out photographs to calibrate with one half and measure on the other")
    tail = fit_tail(impostors.cosines)
    tails = resampled_tails(impostors.cosines)
    cosines = cautious_cosines(tail, tails)
    calibration = calibrate(copies.genuine(0), tail)
    thresholds = {name: round(float(to_score(calibration, cosine)), 6) for name, cosine in cosines.items()}
    if not 0 < thresholds["floor"] < thresholds["loose"] < thresholds["normal"] < thresholds["strict"] < 1:
        raise ExportError(f"the impostor tail gives no usable thresholds: {cosines}")
    pairs = impostors.cosines.size
    seen = false_pairs_crosswise(halves)
    return {
        "calibration": calibration,
        "thresholds": thresholds,
        "threshold_cosines": {name: round(cosine, 5) for name, cosine in cosines.items()},
        "candidate_cosine": round(candidate_cosine(tail), 4),
        "threshold_intervals": threshold_intervals(cosines, tails),
        "threshold_check": {
            name: {
                "recall": round(float((copies.genuine(1) >= cosines[name]).mean()), 4),
                "false_pairs": seen[name],
                "expected": promised * pairs / LIBRARY_PAIRS,
                "pairs": pairs,
            }
            for name, promised in FALSE_PAIRS.items()
        },
        "impostor_tail": {
            "pairs": pairs, "start": round(tail.start, 5), "weight": tail.weight,
            "rate": round(tail.rate, 4), "expected_false_pairs": FALSE_PAIRS,
            "largest": round(float(impostors.cosines.max()), 4),
            "copies_taken_out": [dataclasses.asdict(pair) for pair in impostors.shared],
            "stability": stability(impostors.cosines), "note": TAIL_NOTE,
        },
    }  # fmt: skip


def write_card(
    run: Run, model: Path, photos: Path, sets: Path | None, command: str, most: int | None = None
) -> dict[str, Any]:
    """Measure the exported model and write its card beside it."""
    origin = {
        "data": DATA_NOTE,
        "training": {
            "command": command, "config": config_to_dict(run.config), "steps": run.step,
            "earlier_runs": run.history,
            "seconds": round(run.seconds), "torch": torch.__version__, "threads": run.threads,
        },
    }  # fmt: skip
    measured = measure(OnnxEncoder(model), photos, most, baselines())
    card = card_for(model, f"twinlens-{run.config.name}", origin, measured, sets)
    card["evidence"] = evidence_scale(
        look_at_copies(photos, 0, LOOKED_AT_COPIES_OF if most is None else most),
        list(look_at_strangers(photos, measured.impostors)),
        card["thresholds"],
    )
    return saved(card, model)


def card_for(
    model: Path,
    name: str,
    origin: dict[str, Any],
    measured: Measured,
    sets: Path | None,
    suffix: str = "",
) -> dict[str, Any]:
    """Write the card of a measured model beside it; its id is `name`, eight digits of its SHA-256 and `suffix`."""
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    size = OnnxEncoder(model).size
    parts = part_figures(measured.parts, measured.impostors.are_copies)
    card: dict[str, Any] = {
        "id": f"{name}-{digest[:8]}{suffix}",
        "sha256": digest,
        "dim": measured.copies["model"].originals.shape[1],
        "input": {"name": "pixels", "size": size, "layout": "NHWC", "dtype": "uint8", "color": "RGB"},
        "output": {"name": "embedding"},
        **calibrated(measured.copies["model"], measured.impostors),
        "part_cosine": parts["cosine"],
        **origin,
        "figures": {
            "copies": {name: copy_figures(c) for name, c in measured.copies.items()},
            "parts": parts,
            "milliseconds_per_picture_one_thread": round(milliseconds(model, size), 2),
            "bytes": model.stat().st_size,
        },
        "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
    if sets is not None:
        card["figures"].update(set_tables(sets, [model_describer(OnnxEncoder(model)), *baselines()], card))
    return saved(card, model)


def saved(card: dict[str, Any], model: Path) -> dict[str, Any]:
    """Write the card beside its model, and give it."""
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
