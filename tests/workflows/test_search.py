"""Query by example."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from photos import draw_photo, save_photo
from twinlens.core.job import Job, JobCancelledError
from twinlens.core.problems import ProblemReason
from twinlens.core.relations import Relation
from twinlens.vision.decode_pool import DecodePool
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan import ScanReport
from twinlens.workflows.search import Searcher

Rescan = Callable[..., ScanReport]


@pytest.fixture
def searcher(home: Home, encoder: LazyEncoder, photos: Path, rescan: Rescan) -> Searcher:
    """Over three photographs, one of them there twice."""
    for seed in range(3):
        save_photo(photos / f"{seed}.jpg", seed)
    shutil.copy(photos / "0.jpg", photos / "twin.jpg")
    rescan()
    return Searcher(home, encoder)


def test_results_are_ranked_and_leave_out_the_file_itself(searcher: Searcher, photos: Path) -> None:
    report = searcher.search(photos / "0.jpg", 10, Job.silent())
    assert [result.shot.path.name for result in report.results][:1] == ["twin.jpg"]
    assert {result.shot.path.name for result in report.results} == {"1.jpg", "2.jpg", "twin.jpg"}
    assert report.results[0].relation is Relation.IDENTICAL
    scores = [result.score for result in report.results]
    assert scores == sorted(scores, reverse=True)


def test_a_pasted_picture_finds_its_likes(searcher: Searcher) -> None:
    data = io.BytesIO()
    draw_photo(1).resize((200, 140)).save(data, "PNG")
    report = searcher.search(data.getvalue(), 1, Job.silent())
    assert [result.shot.path.name for result in report.results] == ["1.jpg"]


def test_what_was_scanned_since_is_found(searcher: Searcher, photos: Path, rescan: Rescan) -> None:
    searcher.search(photos / "0.jpg", 1, Job.silent())
    save_photo(photos / "later" / "9.jpg", 9)
    rescan()
    data = io.BytesIO()
    draw_photo(9).save(data, "JPEG", quality=60)
    report = searcher.search(data.getvalue(), 1, Job.silent())
    assert [result.shot.path.name for result in report.results] == ["9.jpg"]


def test_a_query_that_is_no_picture_is_a_problem(searcher: Searcher) -> None:
    report = searcher.search(b"not a picture", 5, Job.silent())
    assert report.results == ()
    assert report.problem is not None
    assert report.problem.reason is ProblemReason.NOT_A_PICTURE


def test_a_cancelled_search_leaves_the_next_one_its_workers(
    searcher: Searcher, home: Home, encoder: LazyEncoder, photos: Path
) -> None:
    class CancelledWhileDecoding(Job):
        def check(self) -> None:
            super().check()
            self.cancel()

    with DecodePool(1) as pool:
        warm = Searcher(home, encoder, pool)
        with pytest.raises(JobCancelledError):
            warm.search(photos / "0.jpg", 5, CancelledWhileDecoding())
        assert len(warm.search(photos / "0.jpg", 5, Job.silent()).results) == 3
