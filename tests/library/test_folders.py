"""Folders: taken in, protected, forgotten and taken in again."""

from __future__ import annotations

from twinlens.core.relations import DecisionKind
from twinlens.library.records import VolumeRecord

DISK = VolumeRecord("uuid-disk", "Disk", b"/media/disk")
CARD = VolumeRecord("uuid-card", "Card", b"/media/card")


def test_a_root_is_added_once_and_known_with_its_volume(library):
    added = library.folders.add_root(DISK, b"photos\xff")
    assert library.folders.add_root(DISK, b"photos\xff") == added
    assert library.folders.roots() == [added]
    assert (added.volume, added.relpath, added.protected, added.last_scan) == (DISK, b"photos\xff", False, None)
    assert library.folders.protected() == []


def test_a_volume_is_remembered_where_it_was_last(library):
    library.folders.add_root(DISK, b"")
    moved = VolumeRecord(DISK.key, "New name", b"/mnt/elsewhere")
    library.folders.save_volume(moved)
    assert library.folders.volumes() == [moved]
    assert library.folders.roots()[0].volume == moved


def test_protection_is_of_everything_below_and_of_nothing_beside(shelf):
    inside, deeper, beside = shelf.put(b"keep/a"), shelf.put(b"keep/b/c"), shelf.put(b"keeper/a")
    other = shelf.put(b"keep/a", volume=CARD)
    shelf.store.folders.protect(DISK, b"keep")
    protected = {number for number, shot in shelf.shots().items() if shot.protected}
    assert protected == {inside, deeper}
    assert shelf.store.folders.unprotect(DISK, b"keep")
    assert not shelf.store.folders.unprotect(DISK, b"keep")
    assert not any(shot.protected for shot in shelf.shots().values())
    shelf.store.folders.protect(CARD, b"")
    assert {number for number, shot in shelf.shots().items() if shot.protected} == {other}
    shelf.store.folders.protect(DISK, b"keeper/a")
    assert shelf.shots()[beside].protected


def test_a_root_can_be_protected_and_stays_a_root_when_it_is_not_any_more(library):
    library.folders.add_root(DISK, b"a")
    library.folders.protect(DISK, b"a")
    assert [folder.protected for folder in library.folders.roots()] == [True]
    library.folders.unprotect(DISK, b"a")
    assert [folder.protected for folder in library.folders.roots()] == [False]
    library.folders.protect(DISK, b"a")
    library.folders.forget(library.folders.roots()[0])
    assert library.folders.roots() == []
    assert [folder.relpath for folder in library.folders.protected()] == [b"a"]


def test_forgetting_a_folder_leaves_what_another_root_holds(shelf):
    outer = shelf.store.folders.add_root(DISK, b"a")
    shelf.store.folders.add_root(DISK, b"a/b")
    leaving, staying = shelf.put(b"a/1"), shelf.put(b"a/b/2")
    elsewhere = shelf.put(b"a/1", volume=CARD)
    assert shelf.store.folders.forget(outer) == 1
    assert set(shelf.shots()) == {staying, elsewhere}
    assert leaving not in shelf.shots()


def test_decisions_and_clean_ups_outlive_forgetting_and_are_back_with_the_folder(shelf):
    root = shelf.store.folders.add_root(DISK, b"")
    number = shelf.put(b"a.jpg")
    shelf.store.decisions.set(number, DecisionKind.REJECT)
    shelf.store.cleanups.begin("s", "2026-01-01", shelf.store.database.path.parent)
    assert shelf.store.folders.forget(root) == 1
    assert len(shelf.store.cleanups.sessions()) == 1
    assert shelf.store.decisions.get_all() == {number: DecisionKind.REJECT}
    shelf.store.folders.add_root(DISK, b"")
    assert shelf.put(b"a.jpg") == number
    assert shelf.shots()[number].decision is DecisionKind.REJECT


def test_a_scan_is_noted_for_the_folder_and_the_roots_within(library):
    for relpath in (b"a", b"a/b", b"ab"):
        library.folders.add_root(DISK, relpath)
    library.folders.mark_scanned(DISK, b"a")
    assert [folder.last_scan is not None for folder in library.folders.roots()] == [True, True, False]


def test_scans_are_noted_finished_or_not(library):
    assert library.scans.last() is None
    first = library.scans.begin()
    library.scans.finish(first, {"found": 3, "seconds": 0.5})
    assert library.scans.last().counts == {"found": 3, "seconds": 0.5}
    second = library.scans.begin()
    assert (library.scans.last().id, library.scans.last().finished) == (second, None)
