r"""The truth of a clean-up: one file of JSON lines per session, each line on the disk before what it announces is done.

Lines that a power cut or a kill left torn are passed over; what is announced and not confirmed is settled by
looking where the file is. Paths are JSON strings in ASCII, bytes that are no text as `\udcXX`.
"""

from __future__ import annotations

import json
import os
import secrets
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from twinlens.core.errors import StorageError
from twinlens.core.photos import CompanionKind, ContentKey, FileStamp
from twinlens.files.berths import PlaceKind
from twinlens.files.mover import sync_folders

FORMAT = 1
_SUFFIX = ".jsonl"
_TIME = "%Y%m%d-%H%M%S"
Event = Mapping[str, Any]


class Entry(StrEnum):
    """What a line says."""

    HEADER = "twinlens-clean-up"
    INTENT = "intent"
    """These files are about to be moved."""
    DONE = "done"
    FAILED = "failed"
    """All files of the intent are where they were."""
    FINISHED = "finished"
    RESTORING = "restoring"
    """One file is about to be put back to this path."""
    RESTORED = "restored"
    EMPTYING = "emptying"
    """These files are about to be deleted for good."""
    EMPTIED = "emptied"
    MARKING = "marking"
    """A file is about to be written; the line holds what was there before."""
    UNMARKED = "unmarked"
    """What was there before is there again."""


@dataclass(frozen=True, slots=True)
class JournalFile:
    """One file of a shot that was, or was about to be, moved."""

    source: Path
    held_at: Path | None
    """None while only the system's trash knows."""
    stamp: FileStamp
    full_hash: str
    companion: CompanionKind | None = None
    """None for the picture itself."""
    receipt: Path | None = None
    moved: bool = True
    restoring: tuple[Path, ...] = ()
    """Where it was about to be put back, in attempts that were neither confirmed nor taken back."""
    restored_to: Path | None = None
    emptied: bool = False


@dataclass(frozen=True, slots=True)
class JournalShot:
    """One shot of a session. Open: announced, and neither confirmed nor taken back."""

    number: int
    place: PlaceKind
    volume_key: str
    mount: Path
    content_key: ContentKey
    files: tuple[JournalFile, ...]
    survivor: Path | None = None
    open: bool = True

    @property
    def path(self) -> Path:
        """Where the picture was."""
        return self.files[0].source


@dataclass(frozen=True, slots=True)
class JournalMark:
    """A file that a session wrote instead of moving anything: a sidecar, or a list of photos."""

    number: int
    path: Path
    picture: Path | None
    """Whose sidecar it is; None for a list."""
    volume_key: str
    mount: Path
    content_key: ContentKey | None
    before: bytes | None
    """All that the file held; None where there was none."""
    mtime_ns: int
    """Of the file before."""
    after_hash: str
    after_size: int
    undone: bool = False


@dataclass(slots=True)
class JournalSession:
    """One clean-up as its journal tells it. Shots that failed are not in it."""

    id: str
    when: str
    shots: dict[int, JournalShot] = field(default_factory=dict)
    finished: bool = False
    announced: int = 0
    """How many intents there are, failed ones included."""
    marks: dict[int, JournalMark] = field(default_factory=dict)


