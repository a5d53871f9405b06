"""The slim bar that a scan shows itself in: how far it is, how long it still takes, pause and stop.

It opens to details on a click: what is being read now, the rate over time, the problem files so far.
When the scan has ended the bar says what came of it, until one works on or it is put away.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from twinlens.core.job import Progress, Stage
from twinlens.core.time_left import TimeLeft
from twinlens.gui import wording
from twinlens.gui.job_runner import JobKind
from twinlens.gui.library import scan_wording
from twinlens.gui.library.mosaic import Mosaic
from twinlens.gui.library.rate_curve import RateCurve
from twinlens.gui.look.controls import button, column, label, name_tool, row, tool
from twinlens.gui.look.theme import Space, set_role
from twinlens.gui.services import Services
from twinlens.gui.translating import tr
from twinlens.workflows.scan import ScanReport

_PERMILLE = 1000
_MOSAIC_EVERY_MS = 300
_CURVE_WIDTH = 280
_NAMES_KEPT = 60
_TILES_AT_ONCE = 4
_LINGER_MS = 8_000
"""As long what came of a scan is there to be read beside the groups."""


class ScanBar(QFrame):
    """Follows the scan that `services.jobs` runs; hidden while there is nothing to say."""

    review_requested = Signal()
    scan_requested = Signal(list)
    """Folders whose scan shall go on."""
    problems_requested = Signal()
    moved = Signal(float)
    """How much of the scan is done, as a share of its time; 0 while that cannot be said."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        """Listens to the job runner from now on."""
        super().__init__(parent)
        self._services = services
        self._offers_review = True
        self._says_something, self._passing, self._aside = False, False, False
        self._has_found = False
        self._stopped: list[Path] = []
        self._named: deque[str] = deque(maxlen=_NAMES_KEPT)
        self._last: Progress | None = None
        self._time_left = TimeLeft()
        set_role(self, "bar")
        self._line = label("", "")
        self._found = label("", "quiet")
        self._progress = QProgressBar(textVisible=False, maximum=_PERMILLE)
        self._progress.setAccessibleName(tr("Scan progress"))
        self._expand = tool(services.icons, "up", tr("Show details"), self.toggle_details)
        self._problems = button("", self.problems_requested.emit, "flat", tip=tr("Show the problem files"))
        self._pause = tool(services.icons, "pause", tr("Pause the scan"), self.toggle_pause)
        self._stop = tool(services.icons, "stop", tr("Stop the scan: what was read stays read"), services.jobs.cancel)
        self._review = button(tr("Review"), self.review_requested.emit)
        self._go_on = button(scan_wording.go_on(), lambda: self.scan_requested.emit(self._stopped))
        self._close = tool(services.icons, "close", tr("Put away"), self._fall_silent)
        self._details = self._build_details()
        controls = row(
            self._expand, self._line, None, self._found, self._problems,
            self._pause, self._stop, self._go_on, self._review, self._close,
            margins=(Space.L, Space.XS, Space.S, Space.XS),
        )  # fmt: skip
        self.setLayout(column(self._details, self._progress, controls, gap=0))
        self._sampler = QTimer(self, interval=_MOSAIC_EVERY_MS)
        self._sampler.timeout.connect(self._sample)
        self._linger = QTimer(self, singleShot=True, interval=_LINGER_MS)
        self._linger.timeout.connect(self._linger_no_longer)
        self._listen()
        self.hide()

    @property
    def expanded(self) -> bool:
        """Whether the details are open."""
        return self._details.isVisibleTo(self)

    def toggle_details(self) -> None:
        """Open or close the details."""
        self.show_details(not self.expanded)

    def show_details(self, shown: bool) -> None:
        """Open or close the details."""
        self._details.setVisible(shown)
        self._services.icons.dress(self._expand, "down" if shown else "up")
        name_tool(self._expand, tr("Hide details") if shown else tr("Show details"))

    def offer_review(self, offered: bool) -> None:
        """Whether the way to review is worth showing once a scan has ended."""
        self._offers_review = offered
        if not offered:
            self._review.hide()
            self._linger.start()

    def step_aside(self, aside: bool) -> None:
        """Comparison has the window to itself: only a scan that runs is shown there."""
        self._aside = aside
        if aside:
            self.work_goes_on()
        self._appear()

    def work_goes_on(self) -> None:
        """What came of a scan is no news any more: a tab tells of problem files as well."""
        if self._passing:
            self._fall_silent()

    def _linger_no_longer(self) -> None:
        """Problem files may want a look, and nothing goes from under the pointer."""
        if self._offers_review or self._problems.isVisibleTo(self):
            return
        if self.underMouse():
            self._linger.start()
        else:
            self.work_goes_on()

    def _speak(self, *, passing: bool = False) -> None:
        self._says_something, self._passing = True, passing
        self._appear()

    def _fall_silent(self) -> None:
        self._says_something = self._passing = False
        self._appear()

    def _appear(self) -> None:
        runs = self._services.jobs.kind is JobKind.SCAN
        self.setVisible(self._says_something and (runs or not self._aside))

    @property
    def stopped(self) -> list[Path]:
        """The folders whose scan waits to be gone on with."""
        return self._stopped if self._go_on.isVisibleTo(self) and self._says_something else []

    def offer_to_go_on(self, folders: Sequence[Path]) -> None:
        """Say that the scan of these folders was cut short, with the way to go on."""
        self._stopped = list(folders)
        self._end(scan_wording.cut_short(len(folders)))
        self._go_on.show()
        self._speak()

    def toggle_pause(self) -> None:
        """Hold the scan, or let it go on."""
        jobs = self._services.jobs
        if jobs.paused:
            self._time_left.pause()
            jobs.resume()
        else:
            jobs.pause()
        self._show_paused()

    def mousePressEvent(self, event) -> None:
        """A click anywhere on the bar opens the details."""
        if event.button() == Qt.MouseButton.LeftButton and self._services.jobs.kind is JobKind.SCAN:
            self.toggle_details()

    def _build_details(self) -> QWidget:
        self._mosaic = Mosaic(self._services.theme)
        self._curve = RateCurve(self._services.theme)
        self._curve.setFixedWidth(_CURVE_WIDTH)
        self._reading = label("", "small-quiet")
        details = QWidget()
        details.setLayout(
            column(
                row(self._mosaic, self._curve, gap=Space.XL),
                self._reading,
                gap=Space.S,
                margins=(Space.L, Space.M, Space.L, Space.M),
            )
        )
        details.hide()
        return details

    def _listen(self) -> None:
        jobs = self._services.jobs
        jobs.started.connect(self._begin)
        jobs.progressed.connect(self._advance)
        jobs.succeeded.connect(self._succeed)
        jobs.cancelled.connect(self._end_cancelled)
        jobs.failed.connect(self._end_failed)

    def _begin(self, kind: JobKind) -> None:
        if kind is not JobKind.SCAN:
            self._fall_silent()
            return
        self._mosaic.clear()
        self._named.clear()
        self._curve.clear()
        self._line.setText(tr("Starting"))
        self._last = None
        self._time_left = TimeLeft()
        self._has_found = False
        self._found.clear()
        self._problems.hide()
        self._progress.setRange(0, 0)
        self._set_running(True)
        self._show_paused()
        self._sampler.start()
        self._speak()

    def _advance(self, kind: JobKind, progress: Progress) -> None:
        if kind is not JobKind.SCAN:
            return
        if self._services.jobs.stopping:
            self._line.setText(tr("Stopping"))
            return
        progress = replace(progress, seconds_left=self._time_left.hear(progress, time.monotonic()))
        self._last = progress
        if self._services.jobs.paused:
            self._show_paused()
        else:
            self._line.setText(wording.progress_line(progress))
        self._progress.setRange(0, _PERMILLE if self._time_left.share else 0)
        self._progress.setValue(round(_PERMILLE * self._time_left.share))
        self.moved.emit(self._time_left.share)
        if progress.matches:
            self._found.setText(tr("%n match(es)", "", progress.matches))
            self._has_found = True
        self._review.setVisible(self._has_found and self._offers_review)
        self._show_problems(progress.problems)
        if progress.stage is Stage.EMBED:
            self._curve.add(progress.rate)
        if progress.current and progress.stage is Stage.EMBED:
            self._named.append(progress.current)
        self._reading.setText(wording.shown(progress.current))

    def _succeed(self, kind: JobKind, result: ScanReport) -> None:
        if kind is JobKind.SCAN:
            self._end(wording.scan_result(result))
            self._show_problems(len(result.problems))
            self._review.setVisible(self._offers_review)
            self._speak(passing=True)
            self._linger.start()

    def _end_cancelled(self, kind: JobKind) -> None:
        if kind is JobKind.SCAN:
            self._end(tr("Stopped. What was read stays read; scan again to go on."))
            self._speak(passing=True)

    def _end_failed(self, kind: JobKind, error: BaseException) -> None:
        if kind is JobKind.SCAN:
            self._end(wording.failure(error))

    def _end(self, sentence: str) -> None:
        self._sampler.stop()
        self._line.setText(sentence)
        self._found.clear()
        self._set_running(False)
        self.show_details(False)

    def _show_problems(self, number: int) -> None:
        self._problems.setVisible(number > 0)
        self._problems.setText(tr("%n\u00a0problem file(s)", "", number))

    def _set_running(self, running: bool) -> None:
        for each in (self._progress, self._expand, self._pause, self._stop):
            each.setVisible(running)
        self._close.setVisible(not running)
        self._review.hide()
        self._go_on.hide()

    def _show_paused(self) -> None:
        paused = self._services.jobs.paused
        self._services.icons.dress(self._pause, "play" if paused else "pause")
        name_tool(self._pause, tr("Go on") if paused else tr("Pause the scan"))
        if paused:
            counts = [] if self._last is None else [wording.progress_counts(self._last)]
            self._line.setText("  \u00b7  ".join([tr("Paused"), *counts]))

    def _sample(self) -> None:
        """A few of the pictures just read, no more than the eye can follow. What is not stored yet is asked again."""
        if not self.expanded or self._services.jobs.paused:
            return
        names = [self._named.popleft() for _ in range(min(_TILES_AT_ONCE, len(self._named)))]
        read = self._services.backend.scanned_preview
        self._services.reader.run(lambda: [(name, read(Path(name))) for name in names], self._show_read)

    def _show_read(self, previews: list[tuple[str, bytes | None]]) -> None:
        for name, preview in previews:
            if preview is None:
                self._named.append(name)
            else:
                self._mosaic.add(preview)
