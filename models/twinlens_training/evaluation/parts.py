"""From which cosine on a whole picture that is like a part of another is worth a look, and what is found by it.

A small crop is like a part of its photograph, and each picture of a collage is a part of it. What looks alike is laid
over one another by the application before anything is said, so a stranger costs time and no mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tqdm import tqdm

from twinlens.vision.preprocess import PARTS, encoder_input, part_inputs

from ..data.photos import half_of, read_photos
from .baselines import Floats32
from .edits import apply_edit

if TYPE_CHECKING:
    from .measured import OnnxEncoder

STRANGERS_LOOKED_AT = 3e-6
"""Share of the pairs of a photograph and a stranger that may be looked at: 300 looks among 10,000 photographs."""
EDITS = ("crop-60", "crop-50", "crop-40", "crop-25", "mirror-crop", "picture-in-picture", "collage")


@dataclass(frozen=True)
class Parts:
    """The likest part and whole of each pair."""

    strangers: Floats32
    """Of every photograph kept out (its parts) with every different one of `train` (wholes)."""
    copies: dict[str, Floats32]
    """By edit, of each photograph of the quoted half and its copy, whichever is the whole."""


def measure_parts(
    encoder: OnnxEncoder, photos: Path, strangers: Floats32, most: int | None = None, quiet: bool = False
) -> Parts:
    """Look at the photographs kept out (`most`: the first so many); `strangers`: [M, dim], vectors of `train`."""
    apart: list[Floats32] = []
    copies: dict[str, list[float]] = {edit: [] for edit in EDITS}
    for name, image in tqdm(read_photos(photos, "val"), disable=quiet, desc="parts", unit="photo", mininterval=10):
        if most is not None and len(apart) >= most:
            break
        whole, parts = _vectors(encoder, image)
        apart.append((parts @ strangers.T).max(axis=0))
        if half_of(name) == 1:
            for edit in EDITS:
                other_whole, other_parts = _vectors(encoder, apply_edit(edit, image, name))
                copies[edit].append(max(float((parts @ other_whole).max()), float((other_parts @ whole).max())))
    return Parts(np.stack(apart), {edit: np.array(found, np.float32) for edit, found in copies.items()})


def _vectors(encoder: OnnxEncoder, image: Image.Image) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Of the whole [dim], and of its parts [PARTS, dim]."""
    whole = encoder_input(image, encoder.size)[None]
    vectors = encoder.vectors(np.concatenate([whole, part_inputs(image, encoder.size)]))
    assert len(vectors) == PARTS + 1
    return vectors[0], vectors[1:]


def part_figures(parts: Parts, shared: NDArray[np.bool_]) -> dict[str, Any]:
    """The cosine, and the share of the copies that reach it; `shared`: which strangers are copies after all."""
    strangers = parts.strangers[~shared]
    cosine = float(np.quantile(strangers, 1 - STRANGERS_LOOKED_AT))
    found = {edit: round(float((likest >= cosine).mean()), 4) for edit, likest in parts.copies.items() if len(likest)}
    return {
        "cosine": round(cosine, 4),
        "strangers": int(strangers.size),
        "share_of_strangers": STRANGERS_LOOKED_AT,
        "found": found,
    }
