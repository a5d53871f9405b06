"""Drives come and go while one looks: what is shown of their photos follows, and one sentence says so."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from twinlens.gui.backend import Backend
from twinlens.gui.job_runner import Reader
from twinlens.gui.translating import tr

_EVERY_MS = 3000


class DriveWatch(QTimer):
    """Looks again and again, off the GUI thread, while its window can be seen."""

    noticed = Signal(str)
    """What happened. The library is to be read anew."""

    def __init__(self, backend: Backend, reader: Reader, window: QWidget) -> None:
        """Belongs to the window; begins when it is started."""
        super().__init__(window, interval=_EVERY_MS)
        self._backend = backend
        self._reader = reader
        self._window = window
        self._absent: frozenset[str] | None = None
        self.timeout.connect(self.look)

    def look(self) -> None:
        """Look now."""
        if self._window.isVisible() and not self._window.isMinimized():
            self._reader.run(self._backend.absent_drives, self._compare)

    def _compare(self, absent: frozenset[str]) -> None:
        before, self._absent = self._absent, absent
        if before is None or absent == before:
            return
        if gone := absent - before:
            self.noticed.emit(drives_gone(sorted(gone)))
        else:
            self.noticed.emit(drives_back(sorted(before - absent)))


def drives_gone(names: list[str]) -> str:
    """Photos stay in sight."""
    said = tr("{drives} is not connected any more. Its photos stay in sight; none is moved until it is back.")
    return said.format(drives=", ".join(names))


def drives_back(names: list[str]) -> str:
    """All is as before."""
    return tr("{drives} is connected again.").format(drives=", ".join(names))
