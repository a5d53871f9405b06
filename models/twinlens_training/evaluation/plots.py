"""Pictures of an evaluation: precision and recall of all describers, recall per edit, and the impostors' tail.

matplotlib is imported where it draws, and draws to files only.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..colours import BLUE, INK, LINE, MUTED, ORANGE, PURPLE
from .calibration import FALSE_PAIRS, LIBRARY_PAIRS, Tail, fit_tail, resampled_tails
from .copies import PRECISION, copy_curve
from .edits import FAMILIES
from .impostors import Impostors

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .measured import Measured

COLOURS = {"model": BLUE, "phash": ORANGE, "dhash": PURPLE, "moments": MUTED}
LABELS = {
    "model": "Twinlens",
    "phash": "pHash, 256 bits",
    "dhash": "dHash, 256 bits",
    "moments": "colour moments",
}


def draw_evaluation(measured: Measured, result: dict[str, Any], card: dict[str, Any], folder: Path) -> list[Path]:
    """Draw all three into `folder`, which is made if need be; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        draw_precision_recall(measured, folder / "precision-recall.png"),
        draw_edits(result["copies"], folder / "edits.png"),
        draw_tail(measured.impostors, card["threshold_cosines"], folder / "impostor-tail.png"),
    ]


def draw_precision_recall(measured: Measured, target: Path) -> Path:
    """Left the whole curves; right what matters for an accusation, errors in logarithmic steps."""
    figure = _figure(11, 4.9)
    whole, near = figure.subplots(1, 2)
    for name, copies in measured.copies.items():
        curve = copy_curve(copies)
        recall, threshold = curve.recall_at(PRECISION)
        style = {"color": COLOURS[name], "lw": 2, "label": f"{LABELS[name]}: micro-AP {curve.average_precision():.3f}"}
        # Millions of steps, most of them at the end where recall no longer rises.
        thin = np.unique(np.searchsorted(curve.recall, np.linspace(0, curve.recall[-1], 1500)))
        whole.plot(curve.recall[thin], curve.precision[thin], **style)
        near.plot(curve.recall, np.maximum(1 - curve.precision, 1e-5), color=COLOURS[name], lw=2)
        if np.isfinite(threshold):
            near.plot(recall, 1 - PRECISION, "o", color=COLOURS[name], ms=7, mec="white", mew=1.2, zorder=4)
    _plain(whole, "Precision and recall on edited copies", "recall", "precision")
    _plain(near, "Where it counts: wrong pairs among those found", "recall", "share of wrong pairs")
    whole.set(xlim=(0, 1.005), ylim=(0, 1.02))
    near.set(xlim=(0, 1.005), yscale="log", ylim=(1.0, 1e-4))
    near.set_yticks([1, 0.1, 0.01, 0.001, 0.0001], ["100 %", "10 %", "1 %", "0.1 %", "0.01 %"])
    near.tick_params(which="minor", length=0)
    near.axhline(1 - PRECISION, color=INK, lw=0.9, ls=(0, (4, 3)))
    near.text(0.01, (1 - PRECISION) * 0.9, "99.9 % precision", color=INK, fontsize=9, va="bottom")
    whole.legend(frameon=False, fontsize=9, labelcolor=INK, loc="lower left")
    return _saved(figure, target)


def draw_edits(columns: dict[str, Any], target: Path) -> Path:
    """Recall per edit at each method's own threshold of 99.9 % precision, edits grouped by what they do."""
    shown = {name: column for name, column in columns.items() if name in COLOURS}
    names = [name for family in FAMILIES.values() for name in family]
    places = _places()
    width, height = 9.5, 0.3 * len(names) + 2.4
    # Fixed margins: to lay out so many labels takes seconds.
    figure = _figure(width, height, layout=None)
    figure.subplots_adjust(1.6 / width, 1.0 / height, 1 - 0.3 / width, 1 - 0.5 / height)
    axes = figure.add_subplot()
    leader, *others = list(shown)
    axes.barh(places, [shown[leader]["per_edit"][n] for n in names], 0.72, color=COLOURS[leader], alpha=0.45, lw=0,
              label=LABELS[leader])  # fmt: skip
    # One above the other within the bar: most of them are at 1.
    for other, marker, shift in zip(others, "Dos^", (-0.27, -0.09, 0.09, 0.27), strict=False):
        axes.plot([shown[other]["per_edit"][n] for n in names], [place + shift for place in places], marker,
                  color=COLOURS[other], ms=4.6, mec="white", mew=0.5, label=LABELS[other], clip_on=False,
                  zorder=4)  # fmt: skip
    _plain(axes, "Copies found at 99.9 % precision, per edit", "recall", "")
    axes.set(xlim=(0, 1), ylim=(max(places) + 0.8, -1.6), yticks=places)
    axes.set_yticklabels(names, color=INK)
    for family, first in zip(FAMILIES, _places(firsts=True), strict=True):
        axes.text(0.004, first - 0.85, family, color=MUTED, fontsize=9, style="italic", va="center")
    axes.grid(visible=False, axis="y")
    handles, labels = axes.get_legend_handles_labels()
    axes.legend([*handles[-1:], *handles[:-1]], [*labels[-1:], *labels[:-1]], frameon=False, fontsize=9,
                labelcolor=INK, loc="upper center", bbox_to_anchor=(0.45, -0.035), ncols=5, columnspacing=1.2,
                handletextpad=0.5)  # fmt: skip
    return _saved(figure, target)


