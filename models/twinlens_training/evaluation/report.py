"""The figures side by side as Markdown tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from .edits import FAMILIES
from .looks import LookedCopy, confusion, named_right, right_names
from .sets import SENSITIVITIES

_NAMES = {
    "micro_ap": "micro-AP",
    "recall_at_precision_999": "recall at 99.9 % precision",
    "first_is_right": "nearest photograph is the right one",
}
_RETRIEVAL = {
    "recall_at_1": "R@1",
    "recall_at_5": "R@5",
    "recall_at_10": "R@10",
    "ap": "AP",
    "map": "mAP",
    "n_s": "N-S",
}


def table(result: dict[str, Any]) -> str:
    """What `evaluate` gave, or the `figures` of a card, as far as it has them."""
    parts = [_copies(result["copies"])]
    if "parts" in result:
        parts.append(_parts(result["parts"]))
    if result.get("sets"):
        parts.append(_sets(result["sets"]))
    if result.get("retrieval"):
        parts.append(_retrieval(result["retrieval"]))
    return "\n\n".join(parts)


def looks_table(copies: Sequence[LookedCopy]) -> str:
    """A confusion matrix: what was done to copies, and what they are called once laid over their photograph."""
    counts = confusion(copies)
    names = sorted({name for _, name in counts})
    lines = _head(["what was done", *names])
    for family in FAMILIES:
        lines.append(_row([family, *(str(counts.get((family, name), 0)) for name in names)]))
    seen = sum(copy.named is not None for copy in copies)
    told = f"{len(copies)} copies: {seen} seen to be copies, {named_right(copies):.3f} of all given a right name."
    wrong = Counter(copy.edit for copy in copies if copy.named not in right_names(copy.edit))
    missed = ", ".join(f"{edit} {count}" for edit, count in wrong.most_common())
    return "\n".join([*lines, "", told, f"Not so: {missed or 'none'}."])


def thresholds_table(card: dict[str, Any]) -> str:
    """Thresholds with their intervals, and what other choices of the tail would have given."""
    lines = _head(["threshold", "score", "cosine", "its 90 % interval", "expected false pairs", "their 90 % interval"])
    promised = card["impostor_tail"]["expected_false_pairs"]
    for name in SENSITIVITIES:
        sure, cosine = card["threshold_intervals"][name], card["threshold_cosines"][name]
        lines.append(
            _row([
                name, f"{card['thresholds'][name]:.3f}", f"{cosine:.3f}", _span(sure["cosine"]),
                f"{promised[name]:g}", _span(sure["expected_false_pairs"]),
            ])
        )  # fmt: skip
    lines += ["", *_head(["tail fitted to", *SENSITIVITIES])]
    lines += [
        _row([count, *(f"{cosines[name]:.3f}" for name in SENSITIVITIES)])
        for count, cosines in card["impostor_tail"]["stability"].items()
    ]
    lines += ["", *_head(["on the other half", "recall of copies", "false pairs seen", "expected among as many pairs"])]
    lines += [
        _row([name, f"{seen['recall']:.3f}", str(seen["false_pairs"]), f"{seen['expected']:.2g}"])
        for name, seen in ((name, card["threshold_check"][name]) for name in SENSITIVITIES)
    ]
    return "\n".join(lines)


def _copies(columns: dict[str, Any]) -> str:
    first = next(iter(columns.values()))
    lines = _head(["edited copies", *columns])
    for key, name in _NAMES.items():
        lines.append(_row([name, *(f"{c[key]:.3f}" for c in columns.values())]))
        if key == "recall_at_precision_999" and "recall_interval_90" in first:
            lines.append(_row(["… its 90 % interval", *(_span(c["recall_interval_90"]) for c in columns.values())]))
    if "first_edits" in first:
        for key in ("micro_ap", "recall_at_precision_999"):
            values = (f"{c['first_edits'][key]:.3f}" for c in columns.values())
            lines.append(_row([f"{_NAMES[key]}, the first 29 edits", *values]))
    for family, names in FAMILIES.items():
        if "per_family" in first:
            values = (f"**{c['per_family'][family]:.2f}**" for c in columns.values())
            lines.append(_row([f"**{family}**", *values]))
        lines += [_row([name, *(f"{c['per_edit'][name]:.2f}" for c in columns.values())]) for name in names]
    queries = f"{first['queries']} copies; per edit: recall at each method's own threshold of 99.9 % precision."
    return "\n".join([*lines, "", queries])


def _parts(figures: dict[str, Any]) -> str:
    lines = _head(["like a part of another", *figures["found"]])
    lines.append(_row([f"from {figures['cosine']:.3f} on", *(f"{share:.2f}" for share in figures["found"].values())]))
    note = (
        "Share of the copies that are so like a part of their photograph, or it like a part of them, that both are "
        f"looked at, as {figures['share_of_strangers']:g} of {figures['strangers']} pairs of different photographs are."
    )
    return "\n".join([*lines, "", note])


def _sets(sets: dict[str, Any]) -> str:
    lines = _head(["public set", "pictures", "copies", "related", *SENSITIVITIES])
    for name, figures in sets.items():
        counts = [str(figures[key]) for key in ("pictures", "copies", "related")]
        lines.append(_row([name, *counts, *(_pairs(figures[level]) for level in SENSITIVITIES)]))
    note = "Over pairs: recall / precision (false pairs; share of related pairs, such as bursts, that was found too)."
    return "\n".join([*lines, "", note])


def _pairs(level: dict[str, Any]) -> str:
    related = "" if level["related_found"] is None else f"; {level['related_found']:.2f}"
    return f"{_share(level['recall'])} / {_share(level['precision'])} ({level['false_pairs']} false{related})"


def _retrieval(sets: dict[str, Any]) -> str:
    lines = _head(["retrieval", "queries", "by", *_RETRIEVAL.values()])
    for name, columns in sets.items():
        for describer, figures in columns.items():
            cells = (f"{figures[key]:.3f}" for key in _RETRIEVAL)
            lines.append(_row([name, str(figures["queries"]), describer, *cells]))
    note = (
        "Every picture of a group asks for the others of its group among the pictures of all sets. R@K: a right one "
        "among the first K; AP: one ranking of all pairs; mAP: mean over queries; N-S: 4 at best, the query counted "
        "(groups under four are scaled)."
    )
    return "\n".join([*lines, "", note])


def _head(cells: list[str]) -> list[str]:
    return [_row(cells), "|" + " --- |" * len(cells)]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _span(bounds: list[float]) -> str:
    return f"{bounds[0]:.3g} to {bounds[1]:.3g}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
