"""What other programs say of photos, as it was read from their catalogues and sidecars."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, String, and_, cast, delete, func, insert, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from twinlens.core.photos import FileStamp, Marks
from twinlens.library.bulk import plain_rows
from twinlens.library.connection import Database
from twinlens.library.records import FileState
from twinlens.library.schema import CatalogueRow, FileRow, MarksRow, VolumeRow

SIDECAR = 0
"""Stands where else a catalogue's number does."""
_XMP = ".xmp"
_MARKS = (
    MarksRow.catalogued,
    MarksRow.edited,
    MarksRow.rating,
    MarksRow.flag,
    MarksRow.label,
    MarksRow.keywords,
)


@dataclass(frozen=True, slots=True)
class CatalogueRecord:
    """One catalogue as it was when it was read."""

    id: int
    path: Path
    stamp: FileStamp
    photos: int
    """How many it lists."""
    found: int
    """How many of these are in the library."""


class MarkTable:
    """Marks by file: a sidecar's stand with the sidecar, a catalogue's with the file that it lists."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unread_sidecars(self) -> list[tuple[int, str, bytes, FileStamp]]:
        """XMP sidecars that were never read, or changed since: number, volume, path there, stamp as last scanned."""
        read = and_(MarksRow.file_id == FileRow.id, MarksRow.catalogue == SIDECAR)
        suffix = func.lower(cast(func.substr(FileRow.relpath, -len(_XMP)), String))
        same = and_(MarksRow.size == FileRow.size, MarksRow.mtime_ns == FileRow.mtime_ns)
        statement = (
            select(FileRow.id, VolumeRow.key, FileRow.relpath, FileRow.size, FileRow.mtime_ns)
            .join_from(FileRow, VolumeRow)
            .join(MarksRow, read, isouter=True)
            .where(FileRow.state == FileState.PRESENT, suffix == _XMP, or_(MarksRow.file_id.is_(None), ~same))
        )
        with self._database.reading() as connection:
            rows = plain_rows(connection, statement)
        return [(number, key, relpath, FileStamp(size, mtime)) for number, key, relpath, size, mtime in rows]

    def files(self) -> list[tuple[int, str, bytes]]:
        """Number, volume and path there of every file that a catalogue may speak of."""
        statement = select(FileRow.id, VolumeRow.key, FileRow.relpath).join_from(FileRow, VolumeRow)
        with self._database.reading() as connection:
            return plain_rows(connection, statement.where(FileRow.state == FileState.PRESENT))

    def save_sidecars(self, read: Mapping[int, tuple[FileStamp, Marks]]) -> None:
        """Remember what sidecars say; newer ones replace older ones."""
        if not read:
            return
        rows = [_row(number, SIDECAR, marks, stamp) for number, (stamp, marks) in read.items()]
        statement = upsert(MarksRow)
        news = {name: statement.excluded[name] for name in rows[0] if name not in ("file_id", "catalogue")}
        place = [MarksRow.file_id, MarksRow.catalogue]
        with self._database.writing() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=place, set_=news), rows)

    def catalogues(self) -> list[CatalogueRecord]:
        """Those that a person named, by path."""
        with self._database.reading() as connection:
            return _catalogues(connection)

    def save_catalogue(self, path: Path, stamp: FileStamp, photos: int, marks: Mapping[int, Marks]) -> CatalogueRecord:
        """Remember a catalogue and what it says of the library's files, in place of what it said before."""
        values = {"size": stamp.size, "mtime_ns": stamp.mtime_ns, "photos": photos, "found": len(marks)}
        statement = upsert(CatalogueRow).values(path=os.fsencode(path), **values)
        with self._database.writing() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=[CatalogueRow.path], set_=values))
            (record,) = [each for each in _catalogues(connection) if each.path == path]
            connection.execute(delete(MarksRow).where(MarksRow.catalogue == record.id))
            if marks:
                connection.execute(insert(MarksRow), [_row(number, record.id, each) for number, each in marks.items()])
            return record

    def forget_catalogue(self, path: Path) -> bool:
        """Forget a catalogue and all it said; whether it was known."""
        with self._database.writing() as connection:
            known = select(CatalogueRow.id).where(CatalogueRow.path == os.fsencode(path))
            connection.execute(delete(MarksRow).where(MarksRow.catalogue.in_(known)))
            return connection.execute(delete(CatalogueRow).where(CatalogueRow.path == os.fsencode(path))).rowcount > 0


def marks_by_file(connection: Connection, wanted: ColumnElement[bool] | None = None) -> dict[int, Marks]:
    """All that is known of each file; catalogues come before sidecars, and among themselves in the order of naming."""
    statement = select(MarksRow.file_id, *_MARKS).order_by(MarksRow.catalogue == SIDECAR, MarksRow.catalogue)
    if wanted is not None:
        statement = statement.where(wanted)
    found: defaultdict[int, Marks] = defaultdict(Marks)
    for number, catalogued, edited, rating, flag, label, keywords in plain_rows(connection, statement):
        marks = Marks(catalogued == 1, edited == 1, rating, flag, label, keywords)
        found[number] = found[number].joined(marks)
    return dict(found)


def _row(number: int, catalogue: int, marks: Marks, stamp: FileStamp | None = None) -> dict[str, object]:
    stamp = stamp or FileStamp(0, 0)
    return {"file_id": number, "catalogue": catalogue, **asdict(stamp), **asdict(marks)}


def _catalogues(connection: Connection) -> list[CatalogueRecord]:
    columns = (CatalogueRow.id, CatalogueRow.path, CatalogueRow.size, CatalogueRow.mtime_ns)
    rows = connection.execute(select(*columns, CatalogueRow.photos, CatalogueRow.found).order_by(CatalogueRow.path))
    return [
        CatalogueRecord(number, Path(os.fsdecode(path)), FileStamp(size, mtime), photos, found)
        for number, path, size, mtime, photos, found in rows
    ]
