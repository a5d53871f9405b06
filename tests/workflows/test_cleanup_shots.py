"""Shots move whole or not at all, to a place on their own volume, whatever they are called."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from twinlens.core.errors import StorageError
from twinlens.core.job import Job, JobCancelledError
from twinlens.core.relations import DecisionKind, Relation
from twinlens.files.journal import Journal, journals, read_session
from twinlens.workflows.cleanup import carry_out, plan_cleanup
from twinlens.workflows.history import history
from workflows.shelf import MODEL, Shelf, contents, rewrite, stays

Rename = Callable[[Path, Path], None]


# A shot moves whole or not at all.


@pytest.fixture
def raw_pair(shelf: Shelf) -> Shelf:
    """A rejected RAW+JPEG with a sidecar, and its kept copy."""
    for name in ("keep.jpg", "shot.jpg", "shot.CR2", "shot.xmp"):
        shelf.put(name)
    shelf.learn()
    shelf.match("keep.jpg", "shot.jpg")
    shelf.reject("shot.jpg")
    return shelf


def test_companions_go_along(raw_pair: Shelf) -> None:
    report = raw_pair.clean()
    (removed,) = report.removed
    assert sorted(path.name for path in removed.companions) == ["shot.CR2", "shot.xmp"]
    assert sorted(path.name for path in raw_pair.folder.iterdir()) == ["keep.jpg"]


@pytest.mark.parametrize("failing", ["shot.jpg", "shot.CR2", "shot.xmp"])
@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.EBUSY])
def test_one_that_fails_brings_all_back(
    raw_pair: Shelf, before_rename: Callable[..., None], failing: str, code: int
) -> None:
    def refuse(source: Path, destination: Path) -> None:
        if source.name == failing:
            raise OSError(code, os.strerror(code), str(source), None, str(destination))

    before_rename(refuse)
    before = contents(raw_pair.folder)
    report = raw_pair.clean()
    reason = "not-permitted" if failing == "shot.jpg" else "companion-failed"
    assert raw_pair.failed(report) == {"shot.jpg": reason}
    assert contents(raw_pair.folder) == before
    assert report.session is None
    assert history(raw_pair.home) == []


@pytest.mark.parametrize("companion", ["shot.CR2", "shot.xmp"])
def test_a_companion_that_changed_or_went_or_came_leaves_all_alone(raw_pair: Shelf, companion: str) -> None:
    path = raw_pair.folder / companion
    data = path.read_bytes()
    rewrite(path, b"developed anew")
    stays(raw_pair, "changed", "shot.jpg")
    path.unlink()
    stays(raw_pair, "changed", "shot.jpg")
    path.write_bytes(data)
    raw_pair.learn()
    raw_pair.put("shot.jpg.dop")
    stays(raw_pair, "changed", "shot.jpg")


def test_a_sidecar_shared_by_two_shots_stays_with_the_survivor(shelf: Shelf) -> None:
    for name in ("keep.jpg", "a.CR2", "a.tif", "a.xmp"):
        shelf.put(name)
    shelf.learn()
    shelf.match_all("keep.jpg", "a.CR2", "a.tif")
    shelf.reject("a.CR2")
    report = shelf.clean()
    assert shelf.removed(report) == ["a.CR2"]
    assert (shelf.folder / "a.xmp").exists()
    shelf.reject("a.tif")
    (removed,) = shelf.clean().removed
    assert [path.name for path in removed.companions] == ["a.xmp"]


# Identical pictures with different sidecars are never proposed.


@pytest.mark.parametrize(
    ("kept", "proposed", "goes"),
    [(b"edit A", b"edit B", False), (None, b"edit B", False), (b"edit", b"edit", True), (b"edit", None, True)],
)
def test_sidecars_decide_whether_a_proposal_is_carried_out(
    shelf: Shelf, kept: bytes | None, proposed: bytes | None, goes: bool
) -> None:
    shelf.put("keep.jpg", b"same picture")
    shelf.put("other/twin.jpg", b"same picture")
    if kept is not None:
        shelf.put("keep.xmp", kept)
    if proposed is not None:
        shelf.put("other/twin.xmp", proposed)
    shelf.learn()
    shelf.decide(DecisionKind.KEEP, "keep.jpg")
    if goes:
        report = shelf.clean(proposed=True)
        assert shelf.removed(report) == ["other/twin.jpg"]
        return
    stays(shelf, "different-sidecars", "other/twin.jpg", proposed=True)
    shelf.reject("other/twin.jpg")  # a person may
    assert shelf.removed(shelf.clean()) == ["other/twin.jpg"]


def test_only_its_keeper_stands_for_a_proposed_shot(shelf: Shelf) -> None:
    shelf.put("best.jpg", b"B" * 30)
    shelf.put("dup.jpg", b"D" * 20)
    shelf.put("loose.jpg", b"L" * 10)
    shelf.learn()
    shelf.match("best.jpg", "dup.jpg")
    shelf.match("dup.jpg", "loose.jpg", score=0.1)
    plan = plan_cleanup(shelf.home, MODEL, proposed_groups=shelf.groups())
    (shelf.folder / "best.jpg").unlink()
    assert shelf.failed(carry_out(shelf.home, plan, Job.silent())) == {"dup.jpg": "no-survivor"}


# Other levels: at least one member of the group survives.


def test_burst_frames_may_go_while_one_of_the_group_stays(shelf: Shelf) -> None:
    for name in ("k.jpg", "m1.jpg", "m2.jpg"):
        shelf.put(name)
    shelf.learn()
    shelf.match("k.jpg", "m1.jpg", Relation.BURST)
    shelf.match("k.jpg", "m2.jpg", Relation.BURST)
    shelf.reject("k.jpg", "m1.jpg")
    report = shelf.clean()
    assert sorted(shelf.removed(report)) == ["k.jpg", "m1.jpg"]


def test_a_whole_burst_rejected_leaves_one(shelf: Shelf) -> None:
    for name in ("k.jpg", "m1.jpg", "m2.jpg"):
        shelf.put(name)
    shelf.learn()
    shelf.match_all("k.jpg", "m1.jpg", "m2.jpg", relation=Relation.BURST)
    shelf.reject("k.jpg", "m1.jpg", "m2.jpg")
    report = shelf.clean()
    assert len(report.removed) == 2
    assert list(shelf.failed(report).values()) == ["last-copy"]


# Where it goes.


def test_neither_trash_nor_quarantine(pair: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twinlens.workflows.removal.places_for", lambda *_: iter(()))
    stays(pair, "no-place")


def test_a_rename_to_another_device_is_refused_and_never_becomes_a_copy(
    pair: Shelf, before_rename: Callable[..., None]
) -> None:
    def refuse(source: Path, destination: Path) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(source), None, str(destination))

    before_rename(refuse)
    before = contents(pair.folder)
    report = pair.clean()
    assert pair.failed(report) == {"copy.jpg": "no-place"}
    assert contents(pair.folder) == before
    assert pair.home.quarantine_dir is not None
    assert not list(pair.home.quarantine_dir.rglob("*.jpg"))


def test_a_folder_that_may_not_be_written(pair: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != pair.folder)
    stays(pair, "not-permitted")


def test_a_journal_that_cannot_be_written_moves_nothing(pair: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.")

    before = contents(pair.folder)
    monkeypatch.setattr(Journal, "announce", full)
    with pytest.raises(StorageError):
        pair.clean()
    assert contents(pair.folder) == before
    assert pair.home.quarantine_dir is not None
    assert not list(pair.home.quarantine_dir.rglob("*.jpg"))


def test_cancelling_keeps_what_was_done_in_the_journal(shelf: Shelf) -> None:
    for number in range(4):
        shelf.put(f"{number}.jpg")
    shelf.learn()
    shelf.match_all(*(f"{number}.jpg" for number in range(4)))
    shelf.reject("1.jpg", "2.jpg", "3.jpg")
    before = contents(shelf.folder)
    plan = plan_cleanup(shelf.home, MODEL)

    class AfterOne(Job):
        def report(self, stage, done, total=None, **rest):  # type: ignore[no-untyped-def]
            if done == 1:
                self.cancel()
            super().report(stage, done, total, **rest)

    with pytest.raises(JobCancelledError):
        carry_out(shelf.home, plan, AfterOne())
    (summary,) = history(shelf.home)
    assert summary.files == 1
    assert read_session(journals(shelf.home.journal_dir)[0]).finished
    shelf.restore(summary.id)
    assert contents(shelf.folder) == before


# Names of every kind.


@pytest.mark.parametrize(
    "name",
    [
        "caf\udcff.jpg",
        "two\nlines.jpg",
        "🦜.jpg",
        "x" * 251 + ".jpg",
        "é" * 120 + ".jpg",
        " .jpg",
        "-rf.jpg",
        "%20 'q\".jpg",
    ],
)
def test_names_of_any_bytes_go_and_come_back(shelf: Shelf, name: str) -> None:
    shelf.put("keep.jpg")
    shelf.put(f"deep/{name}", b"the data")
    os.utime(shelf.folder / "deep" / name, ns=(1_000_000_007, 1_234_567_891_234_567_891))
    shelf.learn()
    shelf.match("keep.jpg", f"deep/{name}")
    shelf.reject(f"deep/{name}")
    before = contents(shelf.folder)
    report = shelf.clean()
    assert shelf.removed(report) == [f"deep/{name}"]
    assert report.session is not None
    (shelf.folder / "deep").rmdir()
    assert len(shelf.restore(report.session).restored) == 1
    assert contents(shelf.folder) == before
    assert os.stat(shelf.folder / "deep" / name).st_mtime_ns == 1_234_567_891_234_567_891
    assert shelf.home.quarantine_dir is not None
    assert not list(shelf.home.quarantine_dir.iterdir())


def test_a_very_deep_path_goes_and_comes_back(shelf: Shelf) -> None:
    deep = "/".join(["d" * 200] * 17)
    shelf.put("keep.jpg")
    shelf.put(f"{deep}/a.jpg")
    shelf.learn()
    shelf.match("keep.jpg", f"{deep}/a.jpg")
    shelf.reject(f"{deep}/a.jpg")
    before = contents(shelf.folder)
    report = shelf.clean()
    assert report.session is not None
    assert shelf.removed(report) == [f"{deep}/a.jpg"]
    shelf.restore(report.session)
    assert contents(shelf.folder) == before
