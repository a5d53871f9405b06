"""What each file is and in which state it was found."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, select, update
from sqlalchemy.dialects.sqlite import insert

from twinlens.core.photos import Apart, CompanionKind, ContentKey, FileIdentity, FileStamp, PictureFacts, Shot
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.library import facts as facts_of
from twinlens.library.bulk import chunks, making_many, plain_rows
from twinlens.library.connection import Database
from twinlens.library.decisions import drop_rejections
from twinlens.library.folders import below, volume_ids
from twinlens.library.growth import decide_grown
from twinlens.library.records import (
    ChangeOrigin,
    CompanionLink,
    FileChange,
    FileCounts,
    FileRecord,
    FileState,
    path_on,
)
from twinlens.library.returns import flag_returned
from twinlens.library.schema import FileRow, VolumeRow
from twinlens.library.shots import is_shot, load_shots, within

Prefixes = Sequence[tuple[str, bytes]]
"""Folders, each as the key of its volume and its path there; overlapping ones count once."""

_INT64 = 2**63
_STATES = {state.value: state for state in FileState}
_REASONS = {reason.value: reason for reason in ProblemReason}
_COMPANIONS = {kind.value: kind for kind in CompanionKind}
_APART = {reason.value: reason for reason in Apart}
_AWAY = (FileState.MISSING, FileState.REMOVED)
_RECORD = (
    FileRow.id,
    VolumeRow.key,
    FileRow.relpath,
    FileRow.size,
    FileRow.mtime_ns,
    FileRow.device,
    FileRow.inode,
    FileRow.content_key,
    FileRow.full_hash,
    FileRow.state,
    FileRow.problem,
    FileRow.problem_detail,
    FileRow.companion_of,
    FileRow.companion_kind,
    FileRow.by_name,
    FileRow.apart,
)


class FileTable:
    """The files of all volumes. Those cleared away, and those whose place another took, are found by content only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, volume_key: str, relpath_prefix: bytes = b"") -> list[FileRecord]:
        """All files at or under a folder, in byte order, whatever their state; not those that were cleared away."""
        return self._list(FileRow.displaced == 0, VolumeRow.key == volume_key, below(relpath_prefix))

    def by_path(self, volume_key: str, relpath: bytes) -> FileRecord | None:
        """The file at one place."""
        found = self._list(FileRow.displaced == 0, VolumeRow.key == volume_key, FileRow.relpath == relpath)
        return found[0] if found else None

    def by_id(self, file_id: int) -> FileRecord | None:
        """The file with this number, whatever became of it."""
        found = self._list(FileRow.id == file_id)
        return found[0] if found else None

    def by_content(self, key: ContentKey) -> list[FileRecord]:
        """All files with this content, whatever their state."""
        return self._list(FileRow.content_key == key)

    def missing_with_content(self, key: ContentKey) -> list[FileRecord]:
        """Files with this content that were not where they used to be."""
        return self._list(FileRow.content_key == key, FileRow.state == FileState.MISSING)

    def save_batch(self, changes: Sequence[FileChange]) -> list[int]:
        """Write down what was found at these places, in one transaction; the files' numbers in the same order.

        A file that is back after it was gone is flagged if it was rejected, and not rejected any more.
        """
        with self._database.writing() as connection:
            volumes = volume_ids(connection)
            before = _give_way(connection, changes, _at(connection, volumes, changes))
            _upsert(connection, [_values(change, volumes[change.volume_key]) for change in changes])
            facts_of.save(connection, {c.content_key: c.facts for c in changes if c.content_key and c.facts})
            after = [record.id for record in _at(connection, volumes, changes) if record]
            arrived = [
                number
                for number, change, old in zip(after, changes, before, strict=True)
                if old is None or old.state in _AWAY or old.content_key != change.content_key
            ]
            flag_returned(connection, arrived, came_back=[old.id for old in before if old and old.state in _AWAY])
            return after

    def set_companions(self, links: Iterable[CompanionLink]) -> None:
        """Say which files belong to which picture; what was decided of less than the whole shot is seen to."""
        made = list(links)
        if not made:
            return
        values = [
            {"row": link.companion_id, "picture": link.picture_id, "why": link.kind, "named": int(link.by_name)}
            for link in made
        ]
        new: dict[str, Any] = {
            "companion_of": bindparam("picture"),
            "companion_kind": bindparam("why"),
            "by_name": bindparam("named"),
        }
        with self._database.writing() as connection:
            decide_grown(connection, made)
            connection.execute(update(FileRow).where(FileRow.id == bindparam("row")).values(**new), values)

    def set_apart(self, reasons: Mapping[int, Apart | None]) -> None:
        """Say which pictures other files of their names were kept apart from, and why."""
        values = [{"row": number, "why": why} for number, why in reasons.items()]
        self._update_each(values, {"apart": bindparam("why")})

    def set_full_hash(self, file_id: int, full_hash: str | None) -> None:
        """Remember the hash of all bytes of a file."""
        self._update_each([{"row": file_id, "hash": full_hash}], {"full_hash": bindparam("hash")})

    def mark_missing(self, ids: Iterable[int]) -> None:
        """These are gone from a volume that is there."""
        with self._database.writing() as connection:
            _set_state(connection, ids, FileState.MISSING)

    def mark_present(self, ids: Iterable[int]) -> None:
        """These are where they were, unchanged. One that had been rejected and gone is flagged, not rejected."""
        wanted = list(ids)
        with self._database.writing() as connection:
            back: list[int] = []
            for some in chunks(wanted):
                away = select(FileRow.id).where(FileRow.id.in_(some), FileRow.state.in_(_AWAY))
                back += connection.execute(away).scalars()
            _set_state(connection, wanted, FileState.PRESENT, displaced=0, removed_in=None)
            flag_returned(connection, back, came_back=back)

    def mark_removed(self, ids: Iterable[int], session_id: str) -> None:
        """These were cleared away: their rejections are carried out and so no longer stand."""
        wanted = list(ids)
        with self._database.writing() as connection:
            _set_state(connection, wanted, FileState.REMOVED, displaced=FileRow.id, removed_in=session_id)
            drop_rejections(connection, wanted, ChangeOrigin.CLEANUP)

    def move(self, file_id: int, volume_key: str, relpath: bytes, stamp: FileStamp, identity: FileIdentity) -> None:
        """The file is elsewhere now; it stays the same file, and so its decision stays. What was there gives way."""
        with self._database.writing() as connection:
            volume = volume_ids(connection)[volume_key]
            place = (FileRow.volume_id == volume, FileRow.relpath == relpath, FileRow.displaced == 0)
            _displace(connection, connection.execute(select(FileRow.id).where(*place, FileRow.id != file_id)).scalars())
            seen = {**_seen(stamp, identity), "state": FileState.PRESENT, "displaced": 0, "removed_in": None}
            values = {"volume_id": volume, "relpath": relpath, **seen}
            connection.execute(update(FileRow).where(FileRow.id == file_id).values(**values))

    def facts(self, keys: Iterable[ContentKey]) -> dict[ContentKey, PictureFacts]:
        """What is known about the pictures with these contents."""
        with self._database.reading() as connection:
            return facts_of.load(connection, keys)

    def exposures(self) -> list[tuple[ContentKey, str, str]]:
        """Content, camera and time of all pictures that tell both."""
        with self._database.reading() as connection:
            return facts_of.exposures(connection)

    def names(self, keys: Iterable[ContentKey]) -> dict[ContentKey, list[PurePosixPath]]:
        """Where files with these contents are or were last, below the keys of their volumes, in order."""
        found: dict[ContentKey, list[PurePosixPath]] = {}
        statement = select(FileRow.content_key, VolumeRow.key, FileRow.relpath).join_from(FileRow, VolumeRow)
        with self._database.reading() as connection:
            for some in chunks(keys):
                here = (FileRow.content_key.in_(some), FileRow.displaced == 0)
                for key, volume, relpath in plain_rows(connection, statement.where(*here).order_by(FileRow.relpath)):
                    found.setdefault(key, []).append(PurePosixPath(volume, os.fsdecode(relpath)))
        return found

    def contents(self) -> set[ContentKey]:
        """All contents with facts."""
        with self._database.reading() as connection:
            return facts_of.described(connection)

    def low_detail(self) -> set[ContentKey]:
        """All contents that are too uniform to have an embedding."""
        with self._database.reading() as connection:
            return facts_of.described(connection, low_detail_only=True)

    def sizes(self) -> set[int]:
        """The sizes of all files that are, or might turn up elsewhere."""
        known = FileRow.state.in_((FileState.PRESENT, FileState.MISSING))
        with self._database.reading() as connection:
            return set(connection.execute(select(FileRow.size).where(known).distinct()).scalars())

    def shots(
        self,
        mounts: Mapping[str, bytes],
        prefixes: Prefixes | None = None,
        contents: Collection[ContentKey] | None = None,
    ) -> list[Shot]:
        """Every picture with what belongs to it, in the order of the files' numbers.

        Args:
            mounts: The volumes that are online, by key, and where they are mounted; shots of others are offline.
            prefixes: Only pictures in these folders.
            contents: Only pictures with these contents; some hundreds at most.
        """
        with self._database.reading() as connection, making_many():
            return load_shots(connection, mounts, prefixes, contents)

    def problems(
        self, prefixes: Prefixes | None = None, mounts: Mapping[str, bytes] | None = None
    ) -> list[FileProblem]:
        """The files that could not be read, by path; where volumes were last unless `mounts` says otherwise."""
        what = (VolumeRow.key, VolumeRow.mount, FileRow.relpath, FileRow.problem, FileRow.problem_detail)
        statement = select(*what).join_from(FileRow, VolumeRow).where(_in_trouble(), within(prefixes))
        now_at = mounts or {}
        with self._database.reading() as connection:
            rows = connection.execute(statement.order_by(VolumeRow.key, FileRow.relpath)).all()
        return [
            FileProblem(path_on(now_at.get(key, mount), relpath), ProblemReason(problem), detail)
            for key, mount, relpath, problem, detail in rows
            if problem
        ]

    def counts(self, prefixes: Prefixes | None = None) -> FileCounts:
        """How many files there are in each state."""

        def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
            return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

        states = [number(FileRow.state == state) for state in (FileState.PRESENT, FileState.MISSING, FileState.REMOVED)]
        statement = select(*states, number(_in_trouble()), number(is_shot())).join_from(FileRow, VolumeRow)
        with self._database.reading() as connection:
            row = tuple(connection.execute(statement.where(within(prefixes))).one())
        present, missing, removed, problems, shots = map(int, row)
        return FileCounts(present, missing, removed, problems, shots)

    def _list(self, *conditions: ColumnElement[bool]) -> list[FileRecord]:
        statement = select(*_RECORD).join_from(FileRow, VolumeRow).where(*conditions).order_by(FileRow.relpath)
        with self._database.reading() as connection, making_many():
            return list(map(_record, plain_rows(connection, statement)))

    def _update_each(self, values: Sequence[Mapping[str, Any]], new: Mapping[str, Any]) -> None:
        if not values:
            return
        statement = update(FileRow).where(FileRow.id == bindparam("row")).values(**new)
        with self._database.writing() as connection:
            connection.execute(statement, values)


