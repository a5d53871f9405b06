"""Pictures of a run, drawn beside its log: learning curves, the feature space, and how far copies lie from strangers.

matplotlib is imported where it draws: it takes a second, and training without it is no error.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..colours import BLUE, GREEN, INK, LINE, MUTED, ORANGE, PURPLE
from ..evaluation.metrics import recall_at_precision

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .monitor import HeldOut


def draw_run(folder: Path, vectors: HeldOut | None = None) -> list[Path]:
    """Draw what there is: `curves.png` of the folder's log; of `vectors`, `feature-space.png` and `cosines.png`."""
    drawn = [draw_curves(read_log(folder / "log.jsonl"), folder / "curves.png")]
    if vectors is not None:
        drawn += [
            draw_space(vectors, folder / "feature-space.png"),
            draw_cosines(vectors, folder / "cosines.png"),
        ]
    return drawn


def read_log(path: Path) -> list[dict[str, Any]]:
    """The lines of a run's log, oldest first; older runs called their loss "contrast"."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [{"loss": line.get("contrast"), **line} for line in lines]


PANELS = (
    ("Loss", {"loss": BLUE, "classification": PURPLE}),
    ("Held out", {"held_out_micro_ap": GREEN, "held_out_recall": ORANGE}),
    ("Spread (KoLeo), lower is wider", {"koleo": PURPLE}),
    ("Learning rate", {"rate": MUTED}),
)
"""Titles of the learning curves, with the log's entries that are drawn in each."""

LABELS = {
    "loss": "main loss",
    "classification": "classification",
    "held_out_micro_ap": "micro-AP",
    "held_out_recall": "recall at 99.9 % precision",
}


def draw_curves(lines: list[dict[str, Any]], target: Path) -> Path:
    """Everything that the log says, over steps; the grounds tell the resolutions apart."""
    figure = _figure(10, 6.4, bottom=0.6)
    for place, (title, entries) in enumerate(PANELS):
        axes = figure.add_subplot(2, 2, place + 1)
        _plain(axes, title)
        for name, colour in entries.items():
            known = [(line["step"], line[name]) for line in lines if line.get(name) is not None]
            if known:
                steps, values = zip(*known, strict=True)
                axes.plot(steps, values, color=colour, lw=1.8, marker="o", ms=3.5, label=LABELS.get(name))
        if len(axes.lines) > 1:
            axes.legend(frameon=False, fontsize=9, labelcolor=INK)
        if not axes.lines:
            axes.text(0.5, 0.5, "not in this log", color=MUTED, ha="center", transform=axes.transAxes)
        if title == "Held out":
            axes.set_ylim(0, 1)  # so that runs can be laid side by side
        _stages(axes, lines)
        axes.ticklabel_format(
            axis="y", style="plain", useOffset=False
        )  # a power of ten would stand on the stage's size
        axes.set_xlabel("step", color=MUTED)
    return _saved(figure, target)


def draw_space(vectors: HeldOut, target: Path, joined: int = 24) -> Path:
    """All held-out photographs in the plane of their greatest variance; lines join some with their harder views.

    A copy whose nearest photograph is another one is orange.
    """
    plane, share = principal_plane(vectors.originals)
    centre = vectors.originals.mean(axis=0)
    originals, copies = (vectors.originals - centre) @ plane, (vectors.copies - centre) @ plane
    scores, same = vectors.cosines()
    found = same[np.arange(len(scores)), scores.argmax(axis=1)]
    count = len(originals)
    figure = _figure(8.4, 8, bottom=1.0)
    axes = figure.add_subplot()
    _plain(axes, f"Feature space: {count} held-out photographs, harder views of {min(joined, count)} of them")
    axes.scatter(originals[joined:, 0], originals[joined:, 1], s=9, color=LINE, lw=0, label="other photographs")
    shown = np.flatnonzero(np.arange(len(copies)) % count < joined)
    for way, colour, label in (
        (True, BLUE, "copy, its own photograph nearest"),
        (False, ORANGE, "copy, another nearest"),
    ):
        rows = shown[found[shown] == way]
        ends = np.stack([originals[rows % count], copies[rows]])
        axes.plot(*np.moveaxis(ends, 2, 0), color=colour, lw=1.1, alpha=0.7, zorder=2)
        axes.scatter(copies[rows, 0], copies[rows, 1], s=16, color=colour, lw=0, label=label, zorder=3)
    axes.scatter(originals[:joined, 0], originals[:joined, 1], s=34, color=INK, edgecolor="white", lw=0.8, zorder=4,
                 label="photograph")  # fmt: skip
    axes.set_xlabel(f"first principal direction, {share[0] * 100:.0f} % of the variance", color=MUTED)
    axes.set_ylabel(f"second principal direction, {share[1] * 100:.0f} % of the variance", color=MUTED)
    axes.set_aspect("equal", adjustable="datalim")
    axes.legend(frameon=False, fontsize=9, labelcolor=INK, loc="upper center", bbox_to_anchor=(0.5, -0.075), ncols=4)
    return _saved(figure, target)


