"""Small pictures for showing, as many as fit; those not used for longest give way."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from twinlens.core.photos import ContentKey
from twinlens.library.bulk import chunks
from twinlens.library.cache_schema import ContentRow, PreviewRow
from twinlens.library.connection import Database
from twinlens.library.numbering import make_content_numbers

DEFAULT_PREVIEW_BYTES = 4 * 2**30
_HEADROOM = 0.05
"""Freed beyond the limit, so that not every batch has to free some."""


class PreviewTable:
    """Being looked at counts as use, but is noted only now and then: reading must not wait for a writer."""

    def __init__(self, database: Database, *, limit: int = DEFAULT_PREVIEW_BYTES) -> None:
        self._database = database
        self._limit = limit
        self._looked_at: dict[int, None] = {}
        self._lock = threading.Lock()

    def save(self, previews: Sequence[tuple[ContentKey, bytes]]) -> None:
        """Store previews (JPEG), replacing older ones of the same content."""
        if not previews:
            return
        with self._database.writing() as connection:
            self._note_uses(connection)
            used = _last_use(connection) + 1
            numbers = make_content_numbers(connection, (key for key, _ in previews))
            rows = [
                {"content_id": numbers[key], "used": used, "size": len(jpeg), "jpeg": jpeg} for key, jpeg in previews
            ]
            statement = insert(PreviewRow)
            news = {name: statement.excluded[name] for name in ("used", "size", "jpeg")}
            connection.execute(statement.on_conflict_do_update(index_elements=[PreviewRow.content_id], set_=news), rows)
            _make_room(connection, self._limit)

    def get(self, key: ContentKey) -> bytes | None:
        """One content's preview (JPEG)."""
        statement = select(PreviewRow.content_id, PreviewRow.jpeg).join_from(PreviewRow, ContentRow)
        with self._database.reading() as connection:
            row = connection.execute(statement.where(ContentRow.key == key)).first()
        if row is None:
            return None
        with self._lock:
            self._looked_at.pop(row[0], None)
            self._looked_at[row[0]] = None
        return row[1]

    def total_bytes(self) -> int:
        """How much room all previews take."""
        with self._database.reading() as connection:
            return _total(connection)

    def flush(self) -> None:
        """Note what was looked at."""
        with self._database.writing() as connection:
            self._note_uses(connection)

    def _note_uses(self, connection: Connection) -> None:
        with self._lock:
            looked_at, self._looked_at = list(self._looked_at), {}
        used = _last_use(connection) + 1
        for some in chunks(looked_at):
            connection.execute(update(PreviewRow).where(PreviewRow.content_id.in_(some)).values(used=used))


def _last_use(connection: Connection) -> int:
    return connection.execute(select(func.max(PreviewRow.used))).scalar() or 0


def _total(connection: Connection) -> int:
    return connection.execute(select(func.coalesce(func.sum(PreviewRow.size), 0))).scalar_one()


def _make_room(connection: Connection, limit: int) -> None:
    excess = _total(connection) - limit
    if excess <= 0:
        return
    excess += int(limit * _HEADROOM)
    leaving = []
    oldest_first = select(PreviewRow.content_id, PreviewRow.size).order_by(PreviewRow.used, PreviewRow.size)
    for number, size in connection.execute(oldest_first):
        if excess <= 0:
            break
        leaving.append(number)
        excess -= size
    for some in chunks(leaving):
        connection.execute(delete(PreviewRow).where(PreviewRow.content_id.in_(some)))