class Journal:
    """Writes one session's journal. Each line is on the disk when `write` returns."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def create(cls, folder: Path, session_id: str) -> Journal:
        """Begin a session.

        Raises:
            StorageError: the folder cannot be written, or the session exists.
        """
        journal = cls(folder / f"{session_id}{_SUFFIX}")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            os.close(os.open(journal.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            sync_folders([journal.path, folder])
        except OSError as error:
            raise StorageError(f"The journal in {folder} cannot be written: {error.strerror}.") from error
        journal.write(Entry.HEADER, format=FORMAT, session=session_id, when=when_of(session_id))
        return journal

    @property
    def session(self) -> str:
        """The session's id."""
        return self.path.name.removesuffix(_SUFFIX)

    def write(self, entry: Entry, **values: object) -> None:
        """Append one line and wait until the disk has it.

        Raises:
            StorageError: it cannot be written; then nothing may be moved.
        """
        line = json.dumps({"entry": entry, **values}, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
            try:
                _write_all(descriptor, _missing_newline(descriptor) + line)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise StorageError(f"The journal {self.path} cannot be written: {error.strerror}.") from error

    def announce(self, shot: JournalShot) -> None:
        """Say which files are about to be moved, and where."""
        self.write(
            Entry.INTENT,
            shot=shot.number,
            place=shot.place,
            volume=shot.volume_key,
            mount=str(shot.mount),
            content=shot.content_key,
            survivor=None if shot.survivor is None else str(shot.survivor),
            files=[_file_to_json(file) for file in shot.files],
        )

    def announce_mark(self, mark: JournalMark) -> None:
        """Say that a file is about to be written, and keep what it held."""
        before = None if mark.before is None else b64encode(zlib.compress(mark.before)).decode("ascii")
        self.write(
            Entry.MARKING,
            mark=mark.number,
            path=str(mark.path),
            picture=None if mark.picture is None else str(mark.picture),
            volume=mark.volume_key,
            mount=str(mark.mount),
            content=mark.content_key,
            before=before,
            mtime_ns=mark.mtime_ns,
            hash=mark.after_hash,
            size=mark.after_size,
        )

    def confirm(self, shot: JournalShot) -> None:
        """Say where the files of a shot are now; files that did not move are marked so."""
        self.write(Entry.DONE, shot=shot.number, files=[_file_to_json(file) for file in shot.files])


def new_session_id() -> str:
    """An id that sorts by time and that no other session has."""
    return f"{datetime.now(UTC):{_TIME}-%f}-{secrets.token_hex(2)}"


def when_of(session_id: str) -> str:
    """The time that a session's id carries; empty if it carries none."""
    try:
        moment = datetime.strptime(session_id[:15], _TIME).replace(tzinfo=UTC)
    except ValueError:
        return ""
    return moment.isoformat(timespec="seconds")


def journals(folder: Path) -> list[Path]:
    """All journals, oldest first."""
    try:
        return sorted(path for path in folder.iterdir() if path.name.endswith(_SUFFIX))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StorageError(f"The journals in {folder} cannot be read: {error.strerror}.") from error


def read_session(path: Path) -> JournalSession:
    """What a journal says, torn lines passed over.

    Raises:
        StorageError: it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StorageError(f"The journal {path} cannot be read: {error.strerror}.") from error
    return replay(path.name.removesuffix(_SUFFIX), data)


def replay(session_id: str, data: bytes) -> JournalSession:
    """The state a journal's bytes describe. Any prefix of a journal is a journal."""
    session = JournalSession(session_id, when=when_of(session_id))
    # What follows the last line feed was torn in writing: nothing that it announces was begun.
    for line in data.split(b"\n")[:-1]:
        try:
            event = json.loads(line)
            _apply(session, event)
        except (ValueError, LookupError, TypeError, AttributeError, zlib.error):
            continue
    return session


def _apply(session: JournalSession, event: Event) -> None:
    entry = Entry(event["entry"])
    if entry is Entry.HEADER:
        session.when = str(event["when"])
    elif entry is Entry.INTENT:
        session.announced = max(session.announced, int(event["shot"]))
        session.shots[event["shot"]] = _shot_from_json(event)
    elif entry is Entry.DONE:
        files = tuple(_file_from_json(file) for file in event["files"])
        session.shots[event["shot"]] = replace(session.shots[event["shot"]], files=files, open=False)
    elif entry is Entry.FAILED:
        session.shots.pop(event["shot"], None)
    elif entry is Entry.FINISHED:
        session.finished = True
    elif entry is Entry.MARKING:
        session.marks[event["mark"]] = _mark_from_json(event)
    elif entry is Entry.UNMARKED:
        session.marks[event["mark"]] = replace(session.marks[event["mark"]], undone=True)
    else:
        _apply_to_file(session, entry, event)


def _apply_to_file(session: JournalSession, entry: Entry, event: Event) -> None:
    shot, index = session.shots[event["shot"]], event["file"]
    file = shot.files[index]
    if entry is Entry.RESTORING:
        file = replace(file, restoring=(*file.restoring, Path(event["to"])))
    elif entry is Entry.RESTORED:
        file = replace(file, restored_to=Path(event["to"]))
    elif entry is Entry.EMPTIED:
        file = replace(file, emptied=True)
    session.shots[shot.number] = replace(shot, files=(*shot.files[:index], file, *shot.files[index + 1 :]))


def _file_to_json(file: JournalFile) -> Event:
    return {
        "path": str(file.source),
        "to": None if file.held_at is None else str(file.held_at),
        "receipt": None if file.receipt is None else str(file.receipt),
        "size": file.stamp.size,
        "mtime_ns": file.stamp.mtime_ns,
        "hash": file.full_hash,
        "companion": file.companion,
        "moved": file.moved,
    }


def _file_from_json(data: Event) -> JournalFile:
    return JournalFile(
        source=Path(data["path"]),
        held_at=None if data["to"] is None else Path(data["to"]),
        stamp=FileStamp(int(data["size"]), int(data["mtime_ns"])),
        full_hash=str(data["hash"]),
        companion=None if data["companion"] is None else CompanionKind(data["companion"]),
        receipt=None if data["receipt"] is None else Path(data["receipt"]),
        moved=bool(data["moved"]),
    )


def _shot_from_json(data: Event) -> JournalShot:
    files = tuple(_file_from_json(file) for file in data["files"])
    if not files:
        raise ValueError("a shot without files")
    return JournalShot(
        number=int(data["shot"]),
        place=PlaceKind(data["place"]),
        volume_key=str(data["volume"]),
        mount=Path(data["mount"]),
        content_key=ContentKey(data["content"]),
        files=files,
        survivor=None if data["survivor"] is None else Path(data["survivor"]),
    )


def _mark_from_json(data: Event) -> JournalMark:
    before = data["before"]
    return JournalMark(
        number=int(data["mark"]),
        path=Path(data["path"]),
        picture=None if data["picture"] is None else Path(data["picture"]),
        volume_key=str(data["volume"]),
        mount=Path(data["mount"]),
        content_key=None if data["content"] is None else ContentKey(data["content"]),
        before=None if before is None else zlib.decompress(b64decode(before)),
        mtime_ns=int(data["mtime_ns"]),
        after_hash=str(data["hash"]),
        after_size=int(data["size"]),
    )


def _missing_newline(descriptor: int) -> bytes:
    """A line feed if the last line was torn, so that the next one is not lost with it."""
    size = os.fstat(descriptor).st_size
    if size == 0:
        return b""
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return b"" if os.read(descriptor, 1) == b"\n" else b"\n"


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def moved_to_mounts(session: JournalSession, mounts: Mapping[str, Path]) -> JournalSession:
    """The same session with the paths of today, where a volume is mounted elsewhere than it was then."""
    shots = {number: _on_mount(shot, mounts.get(shot.volume_key)) for number, shot in session.shots.items()}
    marks = {number: _mark_on_mount(mark, mounts.get(mark.volume_key)) for number, mark in session.marks.items()}
    return replace(session, shots=shots, marks=marks)


def _mark_on_mount(mark: JournalMark, mount: Path | None) -> JournalMark:
    if mount is None or mount == mark.mount:
        return mark
    paths = [path and _moved(path, mark.mount, mount) for path in (mark.path, mark.picture)]
    return replace(mark, mount=mount, path=paths[0] or mark.path, picture=paths[1])


def _moved(path: Path, before: Path, now: Path) -> Path:
    return now / path.relative_to(before) if path.is_relative_to(before) else path


def _on_mount(shot: JournalShot, mount: Path | None) -> JournalShot:
    if mount is None or mount == shot.mount:
        return shot

    def today(path: Path) -> Path:
        return _moved(path, shot.mount, mount)

    files = tuple(
        replace(
            file,
            source=today(file.source),
            held_at=file.held_at and today(file.held_at),
            receipt=file.receipt and today(file.receipt),
            restoring=tuple(map(today, file.restoring)),
            restored_to=file.restored_to and today(file.restored_to),
        )
        for file in shot.files
    )
    return replace(shot, mount=mount, files=files, survivor=shot.survivor and today(shot.survivor))
