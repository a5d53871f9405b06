"""Query by example."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import delete

from photos import draw_photo, save_photo
from twinlens.core.job import Job, JobCancelledError
from twinlens.core.problems import ProblemReason
from twinlens.core.relations import Relation
from twinlens.library.cache_schema import PreviewRow
from twinlens.vision.decode_pool import DecodePool
from twinlens.workflows import nearest
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan import ScanReport
from twinlens.workflows.search import Query, Searcher, SearchReport
from workflows.shelf import Shelf

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


@pytest.fixture
def scenes(home: Home, encoder: LazyEncoder, photos: Path, rescan: Rescan) -> Searcher:
    """Over a large photograph, a quarter of another, and some that are like neither."""
    draw_photo(4, (900, 600)).save(photos / "photo.jpg", quality=95)
    draw_photo(2, (900, 600)).crop((30, 270, 480, 570)).save(photos / "quarter.jpg", quality=92)
    for seed in range(30, 38):
        draw_photo(seed, (600, 400)).save(photos / f"other {seed}.jpg")
    rescan()
    return Searcher(home, encoder)


def save_query(picture: Image.Image, folder: Path) -> Path:
    path = folder / "query.png"
    picture.save(path)
    return path


def test_a_crop_is_shown_its_place_in_its_photograph(scenes: Searcher, tmp_path: Path) -> None:
    crop = draw_photo(4, (900, 600)).crop((90, 120, 540, 480))
    best, *others = scenes.search(save_query(crop, tmp_path), 10, Job.silent()).results
    assert (best.shot.path.name, best.relation, best.verified) == ("photo.jpg", Relation.CROP, True)
    assert best.in_query is None
    assert best.in_result is not None
    corners = np.array(best.in_result) * (900, 600)
    assert corners == pytest.approx(np.array([(90, 120), (540, 120), (540, 480), (90, 480)]), abs=8)
    assert not any(other.verified for other in others)


def test_a_photograph_is_shown_what_is_a_crop_of_it(scenes: Searcher, tmp_path: Path) -> None:
    query = save_query(draw_photo(2, (900, 600)), tmp_path)
    best = scenes.search(query, 10, Job.silent()).results[0]
    assert (best.shot.path.name, best.relation, best.verified) == ("quarter.jpg", Relation.CROP, True)
    assert best.in_result is None
    assert best.in_query is not None
    corners = np.array(best.in_query) * (900, 600)
    assert corners == pytest.approx(np.array([(30, 270), (480, 270), (480, 570), (30, 570)]), abs=8)


def test_a_part_of_the_query_finds_what_shows_that_part(scenes: Searcher, tmp_path: Path) -> None:
    sheet = Image.new("RGB", (900, 1210), "white")
    sheet.paste(draw_photo(4, (900, 600)), (0, 0))
    sheet.paste(draw_photo(77, (900, 600)), (0, 610))
    query = Query(save_query(sheet, tmp_path), (0.0, 0.0, 1.0, 600 / 1210))
    best = scenes.search(query, 10, Job.silent()).results[0]
    assert (best.shot.path.name, best.verified) == ("photo.jpg", True)
    assert best.in_query is None


def test_a_part_of_a_photo_of_the_library_does_not_find_that_photo(scenes: Searcher, photos: Path) -> None:
    report = scenes.search(Query(photos / "photo.jpg", (0.2, 0.2, 0.5, 0.5)), 20, Job.silent())
    assert "photo.jpg" not in {result.shot.path.name for result in report.results}
    assert report.own is not None


def test_the_vectors_say_at_once_what_is_alike_and_looking_says_what_is_the_same(
    scenes: Searcher, tmp_path: Path
) -> None:
    told: list[SearchReport] = []
    query = save_query(draw_photo(4, (900, 600)).resize((450, 300)), tmp_path)
    report = scenes.search(query, 10, Job.silent(), told.append)
    early, *_later = told
    assert early.results[0].shot.path.name == report.results[0].shot.path.name == "photo.jpg"
    assert not early.results[0].verified
    assert report.results[0].verified


def test_a_photo_whose_preview_gave_way_is_read_again(scenes: Searcher, home: Home, tmp_path: Path) -> None:
    with home.cache.database.writing() as connection:
        connection.execute(delete(PreviewRow))
    query = save_query(draw_photo(4, (900, 600)).resize((450, 300)), tmp_path)
    assert scenes.search(query, 10, Job.silent()).results[0].verified


def test_what_is_not_at_hand_is_found_and_looked_at(scenes: Searcher, photos: Path, tmp_path: Path) -> None:
    query = save_query(draw_photo(4, (900, 600)).crop((90, 120, 540, 480)), tmp_path)
    photos.rename(tmp_path / "unplugged")
    assert scenes.search(query, 10, Job.silent()).results[0].verified


def test_what_another_encoder_left_is_not_asked(home: Home, encoder: LazyEncoder, shelf: Shelf) -> None:
    """A library without a single vector."""
    shelf.put("a.jpg")
    shelf.learn()
    data = io.BytesIO()
    draw_photo(1).save(data, "PNG")
    assert Searcher(home, encoder).search(data.getvalue(), 5, Job.silent()).results == ()


def test_versions_of_what_shows_the_same_are_found_too(
    home: Home, encoder: LazyEncoder, photos: Path, rescan: Rescan, tmp_path: Path
) -> None:
    """However far they are from the query itself: the scan knows that they are versions of one picture."""
    whole = draw_photo(2, (900, 600))
    whole.save(photos / "whole.jpg", quality=95)
    whole.resize((450, 300)).save(photos / "small.jpg")
    whole.transpose(Image.Transpose.ROTATE_90).save(photos / "turned.jpg")
    for seed in range(30, 60):
        draw_photo(seed, (600, 400)).save(photos / f"other {seed}.jpg")
    rescan()
    query = save_query(whole.crop((30, 270, 480, 570)), tmp_path)
    results = Searcher(home, encoder).search(query, 40, Job.silent()).results
    assert {result.shot.path.name for result in results if result.verified} == {"whole.jpg", "small.jpg", "turned.jpg"}


def test_what_was_kept_from_the_last_time_is_brought_up_to_date(
    searcher: Searcher, home: Home, encoder: LazyEncoder, photos: Path, rescan: Rescan, monkeypatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(nearest, "_WORTH_SAVING", 0)
    searcher.search(photos / "0.jpg", 5, Job.silent())
    assert (home.index_dir / "sketches.npz").exists()
    save_photo(photos / "later.jpg", 9)
    rescan()
    early: list[SearchReport] = []
    query = save_query(draw_photo(9), tmp_path)
    report = Searcher(home, encoder).search(query, 5, Job.silent(), early.append)
    assert report.results[0].shot.path.name == "later.jpg"
    assert "later.jpg" not in {result.shot.path.name for result in early[0].results}


def test_a_photo_whose_drive_is_unplugged_is_searched_for_by_its_preview(scenes: Searcher, photos: Path) -> None:
    draw_photo(4, (900, 600)).crop((90, 120, 540, 480)).save(photos / "unscanned.jpg")
    photos.rename(photos.with_name("unplugged"))
    report = scenes.search(photos / "photo.jpg", 10, Job.silent())
    assert report.problem is None
    assert report.own is not None
    assert "photo.jpg" not in {result.shot.path.name for result in report.results}
    part = scenes.search(Query(photos / "photo.jpg", (0.1, 0.1, 0.6, 0.6)), 10, Job.silent())
    assert part.problem is None
    assert scenes.search(photos / "unscanned.jpg", 10, Job.silent()).problem is not None
