"""Reads groups off the GUI thread: those on the screen first, then how many the other levels have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from twinlens.core.relations import DecisionKind, Level
from twinlens.gui.review.arrangement import LevelReading, Order, read_level
from twinlens.gui.review.group_rows import GroupRows
from twinlens.gui.review.sensitivity import threshold_at
from twinlens.gui.services import Services


class GroupReader(QObject):
    """One reading at a time; what is asked for meanwhile is read once, after it."""

    arrived = Signal(object)
    """A LevelReading of the level and order asked for last."""
    counted = Signal(object)
    """A LevelReading of another level."""
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
        self.level = Level.COPY
        self.order = Order.GAIN
        self.reviewed_too = False
        """Whether groups in which nothing is left to decide are read as well."""
        self.reading = False
        """Whether the groups on the screen are about to be replaced."""
        self.decided: dict[int, DecisionKind | None] = {}
        """Decisions made since the reading began: it may not know of them."""
        services.reader.failed.connect(lambda _error: self._give_up())

    def request(self) -> None:
        """Read the groups of the level and order; cheap to call often."""
        if self.reading:
            self._again = True
            return
        self.reading = True
        self.decided = {}
        for level in Level:
            self._services.reader.forget(self._key(level))
        self._read(self.level, self._shown(), self._arrive)

    def note(self, changes: Mapping[int, DecisionKind | None]) -> None:
        """Decisions were made. One without changes said that two photos differ: only reading tells what follows."""
        self.decided |= changes
        if not changes and self.reading:
            self._again = True

    def _read(self, level: Level, shown: GroupRows | None, deliver: Callable[[LevelReading], None]) -> None:
        backend, order = self._services.backend, self.order
        threshold = threshold_at(self._slider_place(), backend.thresholds(), backend.floor())
        reader, too = self._services.reader, self.reviewed_too
        reader.run(
            lambda: read_level(backend, level, threshold, order, shown, reviewed_too=too), deliver, key=self._key(level)
        )

    def _arrive(self, reading: LevelReading) -> None:
        self.reading = False
        again, self._again = self._again, False
        if (reading.level, reading.order) != (self.level, self.order):
            self.request()
            return
        self.arrived.emit(reading)
        if again:
            self.request()
            return
        for level in Level:
            if level is not self.level:
                self._read(level, None, self.counted.emit)

    def _give_up(self) -> None:
        self.reading = self._again = False
        self.gave_up.emit()

    def _key(self, level: Level) -> tuple[object, ...]:
        return self, level
