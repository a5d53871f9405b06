"""Restoring: the very bytes come back, never over another file, as often as one likes."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from twinlens.core.errors import UsageError
from twinlens.core.job import Job, JobCancelledError
from twinlens.core.relations import DecisionKind
from twinlens.files.volumes import Volume, Volumes
from twinlens.workflows import restore as restoring
from twinlens.workflows.history import history
from twinlens.workflows.restore import restore
from workflows.shelf import Shelf, contents


@pytest.fixture
def cleared(shelf: Shelf) -> tuple[Shelf, str, dict[str, bytes]]:
    """A session that took `one.jpg` with its RAW and sidecar, and `two.jpg`; and what was there before."""
    for name in ("keep.jpg", "in/one.jpg", "in/one.CR2", "in/one.jpg.xmp", "in/two.jpg"):
        shelf.put(name)
    shelf.learn()
    shelf.match_all("keep.jpg", "in/one.jpg", "in/two.jpg")
    shelf.reject("in/one.jpg", "in/two.jpg")
    before = contents(shelf.folder)
    session = shelf.clean().session
    assert session is not None
    return shelf, session, before


Cleared = tuple[Shelf, str, dict[str, bytes]]


def test_the_whole_session_comes_back_and_again_changes_nothing(cleared: Cleared) -> None:
    shelf, session, before = cleared
    report = shelf.restore(session)
    assert len(report.restored) == 4
    assert contents(shelf.folder) == before
    again = shelf.restore(session)
    assert (again.restored, again.failed) == ((), ())


def test_what_came_back_is_known_again_and_not_cleared_away_again(cleared: Cleared) -> None:
    shelf, session, _ = cleared
    assert set(shelf.shots()) == {"keep.jpg"}
    shelf.restore(session)
    shots = shelf.shots()
    assert set(shots) == {"keep.jpg", "in/one.jpg", "in/two.jpg"}
    assert all(shot.decision is None and not shot.returned for shot in shots.values())
    assert {companion.path.name for companion in shots["in/one.jpg"].companions} == {"one.CR2", "one.jpg.xmp"}
    assert shelf.clean().session is None
    shelf.learn()
    assert set(shelf.shots()) == set(shots)


@pytest.mark.parametrize("named", ["in/one.jpg", "in/one.CR2", "in/one.jpg.xmp"])
def test_one_by_one_and_always_the_whole_shot(cleared: Cleared, named: str) -> None:
    shelf, session, _ = cleared
    report = shelf.restore(session, [shelf.folder / named])
    assert sorted(each.path.name for each in report.restored) == ["one.CR2", "one.jpg", "one.jpg.xmp"]
    assert not (shelf.folder / "in/two.jpg").exists()
    (summary,) = history(shelf.home)
    assert (summary.files, summary.restorable) == (4, 1)


def test_a_folder_stands_for_all_in_it_and_a_strange_path_is_a_failure(cleared: Cleared) -> None:
    shelf, session, before = cleared
    report = shelf.restore(session, [shelf.folder / "elsewhere.jpg", shelf.folder / "in"])
    assert [(each.path.name, each.reason) for each in report.failed] == [("elsewhere.jpg", "not-in-session")]
    assert contents(shelf.folder) == before


def test_a_path_spelled_through_a_link(cleared: Cleared) -> None:
    shelf, session, _ = cleared
    (shelf.folder.parent / "way").symlink_to(shelf.folder / "in")
    report = shelf.restore(session, [shelf.folder.parent / "way" / "two.jpg"])
    assert [each.path.name for each in report.restored] == ["two.jpg"]


def test_what_somebody_brought_back_by_hand_is_back(cleared: Cleared) -> None:
    """By a file manager, say: it is no longer held, and not gone either."""
    shelf, session, before = cleared
    assert shelf.home.quarantine_dir is not None
    (held,) = shelf.home.quarantine_dir.rglob("two.jpg")
    held.rename(shelf.folder / "in" / "two.jpg")
    (summary,) = history(shelf.home)
    assert summary.restorable == 3
    assert not shelf.restore(session).failed
    assert contents(shelf.folder) == before
    assert "in/two.jpg" in shelf.shots()


def test_an_unknown_session_is_wrong_usage(shelf: Shelf) -> None:
    with pytest.raises(UsageError):
        shelf.restore("20200101-000000-000000-abcd")
    with pytest.raises(UsageError):
        shelf.restore("../journal")


def test_occupied_paths_are_never_overwritten(cleared: Cleared) -> None:
    shelf, session, before = cleared
    shelf.put("in/one.jpg", b"a newcomer")
    shelf.put("in/one (restored).jpg", b"another")
    report = shelf.restore(session)
    now = contents(shelf.folder)
    here = str(shelf.folder / "in") + "/"
    assert now[here + "one.jpg"] == b"a newcomer"
    assert now[here + "one (restored).jpg"] == b"another"
    assert now[here + "one (restored 2).jpg"] == before[here + "one.jpg"]
    assert now[here + "one (restored 2).CR2"] == before[here + "one.CR2"]
    assert now[here + "one (restored 2).jpg.xmp"] == before[here + "one.jpg.xmp"]
    assert now[here + "two.jpg"] == before[here + "two.jpg"]
    assert not report.failed
    shot = shelf.shots()["in/one (restored 2).jpg"]
    assert shot.decision is None


def test_a_path_that_is_taken_in_the_last_instant(cleared: Cleared, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, session, before = cleared
    real = restoring.rename_exclusively

    def taken(source: Path, destination: Path) -> None:
        if destination.name == "two.jpg":
            destination.write_bytes(b"quick newcomer")
        real(source, destination)

    monkeypatch.setattr(restoring, "rename_exclusively", taken)
    shelf.restore(session)
    here = str(shelf.folder / "in") + "/"
    assert contents(shelf.folder)[here + "two.jpg"] == b"quick newcomer"
    assert contents(shelf.folder)[here + "two (restored).jpg"] == before[here + "two.jpg"]


def test_the_longest_name_restored_beside_itself(shelf: Shelf) -> None:
    name = "é" * 125 + ".jpg"
    shelf.put("keep.jpg")
    shelf.put(name, b"long")
    shelf.learn()
    shelf.match("keep.jpg", name)
    shelf.reject(name)
    session = shelf.clean().session
    assert session is not None
    shelf.put(name, b"newcomer")
    (back,) = shelf.restore(session).restored
    assert back.to.read_bytes() == b"long"
    assert (shelf.folder / name).read_bytes() == b"newcomer"


def test_missing_folders_are_made_again(cleared: Cleared) -> None:
    shelf, session, before = cleared
    (shelf.folder / "in").rmdir()
    shelf.restore(session)
    assert contents(shelf.folder) == before


def test_a_folder_that_became_a_file_fails_cleanly_and_later_works(cleared: Cleared) -> None:
    shelf, session, before = cleared
    (shelf.folder / "in").rmdir()
    (shelf.folder / "in").write_bytes(b"a file now")
    report = shelf.restore(session)
    assert {each.reason for each in report.failed} == {"not-permitted"}
    (shelf.folder / "in").unlink()
    shelf.restore(session)
    assert contents(shelf.folder) == before


def test_what_was_changed_or_taken_out_of_the_quarantine_is_said(cleared: Cleared) -> None:
    shelf, session, _ = cleared
    quarantine = shelf.home.quarantine_dir
    assert quarantine is not None
    held = {path.name: path for path in quarantine.rglob("*") if path.is_file()}
    held["two.jpg"].unlink()
    stamp = held["one.CR2"].stat()
    held["one.CR2"].write_bytes(b"X" * stamp.st_size)
    os.utime(held["one.CR2"], ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    report = shelf.restore(session)
    assert {each.path.name: each.reason.value for each in report.failed} == {"two.jpg": "gone", "one.CR2": "changed"}
    assert sorted(each.path.name for each in report.restored) == ["one.jpg", "one.jpg.xmp"]
    assert held["one.CR2"].exists()


def test_times_are_as_they_were(cleared: Cleared) -> None:
    shelf, session, _ = cleared
    assert shelf.home.quarantine_dir is not None
    held = {path.name: path.stat().st_mtime_ns for path in shelf.home.quarantine_dir.rglob("*") if path.is_file()}
    shelf.restore(session)
    assert {name: (shelf.folder / "in" / name).stat().st_mtime_ns for name in held} == held


def test_a_folder_that_cannot_be_written(cleared: Cleared, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, session, before = cleared

    def refuse(source: Path, destination: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(source), None, str(destination))

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "rename_exclusively", refuse)
        report = shelf.restore(session)
    assert {each.reason for each in report.failed} == {"not-permitted"}
    shelf.restore(session)
    assert contents(shelf.folder) == before


def test_cancelled_half_way_it_goes_on_next_time(cleared: Cleared) -> None:
    shelf, session, before = cleared

    class AfterTwo(Job):
        def report(self, stage, done, total=None, **rest):  # type: ignore[no-untyped-def]
            if done == 2:
                self.cancel()
            super().report(stage, done, total, **rest)

    with pytest.raises(JobCancelledError):
        restore(shelf.home, session, None, AfterTwo())
    assert len(contents(shelf.folder)) == 3
    shelf.restore(session)
    assert contents(shelf.folder) == before


def test_a_drive_that_is_away_is_offline_and_comes_back_elsewhere(shelf: Shelf) -> None:
    root, card = Volume("root", "root", Path("/")), shelf.folder / "card"
    shelf.volumes = Volumes([root, Volume("card", "card", card)])
    shelf.home = replace(shelf.home, paths=replace(shelf.home.paths, quarantine=None))
    shelf.put("card/keep.jpg")
    shelf.put("card/DCIM/copy.jpg")
    shelf.learn()
    shelf.match("card/keep.jpg", "card/DCIM/copy.jpg")
    shelf.reject("card/DCIM/copy.jpg")
    session = shelf.clean(volumes=shelf.volumes).session
    assert session is not None
    away = restore(shelf.home, session, None, Job.silent(), volumes=Volumes([root]))
    assert [each.reason for each in away.failed] == ["offline"]
    moved = card.rename(shelf.folder / "card2")
    elsewhere = Volumes([root, Volume("card", "card", moved)])
    (summary,) = history(shelf.home, volumes=elsewhere)
    assert summary.restorable == 1
    (back,) = restore(shelf.home, session, None, Job.silent(), volumes=elsewhere).restored
    assert back.to == moved / "DCIM" / "copy.jpg"
    assert back.to.read_bytes() == b"picture card/DCIM/copy.jpg"


def test_a_rejection_after_the_restore_is_a_new_one(cleared: Cleared) -> None:
    shelf, session, before = cleared
    shelf.restore(session)
    shelf.decide(DecisionKind.REJECT, "in/two.jpg")
    report = shelf.clean()
    assert shelf.removed(report) == ["in/two.jpg"]
    assert report.session is not None
    assert report.session > session
    shelf.restore(session)
    assert not (shelf.folder / "in/two.jpg").exists()
    shelf.restore(report.session)
    assert contents(shelf.folder) == before
