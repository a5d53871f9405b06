"""What files' heads said of their exposures, by content: an unchanged file is not read again to be paired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from twinlens.core.clues import Clues
from twinlens.core.photos import ContentKey
from twinlens.library.bulk import making_many, plain_rows
from twinlens.library.connection import Database
from twinlens.library.schema import CluesRow

_COLUMNS = (CluesRow.camera, CluesRow.taken_at, CluesRow.zone, CluesRow.content_identifier, CluesRow.seconds)
"""In the order of Clues."""


class ClueTable:
    """Clues of those files whose names go together with others."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self) -> dict[ContentKey, Clues]:
        """All of them."""
        with self._database.reading() as connection, making_many():
            rows = plain_rows(connection, select(CluesRow.content_key, *_COLUMNS))
            return {row[0]: Clues(*row[1:]) for row in rows}

    def save(self, found: Mapping[ContentKey, Clues]) -> None:
        """Remember clues; newer ones replace older ones."""
        if not found:
            return
        statement = insert(CluesRow)
        news = {column.key: statement.excluded[column.key] for column in _COLUMNS}
        statement = statement.on_conflict_do_update(index_elements=[CluesRow.content_key], set_=news)
        values = [{"content_key": key, **asdict(clues)} for key, clues in found.items()]
        with self._database.writing() as connection:
            connection.execute(statement, values)
