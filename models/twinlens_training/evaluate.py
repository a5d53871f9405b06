"""How well a model finds edited copies of photographs it never saw, beside perceptual hashes; and the public sets."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps
from tqdm import tqdm

from twinlens.vision.preprocess import encoder_input

from .calibration import to_score
from .edits import EDITS, apply_edit
from .metrics import micro_ap, recall_at_precision
from .photos import half_of, read_photos

Floats32 = NDArray[np.float32]
EVAL_SETS = ("mined", "hard_negatives", "peers_imagededup", "peers_pdq", "orientation")
"""Those of `../shared/eval` whose truth is about copies."""
SENSITIVITIES = ("strict", "normal", "loose")


class OnnxEncoder:
    """An exported model on the CPU: pictures in, unit vectors out."""

    def __init__(self, model: Path, threads: int = 1) -> None:
        import onnxruntime

        onnxruntime.set_default_logger_severity(4)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self.size = int(self._session.get_inputs()[0].shape[1])

    def vectors(self, pixels: NDArray[np.uint8]) -> Floats32:
        """[N, S, S, 3] uint8 to [N, dim]."""
        slices = [pixels[at : at + 32] for at in range(0, len(pixels), 32)]
        return np.concatenate([self._session.run(["embedding"], {"pixels": part})[0] for part in slices])


@dataclass(frozen=True)
class Describer:
    """A way to describe pictures: `describe` gives rows for a list of pictures, `compare` scores two sets of rows."""

    name: str
    describe: Callable[[Sequence[Image.Image]], NDArray[Any]]
    compare: Callable[[NDArray[Any], NDArray[Any]], Floats32]


def model_describer(encoder: OnnxEncoder) -> Describer:
    """Embeddings, compared by cosine."""

    def describe(images: Sequence[Image.Image]) -> NDArray[Any]:
        return encoder.vectors(np.stack([encoder_input(image, encoder.size) for image in images]))

    return Describer("model", describe, lambda a, b: np.asarray(a @ b.T, np.float32))


def hash_describer(name: str) -> Describer:
    """`phash` or `dhash` of 256 bits, compared by bits that agree."""
    import imagehash

    function = getattr(imagehash, name)

    def describe(images: Sequence[Image.Image]) -> NDArray[Any]:
        return np.stack([function(image, hash_size=16).hash.ravel() for image in images]).astype(np.float32)

    def compare(a: NDArray[Any], b: NDArray[Any]) -> Floats32:
        return np.asarray((a @ b.T + (1 - a) @ (1 - b).T) / a.shape[1], np.float32)

    return Describer(name, describe, compare)


@dataclass(frozen=True)
class Copies:
    """What one describer made of the photographs and their copies."""

    names: tuple[str, ...]
    """Photographs of the split, in the order of the columns of `scores`."""
    photo: NDArray[np.int64]
    """For each copy, the number of its photograph."""
    edit: NDArray[np.int64]
    """For each copy, the number of its edit in `edits`."""
    edits: tuple[str, ...]
    scores: Floats32
    """[copies, photographs]"""
    between: Floats32
    """[photographs, photographs]: plain photographs with one another."""

    def half(self, which: int) -> NDArray[np.bool_]:
        """Which copies belong to photographs of one half of the split."""
        return np.asarray(self.photos_in(which)[self.photo])

    def photos_in(self, which: int) -> NDArray[np.bool_]:
        """Which photographs belong to one half of the split."""
        return np.array([half_of(name) == which for name in self.names])

    def is_copy(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For the chosen copies, [rows, photographs]: which column is the photograph it was made of."""
        return np.asarray(self.photo[rows][:, None] == np.arange(len(self.names)))

    def impostors(self, which: int) -> Floats32:
        """Scores between different photographs of one half: plain or edited against plain."""
        columns = self.photos_in(which)
        rows = self.half(which)
        edited = self.scores[rows][:, columns][~self.is_copy(rows)[:, columns]]
        plain = self.between[columns][:, columns]
        return np.concatenate([edited, plain[np.triu_indices(len(plain), 1)]])


def describe_copies(
    photos: Path, describers: Sequence[Describer], split: str = "val", most: int | None = None, quiet: bool = False
) -> dict[str, Copies]:
    """Describe every photograph of a split (`most`: the first so many) and its copies under every edit."""
    edits = tuple(EDITS)
    plain: dict[str, list[NDArray[Any]]] = {d.name: [] for d in describers}
    copies: dict[str, list[NDArray[Any]]] = {d.name: [] for d in describers}
    names: list[str] = []
    for name, image in tqdm(read_photos(photos, split), disable=quiet, desc="describing", unit="photo", mininterval=10):
        if most is not None and len(names) >= most:
            break
        names.append(name)
        pictures = [image, *(apply_edit(edit, image, name) for edit in edits)]
        for describer in describers:
            rows = describer.describe(pictures)
            plain[describer.name].append(rows[:1])
            copies[describer.name].append(rows[1:])
    photo, edit = np.repeat(np.arange(len(names)), len(edits)), np.tile(np.arange(len(edits)), len(names))
    result = {}
    for describer in describers:
        originals, edited = np.concatenate(plain[describer.name]), np.concatenate(copies[describer.name])
        scores, between = describer.compare(edited, originals), describer.compare(originals, originals)
        result[describer.name] = Copies(tuple(names), photo, edit, edits, scores, between)
    return result