def draw_cosines(vectors: HeldOut, target: Path) -> Path:
    """How often each cosine occurs among copies and among strangers, and where precision reaches 99.9 %."""
    scores, same = vectors.cosines()
    figure = _figure(10, 4.8, bottom=1.0)
    axes = figure.add_subplot()
    _plain(axes, "Cosines of harder views with their own photograph and with all others")
    bins = np.linspace(min(-0.5, float(scores.min())), 1.0, 76).tolist()
    for mask, colour, label in ((~same, MUTED, "another photograph"), (same, BLUE, "its own photograph")):
        pairs = scores[mask]
        if len(pairs):
            weights = np.full(len(pairs), 1 / len(pairs))
            axes.hist(
                pairs, bins, weights=weights, color=colour, alpha=0.6, lw=0, label=f"{label}, {len(pairs):,} pairs"
            )
    recall, threshold = recall_at_precision(scores.ravel(), same.ravel(), len(scores))
    if np.isfinite(threshold):
        label = f"99.9 % precision from {threshold:.3f}: recall {recall:.3f}"
        axes.axvline(threshold, color=ORANGE, lw=1.4, label=label)
    axes.set_yscale("log")
    axes.set_xlabel("cosine", color=MUTED)
    axes.set_ylabel("share of the pairs", color=MUTED)
    axes.legend(frameon=False, fontsize=9, labelcolor=INK, loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=3)
    return _saved(figure, target)


def principal_plane(rows: NDArray[np.float32]) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """The two directions [dim, 2] in which rows [N, dim] vary most, and their shares [2] of the variance.

    Each direction's largest number is positive, so that two drawings of one run are not mirror images.
    """
    centred = rows.astype(np.float64) - rows.mean(axis=0)
    variances, directions = np.linalg.eigh(centred.T @ centred)
    plane = directions[:, :-3:-1]
    plane = plane * np.sign(plane[np.abs(plane).argmax(axis=0), [0, 1]])
    return plane, variances[:-3:-1].clip(min=0) / max(float(variances.sum()), 1e-12)


def _stages(axes: Axes, lines: list[dict[str, Any]]) -> None:
    """A line where the resolution changes, with the new one beside it."""
    for before, line in zip([{"size": None, "step": 0}, *lines], lines, strict=False):
        if line["size"] != before["size"]:
            axes.axvline(before["step"], color=LINE, lw=1, ls="--", zorder=0)
            axes.annotate(f" {line['size']} px", (before["step"], 1), xycoords=("data", "axes fraction"), va="bottom",
                          color=MUTED, fontsize=8)  # fmt: skip


def _figure(width: float, height: float, bottom: float) -> Figure:
    """Inches; fixed margins, since laying the page out anew takes as long as drawing it. `bottom` holds the legend."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=130, facecolor="white")
    figure.subplots_adjust(0.8 / width, bottom / height, 1 - 0.2 / width, 1 - 0.5 / height, wspace=0.2, hspace=0.45)
    return figure


def _plain(axes: Axes, title: str) -> None:
    axes.set_title(title, loc="left", color=INK, fontsize=11, fontweight="bold", pad=16)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(LINE)
    axes.tick_params(which="both", colors=MUTED, labelsize=9, length=3)
    axes.grid(axis="y", color=LINE, lw=0.5, alpha=0.6)
    axes.set_axisbelow(True)


def _saved(figure: Figure, target: Path) -> Path:
    """Written whole or not at all: a viewer may have the picture open while the run goes on."""
    part = target.with_suffix(".part")
    figure.savefig(part, format="png")
    part.replace(target)
    return target