def _in_trouble() -> ColumnElement[bool]:
    return and_(FileRow.problem.is_not(None), FileRow.state == FileState.PRESENT)


def _record(row: Any) -> FileRecord:
    number, volume, relpath, size, mtime, device, inode, key, full, state, problem, detail, of, kind, named, apart = row
    return FileRecord(
        number,
        volume,
        relpath,
        FileStamp(size, mtime),
        FileIdentity(device % (2 * _INT64), inode % (2 * _INT64)),
        key,
        full,
        _STATES[state],
        _REASONS[problem] if problem else None,
        detail,
        of,
        _COMPANIONS[kind] if kind else None,
        named == 1,
        _APART[apart] if apart else None,
    )


def _at(connection: Connection, volumes: Mapping[str, int], changes: Sequence[FileChange]) -> list[FileRecord | None]:
    """What the library has at the place of each change."""
    found: dict[tuple[str, bytes], FileRecord] = {}
    for key, volume in volumes.items():
        here = select(*_RECORD).join_from(FileRow, VolumeRow).where(FileRow.volume_id == volume, FileRow.displaced == 0)
        for names in chunks(change.relpath for change in changes if change.volume_key == key):
            for record in map(_record, connection.execute(here.where(FileRow.relpath.in_(names)))):
                found[key, record.relpath] = record
    return [found.get((change.volume_key, change.relpath)) for change in changes]