def copy_figures(copies: Copies, half: int | None = 1) -> dict[str, Any]:
    """micro-AP, recall at 99.9 % precision, and recall per edit at that threshold; copies of one half against all."""
    rows = copies.half(half) if half is not None else np.ones(len(copies.photo), np.bool_)
    scores, truth = copies.scores[rows], copies.is_copy(rows)
    count = len(scores)
    recall, threshold = recall_at_precision(scores.ravel(), truth.ravel(), count)
    found, edit = scores[truth] >= threshold, copies.edit[rows]
    return {
        "queries": count,
        "micro_ap": round(micro_ap(scores.ravel(), truth.ravel(), count), 4),
        "recall_at_precision_999": round(recall, 4),
        "threshold": round(threshold, 4) if np.isfinite(threshold) else None,
        "first_is_right": round(float(np.mean(scores.argmax(axis=1) == copies.photo[rows])), 4),
        "per_edit": {name: round(float(found[edit == n].mean()), 4) for n, name in enumerate(copies.edits)},
    }


def set_figures(folder: Path, describer: Describer, card: dict[str, Any]) -> dict[str, Any]:
    """Recall and precision over the pairs of a public set with `groundtruth.csv`, at the card's thresholds."""
    images, groups, skipped = _read_set(folder)
    rows = np.concatenate([describer.describe([image]) for image in images])
    upper = np.triu_indices(len(rows), 1)
    scores = to_score(card["calibration"], describer.compare(rows, rows)[upper])
    label = np.array(groups)
    same = (label[:, None] == label[None, :])[upper]
    figures: dict[str, Any] = {"pictures": len(images), "unreadable": skipped, "copies": int(same.sum())}
    for name in SENSITIVITIES:
        found = scores >= card["thresholds"][name]
        right = int((found & same).sum())
        figures[name] = {
            "recall": round(right / same.sum(), 4) if same.any() else None,
            "precision": round(right / found.sum(), 4) if found.any() else None,
            "false_pairs": int(found.sum()) - right,
        }
    return figures


def _read_set(folder: Path) -> tuple[list[Image.Image], list[str], int]:
    """Pictures, their groups, and how many could not be read."""
    images, groups, skipped = [], [], 0
    for path, group, kind in _truth(folder):
        if "corrupt" in kind or "ambiguous" in kind:
            continue
        try:
            with Image.open(path) as image:
                images.append(ImageOps.exif_transpose(image).convert("RGB"))
                groups.append(group)
        except (OSError, ValueError, SyntaxError):
            skipped += 1
    return images, groups, skipped


def _truth(folder: Path) -> Iterator[tuple[Path, str, str]]:
    with (folder / "groundtruth.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield folder / row["file"], row["group"], row["kind"]


def evaluate(
    model: Path, photos: Path, sets: Path | None, most: int | None, hashes: bool = True, threads: int = 1
) -> dict[str, Any]:
    """All figures of a model that has a card beside it, as plain values."""
    card = json.loads(model.with_suffix(".json").read_text(encoding="utf-8"))
    mine = model_describer(OnnxEncoder(model, threads))
    others = [hash_describer("phash"), hash_describer("dhash")] if hashes else []
    copies = describe_copies(photos, [mine, *others], most=most, quiet=bool(os.environ.get("CI")))
    result: dict[str, Any] = {"id": card["id"], "copies": {name: copy_figures(c) for name, c in copies.items()}}
    if sets is not None:
        result["sets"] = all_set_figures(sets, mine, card)
    return result


def all_set_figures(sets: Path, describer: Describer, card: dict[str, Any]) -> dict[str, Any]:
    """`set_figures` of those public sets that are there."""
    present = [name for name in EVAL_SETS if (sets / name / "groundtruth.csv").exists()]
    return {name: set_figures(sets / name, describer, card) for name in present}


def table(result: dict[str, Any]) -> str:
    """The figures side by side, as text (a Markdown table of copies, then one of the public sets)."""
    columns = result["copies"]
    lines = ["| edited copies | " + " | ".join(columns) + " |", "| --- |" + " --- |" * len(columns)]
    for key in ("micro_ap", "recall_at_precision_999", "first_is_right"):
        lines.append(f"| {key} | " + " | ".join(f"{c[key]:.4f}" for c in columns.values()) + " |")
    for edit in next(iter(columns.values()))["per_edit"]:
        lines.append(f"| {edit} | " + " | ".join(f"{c['per_edit'][edit]:.3f}" for c in columns.values()) + " |")
    if "sets" in result:
        lines += [
            "",
            "| public set | pictures | copies | " + " | ".join(SENSITIVITIES) + " |",
            "| --- |" + " --- |" * 5,
        ]
    for name, figures in result.get("sets", {}).items():
        cells = [f"{_share(f['recall'])} / {_share(f['precision'])}" for f in (figures[s] for s in SENSITIVITIES)]
        lines.append(f"| {name} | {figures['pictures']} | {figures['copies']} | " + " | ".join(cells) + " |")
    if "sets" in result:
        lines.append("(recall / precision over pairs)")
    return "\n".join(lines)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
