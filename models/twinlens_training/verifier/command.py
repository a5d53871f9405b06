"""`python -m twinlens_training verifier`: train, calibrate, measure and export the pair verifier."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], exported: Path) -> None:
    """Add the command; `exported` is the folder of the committed models."""
    command = commands.add_parser("verifier", help="train the pair verifier, measure it and write it as ONNX")
    command.add_argument(
        "--photos", type=Path, required=True, help="folder of photos-*.tar with manifest.csv; only read"
    )
    command.add_argument("--cache", type=Path, required=True, help="folder for the unpacked photographs, 1.6 GB")
    command.add_argument(
        "--encoder", type=Path, default=exported / "encoder.onnx", help="whose neighbours are the hard pairs"
    )
    command.add_argument("--out", type=Path, default=exported / "verifier.onnx", help="written, its card beside it")
    command.add_argument("--steps", type=int, help="of training (default: the configuration's)")
    command.add_argument("--threads", type=int, default=1, help="threads of the network (default 1)")
    command.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    import torch

    from ..data.photos import load_split
    from ..evaluation.measured import OnnxEncoder
    from .pairs import PairMaker, nearest_others
    from .training import VerifierConfig, embeddings, export, measure, train

    torch.set_num_threads(chosen.threads)
    config = VerifierConfig()
    if chosen.steps is not None:
        config = dataclasses.replace(config, steps=chosen.steps)
    photos, held_out = (load_split(chosen.photos, split, chosen.cache) for split in ("train", "val"))
    encoder = OnnxEncoder(chosen.encoder, chosen.threads)
    verifier = train(config, PairMaker(photos, nearest_others(embeddings(encoder, photos)), config.size))
    measured = measure(verifier, held_out, encoder, config.size)
    command = f"python -m twinlens_training verifier --photos ../shared/photos --cache CACHE --steps {config.steps}"
    card = export(verifier, measured, config, chosen.out, command)
    print(json.dumps({key: card[key] for key in ("id", "parameters", "figures")}, indent=1))
    return 0
