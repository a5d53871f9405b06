"""Explanations of pairs, asked off the GUI thread one at a time and kept for going back and forth."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from twinlens.core.photos import Shot
from twinlens.core.relations import Level
from twinlens.gui.job_runner import Reader
from twinlens.workflows.explain import Explained

_KEPT = 128

_Pair = tuple[Shot, Shot, Level]


class Explanations(QObject):
    """What is known of the pairs looked at last; lives on the GUI thread."""

    arrived = Signal()
    """An explanation that was asked for is at hand."""

    def __init__(
        self, explain: Callable[[Shot, Shot, Level], Explained], reader: Reader, parent: QObject | None = None
    ) -> None:
        """`explain` is called on the reader's thread."""
        super().__init__(parent)
        self._explain = explain
        self._reader = reader
        self._kept: OrderedDict[_Pair, Explained] = OrderedDict()
        self._then: list[_Pair] = []

    def get(self, photo: Shot, kept: Shot, level: Level) -> Explained | None:
        """How a photo is related to one of its group that stays, if that is at hand."""
        return self._kept.get(_pair(photo, kept, level))

    def ask(self, photo: Shot, kept: Shot, level: Level, then: Sequence[tuple[Shot, Shot]] = ()) -> None:
        """Find it out, unless it is at hand, and `then` of other pairs; what was asked for before is dropped."""
        self._then = [_pair(photo, kept, level), *(_pair(*pair, level) for pair in then)]
        self._reader.forget(self)
        self._ask_next()

    def _ask_next(self) -> None:
        lacking = [pair for pair in self._then if pair not in self._kept]
        for pair in self._then:
            if pair in self._kept:
                self._kept.move_to_end(pair)
        self._then = lacking[1:]
        if lacking:
            pair = lacking[0]
            self._reader.run(lambda: self._explain(*pair), lambda found: self._keep(pair, found), key=self)

    def _keep(self, pair: _Pair, found: Explained) -> None:
        self._kept[pair] = found
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit()
        # Whoever heard of it may have asked for something else.
        if not self._reader.awaits(self):
            self._ask_next()


def _pair(photo: Shot, kept: Shot, level: Level) -> _Pair:
    """Decisions change nothing in how photos are related."""
    return replace(photo, decision=None), replace(kept, decision=None), level
