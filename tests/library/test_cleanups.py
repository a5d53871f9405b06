"""Clean-ups: the mirror of their journals, and what it means for the files."""

from __future__ import annotations

from pathlib import Path

from twinlens.core.photos import ContentKey, FileIdentity, FileStamp
from twinlens.core.relations import DecisionKind
from twinlens.library.records import ChangeOrigin, CleanupItem, FileState, ItemState, RemovalKind, VolumeRecord

DISK = VolumeRecord("uuid-disk", "Disk", b"/media/disk")
CARD = VolumeRecord("uuid-card", "Card", b"/media/card")
HOME = Path("/home/user/.local/share/twinlens")
SOURCE = Path("/media/disk/a\udcff.jpg")


def moved(source=SOURCE, *, key="k", file_id=None, size=10, companions=()):
    destination = Path("/quarantine") / source.name
    content = ContentKey(key) if key else None
    return CleanupItem(source, destination, RemovalKind.QUARANTINE, size, content, file_id, tuple(companions))


def clean(shelf, session, number, item):
    """What the clean-up workflow does for one shot."""
    shelf.store.cleanups.begin(session, "2026-11-21T10:00:00", HOME)
    shelf.store.cleanups.record(session, item)
    shelf.store.files.mark_removed([number], session)
    shelf.store.cleanups.finish(session)


def test_a_session_comes_back_as_it_was_recorded(library):
    sidecar = moved(Path("/media/disk/a.xmp"), key=None, size=2)
    library.cleanups.begin("s1", "2026-11-21T10:00:00", HOME)
    number = library.cleanups.record("s1", moved(companions=[sidecar]))
    (item,) = library.cleanups.items("s1")
    assert (item.id, item.source, item.destination, item.state) == (
        number,
        SOURCE,
        Path("/quarantine/a\udcff.jpg"),
        ItemState.MOVED,
    )
    assert [(each.source, each.bytes) for each in item.companions] == [(sidecar.source, 2)]
    (session,) = library.cleanups.sessions()
    assert (session.id, session.home, session.finished) == ("s1", HOME, None)
    assert (session.files, session.bytes, session.moved) == (2, 12, 2)


def test_recording_again_after_a_kill_changes_nothing(library):
    library.cleanups.begin("s1", "2026-11-21T10:00:00", HOME)
    item = moved(companions=[moved(Path("/media/disk/a.xmp"), key=None)])
    first = library.cleanups.record("s1", item)
    library.cleanups.mark_restored("s1", SOURCE, SOURCE)
    before = library.cleanups.items("s1")
    library.cleanups.begin("s1", "2026-11-21T10:00:00", HOME)
    assert library.cleanups.record("s1", item) == first
    assert library.cleanups.items("s1") == before


def test_which_file_it_was_is_not_forgotten_by_recording_again(shelf):
    number = shelf.put(b"a.jpg")
    clean(shelf, "s1", number, moved(file_id=number))
    shelf.store.cleanups.record("s1", moved(file_id=None))
    shelf.store.cleanups.mark_restored("s1", SOURCE, SOURCE)
    assert list(shelf.shots()) == [number]


def test_a_file_restored_elsewhere_can_be_followed_there(shelf):
    number = shelf.put(b"a.jpg")
    clean(shelf, "s1", number, moved(file_id=number))
    shelf.put(b"a.jpg", "another photo")
    shelf.store.cleanups.mark_restored("s1", SOURCE, SOURCE.with_name("a (restored).jpg"))
    shelf.store.files.move(number, DISK.key, b"a (restored).jpg", FileStamp(10, 1), FileIdentity(1, 2))
    assert shelf.shots()[number].path.name == "a (restored).jpg"
    assert shelf.store.files.counts().removed == 0


def test_sessions_are_listed_newest_first(library):
    library.cleanups.begin("early", "2026-01-01T00:00:00", HOME)
    library.cleanups.begin("late", "2026-02-01T00:00:00", HOME)
    library.cleanups.finish("early")
    assert [session.id for session in library.cleanups.sessions()] == ["late", "early"]
    assert library.cleanups.sessions()[1].finished is not None


