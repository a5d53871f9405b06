"""The models that something is stored of: the one in use, and those before it until all photographs were seen anew."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, not_, select

from twinlens.core.photos import ContentKey, Match
from twinlens.library.bulk import making_many, plain_rows
from twinlens.library.cache_schema import (
    EmbeddingRow,
    MatchRow,
    ModelRow,
    PartRow,
    SaturatedRow,
    UnmatchedPartRow,
)
from twinlens.library.connection import Database
from twinlens.library.matches import MATCH_COLUMNS, matches_of
from twinlens.library.numbering import all_contents, model_number

_NOTHING_STORED = 0
"""No model has this number."""


class ModelTable:
    """What other models than the one in use said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def others(self, model_id: str) -> list[str]:
        """Models besides this one that something is stored of, the latest first."""
        with self._database.reading() as connection:
            return list(connection.execute(_others(model_id, ModelRow.name)).scalars())

    def unreplaced_matches(self, model_id: str, min_score: float = 0.0) -> list[Match]:
        """Matches by other models of which this one has not seen both sides yet: nothing better is known of them.

        Where several have a say, the latest has it.
        """
        found: dict[tuple[ContentKey, ContentKey], Match] = {}
        with self._database.reading() as connection, making_many():
            others = list(connection.execute(_others(model_id, ModelRow.id)).scalars())
            current = model_number(connection, model_id) or _NOTHING_STORED
            keys = all_contents(connection) if others else {}
            for other in others:
                here = (MatchRow.model_id == other, MatchRow.score >= min_score, not_(_both_seen(current)))
                for match in matches_of(plain_rows(connection, select(*MATCH_COLUMNS).where(*here)), keys):
                    found.setdefault((match.first, match.second), match)
        return list(found.values())

    def forget_others(self, model_id: str) -> None:
        """Drop what other models said. In short transactions: a kill between them leaves a little more to drop."""
        with self._database.reading() as connection:
            others = list(connection.execute(_others(model_id, ModelRow.id)).scalars())
        for number in others:
            for table in (MatchRow, SaturatedRow, UnmatchedPartRow, PartRow, EmbeddingRow):
                with self._database.writing() as connection:
                    connection.execute(delete(table).where(table.model_id == number))
            with self._database.writing() as connection:
                connection.execute(delete(ModelRow).where(ModelRow.id == number))


def _others(model_id: str, column: Any) -> Select[Any]:
    return select(column).where(ModelRow.name != model_id).order_by(ModelRow.id.desc())


def _both_seen(model: int) -> ColumnElement[bool]:
    def seen(content: Any) -> ColumnElement[bool]:
        return exists().where(EmbeddingRow.model_id == model, EmbeddingRow.content_id == content)

    return and_(seen(MatchRow.first_id), seen(MatchRow.second_id))
