"""Reading the vectors that lie in one table by model and content: all of them in order, or those of some contents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, column, func, select

from twinlens.core.photos import ContentKey
from twinlens.library.bulk import plain_rows
from twinlens.library.cache_schema import ContentRow, EmbeddingRow, PartRow
from twinlens.library.connection import Database
from twinlens.library.numbering import model_number

STORED = np.dtype("<f2")
"""How a number of a vector is stored: that changes a cosine by less than 0.001."""
_AT_ONCE = 2000

Numbers = NDArray[np.int64]


class StoredVectors:
    """Contents go by their numbers here: a key is asked for once it is known which few are wanted."""

    def __init__(self, database: Database, table: type[EmbeddingRow] | type[PartRow]) -> None:
        self._database = database
        self._name = table.__tablename__
        self._columns = (table.model_id, table.content_id)
        self._blob = table.vector if issubclass(table, EmbeddingRow) else table.vectors

    @property
    def changes(self) -> int:
        """How often any was stored since the database was opened."""
        return self._database.changes(self._name, "models")

    def after(self, model_id: str, last: int) -> Iterator[tuple[Numbers, NDArray[np.float16]]]:
        """All with a greater number than `last`, in order, some thousand at a time: numbers, and a row for each."""
        model, number = self._columns
        statement = select(number, self._blob).order_by(number).limit(_AT_ONCE)
        while True:
            with self._database.reading() as connection:
                of_model = model == model_number(connection, model_id)
                rows = plain_rows(connection, statement.where(of_model, number > last))
            if not rows:
                return
            last = rows[-1][0]
            yield np.array([row[0] for row in rows], np.int64), _stacked([row[1] for row in rows])

    def of(self, model_id: str, numbers: Iterable[int]) -> tuple[Numbers, NDArray[np.float32]]:
        """The numbers of some contents, and a row of vectors for each."""
        model, number = self._columns
        statement = select(number, self._blob).where(number.in_(_listed(numbers)))
        with self._database.reading() as connection:
            rows = plain_rows(connection, statement.where(model == model_number(connection, model_id)))
        return np.array([row[0] for row in rows], np.int64), _stacked([row[1] for row in rows]).astype(np.float32)

    def keys(self, numbers: Iterable[int]) -> dict[int, ContentKey]:
        """The keys of some contents."""
        statement = select(ContentRow.id, ContentRow.key).where(ContentRow.id.in_(_listed(numbers)))
        with self._database.reading() as connection:
            return {row[0]: ContentKey(row[1]) for row in plain_rows(connection, statement)}

    def count(self, model_id: str, last: int) -> int:
        """How many contents up to the number `last` have any. Reads the whole table."""
        model, number = self._columns
        with self._database.reading() as connection:
            here = (model == model_number(connection, model_id), number <= last)
            return connection.execute(select(func.count()).where(*here)).scalar_one()


def _listed(numbers: Iterable[int]) -> Select[Any]:
    """One parameter however many there are: preparing a statement with thousands takes longer than running it."""
    return select(column("value")).select_from(func.json_each(json.dumps(list(numbers))))


def _stacked(blobs: list[bytes]) -> NDArray[np.float16]:
    if not blobs:
        return np.empty((0, 0), np.float16)
    return np.frombuffer(b"".join(blobs), STORED).reshape(len(blobs), -1)
