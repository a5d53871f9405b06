"""The safety contract, line by line: each test tries to make a clean-up take what it must not take."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from twinlens.core.job import Job
from twinlens.core.photos import ContentKey
from twinlens.core.relations import DecisionKind, Relation
from twinlens.files import berths, mover
from twinlens.files.journal import journals
from twinlens.files.volumes import Volume, Volumes
from twinlens.library.records import FileChange, VolumeRecord
from twinlens.workflows.cleanup import carry_out, plan_cleanup
from twinlens.workflows.witnesses import Witnesses
from workflows.shelf import MODEL, Shelf, contents, rewrite, stays

Rename = Callable[[Path, Path], None]


# Only a person's rejection (or an explicit --proposed) removes anything.


@pytest.mark.parametrize("relation", [Relation.CROP, Relation.ROTATED, Relation.EDITED])
def test_somebodys_work_is_never_proposed_and_may_be_rejected(shelf: Shelf, relation: Relation) -> None:
    for name in ("keep.jpg", "work.jpg"):
        shelf.put(name)
    shelf.learn()
    shelf.match("keep.jpg", "work.jpg", relation)
    shelf.decide(DecisionKind.KEEP, "keep.jpg")
    stays(shelf, "own-version", "work.jpg", proposed=True)
    shelf.reject("work.jpg")
    assert shelf.removed(shelf.clean(proposed=True)) == ["work.jpg"]


def test_nothing_goes_that_nobody_rejected(pair: Shelf) -> None:
    pair.decide(None, "copy.jpg")
    report = pair.clean()
    assert (report.session, report.removed, report.failed, report.bytes) == (None, (), (), 0)
    assert not journals(pair.home.journal_dir)


def test_a_rejection_goes_and_the_dry_run_says_so_without_doing_it(pair: Shelf) -> None:
    before = contents(pair.folder)
    planned = pair.clean(dry_run=True)
    assert contents(pair.folder) == before
    assert not journals(pair.home.journal_dir)
    assert pair.home.quarantine_dir is not None
    assert not pair.home.quarantine_dir.exists()
    done = pair.clean()
    assert planned.session is None
    assert done.session is not None
    assert pair.removed(planned) == pair.removed(done) == ["copy.jpg"]
    assert planned.bytes == done.bytes == len(before[str(pair.folder / "copy.jpg")])
    (removed,) = done.removed
    assert removed.to is not None
    assert removed.to.read_bytes() == before[str(pair.folder / "copy.jpg")]
    assert removed.to.is_relative_to(pair.home.quarantine_dir / done.session)
    assert done.places == planned.places == (str(pair.home.quarantine_dir),)
    assert removed.survivor == pair.folder / "keep.jpg"


def test_a_rejection_taken_back_after_the_plan_holds(pair: Shelf) -> None:
    plan = plan_cleanup(pair.home, MODEL)
    pair.decide(None, "copy.jpg")
    report = carry_out(pair.home, plan, Job.silent())
    assert pair.failed(report) == {"copy.jpg": "not-rejected"}
    assert (pair.folder / "copy.jpg").exists()


def test_proposed_takes_duplicates_but_never_what_a_person_keeps(pair: Shelf) -> None:
    pair.put("third.jpg")
    pair.learn()
    pair.match_all("keep.jpg", "copy.jpg", "third.jpg")
    pair.decide(DecisionKind.KEEP, "keep.jpg", "third.jpg")
    pair.decide(None, "copy.jpg")
    report = pair.clean(proposed=True)
    assert pair.removed(report) == ["copy.jpg"]


# The file is the one that was judged.


def test_changed_since_it_was_judged(pair: Shelf) -> None:
    rewrite(pair.folder / "copy.jpg", b"another picture altogether")
    stays(pair, "changed")


def test_changed_with_the_same_size_and_time(pair: Shelf) -> None:
    path = pair.folder / "copy.jpg"
    rewrite(path, b"X" * path.stat().st_size, keep_time=True)
    stays(pair, "changed")


def test_vanished(pair: Shelf) -> None:
    (pair.folder / "copy.jpg").unlink()
    stays(pair, "vanished")


@pytest.mark.parametrize("trick", ["symlink", "fifo", "folder"])
def test_replaced_by_something_that_is_no_file(pair: Shelf, trick: str) -> None:
    path = pair.folder / "copy.jpg"
    path.rename(pair.folder / "hidden")
    if trick == "symlink":
        path.symlink_to("hidden")
    elif trick == "fifo":
        os.mkfifo(path)
    else:
        path.mkdir()
    report = pair.clean()
    assert pair.failed(report) == {"copy.jpg": "changed"}
    assert (pair.folder / "hidden").read_bytes() == b"picture copy.jpg"


def test_swapped_in_the_last_instant(pair: Shelf, before_rename: Callable[..., None]) -> None:
    def swap(source: Path, _: Path) -> None:
        source.rename(pair.folder / "aside")
        source.write_bytes(b"somebody else's picture")

    before_rename(swap)
    report = pair.clean()
    assert pair.failed(report) == {"copy.jpg": "changed"}
    assert (pair.folder / "copy.jpg").read_bytes() == b"somebody else's picture"
    assert (pair.folder / "aside").read_bytes() == b"picture copy.jpg"


def test_written_to_in_the_last_instant(pair: Shelf, before_rename: Callable[..., None]) -> None:
    before_rename(lambda source, _: rewrite(source, b"edited just now"))
    report = pair.clean()
    assert pair.failed(report) == {"copy.jpg": "changed"}
    assert (pair.folder / "copy.jpg").read_bytes() == b"edited just now"


def test_a_large_file_known_by_parts_is_read_whole(pair: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A partial key proves nothing: with a full hash that one counts, without one the key is made anew."""
    library = pair.home.library
    shot = pair.shots()["copy.jpg"]
    partial = ContentKey(shot.content_key.replace("f-", "p-"))
    place = library.files.by_content(shot.content_key)[0]
    library.files.save_batch(
        [FileChange(place.volume_key, place.relpath, shot.stamp, place.identity, partial, facts=shot.facts)]
    )
    pair.match("keep.jpg", "copy.jpg")
    pair.reject("copy.jpg")
    stays(pair, "changed")  # the key, made anew, is another one
    library.files.set_full_hash(shot.id, "0" * 32)
    stays(pair, "changed")
    library.files.set_full_hash(shot.id, shot.content_key.rsplit("-", 1)[1])
    assert pair.removed(pair.clean()) == ["copy.jpg"]


