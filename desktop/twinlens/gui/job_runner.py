"""The window's only door to threads: long work on one worker, short reads on another.

The runners live on the GUI side for as long as the window and own all signals; what runs on a thread is a
plain function that knows no Qt. Whatever happens, a job ends exactly once, and the GUI thread hears of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from twinlens.core.job import Job, JobCancelledError, Progress

T = TypeVar("T")
_log = logging.getLogger(__name__)


class JobKind(StrEnum):
    """What a background job is for."""

    SCAN = "scan"
    SEARCH = "search"
    PLAN = "plan"
    CLEAN = "clean"
    RESTORE = "restore"
    EMPTY = "empty"
    CONTAIN = "contain"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class _Ending:
    kind: JobKind
    result: Any = None
    error: BaseException | None = None


class JobRunner(QObject):
    """Runs one job at a time on a thread of its own.

    Signals, all on the GUI thread: `started`, any number of `progressed`, then exactly one of `succeeded`,
    `cancelled` and `failed`. When an ending is told, the runner is free for the next job.
    """

    started = Signal(object)
    progressed = Signal(object, object)
    succeeded = Signal(object, object)
    cancelled = Signal(object)
    failed = Signal(object, object)

    _reported = Signal(object)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """The thread is made with the first job."""
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="twinlens-job")
        self._job: Job | None = None
        self._kind: JobKind | None = None
        self._shut = False
        self._reported.connect(self._tell_progress)
        self._ended.connect(self._finish)

    @property
    def kind(self) -> JobKind | None:
        """What is running now, or None."""
        return self._kind

    @property
    def paused(self) -> bool:
        """Whether the running job is held."""
        return self._job is not None and self._job.paused

    @property
    def stopping(self) -> bool:
        """Whether the running job was asked to stop and has not yet."""
        return self._job is not None and self._job.cancelled

    def start(self, kind: JobKind, work: Callable[[Job], object]) -> bool:
        """Begin `work` unless another job runs; says whether it began."""
        if self._job is not None or self._shut:
            return False
        self._job, self._kind = Job(self._reported.emit), kind
        _log.info("%s began", kind)
        self.started.emit(kind)
        self._thread.submit(self._run, kind, work, self._job)
        return True

    def pause(self) -> None:
        """Hold the running job at its next report."""
        if self._job is not None:
            self._job.pause()

    def resume(self) -> None:
        """Let it go on."""
        if self._job is not None:
            self._job.resume()

    def cancel(self) -> None:
        """Ask the running job to stop; `cancelled` tells when it has."""
        if self._job is not None:
            self._job.cancel()

    def shutdown(self) -> None:
        """Stop the running job and wait for its thread; no signal comes after this."""
        self._shut = True
        self.blockSignals(True)
        self.cancel()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _run(self, kind: JobKind, work: Callable[[Job], object], job: Job) -> None:
        try:
            ending = _Ending(kind, work(job))
        except BaseException as error:  # noqa: BLE001 - whatever it is, the window must hear of the end
            ending = _Ending(kind, error=error)
        self._ended.emit(ending)

    def _tell_progress(self, progress: Progress) -> None:
        if self._kind is not None:
            self.progressed.emit(self._kind, progress)

    def _finish(self, ending: _Ending) -> None:
        self._job = self._kind = None
        if ending.error is None:
            _log.info("%s ended", ending.kind)
            self.succeeded.emit(ending.kind, ending.result)
        elif isinstance(ending.error, JobCancelledError):
            _log.info("%s cancelled", ending.kind)
            self.cancelled.emit(ending.kind)
        else:
            _log.error("%s failed", ending.kind, exc_info=ending.error)
            self.failed.emit(ending.kind, ending.error)


@dataclass(frozen=True, slots=True)
class _Question:
    key: Hashable
    number: int
    callback: Callable[[Any], None]


class Reader(QObject):
    """Answers short questions off the GUI thread, one after the other, and drops answers nobody waits for."""

    failed = Signal(object)
    _answered = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        """The thread is made with the first question."""
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="twinlens-reader")
        self._latest: dict[Hashable, int] = {}
        self._asked = 0
        self._shut = False
        self._answered.connect(self._deliver)

    def run(self, function: Callable[[], T], callback: Callable[[T], None], *, key: Hashable | None = None) -> None:
        """Call `function` on the reader thread, then `callback` with its result on the GUI thread.

        A newer question with the same key (by default: the same callback) makes this one stale: it is not
        asked if it still waits, and its answer is not delivered.
        """
        if self._shut:
            return
        self._asked += 1
        question = _Question(callback if key is None else key, self._asked, callback)
        self._latest[question.key] = question.number
        self._thread.submit(self._answer, question, function)

    def awaits(self, key: Hashable) -> bool:
        """Whether a question under this key has no answer yet."""
        return key in self._latest

    def forget(self, key: Hashable) -> None:
        """Nobody waits for answers under this key any more."""
        self._latest.pop(key, None)

    def shutdown(self) -> None:
        """Wait for the question being answered; no callback comes after this."""
        self._shut = True
        self._latest.clear()
        self.blockSignals(True)
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _answer(self, question: _Question, function: Callable[[], object]) -> None:
        if self._latest.get(question.key) != question.number:
            return
        try:
            self._answered.emit(question, function(), None)
        except BaseException as error:  # noqa: BLE001 - told on the GUI thread, where it can be shown
            self._answered.emit(question, None, error)

    def _deliver(self, question: _Question, result: object, error: BaseException | None) -> None:
        if self._latest.get(question.key) != question.number:
            return
        del self._latest[question.key]
        if error is None:
            question.callback(result)
        else:
            _log.error("reading failed", exc_info=error)
            self.failed.emit(error)
