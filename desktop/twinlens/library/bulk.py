"""Many rows at once: a library has a hundred thousand files and more."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable

_AT_ONCE = 900

Item = TypeVar("Item")


def chunks(items: Iterable[Item], size: int = _AT_ONCE) -> Iterator[list[Item]]:
    """The items in lists that are short enough for one statement."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def plain_rows(connection: Connection, statement: Executable) -> list[tuple[Any, ...]]:
    """All rows as SQLite gives them: SQLAlchemy's take twice the time, and our columns need no conversion."""
    result = connection.execute(statement)
    rows = list(result.cursor.fetchall())
    result.close()
    return rows


@contextmanager
def making_many() -> Iterator[None]:
    """While many small values are made, don't search them for garbage again and again: there is none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