# Another direct match outside this batch and all earlier ones exists and is verified now.


def test_a_lone_picture_stays(shelf: Shelf) -> None:
    shelf.put("lone.jpg")
    shelf.put("other.jpg")
    shelf.learn()
    shelf.reject("lone.jpg")
    stays(shelf, "no-survivor", "lone.jpg")


def test_keeper_deleted(pair: Shelf) -> None:
    (pair.folder / "keep.jpg").unlink()
    stays(pair, "no-survivor")


def test_keeper_changed(pair: Shelf) -> None:
    rewrite(pair.folder / "keep.jpg", b"not the picture it was")
    stays(pair, "no-survivor")


def test_keeper_changed_with_the_same_size_and_time(pair: Shelf) -> None:
    path = pair.folder / "keep.jpg"
    rewrite(path, b"X" * path.stat().st_size, keep_time=True)
    stays(pair, "no-survivor")


def test_keeper_deleted_in_the_last_instant(pair: Shelf, before_rename: Callable[..., None]) -> None:
    before_rename(lambda *_: (pair.folder / "keep.jpg").unlink())
    report = pair.clean()
    assert pair.failed(report) == {"copy.jpg": "no-survivor"}
    assert (pair.folder / "copy.jpg").read_bytes() == b"picture copy.jpg"


def test_keeper_that_a_person_called_a_different_photo(pair: Shelf) -> None:
    shots = pair.shots()
    pair.home.library.decisions.add_not_duplicate(shots["keep.jpg"].content_key, shots["copy.jpg"].content_key)
    stays(pair, "no-survivor")


def test_keeper_of_another_kind_of_match_only_where_no_copy_is_known(shelf: Shelf) -> None:
    """At copy level only a copy stands for a copy, though a burst frame stays."""
    for name in ("a.jpg", "b.jpg", "frame.jpg"):
        shelf.put(name)
    shelf.learn()
    shelf.match("a.jpg", "b.jpg")
    shelf.match("b.jpg", "frame.jpg", Relation.BURST)
    shelf.match("a.jpg", "frame.jpg", Relation.BURST)
    shelf.reject("a.jpg", "b.jpg")
    report = shelf.clean()
    assert len(report.removed) == 1
    assert list(shelf.failed(report).values()) == ["last-copy"]