def test_a_cleared_file_is_no_shot_and_its_rejection_is_done(shelf):
    number = shelf.put(b"a.jpg")
    shelf.store.decisions.set(number, DecisionKind.REJECT)
    clean(shelf, "s1", number, moved(file_id=number))
    assert shelf.shots() == {}
    assert shelf.store.files.known(DISK.key) == []
    assert shelf.store.files.by_id(number).state is FileState.REMOVED
    assert shelf.store.decisions.get_all() == {}
    assert shelf.store.decisions.history()[0].origin is ChangeOrigin.CLEANUP
    assert shelf.store.cleanups.removed_contents() == {"k"}


def test_a_restored_file_is_the_same_file_undecided_and_not_flagged(shelf):
    number = shelf.put(b"a.jpg")
    shelf.store.decisions.set(number, DecisionKind.REJECT)
    clean(shelf, "s1", number, moved(file_id=number))
    shelf.store.cleanups.mark_restored("s1", SOURCE, SOURCE)
    shot = shelf.shots()[number]
    assert (shot.decision, shot.returned) == (None, False)
    assert shelf.store.cleanups.removed_contents() == set()
    assert shelf.store.cleanups.sessions()[0].moved == 0
    assert shelf.put(b"a.jpg") == number


def test_a_cleared_file_that_returns_by_itself_is_a_new_file_and_flagged(shelf):
    number = shelf.put(b"a.jpg")
    shelf.store.decisions.set(number, DecisionKind.REJECT)
    clean(shelf, "s1", number, moved(file_id=number))
    returned, elsewhere, other = shelf.put(b"a.jpg"), shelf.put(b"copy.jpg", volume=CARD), shelf.put(b"b", "other")
    shots = shelf.shots()
    assert returned != number
    assert [shots[each].returned for each in (returned, elsewhere, other)] == [True, True, False]
    assert shots[returned].decision is None


def test_the_copy_that_stayed_is_never_flagged(shelf):
    stays, goes = shelf.put(b"a.jpg"), shelf.put(b"b.jpg")
    clean(shelf, "s1", goes, moved(file_id=goes))
    shelf.put(b"a.jpg")
    assert not shelf.shots()[stays].returned


def test_restoring_where_a_scan_was_faster_leaves_the_newer_row(shelf):
    number = shelf.put(b"a.jpg")
    clean(shelf, "s1", number, moved(file_id=number))
    newer = shelf.put(b"a.jpg")
    shelf.store.cleanups.mark_restored("s1", SOURCE, SOURCE)
    shelf.store.files.mark_present([number])
    assert [record.id for record in shelf.store.files.known(DISK.key)] == [newer]


def test_restored_beside_is_left_to_the_next_scan(shelf):
    number = shelf.put(b"a.jpg")
    clean(shelf, "s1", number, moved(file_id=number))
    beside = SOURCE.with_name("a (2).jpg")
    shelf.store.cleanups.mark_restored("s1", SOURCE, beside)
    assert shelf.store.cleanups.items("s1")[0].restored_to == beside
    found = shelf.put(b"a (2).jpg")
    assert set(shelf.shots()) == {found}
    assert not shelf.shots()[found].returned


def test_what_is_gone_is_gone_but_what_was_restored_stays_restored(library):
    library.cleanups.begin("s1", "2026-11-21T10:00:00", HOME)
    other = Path("/media/disk/b.jpg")
    library.cleanups.record("s1", moved())
    library.cleanups.record("s1", moved(other, key="k2"))
    library.cleanups.mark_restored("s1", SOURCE, SOURCE)
    library.cleanups.mark_gone("s1", [SOURCE, other])
    assert [item.state for item in library.cleanups.items("s1")] == [ItemState.RESTORED, ItemState.GONE]
    assert library.cleanups.removed_contents() == {"k2"}
