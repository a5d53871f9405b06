"""Which shots stand for which: what may leave is decided by what stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from twinlens.core.grouping import ordered_pair
from twinlens.core.keepers import DEFAULT_RULES, KeeperRules, keeper_order
from twinlens.core.photos import ContentKey, Match, Shot
from twinlens.core.relations import Level

_Pairs = Collection[tuple[ContentKey, ContentKey]]


class Kinship:
    """The direct matches between the shots of a library, and those that are about to leave."""

    def __init__(
        self,
        shots: Sequence[Shot],
        matches: Iterable[Match],
        not_duplicates: _Pairs,
        rules: KeeperRules = DEFAULT_RULES,
    ) -> None:
        self._rules = rules
        self._by_content: dict[ContentKey, list[Shot]] = defaultdict(list)
        for shot in shots:
            self._by_content[shot.content_key].append(shot)
        self._not_duplicates = not_duplicates
        self._copies: dict[ContentKey, set[ContentKey]] = defaultdict(set)
        self._others: dict[ContentKey, set[ContentKey]] = defaultdict(set)
        for match in matches:
            if ordered_pair(match.first, match.second) not in not_duplicates:
                linked = self._copies if match.relation.level is Level.COPY else self._others
                linked[match.first].add(match.second)
                linked[match.second].add(match.first)
        self._leaving: frozenset[int] = frozenset()

    def copies_of(self, key: ContentKey, but: Shot) -> list[Shot]:
        """Shots that match a content directly at copy level, the one most worth keeping first."""
        keys = set(self._copies.get(key, ()))
        if (key, key) not in self._not_duplicates:
            keys.add(key)
        return self._shots(keys, but)

    def members_with(self, shot: Shot) -> list[Shot]:
        """Shots that can be in one burst, bracket, panorama or similar group with this one.

        Such a group is a star, so two of its members match each other or both match its keeper.
        """
        direct = self._others.get(shot.content_key, set())
        return self._shots(direct.union(*(self._others[key] for key in direct)) - {shot.content_key}, shot)

    def contents_like(self, key: ContentKey) -> set[ContentKey]:
        """The content itself and its direct matches at copy level."""
        return {key, *self._copies.get(key, ())}

    def settle_batch(self, batch: Sequence[Shot]) -> set[int]:
        """Fix which shots are about to leave. Returns those that stay after all, as the last of their kind.

        Where all copies are to leave, the one most worth keeping stays for each that it matches directly.
        """
        leaving = {shot.id for shot in batch}
        last: set[int] = set()
        for shot in keeper_order(batch, self._rules):
            kin = self.copies_of(shot.content_key, shot) or self.members_with(shot)
            if kin and all(other.id in leaving for other in kin):
                leaving.discard(shot.id)
                last.add(shot.id)
        self._leaving = frozenset(leaving)
        return last

    def stays(self, shot: Shot) -> bool:
        """Whether a shot is outside the batch."""
        return shot.id not in self._leaving

    def _shots(self, keys: Iterable[ContentKey], but: Shot) -> list[Shot]:
        found = [shot for key in keys for shot in self._by_content.get(key, ()) if shot.id != but.id]
        return keeper_order(found, self._rules)
