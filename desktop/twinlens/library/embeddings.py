"""The encoder's vectors, by model and content, at half precision: that changes a cosine by less than 0.001."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from twinlens.core.photos import ContentKey
from twinlens.library.bulk import plain_rows
from twinlens.library.cache_schema import ContentRow, EmbeddingRow
from twinlens.library.connection import Database
from twinlens.library.numbering import content_numbers, make_content_numbers, make_model_number, model_number
from twinlens.library.vectors import STORED, StoredVectors

Vector = NDArray[np.float32]


class EmbeddingTable:
    """Vectors of different models never meet."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.stored = StoredVectors(database, EmbeddingRow)

    def save(self, model_id: str, vectors: Sequence[tuple[ContentKey, Vector]]) -> None:
        """Store vectors; newer ones replace older ones of the same content."""
        if not vectors:
            return
        with self._database.writing() as connection:
            model = make_model_number(connection, model_id)
            numbers = make_content_numbers(connection, (key for key, _ in vectors))
            rows = [
                {"model_id": model, "content_id": numbers[key], "vector": vector.astype(STORED).tobytes()}
                for key, vector in vectors
            ]
            statement = insert(EmbeddingRow)
            place = (EmbeddingRow.model_id, EmbeddingRow.content_id)
            news = {"vector": statement.excluded.vector}
            connection.execute(statement.on_conflict_do_update(index_elements=place, set_=news), rows)

    def load_all(self, model_id: str) -> tuple[list[ContentKey], Vector]:
        """All contents of a model in the order of their keys, and their vectors, one row each."""
        statement = select(ContentRow.key, EmbeddingRow.vector).join_from(EmbeddingRow, ContentRow)
        with self._database.reading() as connection:
            model = model_number(connection, model_id)
            rows = sorted(plain_rows(connection, statement.where(EmbeddingRow.model_id == model)))
        keys = [ContentKey(row[0]) for row in rows]
        if not keys:
            return [], np.empty((0, 0), np.float32)
        return keys, np.frombuffer(b"".join(row[1] for row in rows), STORED).reshape(len(keys), -1).astype(np.float32)

    def get(self, model_id: str, key: ContentKey) -> Vector | None:
        """One content's vector."""
        statement = select(EmbeddingRow.vector).join_from(EmbeddingRow, ContentRow).where(ContentRow.key == key)
        with self._database.reading() as connection:
            model = model_number(connection, model_id)
            vector = connection.execute(statement.where(EmbeddingRow.model_id == model)).scalar()
        return None if vector is None else np.frombuffer(vector, STORED).astype(np.float32)

    def missing(self, model_id: str, keys: Collection[ContentKey]) -> set[ContentKey]:
        """Those contents that have no vector of this model."""
        with self._database.reading() as connection:
            return set(keys) - _stored(connection, model_number(connection, model_id), keys)

    def count(self, model_id: str) -> int:
        """How many vectors there are of a model."""
        with self._database.reading() as connection:
            of_model = EmbeddingRow.model_id == model_number(connection, model_id)
            return connection.execute(select(func.count()).select_from(EmbeddingRow).where(of_model)).scalar_one()


_FEW = 5000


def _stored(connection: Connection, model: int | None, keys: Collection[ContentKey]) -> set[ContentKey]:
    """Contents with a vector: all of them in one go, unless only a few are asked about."""
    of_model = EmbeddingRow.model_id == model
    if len(keys) > _FEW:
        statement = select(ContentRow.key).join_from(EmbeddingRow, ContentRow).where(of_model)
        return {ContentKey(key) for key in connection.execute(statement).scalars()}
    numbers = content_numbers(connection, keys)
    return {key for key, number in numbers.items() if _has_vector(connection, model, number)}


def _has_vector(connection: Connection, model: int | None, content: int) -> bool:
    here = (EmbeddingRow.model_id == model, EmbeddingRow.content_id == content)
    return connection.execute(select(EmbeddingRow.content_id).where(*here)).first() is not None
