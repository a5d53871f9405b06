"""Of a RAW+JPEG pair one half may go: the other is proved to show the same picture, and whatever is in doubt stays."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from files import heads
from photos import draw_photo, save_photo
from twinlens.core.errors import UsageError
from twinlens.core.halves import bytes_leaving
from twinlens.core.job import Job
from twinlens.core.relations import DecisionKind, Half
from twinlens.workflows.cleanup import CleanupReport, plan_cleanup
from twinlens.workflows.decide import give_up
from twinlens.workflows.elsewhere import Stock
from twinlens.workflows.history import history, session_items
from twinlens.workflows.mark import MarkKind, mark
from twinlens.workflows.sessions import recover
from vision.raws import dng
from workflows.shelf import MODEL, Shelf, contents, stays

SIZE = (640, 480)
RAW, RENDERED = Half.RAW, Half.RENDERED


def put_pair(shelf: Shelf, name: str = "a", seed: int = 3) -> None:
    save_photo(shelf.folder / f"{name}.jpg", seed, size=SIZE)
    shelf.put(f"{name}.dng", dng(SIZE, seed=seed))


@pytest.fixture
def pair(shelf: Shelf) -> Shelf:
    """A RAW and its JPEG, with sidecars of each and one that speaks for both."""
    put_pair(shelf)
    for name in ("a.xmp", "a.dng.xmp", "a.jpg.dop"):
        shelf.put(name)
    shelf.learn()
    return shelf


def give_up_half(shelf: Shelf, half: Half, *names: str) -> int:
    return give_up(shelf.home, half, [shelf.folder / name for name in names or ("a.jpg",)])


def names(shelf: Shelf) -> list[str]:
    return sorted(path.name for path in shelf.folder.rglob("*") if path.is_file())


def gone(report: CleanupReport) -> list[tuple[str, list[str], str, Half | None]]:
    return [
        (each.path.name, sorted(path.name for path in each.companions), each.survivor.name, each.half)
        for each in report.removed
    ]


@pytest.mark.parametrize(
    ("half", "goes", "along", "left"),
    [
        (RAW, "a.dng", ["a.dng.xmp"], ["a.jpg", "a.jpg.dop", "a.xmp"]),
        (RENDERED, "a.jpg", ["a.jpg.dop"], ["a.dng", "a.dng.xmp", "a.xmp"]),
    ],
)
def test_one_half_goes_with_what_names_it_and_comes_back(
    pair: Shelf, half: Half, goes: str, along: list[str], left: list[str]
) -> None:
    before = contents(pair.folder)
    assert give_up_half(pair, half) == 1
    assert gone(pair.clean(dry_run=True)) == gone(pair.clean(dry_run=True))
    assert contents(pair.folder) == before
    report = pair.clean()
    assert gone(report) == [(goes, along, left[0], half)]
    assert names(pair) == left
    (session,) = history(pair.home)
    assert [each.path.name for each in session_items(pair.home, session.id)] == [goes, *along]
    assert not pair.clean().removed
    assert len(pair.restore(session.id).restored) == 2
    assert contents(pair.folder) == before
    pair.learn()
    assert pair.shots()["a.jpg"].decision is None
    assert not pair.clean().removed


@pytest.mark.parametrize("half", list(Half))
def test_two_pictures_of_one_name_both_stay(shelf: Shelf, half: Half) -> None:
    save_photo(shelf.folder / "a.jpg", 4, size=SIZE)
    shelf.put("a.dng", dng(SIZE, seed=3))
    shelf.learn()
    give_up_half(shelf, half)
    stays(shelf, "other-half", "a.jpg")


@pytest.mark.parametrize("half", list(Half))
def test_a_raw_that_cannot_be_read_stays_and_so_does_its_picture(shelf: Shelf, half: Half) -> None:
    put_pair(shelf)
    shelf.put("a.dng", dng(SIZE)[:400])
    shelf.learn()
    give_up_half(shelf, half)
    stays(shelf, "other-half", "a.jpg")


@pytest.mark.parametrize("half", list(Half))
@pytest.mark.parametrize("name", ["a.jpg", "a.dng"])
def test_a_half_that_changed_or_went_leaves_all_alone(pair: Shelf, half: Half, name: str) -> None:
    give_up_half(pair, half)
    path = pair.folder / name
    path.write_bytes(path.read_bytes() + b"more")
    before = contents(pair.folder)
    assert not pair.clean().removed
    assert contents(pair.folder) == before
    path.unlink()
    before = contents(pair.folder)
    assert not pair.clean().removed
    assert contents(pair.folder) == before


def test_a_sidecar_that_fails_brings_the_half_back(
    pair: Shelf, before_rename: Callable[[Callable[[Path, Path], None]], None]
) -> None:
    def refuse(source: Path, _: Path) -> None:
        if source.name == "a.dng.xmp":
            raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(source))

    before_rename(refuse)
    give_up_half(pair, RAW)
    before = contents(pair.folder)
    assert pair.failed(pair.clean()) == {"a.jpg": "companion-failed"}
    assert contents(pair.folder) == before


def test_the_survivor_is_looked_at_once_more_after_the_move(
    pair: Shelf, before_rename: Callable[[Callable[[Path, Path], None]], None]
) -> None:
    def lose(_: Path, __: Path) -> None:
        (pair.folder / "a.dng").unlink(missing_ok=True)

    before_rename(lose)
    give_up_half(pair, RENDERED)
    assert not pair.clean().removed
    assert (pair.folder / "a.jpg").exists()


def test_a_kill_half_way_leaves_a_whole_pair_after_the_next_start(
    pair: Shelf, before_rename: Callable[[Callable[[Path, Path], None]], None]
) -> None:
    class KilledError(BaseException):
        pass

    def kill(source: Path, _: Path) -> None:
        if source.name == "a.dng.xmp":
            raise KilledError

    give_up_half(pair, RAW)
    before = contents(pair.folder)
    before_rename(kill)
    with pytest.raises(KilledError):
        pair.clean()
    assert not (pair.folder / "a.dng").exists()
    recover(pair.home, pair.volumes)
    assert contents(pair.folder) == before
    assert not history(pair.home)


def test_films_go_with_the_picture_and_never_with_the_raw(shelf: Shelf) -> None:
    put_pair(shelf)
    exif = b"Exif\0\0" + heads.tiff("Phone", "2021:06:01 12:00:00", live="A")
    jpeg = (shelf.folder / "a.jpg").read_bytes()
    shelf.put("a.jpg", jpeg[:2] + b"\xff\xe1" + (2 + len(exif)).to_bytes(2, "big") + exif + jpeg[2:])
    shelf.put("a.dng", dng(SIZE, seed=3, taken_at="2021:06:01 12:00:00").replace(b"Testcam Raw", b"Phone\0Raw\0\0"))
    shelf.put("a.mov", heads.live_film("A"))
    shelf.learn()
    assert len(shelf.shots()["a.jpg"].companions) == 2
    give_up_half(shelf, RAW)
    assert gone(shelf.clean(dry_run=True)) == [("a.dng", [], "a.jpg", RAW)]
    give_up_half(shelf, RENDERED)
    report = shelf.clean(dry_run=True)
    assert gone(report) == [("a.jpg", ["a.mov"], "a.dng", RENDERED)]
    assert bytes_leaving(shelf.shots()["a.jpg"]) == report.bytes


def test_a_raw_in_another_folder_goes_with_the_sidecars_beside_it(shelf: Shelf) -> None:
    for name, quality in (("JPG/a.jpg", 90), ("RAW/a.tmp.jpg", 95)):
        save_photo(shelf.folder / name, 3, size=SIZE, quality=quality, taken_at="2021:06:01 12:00:00")
    (shelf.folder / "RAW/a.tmp.jpg").rename(shelf.folder / "RAW/a.dng")
    shelf.put("RAW/a.xmp")
    shelf.learn()
    give_up_half(shelf, RAW, "RAW")
    assert gone(shelf.clean(dry_run=True)) == [("a.dng", ["a.xmp"], "a.jpg", RAW)]
    give_up_half(shelf, RENDERED, "JPG")
    assert gone(shelf.clean(dry_run=True)) == [("a.jpg", [], "a.dng", RENDERED)]


def test_nothing_of_a_protected_pair_goes(pair: Shelf) -> None:
    give_up_half(pair, RENDERED)
    volume, relpath = pair.volumes.locate(pair.folder)
    pair.home.library.folders.protect(
        next(each for each in pair.home.library.folders.volumes() if each.key == volume.key), relpath
    )
    stays(pair, "protected", "a.jpg")


# Others that depend on the pair.


def test_a_copy_may_go_on_the_word_of_the_half_that_stays(pair: Shelf) -> None:
    draw_photo(3, SIZE).resize((320, 240)).save(pair.folder / "copy.jpg")
    pair.learn()
    pair.match("a.jpg", "copy.jpg")
    pair.reject("copy.jpg")
    give_up_half(pair, RENDERED)
    report = pair.clean()
    assert {name: survivor for name, _, survivor, _ in gone(report)} == {"copy.jpg": "a.dng", "a.jpg": "a.dng"}


def test_a_copy_stays_where_the_half_that_stays_cannot_speak_for_it(shelf: Shelf) -> None:
    save_photo(shelf.folder / "a.jpg", 4, size=SIZE)
    shelf.put("a.dng", dng(SIZE, seed=3))
    shelf.put("copy.jpg")
    shelf.learn()
    shelf.match("a.jpg", "copy.jpg")
    shelf.reject("copy.jpg")
    give_up_half(shelf, RENDERED)
    report = shelf.clean()
    assert shelf.failed(report) == {"copy.jpg": "no-survivor", "a.jpg": "other-half"}
    assert names(shelf) == ["a.dng", "a.jpg", "copy.jpg"]


@pytest.mark.parametrize("half", list(Half))
def test_nothing_is_proposed_on_the_word_of_a_pair_that_is_not_kept_whole(shelf: Shelf, half: Half) -> None:
    put_pair(shelf)
    shelf.put("other/a.jpg", (shelf.folder / "a.jpg").read_bytes())
    shelf.put("other/a.dng", (shelf.folder / "a.dng").read_bytes())
    shelf.learn()
    keeper = shelf.groups()[0].keeper.shot.path.relative_to(shelf.folder)
    give_up_half(shelf, half, str(keeper))
    other = {"a.jpg": "other/a.jpg", "other/a.jpg": "a.jpg"}[str(keeper)]
    assert shelf.failed(shelf.clean(proposed=True, dry_run=True)) == {other: "no-survivor"}


# Deciding.


def test_a_folder_stands_for_its_pairs_that_are_not_rejected(pair: Shelf) -> None:
    put_pair(pair, "sub/b", 5)
    put_pair(pair, "sub/c", 6)
    pair.put("sub/lone.jpg")
    pair.learn()
    pair.reject("sub/c.jpg")
    assert give_up_half(pair, RENDERED, "sub") == 1
    decisions = {name: shot.decision for name, shot in pair.shots().items()}
    assert decisions == {
        "a.jpg": None,
        "sub/b.jpg": DecisionKind.WITHOUT_RENDERED,
        "sub/c.jpg": DecisionKind.REJECT,
        "sub/lone.jpg": None,
    }


def test_a_folder_may_be_named_by_a_link(pair: Shelf, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(pair.folder)
    assert give_up(pair.home, RAW, [tmp_path / "link"]) == 1


def test_the_raw_names_its_pair_and_what_is_no_pair_is_refused(pair: Shelf) -> None:
    pair.put("lone.jpg")
    pair.learn()
    assert give_up_half(pair, RAW, "a.dng") == 1
    assert pair.shots()["a.jpg"].decision is DecisionKind.WITHOUT_RAW
    with pytest.raises(UsageError, match="pair"):
        give_up_half(pair, RENDERED, "a.jpg", "lone.jpg")
    assert pair.shots()["a.jpg"].decision is DecisionKind.WITHOUT_RAW


def test_a_raw_that_joins_later_is_not_given_up(pair: Shelf) -> None:
    give_up_half(pair, RAW)
    pair.clean()
    pair.learn()
    pair.put("a.dng", dng(SIZE, seed=3) + b"anew")
    pair.learn()
    assert pair.shots()["a.jpg"].has_raw
    assert pair.shots()["a.jpg"].decision is None


def test_a_picture_that_changed_has_not_given_up_its_raw(pair: Shelf) -> None:
    give_up_half(pair, RAW)
    save_photo(pair.folder / "a.jpg", 3, size=SIZE, quality=70)
    pair.learn()
    assert pair.shots()["a.jpg"].decision is None


@pytest.mark.parametrize(
    ("half", "going"),
    [(RAW, {"a.dng", "a.dng.xmp", "a.jpg.dop", "a.xmp"}), (RENDERED, {"a.jpg", "a.dng.xmp", "a.jpg.dop", "a.xmp"})],
)
def test_a_half_that_is_given_up_is_no_backup(pair: Shelf, half: Half, going: set[str]) -> None:
    give_up_half(pair, half)
    stock = Stock.of(pair.home, list(pair.shots().values()))
    assert {Path(os.fsdecode(r.relpath)).name for r in stock.files.values() if stock.is_rejected(r)} == going


# Handing on.


def test_a_mark_in_a_sidecar_would_speak_of_both_halves(pair: Shelf) -> None:
    give_up_half(pair, RAW)
    plan = plan_cleanup(pair.home, MODEL)
    before = contents(pair.folder)
    report = mark(pair.home, plan, MarkKind.XMP, None, Job.silent())
    assert [(each.path.name, str(each.reason)) for each in report.failed] == [("a.jpg", "shared-sidecar")]
    assert contents(pair.folder) == before
    listed = pair.folder.parent / "list.csv"
    assert len(mark(pair.home, plan, MarkKind.CSV, listed, Job.silent()).marked) == 1
    assert "a.dng," in listed.read_text()