def test_a_weaker_match_than_asked_for_is_no_survivor(pair: Shelf) -> None:
    plan = plan_cleanup(pair.home, MODEL, least_score=0.99)
    assert pair.failed(carry_out(pair.home, plan, Job.silent())) == {"copy.jpg": "no-survivor"}


def test_all_copies_rejected_leaves_the_best_one(shelf: Shelf) -> None:
    sizes = {"small.jpg": 10, "large.jpg": 30, "medium.jpg": 20}
    for name, size in sizes.items():
        shelf.put(name, name[:1].encode() * size)
    shelf.learn()
    shelf.match_all(*sizes)
    shelf.reject(*sizes)
    report = shelf.clean()
    assert sorted(shelf.removed(report)) == ["medium.jpg", "small.jpg"]
    assert shelf.failed(report) == {"large.jpg": "last-copy"}
    stays(shelf, "last-copy", "large.jpg")


def test_all_identical_copies_rejected_leaves_one(shelf: Shelf) -> None:
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        shelf.put(name, b"the same bytes")
    shelf.learn()
    shelf.reject("1.jpg", "2.jpg", "3.jpg")
    report = shelf.clean()
    assert len(report.removed) == 2
    assert list(shelf.failed(report).values()) == ["last-copy"]


def test_chains_do_not_stand_for_each_other(shelf: Shelf) -> None:
    """A~B~C, all rejected: what stays matches directly everything that goes."""
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        shelf.put(name)
    shelf.learn()
    shelf.match("a.jpg", "b.jpg")
    shelf.match("b.jpg", "c.jpg")
    shelf.reject("a.jpg", "b.jpg", "c.jpg")
    report = shelf.clean()
    assert {tuple(sorted(shelf.removed(report))), tuple(sorted(shelf.failed(report)))} in (
        {("b.jpg",), ("a.jpg", "c.jpg")},
        {("a.jpg", "c.jpg"), ("b.jpg",)},
    )
    for removed in report.removed:
        assert {removed.path.name, removed.survivor.name} != {"a.jpg", "c.jpg"}


def test_the_survivor_of_an_earlier_clean_up_stays(shelf: Shelf) -> None:
    """B went on A's word. Now A may only go if another stands for B as well, not only for A."""
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        shelf.put(name)
    shelf.learn()
    shelf.match("a.jpg", "b.jpg")
    shelf.match("a.jpg", "c.jpg")
    shelf.reject("b.jpg")
    first = shelf.clean()
    assert shelf.removed(first) == ["b.jpg"]
    shelf.reject("a.jpg")
    stays(shelf, "last-copy", "a.jpg")
    assert first.session is not None
    shelf.restore(first.session)
    assert shelf.removed(shelf.clean()) == ["a.jpg"]


def test_a_file_cleared_away_before_is_no_survivor(pair: Shelf) -> None:
    assert pair.removed(pair.clean()) == ["copy.jpg"]
    pair.reject("keep.jpg")
    stays(pair, "last-copy", "keep.jpg")


def test_keeper_that_lies_in_a_quarantine_or_trash_is_none(pair: Shelf) -> None:
    """However it came into the library: a photo that was thrown away does not stand for another."""
    trashed = pair.folder / ".Trash-0" / "files" / "thrown.jpg"
    trashed.parent.mkdir(parents=True)
    (pair.folder / "keep.jpg").rename(trashed)
    library, shot = pair.home.library, pair.shots()["keep.jpg"]
    record = library.files.by_content(shot.content_key)[0]
    place = pair.volumes.locate(trashed)
    library.files.move(shot.id, place[0].key, place[1], shot.stamp, record.identity)
    stays(pair, "same-file")


# Not the same inode or double path.


def test_keeper_is_a_hard_link(pair: Shelf) -> None:
    keep, copy = pair.folder / "keep.jpg", pair.folder / "copy.jpg"
    keep.unlink()
    keep.hardlink_to(copy)
    pair.learn_names(keep, copy)
    pair.reject("copy.jpg")
    stays(pair, "same-file")


