"""How well a describer finds edited copies of photographs that were kept out of training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from ..data.photos import half_of, read_photos
from .baselines import Describer, Floats32
from .bootstrap import interval, resamples
from .edits import EDITS, FAMILIES, FIRST_EDITS, apply_edit
from .metrics import Curve, precision_recall

PRECISION = 0.999
"""The precision at which recall is quoted."""
ROUNDS = 200
_WRONG_KEPT = 5000
"""How many of the highest-scoring wrong pairs the resamples look at; some ten of them decide the threshold."""


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
    originals: NDArray[Any]
    """[photographs, numbers]: what describes the plain ones."""

    def half(self, which: int) -> NDArray[np.bool_]:
        """Which copies belong to photographs of one half of the split."""
        return np.asarray(self.photos_in(which)[self.photo])

    def photos_in(self, which: int) -> NDArray[np.bool_]:
        """Which photographs belong to one half of the split."""
        return np.array([half_of(name) == which for name in self.names])

    def is_copy(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For the chosen copies, [rows, photographs]: which column is the photograph it was made of."""
        return np.asarray(self.photo[rows][:, None] == np.arange(len(self.names)))

    def genuine(self, which: int) -> Floats32:
        """Scores of the copies of one half with their own photographs."""
        rows = self.half(which)
        return self.scores[rows, self.photo[rows]]

    def only(self, edits: frozenset[str]) -> Copies:
        """The same without the copies under other edits."""
        kept = np.array([name in edits for name in self.edits])[self.edit]
        return replace(self, photo=self.photo[kept], edit=self.edit[kept], scores=self.scores[kept])


def describe_copies(
    photos: Path, describers: Sequence[Describer], split: str = "val", most: int | None = None, quiet: bool = False
) -> dict[str, Copies]:
    """Describe every photograph of a split (`most`: the first so many) and its copies under every edit.

    Describers that share `describe` and differ in `compare` look at each picture once.
    """
    edits = tuple(EDITS)
    plain: dict[str, list[NDArray[Any]]] = {d.name: [] for d in describers}
    copies: dict[str, list[NDArray[Any]]] = {d.name: [] for d in describers}
    names: list[str] = []
    describing = {describer.describe for describer in describers}
    for name, image in tqdm(read_photos(photos, split), disable=quiet, desc="describing", unit="photo", mininterval=10):
        if most is not None and len(names) >= most:
            break
        names.append(name)
        pictures = [image, *(apply_edit(edit, image, name) for edit in edits)]
        rows = {describe: describe(pictures) for describe in describing}
        for describer in describers:
            plain[describer.name].append(rows[describer.describe][:1])
            copies[describer.name].append(rows[describer.describe][1:])
    photo, edit = np.repeat(np.arange(len(names)), len(edits)), np.tile(np.arange(len(edits)), len(names))
    result = {}
    for describer in describers:
        originals, edited = np.concatenate(plain[describer.name]), np.concatenate(copies[describer.name])
        result[describer.name] = Copies(
            tuple(names), photo, edit, edits, describer.compare(edited, originals), originals
        )
    return result


def describe_plain(
    photos: Path, describer: Describer, split: str, most: int | None, quiet: bool
) -> tuple[list[str], NDArray[Any]]:
    """Names and [photographs, numbers] of a split's photographs as they are (`most`: the first so many)."""
    names: list[str] = []
    rows: list[NDArray[Any]] = []
    for name, image in tqdm(read_photos(photos, split), disable=quiet, desc=split, unit="photo", mininterval=10):
        if most is not None and len(rows) >= most:
            break
        names.append(name)
        rows.append(describer.describe([image]))
    return names, np.concatenate(rows)


def copy_curve(copies: Copies, half: int | None = 1) -> Curve:
    """Precision and recall of one ranking of all pairs of a half's copies with all photographs."""
    rows = _rows(copies, half)
    return precision_recall(copies.scores[rows].ravel(), copies.is_copy(rows).ravel(), int(rows.sum()))


def copy_figures(copies: Copies, half: int | None = 1) -> dict[str, Any]:
    """micro-AP, recall at 99.9 % precision with its interval, and recall per edit and family at that threshold.

    The copies of one half (None: all) are looked for among all photographs. `first_edits` holds the figures on the
    earlier, shorter list of edits.
    """
    rows = _rows(copies, half)
    recall, threshold, area = _summary(copies, half)
    found, edit = copies.scores[rows, copies.photo[rows]] >= threshold, copies.edit[rows]
    per_edit = {name: round(float(found[edit == n].mean()), 4) for n, name in enumerate(copies.edits)}
    first = copies.only(FIRST_EDITS)
    first_recall, _, first_area = _summary(first, half)
    return {
        "queries": int(rows.sum()),
        "micro_ap": round(area, 4),
        "recall_at_precision_999": round(recall, 4),
        "recall_interval_90": [round(bound, 4) for bound in recall_interval(copies, half)],
        "threshold": round(threshold, 4) if np.isfinite(threshold) else None,
        "first_is_right": round(float(np.mean(copies.scores[rows].argmax(axis=1) == copies.photo[rows])), 4),
        "per_family": {family: _mean([per_edit[name] for name in names]) for family, names in FAMILIES.items()},
        "per_edit": per_edit,
        "first_edits": {
            "queries": int(_rows(first, half).sum()),
            "micro_ap": round(first_area, 4),
            "recall_at_precision_999": round(first_recall, 4),
        },
    }


def recall_interval(copies: Copies, half: int | None = 1, rounds: int = ROUNDS) -> tuple[float, float]:
    """90 % interval of the recall at 99.9 % precision, by bootstrap over photographs."""
    rows = _rows(copies, half)
    scores, truth, photo = copies.scores[rows], copies.is_copy(rows), copies.photo[rows]
    genuine, wrong = scores[truth], scores[~truth]
    first, second = np.nonzero(~truth)
    kept, seen = np.arange(len(wrong)), np.ones(len(genuine), np.bool_)
    if len(wrong) > _WRONG_KEPT:
        kept = np.argpartition(wrong, len(wrong) - _WRONG_KEPT)[len(wrong) - _WRONG_KEPT :]
        # Below the last wrong pair that was kept the precision would look better than it is.
        seen = genuine >= wrong[kept].min()
    ranked = np.concatenate([genuine[seen], wrong[kept]])
    order = np.argsort(-ranked, kind="stable")
    last = np.append(np.diff(ranked[order]) != 0, True)
    values = []
    for weight in resamples(len(copies.names), rounds):
        right = np.concatenate([weight[photo[seen]], np.zeros(len(kept))])[order].cumsum()
        pairs = weight[photo[first[kept]]] * weight[second[kept]]
        false = np.concatenate([np.zeros(int(seen.sum())), pairs])[order].cumsum()
        good = last & (right >= PRECISION * (right + false))
        values.append(right[good].max(initial=0) / max(1.0, weight[photo].sum()))
    return interval(np.array(values))


def _rows(copies: Copies, half: int | None) -> NDArray[np.bool_]:
    return copies.half(half) if half is not None else np.ones(len(copies.photo), np.bool_)


def _summary(copies: Copies, half: int | None) -> tuple[float, float, float]:
    """Recall at the wanted precision, its threshold, micro-AP."""
    curve = copy_curve(copies, half)
    return *curve.recall_at(PRECISION), curve.average_precision()


def _mean(values: list[float]) -> float:
    return round(sum(values) / len(values), 4)
