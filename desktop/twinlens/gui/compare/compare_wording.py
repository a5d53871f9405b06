"""The words of the comparison: its keys."""

from __future__ import annotations

from twinlens.gui.review_wording import DOT

HINT = DOT.join(
    ("K keep", "X reject", "N not a duplicate", "Z 100\u00a0%", "F flicker", "D difference", "Enter next", "Space back")
)
KEYS: tuple[tuple[str, str], ...] = (
    ("\u2190 \u2192", "photo before, after, on the side in focus"),
    ("Tab", "the other side"),
    ("1 \u2026 9", "choose a photo"),
    ("K, X, U, N", "keep, reject, clear, not a duplicate"),
    ("Enter", "next undecided group"),
    ("Z", "100\u00a0% under the pointer, and back"),
    ("+ \u2212", "zoom in, out"),
    ("Shift+arrows", "move both pictures"),
    ("F", "flicker: both in one place"),
    ("D", "difference: coloured where the two are not the same"),
    ("O", "outline what one shows of the other, or not"),
    ("I", "show or hide the differences"),
    ("Space, Esc", "back to the groups"),
)
