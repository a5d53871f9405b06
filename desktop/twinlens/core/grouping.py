"""From matches to groups: disjoint, chain-free, and the same for the same library.

A group is a star: shots are taken in keeper order, and each one not yet in a group anchors one and takes
those of its direct matches that are still free. Nothing is ever in a group for being like a member only.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from twinlens.core.keepers import (
    DEFAULT_RULES,
    KeeperRules,
    Ranks,
    keeper_reasons,
    lost_against,
    own_ranks,
    ranks_among,
)
from twinlens.core.match_graph import MatchGraph, Neighbours
from twinlens.core.photos import ContentKey, Group, Match, Member, Shot
from twinlens.core.relations import DecisionKind, Level, Relation, Role

ContentPair = tuple[ContentKey, ContentKey]


def ordered_pair(first: ContentKey, second: ContentKey) -> ContentPair:
    """The two keys in the one order in which pairs are stored."""
    return (first, second) if first <= second else (second, first)


@dataclass(frozen=True, slots=True)
class GroupingInput:
    """All that groups depend on."""

    shots: Sequence[Shot]
    matches: Iterable[Match]
    threshold: float
    """Lowest score, 0 to 1, that counts. Same bytes always count."""
    not_duplicates: Collection[ContentPair] = ()
    rules: KeeperRules = field(default=DEFAULT_RULES)
    joined: Mapping[ContentPair, Relation] = field(default_factory=dict)
    """Pairs that a person joined, and as what: they count whatever their score."""


def group_levels(given: GroupingInput, levels: Sequence[Level]) -> list[Group]:
    """Groups of the levels asked for, copies first.

    Levels after the copies are made over what is left once each copy group is stood for by its keeper.
    """
    grouping = Grouping(given.shots, given.matches, given.rules)
    grouping.decide_pairs(given.not_duplicates, given.joined)
    return grouping.at(given.threshold, levels)


_Standing = Sequence[Sequence[int]]
"""The shots of each content that take part, by their places."""
_Neighbour = tuple[int, float | None, Relation]
_Reasons = tuple[list[_Neighbour], list[Ranks]]
"""All that a group of an anchor follows from: whom it takes, and how each does under the rules."""


class Grouping:
    """Shots and matches made ready for being grouped at one threshold after another."""

    def __init__(self, shots: Iterable[Shot], matches: Iterable[Match], rules: KeeperRules = DEFAULT_RULES) -> None:
        """A shot's place is its number here; places follow content and path, which settle ties between keepers."""
        self._shots = sorted(shots, key=lambda shot: (shot.content_key, str(shot.path)))
        self._place_of = {shot.id: place for place, shot in enumerate(self._shots)}
        self._graph = MatchGraph((shot.content_key for shot in self._shots), matches)
        self._content_of = [self._graph.number_of[shot.content_key] for shot in self._shots]
        self._by_content: list[list[int]] = [[] for _ in self._graph.number_of]
        for place, content in enumerate(self._content_of):
            self._by_content[content].append(place)
        self._rules = {level: rules.at(level) for level in Level}
        self._own: dict[Level, dict[int, Ranks]] = {level: {} for level in Level}
        self._made: dict[tuple[Level, int], tuple[_Reasons, Group]] = {}
        self._apart: set[int] = set()

    def decide(self, decisions: Mapping[int, DecisionKind]) -> None:
        """Take the decisions on shots, by their ids, in place of any before; a shot without one is undecided."""
        for place, shot in enumerate(self._shots):
            kind = decisions.get(shot.id)
            if shot.decision is not kind:
                self._shots[place] = replace(shot, decision=kind)
                for known in self._own.values():
                    known.pop(place, None)

    def decide_pairs(self, not_duplicates: Collection[ContentPair], joined: Mapping[ContentPair, Relation]) -> None:
        """Take decisions on pairs of contents, in place of any before."""
        self._graph.decide(not_duplicates, joined)
        twins = {first for first, second in not_duplicates if first == second}
        self._apart = {self._graph.number_of[key] for key in twins & self._graph.number_of.keys()}

    def at(self, threshold: float, levels: Sequence[Level]) -> list[Group]:
        """Groups at a threshold; see group_levels."""
        copies = self._stars(Level.COPY, threshold, self._by_content)
        groups = list(copies) if Level.COPY in levels else []
        later = [level for level in Level if level in levels and level is not Level.COPY]
        if later:
            duplicates = {self._place_of[member.shot.id] for group in copies for member in group.members[1:]}
            standing = [[place for place in shots if place not in duplicates] for shots in self._by_content]
            for level in later:
                groups += self._stars(level, threshold, standing)
        return groups

    def _stars(self, level: Level, threshold: float, standing: _Standing) -> list[Group]:
        count = np.fromiter(map(len, standing), np.int64, len(standing))
        twins = np.flatnonzero(count > 1 if level is Level.COPY else count < 0)
        neighbours = self._graph.at(level, threshold, count > 0)
        groups: list[Group] = []
        for contents in neighbours.connected(twins):
            shots = [place for content in contents for place in standing[content]]
            ranks = self._ranks(shots, level)
            in_order = [place for _, place in sorted(zip(ranks, shots, strict=True))]
            groups += self._stars_among(in_order, dict(zip(shots, ranks, strict=True)), level, standing, neighbours)
        return groups

    def _stars_among(
        self, shots: Sequence[int], ranks: Mapping[int, Ranks], level: Level, standing: _Standing, near: Neighbours
    ) -> Iterator[Group]:
        """The groups of shots in keeper order that a chain of matches joins."""
        order = {place: number for number, place in enumerate(shots)}
        free = set(shots)
        for anchor in shots:
            if anchor not in free:
                continue
            free.discard(anchor)
            found = [each for each in self._next_to(anchor, level, standing, near) if each[0] in free]
            if found:
                found.sort(key=lambda each: order[each[0]])
                free.difference_update([place for place, _, _ in found])
                yield self._group(anchor, found, level, ranks)

    def _next_to(self, anchor: int, level: Level, standing: _Standing, near: Neighbours) -> Iterator[_Neighbour]:
        content = self._content_of[anchor]
        if level is Level.COPY and content not in self._apart:
            for place in standing[content]:
                if place != anchor:
                    same = self._shots[anchor].same_bytes_as(self._shots[place])
                    yield place, 1.0, Relation.IDENTICAL if same else Relation.COPY
        for other, score, relation in near.of(content):
            for place in standing[other]:
                yield place, score, relation

    def _ranks(self, shots: Sequence[int], level: Level) -> list[Ranks]:
        rules, known = self._rules[level], self._own[level]
        for place in shots:
            if place not in known:
                known[place] = own_ranks(self._shots[place], rules)
        return ranks_among([self._shots[place] for place in shots], rules, [known[place] for place in shots])

    def _group(self, anchor: int, found: list[_Neighbour], level: Level, ranks: Mapping[int, Ranks]) -> Group:
        """Most groups are the same at the next threshold, and making one takes longer than finding it."""
        because = (found, [ranks[anchor], *(ranks[place] for place, _, _ in found)])
        before = self._made.get((level, anchor))
        if before is not None and before[0] == because:
            return before[1]
        group = self._made_group(anchor, found, level, because[1])
        self._made[level, anchor] = (because, group)
        return group

    def _made_group(self, anchor: int, found: list[_Neighbour], level: Level, ranks: Sequence[Ranks]) -> Group:
        rules, keeper = self._rules[level], self._shots[anchor]
        role = Role.DUPLICATE if level is Level.COPY else Role.MEMBER
        members = [
            Member(self._shots[place], role, relation, score, lost_against(ranks[0], own, rules))
            for (place, score, relation), own in zip(found, ranks[1:], strict=True)
        ]
        reasons = keeper_reasons(ranks[0], ranks[1:], rules)
        return Group(_group_id(level, keeper), level, (Member(keeper, Role.KEEPER, reasons=reasons), *members))


def _group_id(level: Level, anchor: Shot) -> str:
    """Named after its keeper: the same from scan to scan while that one stays."""
    name = f"{level}\0{anchor.content_key}\0".encode() + os.fsencode(anchor.path)
    return hashlib.blake2b(name, digest_size=8).hexdigest()
