"""The public sets with truth: pairs at the card's thresholds, and retrieval within each set."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from .baselines import Describer, Floats32
from .calibration import to_score
from .metrics import micro_ap
from .ranking import rank

SETS = (
    "mined", "hard_negatives", "peers_imagededup", "peers_pdq", "orientation", "bursts", "landmarks",
)  # fmt: skip
"""Those of `../shared/eval` whose truth is about pictures that belong together."""
SENSITIVITIES = ("strict", "normal", "loose")
_LEFT_OUT = ("ambiguous", "corrupt")


@dataclass(frozen=True)
class PublicSet:
    """A folder of pictures that are known to belong together or not."""

    name: str
    images: Sequence[Image.Image]
    groups: Sequence[str]
    copies: NDArray[np.bool_]
    """[N]: which are copies by their kind. Others of one group are related (burst, same building), no copies."""
    unreadable: int

    def pairs(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """For every two pictures, in the order of `upper`: are they copies of one another, do they belong together."""
        label = np.asarray(self.groups)
        together = label[:, None] == label[None, :]
        both = self.copies[:, None] & self.copies[None, :]
        return upper(together & both), upper(together)


def upper(square: NDArray[Any]) -> NDArray[Any]:
    """The values of each two different pictures, once, of [N, N]."""
    return np.asarray(square[np.triu_indices(len(square), 1)])


def read_sets(folder: Path) -> list[PublicSet]:
    """Those of `SETS` that are there."""
    return [read_set(folder / name) for name in SETS if (folder / name / "groundtruth.csv").exists()]


def read_set(folder: Path) -> PublicSet:
    """A folder with `groundtruth.csv`; pictures of ambiguous truth are left out, unreadable ones counted."""
    images, groups, copies, unreadable = [], [], [], 0
    for path, group, kind in _truth(folder):
        if any(word in kind for word in _LEFT_OUT):
            continue
        try:
            with Image.open(path) as image:
                images.append(ImageOps.exif_transpose(image).convert("RGB"))
        except (OSError, ValueError, SyntaxError):
            unreadable += 1
            continue
        groups.append(group)
        copies.append(kind.startswith("copy"))
    return PublicSet(folder.name, images, groups, np.array(copies, np.bool_), unreadable)


def scores_among(images: Sequence[Image.Image], describer: Describer) -> Floats32:
    """[N, N] of pictures with one another."""
    rows = np.concatenate([describer.describe([image]) for image in images])
    return describer.compare(rows, rows)


def threshold_figures(public: PublicSet, cosines: Floats32, card: dict[str, Any]) -> dict[str, Any]:
    """Recall of copies, precision and false pairs at the card's thresholds; `cosines` is [N, N].

    A pair that belongs together without being a copy (a burst, one building) is neither a hit nor a false pair: its
    share that was found is told apart as `related_found`.
    """
    copy, together = public.pairs()
    related = together & ~copy
    scores = to_score(card["calibration"], upper(cosines))
    figures: dict[str, Any] = {
        "pictures": len(public.images), "unreadable": public.unreadable,
        "copies": int(copy.sum()), "related": int(related.sum()),
    }  # fmt: skip
    for name in SENSITIVITIES:
        found = scores >= card["thresholds"][name]
        right, wrong = int((found & copy).sum()), int((found & ~together).sum())
        figures[name] = {
            "recall": _share(right, int(copy.sum())),
            "precision": _share(right, right + wrong),
            "false_pairs": wrong,
            "related_found": _share(int((found & related).sum()), int(related.sum())),
        }
    return figures


def retrieval_figures(sets: Sequence[PublicSet], scores: Floats32) -> dict[str, dict[str, Any]]:
    """recall@K, AP, mAP and N-S of every set that has groups; right is every picture of the same group.

    `scores` is [N, N] of the pictures of all sets, one after another: each set's queries are looked for among all of
    them, or a set of one group could not be failed. AP is of one ranking of all pairs that hold a picture of the set.
    """
    groups = [f"{public.name}/{group}" for public in sets for group in public.groups]
    member = np.concatenate([np.full(len(public.groups), number) for number, public in enumerate(sets)])
    together = upper(np.asarray(groups)[:, None] == np.asarray(groups)[None, :])
    figures = {}
    for number, public in enumerate(sets):
        mine = member == number
        pairs = upper(mine[:, None] | mine[None, :])
        if not together[pairs].any():
            continue
        ranking = rank(scores, groups, mine)
        figures[public.name] = {
            "queries": len(ranking.right),
            **{f"recall_at_{first}": round(ranking.recall_at(first), 4) for first in (1, 5, 10)},
            "ap": round(micro_ap(upper(scores)[pairs], together[pairs], int(together[pairs].sum())), 4),
            "map": round(ranking.mean_average_precision(), 4),
            "n_s": round(ranking.nister_stewenius(), 3),
        }
    return figures


def set_tables(folder: Path, describers: Sequence[Describer], card: dict[str, Any]) -> dict[str, Any]:
    """`sets`: the first describer at its card's thresholds; `retrieval`: each set with groups, by every describer."""
    sets = read_sets(folder)
    if not sets:
        return {"sets": {}, "retrieval": {}}
    images = [image for public in sets for image in public.images]
    scores = {describer.name: scores_among(images, describer) for describer in describers}
    mine, pairs, begin = scores[describers[0].name], {}, 0
    for public in sets:
        part = slice(begin, begin + len(public.images))
        pairs[public.name] = threshold_figures(public, mine[part, part], card)
        begin = part.stop
    found = {name: retrieval_figures(sets, each) for name, each in scores.items()}
    retrieval = {
        public.name: {name: each[public.name] for name, each in found.items()}
        for public in sets
        if public.name in found[describers[0].name]
    }
    return {"sets": pairs, "retrieval": retrieval}


def _truth(folder: Path) -> Iterator[tuple[Path, str, str]]:
    with (folder / "groundtruth.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield folder / row["file"], row["group"], row["kind"]


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
