"""The numbers that stand for content keys and models in cache.db."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from twinlens.core.photos import ContentKey
from twinlens.library.bulk import chunks, plain_rows
from twinlens.library.cache_schema import ContentRow, ModelRow


def model_number(connection: Connection, name: str) -> int | None:
    """The number of a model; None for one that nothing is stored of."""
    return connection.execute(select(ModelRow.id).where(ModelRow.name == name)).scalar()


def make_model_number(connection: Connection, name: str) -> int:
    """The number of a model, given now if it has none."""
    connection.execute(insert(ModelRow).values(name=name).on_conflict_do_nothing())
    return connection.execute(select(ModelRow.id).where(ModelRow.name == name)).scalar_one()


def content_numbers(connection: Connection, keys: Iterable[ContentKey]) -> dict[ContentKey, int]:
    """The numbers of contents, of those that have one."""
    found: dict[ContentKey, int] = {}
    for some in chunks(keys):
        rows = connection.execute(select(ContentRow.key, ContentRow.id).where(ContentRow.key.in_(some)))
        found.update((ContentKey(key), number) for key, number in rows)
    return found


def make_content_numbers(connection: Connection, keys: Iterable[ContentKey]) -> dict[ContentKey, int]:
    """The numbers of contents, given now to those that have none."""
    wanted = list(dict.fromkeys(keys))
    found = content_numbers(connection, wanted)
    new = [{"key": key} for key in wanted if key not in found]
    if new:
        connection.execute(insert(ContentRow).on_conflict_do_nothing(), new)
        found |= content_numbers(connection, [ContentKey(each["key"]) for each in new])
    return found


def all_contents(connection: Connection) -> dict[int, ContentKey]:
    """Every content by its number."""
    return dict(plain_rows(connection, select(ContentRow.id, ContentRow.key)))
