"""SQLite takes a limited number of values in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

_AT_ONCE = 900

Item = TypeVar("Item")


def chunks(items: Iterable[Item], size: int = _AT_ONCE) -> Iterator[list[Item]]:
    """The items in lists short enough for one statement."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
