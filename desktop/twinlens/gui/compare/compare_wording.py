"""The words of the comparison."""

from __future__ import annotations

from collections.abc import Callable

from twinlens.gui.review_wording import DOT
from twinlens.gui.translating import tr

_HINT = (
    ("review.keep", tr("keep")),
    ("review.reject", tr("reject")),
    ("review.apart", tr("not a duplicate")),
    ("compare.actual-size", tr("100\u00a0%")),
    ("compare.flicker", tr("flicker")),
    ("compare.difference", tr("difference")),
    ("review.next", tr("next")),
    ("review.compare", tr("back")),
)


def hint(key_of: Callable[[str], str]) -> str:
    """The keys that matter most, on one line; `key_of` tells the key of a command as it is shown."""
    known = ((key_of(name), words) for name, words in _HINT)
    return DOT.join(f"{key} {words}" for key, words in known if key)
