"""Volumes, and the folders of theirs that are scanned or protected."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, true, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import InstrumentedAttribute

from twinlens.library.connection import Database, now
from twinlens.library.records import FileState, FolderRecord, VolumeRecord
from twinlens.library.schema import FileRow, FolderRow, VolumeRow


def below(relpath: bytes) -> ColumnElement[bool]:
    """Files at or under a folder."""
    return _under(FileRow.relpath, relpath)


def _under(column: InstrumentedAttribute[bytes], relpath: bytes) -> ColumnElement[bool]:
    # In byte order what is in a folder is one stretch, which the index finds: "0" comes right after "/".
    if not relpath:
        return true()
    return or_(column == relpath, and_(column >= relpath + b"/", column < relpath + b"0"))


def save_volume(connection: Connection, volume: VolumeRecord) -> int:
    """Remember a volume and where it is now; its number."""
    values = {"label": volume.label, "mount": volume.mount}
    statement = insert(VolumeRow).values(key=volume.key, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=[VolumeRow.key], set_=values))
    return connection.execute(select(VolumeRow.id).where(VolumeRow.key == volume.key)).scalar_one()


def volume_ids(connection: Connection) -> dict[str, int]:
    """The number of each volume by its key."""
    return {key: number for key, number in connection.execute(select(VolumeRow.key, VolumeRow.id))}


class FolderTable:
    """What is scanned and what is never touched."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_volume(self, volume: VolumeRecord) -> None:
        """Remember a volume and where it is mounted now."""
        with self._database.writing() as connection:
            save_volume(connection, volume)

    def volumes(self) -> list[VolumeRecord]:
        """Every volume ever seen, by key."""
        with self._database.reading() as connection:
            rows = connection.execute(select(VolumeRow.key, VolumeRow.label, VolumeRow.mount).order_by(VolumeRow.key))
            return [VolumeRecord(key, label, mount) for key, label, mount in rows]

    def add_root(self, volume: VolumeRecord, relpath: bytes) -> FolderRecord:
        """Take a folder into the library; one that is in it already stays as it is."""
        return self._set(volume, relpath, is_root=1)

    def protect(self, volume: VolumeRecord, relpath: bytes) -> FolderRecord:
        """Never touch a file at or under this folder."""
        return self._set(volume, relpath, protected=1)

    def unprotect(self, volume: VolumeRecord, relpath: bytes) -> bool:
        """Take protection back from exactly this folder; whether it had any."""
        with self._database.writing() as connection:
            here = _is(volume.key, relpath)
            changed = connection.execute(update(FolderRow).where(here, FolderRow.protected == 1).values(protected=0))
            connection.execute(delete(FolderRow).where(here, FolderRow.is_root == 0))
            return changed.rowcount > 0

    def mark_scanned(self, volume: VolumeRecord, relpath: bytes) -> None:
        """Note that a scan of everything at or under this folder has ended now."""
        with self._database.writing() as connection:
            inside = FolderRow.volume_id == volume_ids(connection).get(volume.key), _under(FolderRow.relpath, relpath)
            connection.execute(update(FolderRow).where(*inside).values(last_scan=now()))

    def roots(self) -> list[FolderRecord]:
        """The folders that are scanned."""
        return self._list(FolderRow.is_root == 1)

    def protected(self) -> list[FolderRecord]:
        """The folders that are never touched."""
        return self._list(FolderRow.protected == 1)

    def forget(self, root: FolderRecord) -> int:
        """Take a folder out of the library, with the files that no other root holds; how many those were.

        Decisions and the history of clean-ups stay: they are back with the folder.
        """
        with self._database.writing() as connection:
            connection.execute(update(FolderRow).where(FolderRow.id == root.id).values(is_root=0))
            connection.execute(delete(FolderRow).where(FolderRow.id == root.id, FolderRow.protected == 0))
            volume = volume_ids(connection)[root.volume.key]
            others = select(FolderRow.relpath).where(FolderRow.volume_id == volume, FolderRow.is_root == 1)
            kept = [~below(relpath) for relpath in connection.execute(others).scalars()]
            leaving = FileRow.state.in_((FileState.PRESENT, FileState.MISSING))
            statement = update(FileRow).where(FileRow.volume_id == volume, below(root.relpath), leaving, *kept)
            return connection.execute(statement.values(state=FileState.FORGOTTEN)).rowcount

    def _set(self, volume: VolumeRecord, relpath: bytes, **flags: int) -> FolderRecord:
        with self._database.writing() as connection:
            number = save_volume(connection, volume)
            values = {"volume_id": number, "relpath": relpath, "is_root": 0, "protected": 0, **flags}
            statement = insert(FolderRow).values(**values)
            place = [FolderRow.volume_id, FolderRow.relpath]
            connection.execute(statement.on_conflict_do_update(index_elements=place, set_=flags))
            return _folders(connection, _is(volume.key, relpath))[0]

    def _list(self, condition: ColumnElement[bool]) -> list[FolderRecord]:
        with self._database.reading() as connection:
            return _folders(connection, condition)


def _is(volume_key: str, relpath: bytes) -> ColumnElement[bool]:
    volume = select(VolumeRow.id).where(VolumeRow.key == volume_key).scalar_subquery()
    return and_(FolderRow.volume_id == volume, FolderRow.relpath == relpath)


def _folders(connection: Connection, condition: ColumnElement[bool]) -> list[FolderRecord]:
    folder = (FolderRow.id, FolderRow.relpath, FolderRow.protected, FolderRow.last_scan)
    volume = (VolumeRow.key, VolumeRow.label, VolumeRow.mount)
    statement = select(*folder, *volume).join_from(FolderRow, VolumeRow).where(condition)
    rows = connection.execute(statement.order_by(VolumeRow.key, FolderRow.relpath))
    return [
        FolderRecord(number, VolumeRecord(key, label, mount), relpath, bool(protected), last_scan)
        for number, relpath, protected, last_scan, key, label, mount in rows
    ]
