"""Which things belong together, directly or by way of others; built up pair by pair."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


class Families(Generic[Item]):
    """Disjoint sets (union-find, each look-up halving the way to the set's head)."""

    def __init__(self) -> None:
        self._above: dict[Item, Item] = {}

    def join(self, one: Item, other: Item) -> None:
        """These belong together, and with them all that belongs to either."""
        self._above[self._head(one)] = self._head(other)

    def are_one(self, one: Item, other: Item) -> bool:
        """Whether the two belong together."""
        return self._head(one) == self._head(other)

    def _head(self, item: Item) -> Item:
        above = self._above
        while (parent := above.get(item, item)) != item:
            above[item] = above.get(parent, parent)
            item = above[item]
        return item
