"""Files: what is saved comes back, whatever it is called, and keeps its number wherever it goes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twinlens.core.photos import CompanionKind, ContentKey, FileIdentity, FileStamp, PictureFacts
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.library.records import CompanionLink, FileChange, FileState, VolumeRecord, path_bytes, path_on

DISK = VolumeRecord("uuid-disk", "Disk", b"/media/disk")
CARD = VolumeRecord("uuid-card", "Card", b"/media/card")
MOUNTS = {"uuid-disk": b"/media/disk", "uuid-card": b"/media/card"}

name_bytes = st.binary(min_size=1, max_size=255).map(lambda raw: raw.replace(b"/", b"_").replace(b"\0", b"_"))
names = name_bytes.filter(lambda name: name not in (b".", b".."))
numbers = st.integers(-(2**63), 2**63 - 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(names, min_size=1, max_size=4))
def test_any_name_comes_back_byte_for_byte(shelf, parts):
    relpath = b"/".join(parts)
    number = shelf.put(relpath)
    assert shelf.store.files.by_path(DISK.key, relpath).relpath == relpath
    assert os.fsencode(shelf.shots()[number].path) == b"/media/disk/" + relpath
    assert path_bytes(Path(os.fsdecode(relpath))) == relpath


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.integers(0, 2**62), st.integers(-(2**70), 2**70), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_numbers_of_any_file_system_fit(shelf, size, mtime, device, inode):
    stamp, identity = FileStamp(size, mtime), FileIdentity(device, inode)
    change = FileChange(DISK.key, b"odd", stamp, identity, ContentKey("k"))
    shelf.store.files.save_batch([change])
    found = shelf.store.files.by_path(DISK.key, b"odd")
    assert found.identity == identity
    assert found.stamp == FileStamp(size, max(-(2**63), min(mtime, 2**63 - 1)))


def test_facts_come_back_as_they_were(shelf):
    facts = PictureFacts(
        "cr3", 6000, 4000, True, "2024-02-29T12:00:00.25", "Canon EOS R5", -12.5, 7.25, 5, 312, "ab" * 16, True
    )
    number = shelf.put(b"a.cr3", "p-1-aa", facts=facts, full_hash="cd" * 16)
    shot = shelf.shots()[number]
    assert shot.facts == facts
    assert shot.full_hash == "cd" * 16
    assert shelf.store.files.facts([ContentKey("p-1-aa"), ContentKey("other")]) == {"p-1-aa": facts}
    assert shelf.store.files.low_detail() == {"p-1-aa"}
    assert shelf.store.files.contents() == {"p-1-aa"}


def test_a_batch_returns_numbers_in_its_own_order_across_volumes(shelf):
    changes = [
        FileChange(volume.key, name, FileStamp(1, 1), FileIdentity(1, 1), ContentKey("k"))
        for volume, name in ((CARD, b"z"), (DISK, b"b"), (CARD, b"a"), (DISK, b"z"))
    ]
    ids = shelf.store.files.save_batch(changes)
    found = [shelf.store.files.by_id(number) for number in ids]
    assert [(record.volume_key, record.relpath) for record in found] == [(c.volume_key, c.relpath) for c in changes]
    assert shelf.store.files.save_batch(changes) == ids
    assert shelf.store.files.save_batch([]) == []


def test_a_folder_is_not_its_neighbour(shelf):
    for name in (b"a/1", b"a/b/2", b"a.jpg", b"a0", b"a-b/3", b"A/4", b"a"):
        shelf.put(name)
    assert [record.relpath for record in shelf.store.files.known(DISK.key, b"a")] == [b"a", b"a/1", b"a/b/2"]
    assert len(shelf.store.files.known(DISK.key)) == 7
    assert shelf.store.files.known(CARD.key) == []
    assert len(shelf.shots(prefixes=[(DISK.key, b"a"), (DISK.key, b"a/b")])) == 3
    assert shelf.shots(prefixes=[]) == {}


def test_a_moved_file_keeps_its_number(shelf):
    number = shelf.put(b"old.jpg")
    shelf.store.files.move(number, CARD.key, b"new.jpg", FileStamp(10, 5), FileIdentity(3, 4))
    record = shelf.store.files.by_path(CARD.key, b"new.jpg")
    assert (record.id, record.stamp, record.identity) == (number, FileStamp(10, 5), FileIdentity(3, 4))
    assert shelf.store.files.by_path(DISK.key, b"old.jpg") is None


def test_what_stood_where_a_file_moved_to_gives_way_and_stays_findable(shelf):
    gone, moving = shelf.put(b"b.jpg", "gone"), shelf.put(b"a.jpg", "moving")
    shelf.store.files.move(moving, DISK.key, b"b.jpg", FileStamp(10, 5), FileIdentity(1, 2))
    assert [record.id for record in shelf.store.files.known(DISK.key)] == [moving]
    assert [record.id for record in shelf.store.files.missing_with_content(ContentKey("gone"))] == [gone]
    shelf.store.files.move(gone, DISK.key, b"c.jpg", FileStamp(10, 5), FileIdentity(1, 2))
    assert shelf.store.files.by_path(DISK.key, b"c.jpg").id == gone


def test_another_file_at_a_missing_ones_place_is_another_file(shelf):
    first = shelf.put(b"a.jpg", "first")
    shelf.store.files.mark_missing([first])
    second = shelf.put(b"a.jpg", "second")
    assert second != first
    assert list(shelf.shots()) == [second]
    assert shelf.store.files.by_id(first).state is FileState.MISSING
    assert shelf.put(b"a.jpg", "second, edited") == second


def test_the_same_content_back_at_its_place_is_the_same_file(shelf):
    number = shelf.put(b"a.jpg")
    shelf.store.files.mark_missing([number])
    assert shelf.shots() == {}
    assert shelf.put(b"a.jpg") == number
    shelf.store.files.mark_missing([number])
    shelf.store.files.mark_present([number])
    assert list(shelf.shots()) == [number]


def test_a_proven_hash_outlives_being_saved_again_but_not_a_change(shelf):
    number = shelf.put(b"a.cr3", "p-1-a")
    shelf.store.files.set_full_hash(number, "proof")
    shelf.put(b"a.cr3", "p-1-a")
    assert shelf.store.files.by_id(number).full_hash == "proof"
    shelf.put(b"a.cr3", "p-1-a", size=11)
    assert shelf.store.files.by_id(number).full_hash is None


def test_companions_travel_with_their_shot_and_are_no_shots(shelf):
    picture, raw = shelf.put(b"i.jpg"), shelf.put(b"i.cr3", "p-1-r", size=100)
    sidecar = shelf.put(b"i.xmp", None, size=3)
    links = [CompanionLink(raw, picture, CompanionKind.RAW), CompanionLink(sidecar, picture, CompanionKind.SIDECAR)]
    shelf.store.files.set_companions(links)
    shots = shelf.shots()
    assert list(shots) == [picture]
    assert [(c.path.name, c.kind) for c in shots[picture].companions] == [("i.cr3", "raw"), ("i.xmp", "sidecar")]
    assert shots[picture].bytes == 113
    assert shots[picture].has_raw
    shelf.store.files.mark_missing([sidecar])
    shelf.store.files.set_companions([CompanionLink(raw, None, None)])
    assert set(shelf.shots()) == {picture, raw}
    assert shelf.shots()[picture].companions == ()


def test_a_volume_that_is_absent_is_offline_and_shown_where_it_was(shelf):
    here, there = shelf.put(b"a"), shelf.put(b"b", volume=CARD)
    shots = {shot.id: shot for shot in shelf.store.files.shots({DISK.key: b"/mnt/elsewhere"})}
    assert (shots[here].path, shots[here].offline) == (Path("/mnt/elsewhere/a"), False)
    assert (shots[there].path, shots[there].offline) == (Path("/media/card/b"), True)


@pytest.mark.parametrize(("mount", "path"), [(b"/", "/a/b"), (b"", "/a/b"), (b"/m/", "/m/a/b"), (b"/m", "/m/a/b")])
def test_mount_points_join_without_doubled_slashes(mount, path):
    assert str(path_on(mount, b"a/b")) == path
    assert path_on(b"/", b"") == path_on(b"", b"") == Path("/")


def test_problem_files_are_listed_and_are_no_shots(shelf):
    shelf.put(b"z/bad.jpg", "k", problem=ProblemReason.DAMAGED, problem_detail="cut short", facts=None)
    shelf.put(b"a/worse.jpg", None, problem=ProblemReason.EMPTY)
    gone = shelf.put(b"gone.jpg", None, problem=ProblemReason.EMPTY)
    shelf.store.files.mark_missing([gone])
    assert shelf.store.files.problems() == [
        FileProblem(Path("/media/disk/a/worse.jpg"), ProblemReason.EMPTY, ""),
        FileProblem(Path("/media/disk/z/bad.jpg"), ProblemReason.DAMAGED, "cut short"),
    ]
    assert [p.path for p in shelf.store.files.problems([(DISK.key, b"z")], {DISK.key: b"/m"})] == [Path("/m/z/bad.jpg")]
    assert shelf.shots() == {}
    shelf.put(b"z/bad.jpg", "k2")
    assert len(shelf.store.files.problems()) == 1
    assert len(shelf.shots()) == 1


def test_counts_and_sizes(shelf):
    ids = [shelf.put(b"%d" % number, size=number) for number in range(6)]
    shelf.store.files.mark_missing(ids[:1])
    shelf.store.files.mark_removed(ids[1:3], "s")
    shelf.put(b"bad", None, size=50, problem=ProblemReason.EMPTY)
    counts = shelf.store.files.counts()
    assert (counts.present, counts.missing, counts.removed, counts.problems, counts.shots) == (4, 1, 2, 1, 3)
    assert shelf.store.files.sizes() == {0, 3, 4, 5, 50}


def test_more_files_than_one_statement_takes(shelf):
    changes = [
        FileChange(DISK.key, b"%05d" % number, FileStamp(1, 1), FileIdentity(1, number), ContentKey(f"k{number}"))
        for number in range(2500)
    ]
    ids = shelf.store.files.save_batch(changes)
    shelf.store.files.mark_missing(ids[100:])
    shelf.store.files.mark_present(ids[:2400])
    assert shelf.store.files.counts().missing == 100
    assert len(shelf.store.files.facts(ContentKey(f"k{number}") for number in range(2500))) == 0
