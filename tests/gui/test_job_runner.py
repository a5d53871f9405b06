"""A job ends exactly once, on the GUI thread, whatever happens in it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from twinlens.core.job import Job, Stage
from twinlens.gui.job_runner import JobKind, JobRunner, Reader


class Endings:
    """Writes down what a runner tells, and on which thread."""

    def __init__(self, runner: JobRunner) -> None:
        self.told: list[tuple[str, object]] = []
        self.threads: set[threading.Thread] = set()
        runner.started.connect(lambda kind: self._note("started", kind))
        runner.progressed.connect(lambda _kind, progress: self._note("progressed", progress.done))
        runner.succeeded.connect(lambda _kind, result: self._note("succeeded", result))
        runner.cancelled.connect(lambda kind: self._note("cancelled", kind))
        runner.failed.connect(lambda _kind, error: self._note("failed", error))

    def _note(self, name: str, value: object) -> None:
        self.told.append((name, value))
        self.threads.add(threading.current_thread())

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.told]


@pytest.fixture
def runner(qapp) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.shutdown()


def test_success_is_told_once_after_all_progress_on_the_gui_thread(qtbot: QtBot, runner: JobRunner) -> None:
    endings = Endings(runner)
    worker: list[threading.Thread] = []

    def work(job: Job) -> int:
        worker.append(threading.current_thread())
        for done in range(3):
            job.report(list(Stage)[done], done)
        return 42

    with qtbot.waitSignal(runner.succeeded):
        assert runner.start(JobKind.SCAN, work)
    assert endings.names == ["started", "progressed", "progressed", "progressed", "succeeded"]
    assert endings.told[-1] == ("succeeded", 42)
    assert endings.threads == {threading.main_thread()}
    assert worker != [threading.main_thread()]
    assert runner.kind is None


@pytest.mark.parametrize("error", [ValueError("broken"), KeyboardInterrupt(), SystemExit(3)])
def test_whatever_is_raised_is_told_as_one_failure(qtbot: QtBot, runner: JobRunner, error: BaseException) -> None:
    endings = Endings(runner)

    def work(_job: Job) -> None:
        raise error

    with qtbot.waitSignal(runner.failed):
        runner.start(JobKind.CLEAN, work)
    assert endings.told[1:] == [("failed", error)]


def test_cancelling_a_paused_job_ends_it_as_cancelled(qtbot: QtBot, runner: JobRunner) -> None:
    endings = Endings(runner)
    reached = threading.Event()

    def work(job: Job) -> None:
        reached.set()
        while True:
            job.check()

    runner.start(JobKind.SCAN, work)
    reached.wait(5)
    runner.pause()
    assert runner.paused
    with qtbot.waitSignal(runner.cancelled):
        runner.cancel()
        assert runner.stopping
    assert endings.names == ["started", "cancelled"]
    assert not runner.stopping


def test_a_second_job_is_refused_until_the_first_has_ended(qtbot: QtBot, runner: JobRunner) -> None:
    gate = threading.Event()
    assert runner.start(JobKind.SCAN, lambda _job: gate.wait(5))
    assert not runner.start(JobKind.CLEAN, lambda _job: None)
    with qtbot.waitSignal(runner.succeeded):
        gate.set()
    with qtbot.waitSignal(runner.succeeded):
        assert runner.start(JobKind.CLEAN, lambda _job: None)


def test_a_job_may_start_the_next_from_its_ending(qtbot: QtBot, runner: JobRunner) -> None:
    ended: list[JobKind] = []

    def again(kind: JobKind, _result: object) -> None:
        ended.append(kind)
        if kind is JobKind.PLAN:
            assert runner.start(JobKind.CLEAN, lambda _job: None)

    runner.succeeded.connect(again)
    runner.start(JobKind.PLAN, lambda _job: None)
    qtbot.waitUntil(lambda: ended == [JobKind.PLAN, JobKind.CLEAN])


def test_shutting_down_stops_the_job_and_tells_nothing_more(qapp) -> None:
    runner = JobRunner()
    endings = Endings(runner)
    stopped = threading.Event()

    def work(job: Job) -> None:
        try:
            while True:
                job.check()
        finally:
            stopped.set()

    runner.start(JobKind.SCAN, work)
    runner.shutdown()
    qapp.sendPostedEvents()
    assert stopped.is_set()
    assert endings.names == ["started"]
    assert not runner.start(JobKind.SCAN, lambda _job: None)


def test_telling_does_not_wear_out_the_true_object(qtbot: QtBot, runner: JobRunner) -> None:
    """PySide6 6.12 on Python 3.11 dropped a reference with every signal until the interpreter died."""
    before = sys.getrefcount(True)
    for _ in range(50):
        with qtbot.waitSignal(runner.succeeded):
            runner.start(JobKind.PLAN, lambda _job: True)
    assert sys.getrefcount(True) > before - 25


@pytest.fixture
def reader(qapp) -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.shutdown()


def test_an_answer_arrives_on_the_gui_thread(qtbot: QtBot, reader: Reader) -> None:
    answers: list[tuple[int, threading.Thread]] = []
    reader.run(lambda: 7, lambda answer: answers.append((answer, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [(7, threading.main_thread())]


def test_a_newer_question_makes_the_older_stale(qtbot: QtBot, reader: Reader) -> None:
    gate, asked, answers = threading.Event(), [], []

    def question(number: int) -> int:
        asked.append(number)
        gate.wait(5)
        return number

    def callback(answer: int) -> None:
        answers.append(answer)

    for number in (1, 2, 3):
        reader.run(lambda number=number: question(number), callback)
    qtbot.waitUntil(lambda: asked == [1])
    gate.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [3]
    assert asked == [1, 3]


def test_a_failed_question_is_told(qtbot: QtBot, reader: Reader) -> None:
    error = OSError("disk")

    def question() -> None:
        raise error

    with qtbot.waitSignal(reader.failed) as told:
        reader.run(question, lambda _answer: None)
    assert told.args == [error]


def test_nobody_is_called_back_after_shutting_down(qapp) -> None:
    reader, answers = Reader(), []
    reader.run(lambda: 1, answers.append)
    reader.shutdown()
    reader.run(lambda: 2, answers.append)
    qapp.sendPostedEvents()
    assert answers == []
