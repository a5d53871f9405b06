"""History says what can still be had, and empties only what is proved to be a session's own."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from twinlens.core.errors import UsageError
from twinlens.files.journal import journals
from twinlens.files.keeping import Whereabouts
from twinlens.workflows.history import empty_session, history, session_items
from workflows.shelf import Shelf, contents


@pytest.fixture(params=["quarantine", "trash"])
def cleared(shelf: Shelf, request: pytest.FixtureRequest) -> tuple[Shelf, str]:
    """A session that took a photo and its sidecar."""
    if request.param == "trash":
        shelf.home = replace(shelf.home, paths=replace(shelf.home.paths, quarantine=None))
    for name in ("keep.jpg", "copy.jpg", "copy.xmp"):
        shelf.put(name)
    shelf.learn()
    shelf.match("keep.jpg", "copy.jpg")
    shelf.reject("copy.jpg")
    session = shelf.clean().session
    assert session is not None
    return shelf, session


Cleared = tuple[Shelf, str]


def held_files(shelf: Shelf, session: str) -> list[Path]:
    return [item.now_at for item in session_items(shelf.home, session) if item.now_at is not None]


def test_nothing_yet(shelf: Shelf) -> None:
    assert history(shelf.home) == []
    with pytest.raises(UsageError):
        session_items(shelf.home, "20260101-000000-000000-0000")


def test_sessions_newest_first_with_what_can_be_had(cleared: Cleared) -> None:
    shelf, session = cleared
    shelf.put("again.jpg")
    shelf.learn()
    shelf.match("keep.jpg", "again.jpg")
    shelf.reject("again.jpg")
    later = shelf.clean().session
    summaries = history(shelf.home)
    assert [summary.id for summary in summaries] == [later, session]
    assert [(summary.files, summary.restorable) for summary in summaries] == [(1, 1), (2, 2)]
    assert summaries[1].bytes == len(b"picture copy.jpg" + b"picture copy.xmp")
    assert summaries[0].when >= summaries[1].when


def test_where_it_lies_is_said(cleared: Cleared) -> None:
    shelf, session = cleared
    (summary,) = history(shelf.home)
    if shelf.home.quarantine_dir is None:
        assert summary.places == ("trash",)
        trash = Path(os.environ["XDG_DATA_HOME"]) / "Trash"
        assert {path.parent for path in held_files(shelf, session)} == {trash / "files"}
    else:
        assert summary.places == (str(shelf.home.quarantine_dir / session),)


def test_each_file_is_restorable_restored_or_gone(cleared: Cleared) -> None:
    shelf, session = cleared
    states = {item.path.name: item.state for item in session_items(shelf.home, session)}
    assert states == {"copy.jpg": Whereabouts.HELD, "copy.xmp": Whereabouts.HELD}
    picture = next(item for item in session_items(shelf.home, session) if item.companion is None)
    assert picture.now_at is not None
    picture.now_at.unlink()
    states = {item.path.name: item.state for item in session_items(shelf.home, session)}
    assert states == {"copy.jpg": Whereabouts.GONE, "copy.xmp": Whereabouts.HELD}
    shelf.restore(session)
    states = {item.path.name: item.state for item in session_items(shelf.home, session)}
    assert states == {"copy.jpg": Whereabouts.GONE, "copy.xmp": Whereabouts.RESTORED}


def test_a_journal_of_another_kind_or_in_ruins_harms_nothing(cleared: Cleared) -> None:
    shelf, session = cleared
    folder = shelf.home.journal_dir
    (folder / "20200101-000000-000000-dead.jsonl").write_bytes(b'\xff\xfe not json\n{}\n[1,2]\n{"entry":"done"}\n')
    (folder / "20200102-000000-000000-dead.jsonl").write_bytes(b"")
    assert [summary.id for summary in history(shelf.home)] == [session]
    shelf.restore(session)


def test_emptying_deletes_what_the_session_holds_and_nothing_else(cleared: Cleared) -> None:
    shelf, session = cleared
    before = contents(shelf.folder)
    held = held_files(shelf, session)
    assert empty_session(shelf.home, session) == 2
    assert not any(path.exists() for path in held)
    assert contents(shelf.folder) == before
    (summary,) = history(shelf.home)
    assert (summary.files, summary.restorable) == (2, 0)
    assert empty_session(shelf.home, session) == 0
    assert {each.reason.value for each in shelf.restore(session).failed} == {"gone"}
    if shelf.home.quarantine_dir is None:
        assert not list((Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "info").iterdir())


def test_emptying_leaves_what_was_restored(cleared: Cleared) -> None:
    shelf, session = cleared
    shelf.restore(session)
    before = contents(shelf.folder)
    assert empty_session(shelf.home, session) == 0
    assert contents(shelf.folder) == before


def test_emptying_leaves_what_is_not_what_was_moved(cleared: Cleared) -> None:
    """Another file lies where ours did, even with the same size and time."""
    shelf, session = cleared
    held = held_files(shelf, session)
    for path in held:
        status = path.stat()
        path.write_bytes(b"?" * status.st_size)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert empty_session(shelf.home, session) == 0
    assert all(path.exists() for path in held)


def test_no_journal_makes_us_delete_a_photograph(cleared: Cleared) -> None:
    """Were a journal to point at a library's own file, byte for byte what it says, it still is not deleted."""
    shelf, session = cleared
    (path,) = journals(shelf.home.journal_dir)
    data = path.read_bytes()
    for held in held_files(shelf, session):
        target = shelf.folder / f"moved-{held.name}"
        held.rename(target)
        data = data.replace(str(held).encode(), str(target).encode())
    path.write_bytes(data)
    before = contents(shelf.folder)
    assert empty_session(shelf.home, session) == 0
    assert contents(shelf.folder) == before


@pytest.mark.parametrize("cleared", ["quarantine"], indirect=True)
def test_a_quarantine_replaced_by_a_link_is_not_ours(cleared: Cleared) -> None:
    shelf, session = cleared
    assert shelf.home.quarantine_dir is not None
    folder = shelf.home.quarantine_dir / session
    folder.rename(shelf.folder / "stolen")
    folder.symlink_to(shelf.folder / "stolen")
    assert empty_session(shelf.home, session) == 0
    assert len(contents(shelf.folder / "stolen")) == 2
