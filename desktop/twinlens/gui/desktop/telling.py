"""Tells the desktop of a scan: how far it is, and that it has ended where nobody looks at the window."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from twinlens.gui import wording
from twinlens.gui.desktop.desktop import Desktop
from twinlens.gui.job_runner import JobKind, JobRunner
from twinlens.gui.translating import tr
from twinlens.workflows.scan import ScanReport


class Telling(QObject):
    """Follows the job runner for a window."""

    def __init__(self, desktop: Desktop, jobs: JobRunner, window: QWidget) -> None:
        """Belongs to the window."""
        super().__init__(window)
        self._desktop = desktop
        self._window = window
        jobs.succeeded.connect(self._succeed)
        jobs.failed.connect(self._fail)
        jobs.cancelled.connect(self._end)

    def follow(self, share: float) -> None:
        """How much of the scan is done."""
        self._desktop.show_progress(share)

    def _succeed(self, kind: JobKind, result: object) -> None:
        if self._end(kind) and isinstance(result, ScanReport):
            self._tell(tr("The scan is done"), wording.scan_result(result))

    def _fail(self, kind: JobKind, error: BaseException) -> None:
        if self._end(kind):
            self._tell(tr("The scan could not go on"), wording.failure(error))

    def _end(self, kind: JobKind) -> bool:
        if kind is JobKind.SCAN:
            self._desktop.show_progress(None)
        return kind is JobKind.SCAN

    def _tell(self, title: str, text: str) -> None:
        if not self._window.isActiveWindow():
            self._desktop.notify(title, text)
