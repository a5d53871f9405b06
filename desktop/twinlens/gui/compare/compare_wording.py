"""The words of the comparison."""

from __future__ import annotations

from collections.abc import Callable

from twinlens.gui.translating import tr

HINTS = (
    ("review.keep", tr("keep")),
    ("review.reject", tr("reject")),
    ("review.apart", tr("not a duplicate")),
    ("compare.all", tr("all or two")),
    ("compare.best", tr("find the best")),
    ("compare.actual-size", tr("100\u00a0%")),
    ("compare.flicker", tr("flicker")),
    ("compare.wipe", tr("wipe")),
    ("compare.difference", tr("difference")),
    ("review.next", tr("next")),
    ("review.compare", tr("back")),
)
"""What matters most, in the order of the quiet line."""

END = tr("end")

ZOOM_TOOLS = (
    ("compare.zoom-out", "remove", tr("Zoom out")),
    ("compare.fit", "fit", tr("Whole pictures")),
    ("compare.zoom-in", "add", tr("Zoom in")),
)
"""Commands for the pointer, with icon and words."""


def key_hint(key: str, words: str) -> str:
    """A command with its key, where it has one."""
    return tr("{key} {words}", "a key, and what it does").format(key=key, words=words) if key else words


PHOTO = tr("Photo")
NO_CONTEST = tr("There is only one photo left to choose from.")
SHARPNESS = tr("Green marks what is sharp, by the same measure in every picture.")
CLIPPING = tr("Red marks what is burnt out, blue what is black.")
KEEPS_ZOOM = tr("The zoom stays from group to group.")
FORGETS_ZOOM = tr("Each group begins with the whole pictures.")

KeyOf = Callable[[str], str]


def flicker_hint(key_of: KeyOf) -> str:
    """While both are shown in one place."""
    return tr("Both in one place, one after the other: {before} {after} change over by hand, {close} ends it").format(
        before=key_of("review.photo-before"), after=key_of("review.photo-after"), close=key_of("compare.close")
    )


def wipe_hint(key_of: KeyOf) -> str:
    """While one lies over the other."""
    return tr("The line follows the pointer, or {before} {after}: {close} ends it").format(
        before=key_of("review.photo-before"), after=key_of("review.photo-after"), close=key_of("compare.close")
    )


def winner_hint(key_of: KeyOf) -> str:
    """While two are compared for the better one."""
    sentence = tr("Which is better?   {left} the left one   {right} the right one   {undo} one back   {close} stop")
    return sentence.format(
        left=key_of("review.photo-before"), right=key_of("review.photo-after"), undo=key_of("window.undo"),
        close=key_of("compare.close"),
    )  # fmt: skip


def winner_found(key_of: KeyOf, losers: int) -> str:
    """At the end of winner stays: nothing is decided before this."""
    sentence = tr(
        "This one is the best.   {next} keeps it and rejects the %n other(s)   {close} decides nothing", "", losers
    )
    return sentence.format(next=key_of("review.next"), close=key_of("compare.close"))


def rounds(number: int, count: int) -> str:
    """How far it is."""
    return tr("{number} of {count}", "which decision of how many").format(number=number, count=count)


def settled(key_of: KeyOf, rejected: int) -> str:
    """What happened, and what now."""
    sentence = tr("Kept the best one, rejected %n other(s).   {next} next group   {undo} takes it back", "", rejected)
    return sentence.format(next=key_of("review.next"), undo=key_of("window.undo"))


def loupe(times: int) -> str:
    """What the loupe shows."""
    if not times:
        return tr("The loupe is put away.")
    return tr("Loupe at {percent}\u00a0%, in every picture at the same place").format(percent=100 * times)
