"""Which contents look alike, by model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, union_all
from sqlalchemy.dialects.sqlite import insert

from twinlens.core.grouping import ContentPair, ordered_pair
from twinlens.core.photos import ContentKey, Match
from twinlens.core.relations import Relation
from twinlens.library.bulk import chunks, making_many, plain_rows
from twinlens.library.cache_schema import ContentRow, MatchRow, SaturatedRow
from twinlens.library.connection import Database
from twinlens.library.numbering import (
    all_contents,
    content_numbers,
    make_content_numbers,
    make_model_number,
    model_number,
)

MATCH_COLUMNS = (MatchRow.first_id, MatchRow.second_id, MatchRow.score, MatchRow.cosine, MatchRow.relation)
_RELATIONS = {relation.value: relation for relation in Relation}


class MatchTable:
    """Matches are added and made more precise; none is ever lost by a rescan."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, model_id: str, matches: Sequence[Match]) -> None:
        """Store matches, replacing what was known about the same pairs."""
        if not matches:
            return
        with self._database.writing() as connection:
            model = make_model_number(connection, model_id)
            numbers = make_content_numbers(connection, (key for m in matches for key in (m.first, m.second)))
            rows = []
            for match in matches:
                first, second = ordered_pair(match.first, match.second)
                evidence = {"score": match.score, "cosine": match.cosine, "relation": match.relation}
                pair = {"first_id": numbers[first], "second_id": numbers[second]}
                rows.append({"model_id": model, **pair, **evidence})
            statement = insert(MatchRow)
            place = (MatchRow.model_id, MatchRow.first_id, MatchRow.second_id)
            news = {name: statement.excluded[name] for name in ("score", "cosine", "relation")}
            connection.execute(statement.on_conflict_do_update(index_elements=place, set_=news), rows)

    def drop(self, model_id: str, pairs: Sequence[ContentPair]) -> None:
        """Forget matches that turned out to be none."""
        if not pairs:
            return
        with self._database.writing() as connection:
            model = model_number(connection, model_id)
            numbers = content_numbers(connection, (key for pair in pairs for key in pair))
            here = (
                MatchRow.model_id == model,
                MatchRow.first_id == bindparam("one"),
                MatchRow.second_id == bindparam("other"),
            )
            places = [{"one": numbers.get(first), "other": numbers.get(second)} for first, second in pairs]
            connection.execute(delete(MatchRow).where(*here), places)

    def load(self, model_id: str, min_score: float = 0.0) -> list[Match]:
        """All matches of at least this score, in no particular order."""
        with self._database.reading() as connection, making_many():
            keys = all_contents(connection)
            here = (MatchRow.model_id == model_number(connection, model_id), MatchRow.score >= min_score)
            return matches_of(plain_rows(connection, select(*MATCH_COLUMNS).where(*here)), keys)

    def unnamed(self, model_id: str) -> list[Match]:
        """Matches that may be copies and were not looked at yet, those of one content together."""
        with self._database.reading() as connection:
            here = (MatchRow.model_id == model_number(connection, model_id), MatchRow.relation == Relation.COPY)
            statement = select(*MATCH_COLUMNS).where(*here)
            rows = plain_rows(connection, statement.order_by(MatchRow.first_id, MatchRow.second_id))
            return matches_of(rows, all_contents(connection)) if rows else []

    def of(self, model_id: str, key: ContentKey) -> list[Match]:
        """All matches of one content, best first."""
        with self._database.reading() as connection:
            number = content_numbers(connection, [key]).get(key)
            model = model_number(connection, model_id)
            as_first = select(*MATCH_COLUMNS).where(MatchRow.model_id == model, MatchRow.first_id == number)
            # "+ 0" keeps SQLite from reading all matches of the model, which it takes for the quicker way.
            as_second = select(*MATCH_COLUMNS).where(MatchRow.second_id == number, MatchRow.model_id + 0 == model)
            rows = plain_rows(connection, union_all(as_first, as_second))
            keys = _keys(connection, {number for row in rows for number in row[:2]})
        return sorted(matches_of(rows, keys), key=lambda match: (-match.score, match.other(key)))

    def count(self, model_id: str) -> int:
        """How many matches there are of a model."""
        with self._database.reading() as connection:
            of_model = MatchRow.model_id == model_number(connection, model_id)
            return connection.execute(select(func.count()).select_from(MatchRow).where(of_model)).scalar_one()

    def mark_saturated(self, model_id: str, keys: Iterable[ContentKey]) -> None:
        """These have more matches than one look-up returned."""
        with self._database.writing() as connection:
            model = make_model_number(connection, model_id)
            numbers = make_content_numbers(connection, keys)
            rows = [{"model_id": model, "content_id": number} for number in numbers.values()]
            if rows:
                connection.execute(insert(SaturatedRow).on_conflict_do_nothing(), rows)

    def saturated(self, model_id: str) -> set[ContentKey]:
        """Contents that still have matches which are not stored."""
        statement = select(ContentRow.key).join_from(SaturatedRow, ContentRow)
        with self._database.reading() as connection:
            here = SaturatedRow.model_id == model_number(connection, model_id)
            return {ContentKey(key) for key in connection.execute(statement.where(here)).scalars()}

    def complete(self, model_id: str, key: ContentKey) -> None:
        """All matches of this content are stored now."""
        with self._database.writing() as connection:
            number = content_numbers(connection, [key]).get(key)
            model = model_number(connection, model_id)
            here = (SaturatedRow.model_id == model, SaturatedRow.content_id == number)
            connection.execute(delete(SaturatedRow).where(*here))


def matches_of(rows: Iterable[Sequence[Any]], keys: dict[int, ContentKey]) -> list[Match]:
    """Rows of MATCH_COLUMNS as matches, with the key of each content by its number."""
    return [
        Match(keys[first], keys[second], score, cosine, _RELATIONS[relation])
        for first, second, score, cosine, relation in rows
    ]


def _keys(connection: Connection, numbers: Iterable[int]) -> dict[int, ContentKey]:
    found: dict[int, ContentKey] = {}
    for some in chunks(numbers):
        rows = connection.execute(select(ContentRow.id, ContentRow.key).where(ContentRow.id.in_(some)))
        found.update((number, ContentKey(key)) for number, key in rows)
    return found
