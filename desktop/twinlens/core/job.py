"""Long work: reporting progress is the point at which it pauses and is cancelled."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

_REPORT_INTERVAL_S = 0.1


class Stage(StrEnum):
    """What a job is doing."""

    DISCOVER = "discover"
    IDENTIFY = "identify"
    EMBED = "embed"
    MATCH = "match"
    COMPARE = "compare"
    GROUP = "group"
    VERIFY = "verify"
    MOVE = "move"
    RESTORE = "restore"
    SEARCH = "search"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Progress:
    """A snapshot of a running job. `total` is None while it is not known."""

    stage: Stage
    done: int
    total: int | None
    rate: float = 0.0
    """Items per second in this stage."""
    seconds_left: float | None = None
    matches: int = 0
    problems: int = 0
    current: str = ""
    """What is being worked on, for show."""


class JobCancelledError(Exception):
    """Raised inside a job at its next report after `cancel`."""


class Job:
    """Handed to a long function, which calls `report` often; other threads pause, resume and cancel it.

    The listener is called on the job's own thread, at most about ten times a second per stage.
    """

    def __init__(self, listener: Callable[[Progress], None] | None = None) -> None:
        self._listener = listener
        self._cancelled = threading.Event()
        self._running = threading.Event()
        self._running.set()
        self._stage: Stage | None = None
        self._stage_started = 0.0
        self._stage_first = 0
        self._paused_s = 0.0
        self._last_report = 0.0

    @classmethod
    def silent(cls) -> Job:
        """A job nobody listens to."""
        return cls()

    def cancel(self) -> None:
        """Ask the job to stop at its next report; a paused job is woken for it."""
        self._cancelled.set()
        self._running.set()

    def pause(self) -> None:
        """Hold the job at its next report."""
        self._running.clear()

    def resume(self) -> None:
        """Let a paused job go on."""
        self._running.set()

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled.is_set()

    @property
    def paused(self) -> bool:
        """Whether the job is asked to hold."""
        return not self._running.is_set()

    def check(self) -> None:
        """Pause or raise JobCancelledError, without a report."""
        if not self._running.is_set():
            paused_at = time.monotonic()
            self._running.wait()
            self._paused_s += time.monotonic() - paused_at
        if self._cancelled.is_set():
            raise JobCancelledError

    def report(
        self,
        stage: Stage,
        done: int,
        total: int | None = None,
        *,
        matches: int = 0,
        problems: int = 0,
        current: str = "",
    ) -> None:
        """Say how far the job is; pauses here, and raises JobCancelledError once cancelled."""
        self.check()
        now = time.monotonic()
        if stage is not self._stage:
            self._stage, self._stage_started, self._stage_first, self._paused_s = stage, now, done, 0.0
        elif now - self._last_report < _REPORT_INTERVAL_S and done != total:
            return
        self._last_report = now
        if self._listener is None:
            return
        elapsed = now - self._stage_started - self._paused_s
        rate = (done - self._stage_first) / elapsed if elapsed > 0 else 0.0
        left = (total - done) / rate if total is not None and rate > 0 else None
        self._listener(Progress(stage, done, total, rate, left, matches, problems, current))
