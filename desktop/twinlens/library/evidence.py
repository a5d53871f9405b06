"""What was found by laying one picture over another; a pair that was looked at has a row, found or not."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from twinlens.core.evidence import Change, Evidence
from twinlens.core.grouping import ContentPair, ordered_pair
from twinlens.core.photos import ContentKey
from twinlens.library.bulk import chunks, plain_rows
from twinlens.library.cache_schema import ContentRow, EvidenceRow
from twinlens.library.connection import Database
from twinlens.library.numbering import content_numbers, make_content_numbers


class EvidenceTable:
    """Evidence belongs to two contents, whichever encoder brought them together."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, found: Sequence[tuple[ContentPair, Evidence | None]]) -> None:
        """Store what was found of pairs, first and second in stored order; None: nothing lays them over one another."""
        if not found:
            return
        with self._database.writing() as connection:
            numbers = make_content_numbers(connection, (key for pair, _ in found for key in pair))
            rows = [
                {"first_id": numbers[first], "second_id": numbers[second], "found": _written(evidence)}
                for (first, second), evidence in found
            ]
            statement = insert(EvidenceRow)
            place = (EvidenceRow.first_id, EvidenceRow.second_id)
            connection.execute(
                statement.on_conflict_do_update(index_elements=place, set_={"found": statement.excluded.found}), rows
            )

    def of(self, one: ContentKey, other: ContentKey) -> Evidence | None:
        """What is known of a pair; its first is the one whose key sorts first."""
        first, second = ordered_pair(one, other)
        with self._database.reading() as connection:
            numbers = content_numbers(connection, [first, second])
            here = (EvidenceRow.first_id == numbers.get(first), EvidenceRow.second_id == numbers.get(second))
            found = connection.execute(select(EvidenceRow.found).where(*here)).scalar()
        return _read(found) if found else None

    def surrounded(self) -> set[ContentKey]:
        """Contents in which another lies whole, with a frame or something else round it."""
        columns = (EvidenceRow.first_id, EvidenceRow.second_id, EvidenceRow.found)
        with self._database.reading() as connection:
            framed = EvidenceRow.found.contains(f'"{Change.FRAMED}"', autoescape=True)
            found = [(pair, _read(text)) for *pair, text in plain_rows(connection, select(*columns).where(framed))]
            numbers = {pair[evidence.surrounded] for pair, evidence in found if evidence.surrounded is not None}
            rows = (
                connection.execute(select(ContentRow.key).where(ContentRow.id.in_(some))).scalars()
                for some in chunks(sorted(numbers))
            )
            return {ContentKey(key) for keys in rows for key in keys}

    def known(self, pairs: Iterable[ContentPair]) -> dict[ContentPair, Evidence | None]:
        """What was found of those pairs that were looked at, maybe when another encoder brought them together."""
        wanted = set(pairs)
        with self._database.reading() as connection:
            numbers = content_numbers(connection, (key for pair in wanted for key in pair))
            keys = {number: key for key, number in numbers.items()}
            columns = (EvidenceRow.first_id, EvidenceRow.second_id, EvidenceRow.found)
            found: dict[ContentPair, Evidence | None] = {}
            for some in chunks({numbers[first] for first, _ in wanted if first in numbers}):
                rows = plain_rows(connection, select(*columns).where(EvidenceRow.first_id.in_(some)))
                for first, second, text in rows:
                    pair = (keys[first], keys.get(second, ContentKey("")))
                    if pair in wanted:
                        found[pair] = _read(text) if text else None
        return found


def _written(evidence: Evidence | None) -> str | None:
    return None if evidence is None else json.dumps(dataclasses.asdict(evidence), separators=(",", ":"))


def _read(text: str) -> Evidence:
    values = json.loads(text)
    for name in ("region_in_first", "region_in_second"):
        values[name] = tuple(values[name])
    values["changes"] = tuple(Change(change) for change in values["changes"])
    return Evidence(**values)
