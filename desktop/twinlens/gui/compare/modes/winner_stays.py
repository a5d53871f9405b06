"""Winner stays: two at a time, the better one meets the next. Nothing is decided before the end is confirmed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from twinlens.gui.compare import compare_wording
from twinlens.gui.compare.contest import Contest
from twinlens.gui.compare.lineup import Lineup
from twinlens.gui.compare.modes.mode import Mode

_LEFT = frozenset({"review.photo-before", "review.choose-1"})
_RIGHT = frozenset({"review.photo-after", "review.choose-2"})
_BACK = frozenset({"compare.best", "compare.close"})


class WinnerStays(Mode):
    """The champion stands at the left, the challenger at the right; an arrow says which of them is better."""

    settled = Signal(int, object)
    """The id of the winner and those of the losers, once a person confirmed."""

    def __init__(self, contest: Contest, place_of: Callable[[int], int | None], parent: QObject | None = None) -> None:
        """`place_of` finds a photograph in its group, wherever it stands now."""
        super().__init__(parent)
        self._contest = contest
        self._place_of = place_of

    @property
    def contest(self) -> Contest:
        """How it stands."""
        return self._contest

    @property
    def lineup(self) -> Lineup | None:
        """The two, or the winner alone."""
        shown = [self._contest.champion, self._contest.challenger]
        places = [self._place_of(each) for each in shown if each is not None]
        found = tuple(place for place in places if place is not None)
        return Lineup(found, len(found) - 1) if len(found) == len(places) else None

    def hint(self, key_of: Callable[[str], str]) -> str:
        """See Mode."""
        if self._contest.challenger is None:
            return compare_wording.winner_found(key_of, len(self._contest.losers))
        return compare_wording.winner_hint(key_of)

    @property
    def progress(self) -> str:
        """See Mode."""
        return "" if self._contest.challenger is None else compare_wording.rounds(*self._contest.rounds)

    def claims(self, command: str) -> bool:
        """Undo takes back the last step."""
        return command == "window.undo" and self._contest.before is not None

    def take(self, command: str) -> bool:
        """Left or right is better; back goes one step back, and from the beginning out."""
        challenger = self._contest.challenger
        over = challenger is None
        if command in _LEFT | _RIGHT:
            if challenger is not None:
                better = self._contest.champion if command in _LEFT else challenger
                self._step(self._contest.won_by(better))
        elif command == "review.next":
            if over:
                self.settled.emit(self._contest.champion, self._contest.losers)
        elif self.claims(command):
            self._step(self._contest.back())
        elif command in _BACK:
            self.ended.emit()
        else:
            return command in ("review.group-above", "review.group-below", "compare.other-side", "compare.all")
        return True

    def _step(self, contest: Contest) -> None:
        self._contest = contest
        self.changed.emit()