def test_keeper_is_a_link_to_the_rejected_file(pair: Shelf) -> None:
    keep = pair.folder / "keep.jpg"
    keep.unlink()
    keep.symlink_to("copy.jpg")
    stays(pair, "same-file")


def test_keeper_in_a_folder_that_became_a_link(shelf: Shelf) -> None:
    shelf.put("one/a.jpg", b"same")
    shelf.put("two/a.jpg", b"same")
    os.utime(shelf.folder / "two/a.jpg", ns=(0, os.stat(shelf.folder / "one/a.jpg").st_mtime_ns))
    shelf.learn()
    shelf.reject("one/a.jpg")
    (shelf.folder / "two/a.jpg").unlink()
    (shelf.folder / "two").rmdir()
    (shelf.folder / "two").symlink_to("one")
    stays(shelf, "same-file", "one/a.jpg")


def test_keeper_on_the_same_share_mounted_twice(tmp_path: Path) -> None:
    """Two mount points of one network share can give different device numbers for one file."""
    mounts = [tmp_path / name for name in ("one", "two")]
    twice = [Volume("share", "share", mount, is_network=True) for mount in mounts]
    volumes = Volumes([Volume("root", "root", Path("/")), *twice])
    witnesses = Witnesses(None, None, (), volumes, lambda: None, ())  # type: ignore[arg-type]
    assert witnesses._same_place(mounts[0] / "a.jpg", mounts[1] / "a.jpg")
    assert not witnesses._same_place(mounts[0] / "a.jpg", mounts[1] / "b.jpg")


def test_keeper_that_goes_with_the_file_brings_it_back(pair: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last net: two names of one file in a way that nothing told beforehand."""
    keep = pair.folder / "keep.jpg"
    aside = pair.folder.parent / "aside"

    rename = mover.rename_exclusively

    def both_go(source: Path, destination: Path) -> None:
        rename(source, destination)
        rename(keep, aside)

    def both_come_back(source: Path, destination: Path) -> None:
        rename(source, destination)
        rename(aside, keep)

    monkeypatch.setattr(berths, "rename_exclusively", both_go)
    monkeypatch.setattr(mover, "rename_exclusively", both_come_back)
    before = contents(pair.folder)
    report = pair.clean()
    assert pair.failed(report) == {"copy.jpg": "same-file"}
    assert contents(pair.folder) == before


# Protected, offline.


def test_protected_folder(pair: Shelf) -> None:
    pair.put("safe/dear.jpg")
    pair.learn()
    pair.match("safe/dear.jpg", "keep.jpg")
    volume, relpath = pair.volumes.locate(pair.folder / "safe")
    pair.home.library.folders.protect(VolumeRecord(volume.key, volume.label, os.fsencode(volume.mount)), relpath)
    pair.decide(None, "copy.jpg")
    pair.reject("safe/dear.jpg")
    stays(pair, "protected", "safe/dear.jpg")


def test_a_protected_copy_stands_even_if_rejected(pair: Shelf) -> None:
    volume, relpath = pair.volumes.locate(pair.folder / "keep.jpg")
    pair.home.library.folders.protect(VolumeRecord(volume.key, volume.label, os.fsencode(volume.mount)), relpath)
    pair.reject("keep.jpg")
    report = pair.clean()
    assert pair.removed(report) == ["copy.jpg"]
    assert pair.failed(report) == {"keep.jpg": "protected"}


@pytest.mark.parametrize(("stayer", "reason"), [("here.jpg", "keeper-offline"), ("card/there.jpg", "offline")])
def test_offline(shelf: Shelf, stayer: str, reason: str) -> None:
    card = shelf.folder / "card"
    root = Volume("root", "root", Path("/"))
    shelf.volumes = Volumes([root, Volume("card", "card", card)])
    shelf.put("here.jpg")
    shelf.put("card/there.jpg")
    shelf.learn()
    shelf.match("here.jpg", "card/there.jpg")
    shelf.reject(stayer)
    before = contents(shelf.folder)
    report = shelf.clean(volumes=Volumes([root]))
    assert shelf.failed(report) == {stayer: reason}
    assert contents(shelf.folder) == before