def _places(firsts: bool = False) -> list[float]:
    """Heights of the bars, with room for a family's name above its first; `firsts`: of the first ones alone."""
    places, heads, at = [], [], 0.0
    for family in FAMILIES.values():
        heads.append(at)
        places += [at + step for step in range(len(family))]
        at += len(family) + 1.1
    return heads if firsts else places


def draw_tail(impostors: Impostors, thresholds: dict[str, float], target: Path) -> Path:
    """How many false pairs a library of 100,000 would have from each cosine on: seen, fitted, and promised."""
    figure = _figure(9.5, 5.6)
    axes = figure.add_subplot()
    for half, colour, label in ((0, BLUE, "one half"), (1, PURPLE, "the other half")):
        cosines = impostors.of_half(half)
        falling = np.sort(cosines.ravel())[::-1][:20_000]
        counts = np.arange(1, len(falling) + 1) / cosines.size * LIBRARY_PAIRS
        axes.step(falling, counts, where="post", color=colour, lw=2, label=f"seen, {label}")
    tail = fit_tail(impostors.cosines)
    # A little short of 1: there the power law reaches nothing, and a logarithm has no end.
    cosine = np.linspace(tail.start, 0.9995, 400)
    axes.plot(cosine, _expected(tail, cosine), color=ORANGE, lw=2, label="fitted tail")
    again = np.stack([_expected(other, cosine) for other in resampled_tails(impostors.cosines)])
    axes.fill_between(cosine, *np.quantile(again, (0.05, 0.95), axis=0), color=ORANGE, alpha=0.18, lw=0,
                      label="its 90 % interval (photographs drawn again)")  # fmt: skip
    for name, pairs in FALSE_PAIRS.items():
        axes.plot([thresholds[name]] * 2, [1e-2, pairs], color=INK, lw=1, ls=(0, (4, 3)))
        axes.plot(thresholds[name], pairs, "o", color=INK, ms=6, mec="white", mew=1.2, zorder=4)
        axes.annotate(f"{name} {thresholds[name]:.3f}", (thresholds[name], pairs), (-8, -4), fontsize=9, color=INK,
                      textcoords="offset points", ha="right",
                      bbox={"facecolor": "white", "alpha": 0.8, "lw": 0, "pad": 1.5})  # fmt: skip
    _plain(axes, "False pairs expected in a library of 100,000 photographs", "at a cosine from … on", "pairs")
    left = min(0.5, float(np.quantile(impostors.cosines, 0.9999)))
    axes.set(yscale="log", xlim=(left, 1.0), ylim=(1e-2, 1e7))
    axes.legend(frameon=False, fontsize=9, labelcolor=INK, loc="upper right")
    return _saved(figure, target)


def _expected(tail: Tail, cosine: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.maximum(tail.survival(cosine) * LIBRARY_PAIRS, 1e-6)


def _figure(width: float, height: float, layout: Literal["constrained"] | None = "constrained") -> Figure:
    from matplotlib.figure import Figure

    return Figure((width, height), layout=layout, facecolor="white")


def _plain(axes: Axes, title: str, across: str, up: str) -> None:
    axes.set_title(title, loc="left", fontsize=12, color=INK, pad=10)
    axes.set_xlabel(across, color=MUTED)
    axes.set_ylabel(up, color=MUTED)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(LINE)
    axes.tick_params(colors=MUTED, length=0, labelsize=9)
    axes.grid(color=LINE, lw=0.6, alpha=0.7)
    axes.set_axisbelow(True)


def _saved(figure: Figure, target: Path) -> Path:
    figure.savefig(target, dpi=130, metadata={"Software": None})
    return target
