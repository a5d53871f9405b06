"""Reads all shots of a library at once: few statements, plain rows, since a library has a hundred thousand of them."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, UnaryExpression, and_, false, or_, select, true
from sqlalchemy.sql.operators import custom_op

from twinlens.core.photos import (
    NO_MARKS,
    Apart,
    Companion,
    CompanionKind,
    ContentKey,
    FileStamp,
    Marks,
    PictureFacts,
    Shot,
)
from twinlens.core.relations import DecisionKind
from twinlens.library import facts as facts_of
from twinlens.library.bulk import plain_rows
from twinlens.library.decisions import holds
from twinlens.library.folders import below
from twinlens.library.marks import marks_by_file
from twinlens.library.records import FileState
from twinlens.library.schema import DecisionRow, FactsRow, FileRow, FolderRow, MarksRow, VolumeRow

_PLACE = (FileRow.id, FileRow.volume_id, FileRow.relpath, FileRow.size, FileRow.mtime_ns, FileRow.content_key)
_DECISIONS = {kind.value: kind for kind in DecisionKind}
_APART = {reason.value: reason for reason in Apart}
_COMPANIONS = {kind.value: kind for kind in CompanionKind}


def unindexed(column: Any) -> ColumnElement[Any]:
    """A column by whose index SQLite shall not look rows up (https://www.sqlite.org/optoverview.html, the unary +)."""
    return UnaryExpression(column, operator=custom_op("+"))


def is_shot() -> ColumnElement[bool]:
    """Files that are the picture of a shot."""
    known = FileRow.content_key.is_not(None)
    # What two shots share belongs to neither, and is no shot itself.
    # Nearly all files have no picture they belong to: its index would lead to all of them.
    alone = and_(unindexed(FileRow.companion_of).is_(None), FileRow.companion_kind.is_(None))
    return and_(FileRow.state == FileState.PRESENT, known, alone, FileRow.problem.is_(None))


def within(prefixes: Iterable[tuple[str, bytes]] | None) -> ColumnElement[bool]:
    """Files in any of these folders; None for all files. The statement must join volumes."""
    if prefixes is None:
        return true()
    return or_(false(), *(and_(VolumeRow.key == key, below(relpath)) for key, relpath in prefixes))


def load_shots(
    connection: Connection,
    mounts: Mapping[str, bytes],
    prefixes: Sequence[tuple[str, bytes]] | None,
    contents: Collection[ContentKey] | None,
) -> list[Shot]:
    """See FileTable.shots."""
    places = {number: _Place(connection, number, mount, mounts.get(key)) for number, key, mount in _volumes(connection)}
    wanted = and_(is_shot(), within(prefixes), true() if contents is None else FileRow.content_key.in_(contents))
    some = None if prefixes is None and contents is None else wanted
    facts_of_content = _facts(connection, some)
    companions, marks, in_protected = _companions(connection, places, some)
    statement = (
        select(*_PLACE, FileRow.full_hash, DecisionRow.kind, holds(), FileRow.returned, FileRow.apart)
        .join_from(FileRow, VolumeRow)
        .join(DecisionRow, isouter=True)
        .where(wanted)
        .order_by(FileRow.id)
    )
    shots = []
    for row in plain_rows(connection, statement):
        number, volume, relpath, size, mtime, key, full_hash, kind, valid, returned, apart = row
        facts = facts_of_content.get(key)
        if facts is None:
            continue
        place = places[volume]
        shots.append(
            Shot(
                number,
                place.path(relpath),
                FileStamp(size, mtime),
                key,
                facts,
                companions.get(number, ()),
                full_hash,
                place.protects(relpath) or number in in_protected,
                place.offline,
                _DECISIONS[kind] if kind and valid else None,
                returned == 1,
                marks.get(number, NO_MARKS),
                _APART[apart] if apart else None,
            )
        )
    return shots


class _Place:
    """One volume: where it is, and what is protected on it."""

    def __init__(self, connection: Connection, number: int, last_mount: bytes, mount: bytes | None) -> None:
        self.offline = mount is None
        self._base = os.fsdecode((last_mount if mount is None else mount).rstrip(b"/") + b"/")
        protected = select(FolderRow.relpath).where(FolderRow.volume_id == number, FolderRow.protected == 1)
        folders = connection.execute(protected).scalars().all()
        self._all_protected = b"" in folders
        self._protected = tuple(relpath + b"/" for relpath in folders if relpath)

    def path(self, relpath: bytes) -> Path:
        return Path(self._base + os.fsdecode(relpath))

    def protects(self, relpath: bytes) -> bool:
        return self._all_protected or (bool(self._protected) and (relpath + b"/").startswith(self._protected))


def _facts(connection: Connection, wanted: ColumnElement[bool] | None) -> dict[ContentKey, PictureFacts]:
    """Of all contents, which is quicker than asking for each; or only of those of the wanted files."""
    if wanted is None:
        return facts_of.load_where(connection, true())
    keys = select(FileRow.content_key).join_from(FileRow, VolumeRow).where(wanted)
    return facts_of.load_where(connection, FactsRow.content_key.in_(keys))


def _volumes(connection: Connection) -> Iterable[Any]:
    return connection.execute(select(VolumeRow.id, VolumeRow.key, VolumeRow.mount)).all()


def _companions(
    connection: Connection, places: Mapping[int, _Place], wanted: ColumnElement[bool] | None
) -> tuple[dict[int, tuple[Companion, ...]], dict[int, Marks], set[int]]:
    """What belongs to each picture, what other programs say of it and of all that, and which have protected files.

    A RAW may lie in another folder than its picture.
    """
    statement = select(*_PLACE, FileRow.companion_of, FileRow.companion_kind, FileRow.by_name)
    belongs = [FileRow.companion_of.is_not(None), FileRow.state == FileState.PRESENT]
    marked = None
    if wanted is not None:
        pictures = select(FileRow.id).join_from(FileRow, VolumeRow).where(wanted)
        belongs.append(FileRow.companion_of.in_(pictures))
        theirs = select(FileRow.id).where(FileRow.companion_of.in_(pictures))
        marked = MarksRow.file_id.in_(pictures.union_all(theirs))
    found: defaultdict[int, tuple[Companion, ...]] = defaultdict(tuple)
    marks = marks_by_file(connection, marked)
    in_protected: set[int] = set()
    rows = plain_rows(connection, statement.where(*belongs).order_by(FileRow.relpath))
    for number, volume, relpath, size, mtime, key, picture, kind, by_name in rows:
        path = places[volume].path(relpath)
        found[picture] += (Companion(path, _COMPANIONS[kind], FileStamp(size, mtime), key, by_name == 1),)
        if places[volume].protects(relpath):
            in_protected.add(picture)
        if number in marks:
            marks[picture] = marks.get(picture, NO_MARKS).joined(marks[number])
    return dict(found), marks, in_protected
