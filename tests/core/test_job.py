"""Reporting is where a job pauses and is cancelled."""

from __future__ import annotations

import threading

import pytest

from twinlens.core.job import Job, JobCancelledError, Progress, Stage


def test_the_first_and_the_last_report_of_a_stage_reach_the_listener() -> None:
    heard: list[Progress] = []
    job = Job(heard.append)
    for done in range(1001):
        job.report(Stage.EMBED, done, 1000)
    job.report(Stage.GROUP, 0)
    assert (heard[0].done, heard[-2].done, heard[-1].stage) == (0, 1000, Stage.GROUP)
    assert len(heard) < 1000


def test_a_cancelled_job_ends_at_its_next_report() -> None:
    job = Job.silent()
    job.report(Stage.EMBED, 1, 2)
    job.cancel()
    with pytest.raises(JobCancelledError):
        job.report(Stage.EMBED, 2, 2)


def test_a_paused_job_holds_until_resumed() -> None:
    job = Job.silent()
    job.pause()
    passed = threading.Event()

    def work() -> None:
        job.report(Stage.EMBED, 1, 2)
        passed.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert not passed.wait(0.05)
    job.resume()
    assert passed.wait(5)
    thread.join()


def test_cancelling_wakes_a_paused_job() -> None:
    job = Job.silent()
    job.pause()
    ended = threading.Event()

    def work() -> None:
        with pytest.raises(JobCancelledError):
            job.check()
        ended.set()

    thread = threading.Thread(target=work)
    thread.start()
    job.cancel()
    assert ended.wait(5)
    thread.join()


def test_time_left_counts_from_where_the_stage_began() -> None:
    heard: list[Progress] = []
    job = Job(heard.append)
    job.report(Stage.EMBED, 500, 1000)
    job.report(Stage.EMBED, 1000, 1000)
    assert heard[-1].seconds_left == 0.0
    assert heard[-1].rate > 0
