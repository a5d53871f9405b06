"""How well a model finds what it should, beside hashes and colour moments that learned nothing: all figures at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .baselines import baselines
from .copies import copy_figures
from .measured import OnnxEncoder, measure, model_describer
from .parts import part_figures
from .plots import draw_evaluation
from .sets import set_tables


def evaluate(
    model: Path,
    photos: Path,
    sets: Path | None,
    most: int | None = None,
    hashes: bool = True,
    threads: int = 1,
    plots: Path | None = None,
) -> dict[str, Any]:
    """All figures of a model that has a card beside it, as plain values; `plots`: folder for pictures of them."""
    card = json.loads(model.with_suffix(".json").read_text(encoding="utf-8"))
    encoder = OnnxEncoder(model, threads)
    mine = model_describer(encoder)
    others = baselines() if hashes else []
    measured = measure(encoder, photos, most, others)
    result: dict[str, Any] = {"id": card["id"]}
    result["copies"] = {name: copy_figures(c) for name, c in measured.copies.items()}
    result["parts"] = part_figures(measured.parts, measured.impostors.are_copies)
    if sets is not None:
        result.update(set_tables(sets, [mine, *others], card))
    if plots is not None:
        result["plots"] = [str(path) for path in draw_evaluation(measured, result, card, plots)]
    return result
