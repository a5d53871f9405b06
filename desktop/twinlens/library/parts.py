"""The encoder's vectors of the parts of pictures, by model and content, at half precision."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from twinlens.core.photos import ContentKey
from twinlens.library.bulk import chunks, plain_rows
from twinlens.library.cache_schema import ContentRow, PartRow, UnmatchedPartRow
from twinlens.library.connection import Database
from twinlens.library.numbering import content_numbers, make_content_numbers, make_model_number, model_number
from twinlens.library.vectors import STORED, StoredVectors

PartVectors = NDArray[np.float32]
"""[parts, dim]: of unit length, or zeros for a part without detail."""
_AT_ONCE = 1000


class PartTable:
    """Parts wait, once stored, until they were compared with all other pictures."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.stored = StoredVectors(database, PartRow)

    def save(self, model_id: str, parts: Sequence[tuple[ContentKey, PartVectors]]) -> None:
        """Store the parts of contents, to be compared."""
        if not parts:
            return
        with self._database.writing() as connection:
            model = make_model_number(connection, model_id)
            numbers = make_content_numbers(connection, (key for key, _ in parts))
            places = [{"model_id": model, "content_id": numbers[key]} for key, _ in parts]
            rows = [
                {**place, "vectors": vectors.astype(STORED).tobytes()}
                for place, (_, vectors) in zip(places, parts, strict=True)
            ]
            statement = insert(PartRow)
            place_columns = (PartRow.model_id, PartRow.content_id)
            news = {"vectors": statement.excluded.vectors}
            connection.execute(statement.on_conflict_do_update(index_elements=place_columns, set_=news), rows)
            connection.execute(insert(UnmatchedPartRow).on_conflict_do_nothing(), places)

    def unmatched(self, model_id: str) -> list[ContentKey]:
        """Contents whose parts still wait, in the order of their keys."""
        statement = select(ContentRow.key).join_from(UnmatchedPartRow, ContentRow)
        with self._database.reading() as connection:
            of_model = UnmatchedPartRow.model_id == model_number(connection, model_id)
            return sorted(map(ContentKey, connection.execute(statement.where(of_model)).scalars()))

    def matched(self, model_id: str, keys: Collection[ContentKey]) -> None:
        """The parts of these were compared with everything."""
        with self._database.writing() as connection:
            model = model_number(connection, model_id)
            for numbers in chunks(content_numbers(connection, keys).values()):
                here = (UnmatchedPartRow.model_id == model, UnmatchedPartRow.content_id.in_(numbers))
                connection.execute(delete(UnmatchedPartRow).where(*here))

    def blocks(self, model_id: str) -> Iterator[tuple[list[ContentKey], NDArray[np.float32]]]:
        """All contents with their parts, some thousand at a time: keys, and [contents, parts x dim]."""
        statement = select(PartRow.content_id, ContentRow.key, PartRow.vectors).join_from(PartRow, ContentRow)
        last = -1
        while True:
            with self._database.reading() as connection:
                here = (PartRow.model_id == model_number(connection, model_id), PartRow.content_id > last)
                some = statement.where(*here).order_by(PartRow.content_id).limit(_AT_ONCE)
                rows = plain_rows(connection, some)
            if not rows:
                return
            last = rows[-1][0]
            vectors = np.frombuffer(b"".join(row[2] for row in rows), STORED).astype(np.float32)
            yield [ContentKey(row[1]) for row in rows], vectors.reshape(len(rows), -1)
