"""The journal: on the disk before anything happens, readable after anything happened."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens.core.errors import StorageError
from twinlens.core.photos import CompanionKind, ContentKey, FileStamp
from twinlens.files import journal as journal_module
from twinlens.files.berths import PlaceKind
from twinlens.files.journal import (
    Entry,
    Journal,
    JournalFile,
    JournalShot,
    journals,
    moved_to_mounts,
    new_session_id,
    read_session,
    replay,
    when_of,
)

SESSION = "20260101-101112-000000-abcd"


def file_of(name: str, companion: CompanionKind | None = None) -> JournalFile:
    return JournalFile(Path("/p") / name, Path("/q") / name, FileStamp(3, 5), "ab" * 16, companion, Path("/i") / name)


def shot_of(number: int, *names: str) -> JournalShot:
    picture, *companions = names
    files = (file_of(picture), *(file_of(name, CompanionKind.SIDECAR) for name in companions))
    key = ContentKey(f"f-3-{number}")
    return JournalShot(number, PlaceKind.TRASH, "uuid-1", Path("/p"), key, files, survivor=Path("/p/keep.jpg"))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal.create(tmp_path / "journal", SESSION)


def test_what_was_written_is_read_back(journal: Journal) -> None:
    first, second = shot_of(1, "a.jpg", "a.xmp"), shot_of(2, "b.jpg")
    journal.announce(first)
    journal.announce(second)
    journal.confirm(first)
    journal.write(Entry.FAILED, shot=2, reason="x")
    journal.write(Entry.RESTORING, shot=1, file=0, to="/p/a (restored).jpg")
    journal.write(Entry.RESTORED, shot=1, file=0, to="/p/a (restored).jpg")
    session = read_session(journal.path)
    assert list(session.shots) == [1]
    read = session.shots[1]
    assert not read.open
    assert read.files[0].restored_to == Path("/p/a (restored).jpg")
    assert read.files[1] == first.files[1]
    assert (read.survivor, read.content_key, read.place) == (first.survivor, first.content_key, first.place)
    assert not session.finished
    journal.write(Entry.FINISHED)
    assert read_session(journal.path).finished
    assert read_session(journal.path).when == when_of(SESSION) == "2026-01-01T10:11:12+00:00"


@given(st.binary(min_size=1, max_size=60).filter(lambda name: b"\0" not in name and b"/" not in name))
def test_names_of_any_bytes_survive_in_ascii(name: bytes) -> None:
    path = Path("/p") / os.fsdecode(name)
    line = json.dumps({"path": str(path)}, ensure_ascii=True).encode("ascii")
    assert os.fsencode(Path(json.loads(line)["path"])) == os.fsencode(path)


def test_each_line_is_synced_before_it_counts(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _: calls.append("fsync"))
    journal.announce(shot_of(1, "a.jpg"))
    assert calls == ["fsync"]


def test_a_line_after_a_torn_one_is_not_lost(journal: Journal) -> None:
    journal.announce(shot_of(1, "a.jpg"))
    with journal.path.open("ab") as torn:
        torn.write(b'{"entry":"done","shot":1,"fi')
    assert read_session(journal.path).shots[1].open
    journal.confirm(shot_of(1, "a.jpg"))
    assert not read_session(journal.path).shots[1].open


@given(st.integers(0, 4000), st.binary(max_size=30))
def test_no_bytes_make_it_fail(cut: int, garbage: bytes) -> None:
    lines = [
        {"entry": "twinlens-clean-up", "format": 1, "session": SESSION, "when": "w"},
        {"entry": "intent", "shot": 1, "place": "trash", "volume": "v", "mount": "/", "content": "f-1-1",
         "survivor": None, "files": [{"path": "/a", "to": None, "receipt": None, "size": 1, "mtime_ns": 1, "hash": "h",
                                      "companion": None, "moved": True}]},
        {"entry": "done", "shot": 1, "files": []},
        {"entry": "restored", "shot": 1, "file": 7, "to": "/a"},
        {"entry": "restored", "shot": 9, "file": 0, "to": "/a"},
        {"entry": "finished"},
    ]  # fmt: skip
    data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    replay(SESSION, data[:cut] + garbage + b"\n" + data[cut:])


def test_sessions_sort_by_time_and_are_unique(tmp_path: Path) -> None:
    ids = [new_session_id() for _ in range(50)]
    assert len(set(ids)) == 50
    assert [each[:22] for each in ids] == sorted(each[:22] for each in ids)
    for each in reversed(ids):
        Journal.create(tmp_path, each)
    assert [path.stem for path in journals(tmp_path)] == sorted(ids)
    with pytest.raises(StorageError):
        Journal.create(tmp_path, ids[0])


def test_a_full_disk_is_said(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal_module, "_write_all", full)
    with pytest.raises(StorageError, match="No space left"):
        journal.announce(shot_of(1, "a.jpg"))


def test_a_journal_folder_that_is_not_there(tmp_path: Path) -> None:
    assert journals(tmp_path / "nowhere") == []
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError):
        Journal.create(tmp_path / "file", SESSION)
    with pytest.raises(StorageError):
        read_session(tmp_path / "nowhere.jsonl")


def test_paths_follow_the_volume_to_its_new_mount(journal: Journal) -> None:
    journal.announce(shot_of(1, "a.jpg"))
    session = moved_to_mounts(read_session(journal.path), {"uuid-1": Path("/elsewhere")})
    file = session.shots[1].files[0]
    assert file.source == Path("/elsewhere/a.jpg")
    assert file.held_at == Path("/q/a.jpg")
    assert session.shots[1].survivor == Path("/elsewhere/keep.jpg")
