"""The jobs of the window: what may begin now, what waits its turn, and what follows when one ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from twinlens.core.errors import TwinlensError
from twinlens.core.job import Job
from twinlens.gui.backend import CleanupOutcome, RestoreOutcome
from twinlens.gui.cleanup import cleanup_wording
from twinlens.gui.job_runner import JobKind
from twinlens.gui.services import Services
from twinlens.gui.shell import work_wording
from twinlens.gui.shell.status_line import StatusLine
from twinlens.gui.shell.undoing import CleanupCommand, cleared_away, push_done
from twinlens.workflows.scan import ScanReport


class Work(QObject):
    """Starts scans and restores one after the other. Hears of every job's end, whoever started it."""

    changed = Signal()
    """The library is another now: what is shown of it is out of date."""
    scanned = Signal(object)
    """A scan came to its end, with its ScanReport; none waits after it."""
    failed = Signal(object)
    """What went wrong in a job."""
    ended = Signal()
    """A job ended, however it did."""
    idle = Signal()
    """The window is closing and nothing runs any more."""

    def __init__(self, services: Services, status: StatusLine, parent: QObject | None = None) -> None:
        """Says on the status line what it does."""
        super().__init__(parent)
        self._services = services
        self._status = status
        self._scanning: list[Path] = []
        self._waiting: list[Path] = []
        self._to_bring_back: list[str] = []
        self._closing = False
        jobs = services.jobs
        jobs.succeeded.connect(self._succeed)
        jobs.cancelled.connect(self._end_cancelled)
        jobs.failed.connect(self._end_failed)
        services.searches.failed.connect(self._end_search_failed)

    @property
    def scanning(self) -> list[Path]:
        """The folders of the scan that is running, or was when the window began to close, and those that wait."""
        running = self._scanning if self._closing or self._services.jobs.kind is JobKind.SCAN else []
        return running + self._waiting

    def scan(self, folders: Sequence[Path]) -> bool:
        """Scan now, or right after the scan that is running; whether it began now."""
        if not folders:
            self._status.say(work_wording.no_folder())
        elif self._services.jobs.kind is JobKind.SCAN:
            self._waiting += [folder for folder in folders if folder not in self._waiting]
            self._status.say(work_wording.scanned_next(len(folders)))
        elif self.is_free():
            self._status.clear()
            self._scanning = list(folders)
            return self._services.jobs.start(JobKind.SCAN, partial(self._services.backend.scan, list(folders)))
        return False

    def is_free(self) -> bool:
        """Whether another job may begin; says what is in the way."""
        busy_with = self._services.jobs.kind
        if busy_with in (JobKind.SCAN, JobKind.CONTAIN):
            self._status.say(work_wording.still_running(busy_with), work_wording.stop_it(), self._services.jobs.cancel)
        elif busy_with is not None:
            self._status.say(work_wording.still_moving())
        return busy_with is None

    def bring_back(self, session: str) -> None:
        """Undo of a clean-up: asked for once, it is not forgotten while something else still runs."""
        restore: Callable[[Job], object] = partial(self._services.backend.restore, session, None)
        if not self._services.jobs.start(JobKind.RESTORE, restore):
            self._to_bring_back.append(session)
            self._status.say(work_wording.back_after_scan(), work_wording.stop_it(), self._services.jobs.cancel)

    def stop(self) -> bool:
        """The window wants to close: whether it has to wait for `idle`."""
        running = self._services.jobs.kind
        if running is not None:
            self._scanning, self._waiting = self.scanning, []
            self._closing = True
            self._services.jobs.cancel()
            self._status.say(work_wording.stopping(running))
        return running is not None

    # endings

    def _succeed(self, kind: JobKind, result: object) -> None:
        if kind is not JobKind.PLAN:
            self.changed.emit()
        if isinstance(result, ScanReport):
            if not self._waiting:
                self.scanned.emit(result)
        elif isinstance(result, CleanupOutcome) and (step := cleared_away(result)):
            push_done(self._services.undo, CleanupCommand(step, self.bring_back))
            self._status.say(cleanup_wording.cleanup_done(result), work_wording.undo_it(), self._services.undo.undo)
        elif isinstance(result, RestoreOutcome):
            self._status.say(cleanup_wording.restored(result))
        elif kind is JobKind.EMPTY and isinstance(result, int):
            self._status.say(cleanup_wording.emptied(result))
        self._go_on()

    def _end_cancelled(self, kind: JobKind) -> None:
        if kind is not JobKind.PLAN:
            self.changed.emit()
        self._waiting.clear()
        self._go_on()

    def _end_failed(self, _kind: JobKind, error: BaseException) -> None:
        self._waiting.clear()
        closing = self._closing
        self._go_on()
        if not closing:
            self.changed.emit()
            self.failed.emit(error)

    def _end_search_failed(self, _kind: JobKind, error: BaseException) -> None:
        """What a person can mend is said by the search sheet itself."""
        if not isinstance(error, TwinlensError):
            self.failed.emit(error)

    def _go_on(self) -> None:
        self.ended.emit()
        if self._closing:
            self.idle.emit()
        elif self._to_bring_back:
            self.bring_back(self._to_bring_back.pop(0))
        elif self._waiting:
            folders, self._waiting = self._waiting, []
            self.scan(folders)
