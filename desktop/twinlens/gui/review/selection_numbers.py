"""How much "all but the keepers" would reject in the selected groups; of many it is counted off the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from twinlens.gui.job_runner import Reader
from twinlens.gui.review.deeds import others_of
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.review.review_bars import SelectionBar

_FEW = 1_000


class SelectionNumbers:
    """Keeps the selection bar right."""

    def __init__(self, bar: SelectionBar, reader: Reader) -> None:
        """Both live as long as the page."""
        self._bar = bar
        self._reader = reader

    def show(self, chosen: Sequence[GroupEntry]) -> None:
        """Count and show; only the newest question is answered."""
        if len(chosen) <= _FEW:
            self._reader.forget(self)
            self._bar.show_selection(len(chosen), *_numbers_of(chosen))
        else:
            self._reader.run(lambda: _numbers_of(chosen), partial(self._tell, len(chosen)), key=self)

    def _tell(self, groups: int, numbers: tuple[int, int]) -> None:
        self._bar.show_selection(groups, *numbers)


def _numbers_of(entries: Sequence[GroupEntry]) -> tuple[int, int]:
    """In how many groups how many photos would be rejected."""
    touched, shots = others_of(entries)
    return len(touched), len(shots)
