"""How `compare` tells what differs and what deleting one of the two would lose: as JSON, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twinlens.cli.output import Document
from twinlens.core.evidence import Change
from twinlens.core.explaining import Explanation, Loss, Lost
from twinlens.workflows.compare import Comparison

_SAME_SIZE = 0.03
_WORDS = {
    Loss.PICTURE: "the picture itself, which the other does not show",
    Loss.AREA: "the part outside the other's frame",
    Loss.COVERED: "the part in which the two differ",
    Loss.PIXELS: "more pixels",
    Loss.DETAIL: "finer detail",
    Loss.QUALITY: "the less compressed picture",
    Loss.COLOUR: "the colours",
    Loss.LOOK: "its look",
    Loss.RAW: "the RAW",
    Loss.FILM: "the film",
    Loss.EDITS: "edits",
    Loss.CATALOGUE: "its place in a catalogue",
    Loss.RATING: "rating",
    Loss.LABEL: "label",
    Loss.GPS: "GPS position",
    Loss.LENS: "lens data",
    Loss.EXPOSURE: "exposure data",
}


def explanation_entry(result: Comparison) -> Document | None:
    """What differs, for JSON; None where one of the two cannot be read."""
    one, two = result.without_first, result.without_second
    if one is None or two is None:
        return None
    in_a, in_b = result.written
    laid = one.laid
    return {
        "pixels_of_b": round(two.pixels, 4),
        "scale_of_b": None if two.scale is None else round(two.scale, 4),
        "brighter_in_b": None if laid is None or laid.brighter is None else round(-laid.brighter, 1),
        "only_in_a": [str(what) for what in in_a if what not in in_b],
        "only_in_b": [str(what) for what in in_b if what not in in_a],
        "losing_a": _lost_entry(one),
        "losing_b": _lost_entry(two),
    }


def _lost_entry(explanation: Explanation) -> Document:
    losses = [{"what": str(lost.what), "amount": lost.amount, "words": list(lost.words)} for lost in explanation.losses]
    return {"losses": losses, "unknown": [str(what) for what in explanation.unknown]}


def explanation_lines(result: Comparison) -> Iterator[str]:
    """How they lie beside one another, and what deleting either would lose."""
    if result.without_second is not None:
        yield from _beside(result.without_second)
    for name, explanation in (("A", result.without_first), ("B", result.without_second)):
        if explanation is not None:
            yield f"  deleting {name} loses: {', '.join(map(_lost, explanation.losses)) or 'nothing'}"
            if explanation.unknown:
                yield f"    not known: {', '.join(map(str, explanation.unknown))}"


def _beside(second: Explanation) -> Iterator[str]:
    if second.scale is not None and second.laid is not None and abs(second.scale - 1) > _SAME_SIZE:
        yield f"  a thing is {second.scale:.0%} as wide in B"
    brighter = second.laid.brighter if second.laid else None
    if Change.TONE in second.changes and brighter is not None:
        yield f"  B is {'brighter' if brighter > 0 else 'darker'} by {abs(brighter):.0f} of 255"


def _lost(lost: Lost) -> str:
    word = _WORDS.get(lost.what, str(lost.what))
    return f"{word} ({_how_much(lost)})" if lost.words or lost.amount is not None else word


def _how_much(lost: Lost) -> str:
    if lost.words:
        return _listed(lost.words)
    amount = lost.amount or 0
    if lost.what is Loss.AREA:
        return f"{amount:.0%} of it"
    if lost.what is Loss.PIXELS:
        return f"{amount:.1f} times as many"
    return f"{amount:g}"


def _listed(words: Sequence[str], most: int = 5) -> str:
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more
