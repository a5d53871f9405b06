"""The words for keeping one half of a RAW+JPEG or RAW+HEIC pair. No Qt."""

from __future__ import annotations

from twinlens.core.photos import Shot
from twinlens.core.relations import DecisionKind, Half

KEPT_HALVES = {DecisionKind.WITHOUT_RENDERED: "RAW only", DecisionKind.WITHOUT_RAW: "without RAW"}
"""What was decided, in a word or two."""
DECIDED = {
    DecisionKind.KEEP: "keep",
    DecisionKind.REJECT: "reject",
    DecisionKind.WITHOUT_RAW: "give up the RAW of",
    DecisionKind.WITHOUT_RENDERED: "keep only the RAW of",
    None: "clear",
}
"""What a step of undo was about, before a number of photos."""


def half_name(half: Half, shot: Shot) -> str:
    """RAW, or the format of the picture beside it: JPG, HEIC."""
    return "RAW" if half is Half.RAW else shot.path.suffix.lstrip(".").upper()


def only(half: Half, shot: Shot) -> str:
    """The label of the button that keeps one half."""
    return f"{half_name(half, shot)} only"


def only_tip(half: Half, shot: Shot) -> str:
    """What that means."""
    going = half_name(half.other, shot)
    return f"Keep the {half_name(half, shot)}; the {going} goes with the next clean-up (H chooses)"
