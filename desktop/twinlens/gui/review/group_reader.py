"""Reads groups off the GUI thread: those on the screen first, then what a filter could choose and the other levels.

What was read is kept: another filter or order needs no reading, only another look at it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.gui import wording
from twinlens.gui.review.arrangement import (
    Arrangement,
    LevelReading,
    LevelStock,
    arrange,
    count_facets,
    read_stock,
)
from twinlens.gui.review.facets import Traits
from twinlens.gui.review.filtering import NO_FILTER
from twinlens.gui.review.group_rows import GroupRows
from twinlens.gui.review.sensitivity import threshold_at
from twinlens.gui.services import Services
from twinlens.library.bulk import making_many

_MANY = 5_000


def _pass_over(stock: LevelStock) -> None:
    """Let the search for garbage pass over a large reading: it would hold the window for a second, and find nothing."""
    if len(stock.entries) > _MANY:
        gc.freeze()


class GroupReader(QObject):
    """One reading at a time; what is asked for meanwhile is read once, after it."""

    arrived = Signal(object)
    """A LevelReading as it is wanted now."""
    counted = Signal(object)
    """A LevelReading of another level, without a filter."""
    facets_counted = Signal(object)
    """FacetCounts for what is wanted now."""
    gave_up = Signal()

    def __init__(
        self,
        services: Services,
        slider_place: Callable[[], int],
        shown: Callable[[], GroupRows | None],
        parent: QObject | None = None,
    ) -> None:
        """`slider_place` says where the sensitivity slider stands, `shown` which rows are to keep their places."""
        super().__init__(parent)
        self._services = services
        self._slider_place = slider_place
        self._shown = shown
        self._again = False
        self._traits = Traits()
        self._stock: LevelStock | None = None
        """What was read last; None when only reading anew tells what holds."""
        self._decided_on_stock: dict[int, DecisionKind | None] = {}
        self._read_at_place = -1
        self._others_counted = False
        self.wanted = Arrangement()
        """What is to be shown: change it, then `request` or `rearrange`."""
        self.reading = False
        """Whether the groups on the screen are about to be replaced."""
        self.decided: dict[int, DecisionKind | None] = {}
        """Decisions made since the reading began: it may not know of them."""
        services.reader.failed.connect(lambda _error: self._give_up())

    def request(self) -> None:
        """Read the groups that are wanted; cheap to call often."""
        if self.reading:
            self._again = True
            return
        self._stock, self._read_at_place = None, self._slider_place()
        self._begin()
        for level in Level:
            self._services.reader.forget(self._key(level))
        self._read(self.wanted, self._shown(), self._arrive)

    def rearrange(self) -> None:
        """Show what is wanted now; of what was read already where that holds."""
        stock = self._stock
        if self.reading:
            return  # it is looked at again when that has arrived
        if stock is None or stock.level is not self.wanted.level or self._read_at_place != self._slider_place():
            self.request()
            return
        wanted, shown, decided = self.wanted, self._shown(), dict(self._decided_on_stock)
        self._begin()

        def look() -> LevelReading:
            with making_many():
                stock.decide(decided)
                return arrange(stock, wanted, shown)

        self._services.reader.run(look, self._arrive, key=self._key(wanted.level))

    def note(self, changes: Mapping[int, DecisionKind | None]) -> None:
        """Decisions were made. One without changes said that two photos differ: only reading tells what follows."""
        self.decided |= changes
        self._decided_on_stock |= changes
        if not changes:
            self._stock = None
            self._again = self._again or self.reading

    @property
    def threshold(self) -> float:
        """How alike photos must be, where the slider stands."""
        backend = self._services.backend
        return threshold_at(self._slider_place(), backend.thresholds(), backend.floor())

    def _begin(self) -> None:
        self.reading = True
        self.decided = {}

    def _read(self, wanted: Arrangement, shown: GroupRows | None, deliver: Callable[[LevelReading], None]) -> None:
        backend, traits, names = (
            self._services.backend,
            self._traits,
            {each: wording.relation_name(each) for each in Relation},
        )
        threshold = self.threshold

        def read() -> LevelReading:
            with making_many():
                found = arrange(read_stock(backend, wanted.level, threshold, traits, names), wanted, shown)
                _pass_over(found.stock)
            return found

        self._services.reader.run(read, deliver, key=self._key(wanted.level))

    def _arrive(self, reading: LevelReading) -> None:
        self.reading = False
        again, self._again = self._again, False
        if again or reading.level is not self.wanted.level:
            if reading.arrangement == self.wanted:
                self.arrived.emit(reading)
            self.request()
            return
        if self._stock is not reading.stock:
            self._stock, self._others_counted = reading.stock, False
            self._decided_on_stock = dict(self.decided)
        if reading.arrangement != self.wanted:
            self.rearrange()
            return
        self.arrived.emit(reading)
        self.count()
        if not self._others_counted:
            self._count_other_levels()

    def count(self) -> None:
        """Count anew what a filter could choose."""
        stock, wanted = self._stock, self.wanted
        if stock is None or stock.level is not wanted.level:
            return
        decided = dict(self._decided_on_stock)

        def look() -> object:
            with making_many():
                stock.decide(decided)
                counted = count_facets(stock, wanted)
                _pass_over(stock)
            return counted

        self._services.reader.run(look, self.facets_counted.emit, key=(self, "facets"))

    def _count_other_levels(self) -> None:
        self._others_counted = True
        for level in Level:
            if level is not self.wanted.level:
                plain = replace(self.wanted, level=level, filter=NO_FILTER)
                self._read(plain, None, self.counted.emit)

    def _give_up(self) -> None:
        self.reading = self._again = False
        self.gave_up.emit()

    def _key(self, level: Level) -> tuple[object, ...]:
        return self, level
