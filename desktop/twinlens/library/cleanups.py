"""What clean-ups moved: a mirror of their journals, for questions about all of them at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, select, update
from sqlalchemy.dialects.sqlite import insert

from twinlens.core.photos import ContentKey
from twinlens.library.connection import Database, now
from twinlens.library.records import CleanupItem, CleanupSession, FileState, ItemState, RemovalKind
from twinlens.library.schema import CleanupItemRow, CleanupRow, FileRow

_ITEM = (
    CleanupItemRow.id,
    CleanupItemRow.companion_of,
    CleanupItemRow.source,
    CleanupItemRow.destination,
    CleanupItemRow.kind,
    CleanupItemRow.size,
    CleanupItemRow.content_key,
    CleanupItemRow.file_id,
    CleanupItemRow.state,
    CleanupItemRow.restored_to,
)


class CleanupTable:
    """The journal stays the truth: recording the same again, as after a kill, changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, session_id: str, when: str, home: Path) -> None:
        """A clean-up starts.

        Args:
            session_id: Its name, as on its journal.
            when: ISO 8601.
            home: Where its journal lies.
        """
        statement = insert(CleanupRow).values(session_id=session_id, started_at=when, home=os.fsencode(home))
        with self._database.writing() as connection:
            connection.execute(statement.on_conflict_do_nothing())

    def record(self, session_id: str, item: CleanupItem) -> int:
        """A shot was moved, whole; the number of its item. See FileTable.mark_removed for its files."""
        with self._database.writing() as connection:
            return _save_shot(connection, session_id, item)

    def record_all(self, session_id: str, items: Iterable[CleanupItem]) -> None:
        """Several at once, in one transaction."""
        with self._database.writing() as connection:
            for item in items:
                _save_shot(connection, session_id, item)

    def finish(self, session_id: str) -> None:
        """A clean-up has ended."""
        statement = update(CleanupRow).where(CleanupRow.session_id == session_id).values(finished_at=now())
        with self._database.writing() as connection:
            connection.execute(statement)

    def sessions(self) -> list[CleanupSession]:
        """All clean-ups, the newest first."""
        files, size = func.count(CleanupItemRow.id), func.coalesce(func.sum(CleanupItemRow.size), 0)
        moved = func.count(case((CleanupItemRow.state == ItemState.MOVED, 1)))
        session = (CleanupRow.session_id, CleanupRow.started_at, CleanupRow.home, CleanupRow.finished_at)
        statement = select(*session, files, size, moved).join_from(CleanupRow, CleanupItemRow, isouter=True)
        newest_first = (CleanupRow.started_at.desc(), CleanupRow.session_id.desc())
        with self._database.reading() as connection:
            rows = connection.execute(statement.group_by(CleanupRow.session_id).order_by(*newest_first)).all()
        return [
            CleanupSession(name, when, _path(home), finished, number, total, still)
            for name, when, home, finished, number, total, still in rows
        ]

    def items(self, session_id: str) -> list[CleanupItem]:
        """What a clean-up moved, in its order, companions with their pictures."""
        statement = select(*_ITEM).where(CleanupItemRow.session_id == session_id).order_by(CleanupItemRow.id)
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        companions: dict[int, list[CleanupItem]] = {}
        for row in rows:
            if row[1] is not None:
                companions.setdefault(row[1], []).append(_item(row, ()))
        return [_item(row, tuple(companions.get(row[0], ()))) for row in rows if row[1] is None]

    def mark_restored(self, session_id: str, source: Path, restored_to: Path) -> None:
        """One file is back; where it was, unless something else stood there.

        Back at its own place it is the library's file again, undecided; beside it, the next scan finds it.
        """
        with self._database.writing() as connection:
            here = _is(session_id, source)
            values = {"state": ItemState.RESTORED, "restored_to": os.fsencode(restored_to)}
            connection.execute(update(CleanupItemRow).where(here).values(**values))
            if restored_to == source:
                file_id = select(CleanupItemRow.file_id).where(here).scalar_subquery()
                removed = (FileRow.id == file_id, FileRow.state == FileState.REMOVED)
                # OR IGNORE: where a scan was faster, the file has a new row already.
                present = update(FileRow).prefix_with("OR IGNORE").where(*removed)
                connection.execute(present.values(state=FileState.PRESENT, displaced=0, removed_in=None, returned=0))

    def mark_gone(self, session_id: str, sources: Iterable[Path]) -> None:
        """These are no longer where the clean-up put them, so cannot be restored."""
        with self._database.writing() as connection:
            for source in sources:
                gone = update(CleanupItemRow).where(_is(session_id, source), CleanupItemRow.state == ItemState.MOVED)
                connection.execute(gone.values(state=ItemState.GONE))

    def removed_contents(self) -> set[ContentKey]:
        """The contents of pictures that were cleared away and not restored."""
        pictures = (CleanupItemRow.companion_of.is_(None), CleanupItemRow.content_key.is_not(None))
        away = select(CleanupItemRow.content_key).where(*pictures, CleanupItemRow.state != ItemState.RESTORED)
        with self._database.reading() as connection:
            return {ContentKey(key) for key in connection.execute(away.distinct()).scalars() if key is not None}


def _save_shot(connection: Connection, session_id: str, item: CleanupItem) -> int:
    number = _save(connection, session_id, item, None)
    for companion in item.companions:
        _save(connection, session_id, companion, number)
    return number


def _save(connection: Connection, session_id: str, item: CleanupItem, picture: int | None) -> int:
    values: dict[str, Any] = {
        "session_id": session_id,
        "companion_of": picture,
        "file_id": item.file_id,
        "source": os.fsencode(item.source),
        "destination": os.fsencode(item.destination),
        "kind": item.kind,
        "content_key": item.content_key,
        "size": item.bytes,
    }
    statement = insert(CleanupItemRow).values(**values, state=item.state, restored_to=None)
    place = (CleanupItemRow.session_id, CleanupItemRow.source)
    # What became of the file since is known better here, and so is which file it was before it went.
    values["file_id"] = func.coalesce(CleanupItemRow.file_id, statement.excluded.file_id)
    connection.execute(statement.on_conflict_do_update(index_elements=place, set_=values))
    return connection.execute(select(CleanupItemRow.id).where(_is(session_id, item.source))).scalar_one()


def _is(session_id: str, source: Path) -> ColumnElement[bool]:
    return and_(CleanupItemRow.session_id == session_id, CleanupItemRow.source == os.fsencode(source))


def _item(row: Sequence[Any], companions: tuple[CleanupItem, ...]) -> CleanupItem:
    number, _, source, destination, kind, size, key, file_id, state, restored_to = row
    return CleanupItem(
        _path(source),
        _path(destination),
        RemovalKind(kind),
        size,
        key,
        file_id,
        companions,
        ItemState(state),
        _path(restored_to) if restored_to is not None else None,
        number,
    )


def _path(value: bytes) -> Path:
    return Path(os.fsdecode(value))
