"""The words for keeping one half of a RAW+JPEG or RAW+HEIC pair. No Qt."""

from __future__ import annotations

from twinlens.core.photos import Shot
from twinlens.core.relations import DecisionKind, Half
from twinlens.gui.translating import tr

KEPT_HALVES = {DecisionKind.WITHOUT_RENDERED: tr("RAW only"), DecisionKind.WITHOUT_RAW: tr("without RAW")}
"""What was decided, in a word or two."""


def decided(kind: DecisionKind | None, number: int) -> str:
    """What a step of undo was about."""
    match kind:
        case DecisionKind.KEEP:
            return tr("keep %n\u00a0photo(s)", "", number)
        case DecisionKind.REJECT:
            return tr("reject %n\u00a0photo(s)", "", number)
        case DecisionKind.WITHOUT_RAW:
            return tr("give up the RAW of %n\u00a0photo(s)", "", number)
        case DecisionKind.WITHOUT_RENDERED:
            return tr("keep only the RAW of %n\u00a0photo(s)", "", number)
    return tr("clear %n\u00a0photo(s)", "take decisions back", number)


def half_name(half: Half, shot: Shot) -> str:
    """RAW, or the format of the picture beside it: JPG, HEIC."""
    return "RAW" if half is Half.RAW else shot.path.suffix.lstrip(".").upper()


def only(half: Half, shot: Shot) -> str:
    """The label of the button that keeps one half."""
    return tr("{format} only", "RAW only, JPG only").format(format=half_name(half, shot))


def only_tip(half: Half, shot: Shot) -> str:
    """What that means."""
    going = half_name(half.other, shot)
    sentence = tr("Keep the {format}; the {other} goes with the next clean-up")
    return sentence.format(format=half_name(half, shot), other=going)