def _give_way(
    connection: Connection, changes: Sequence[FileChange], before: list[FileRecord | None]
) -> list[FileRecord | None]:
    """Displace the files that were gone and whose place something else took; what is left of those before."""
    replaced = {
        old.id
        for change, old in zip(changes, before, strict=True)
        if old and old.state is FileState.MISSING and old.content_key != change.content_key
    }
    _displace(connection, replaced)
    return [None if old and old.id in replaced else old for old in before]


def _displace(connection: Connection, ids: Iterable[int]) -> None:
    """Another file took the place of these."""
    _set_state(connection, ids, FileState.MISSING, displaced=FileRow.id)


def _set_state(connection: Connection, ids: Iterable[int], state: FileState, **values: Any) -> None:
    # OR IGNORE: of two files at one place, the one that is there now keeps it.
    statement = update(FileRow).prefix_with("OR IGNORE").values(state=state, **values)
    for some in chunks(ids):
        connection.execute(statement.where(FileRow.id.in_(some)))


def _upsert(connection: Connection, values: list[dict[str, Any]]) -> None:
    if not values:
        return
    statement = insert(FileRow)
    place = ("volume_id", "relpath", "displaced")
    # What is not in the values of a change stays as it was: the companions are said apart.
    news: dict[str, Any] = {name: statement.excluded[name] for name in values[0] if name not in (*place, "returned")}
    unchanged = (FileRow.size, FileRow.mtime_ns, FileRow.content_key)
    same = and_(*(column.is_(statement.excluded[column.key]) for column in unchanged))
    news["full_hash"] = func.coalesce(statement.excluded.full_hash, case((same, FileRow.full_hash)))
    connection.execute(statement.on_conflict_do_update(index_elements=place, set_=news), values)


def _values(change: FileChange, volume: int) -> dict[str, Any]:
    return {
        "volume_id": volume,
        "relpath": change.relpath,
        "displaced": 0,
        **_seen(change.stamp, change.identity),
        "content_key": change.content_key,
        "full_hash": change.full_hash,
        "state": FileState.PRESENT,
        "returned": 0,
        "problem": change.problem,
        "problem_detail": change.problem_detail,
    }


def _seen(stamp: FileStamp, identity: FileIdentity) -> dict[str, int]:
    """SQLite's numbers are signed: a time far off is cut, an inode above the middle wraps (and is unwrapped)."""
    return {
        "size": stamp.size,
        "mtime_ns": max(-_INT64, min(stamp.mtime_ns, _INT64 - 1)),
        "device": _wrapped(identity.device),
        "inode": _wrapped(identity.inode),
    }


def _wrapped(number: int) -> int:
    return (number + _INT64) % (2 * _INT64) - _INT64
