"""From matches to groups: disjoint, chain-free, and the same for the same library.

A group is a star: shots are taken in keeper order, and each one not yet in a group anchors one and takes
those of its direct matches that are still free. Nothing is ever in a group for being like a member only.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from twinlens.core.keepers import (
    DEFAULT_RULES,
    KeeperRule,
    KeeperRules,
    Ranks,
    keeper_reasons,
    lost_against,
    ranks_within,
)
from twinlens.core.photos import ContentKey, Group, Match, Member, Shot
from twinlens.core.relations import Level, Relation, Role

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


def group_levels(given: GroupingInput, levels: Sequence[Level]) -> list[Group]:
    """Groups of the levels asked for, copies first.

    Levels after the copies are made over what is left once each copy group is stood for by its keeper.
    """
    edges = _edges_by_level(given)
    copies = _stars(given.shots, edges[Level.COPY], Level.COPY, given)
    groups = list(copies) if Level.COPY in levels else []
    later = [level for level in Level if level in levels and level is not Level.COPY]
    if later:
        duplicates = {member.shot.id for group in copies for member in group.members[1:]}
        standing = [shot for shot in given.shots if shot.id not in duplicates]
        for level in later:
            groups += _stars(standing, edges[level], level, given)
    return groups


_Edge = tuple[ContentKey, float, Relation]
_Edges = Mapping[ContentKey, list[_Edge]]
_Neighbour = tuple[Shot, float, Relation]


def _edges_by_level(given: GroupingInput) -> Mapping[Level, _Edges]:
    edges: dict[Level, dict[ContentKey, list[_Edge]]] = {level: defaultdict(list) for level in Level}
    by_relation = {relation: edges[relation.level] for relation in Relation}
    for match in given.matches:
        if match.score < given.threshold or (match.first, match.second) in given.not_duplicates:
            continue
        of_level = by_relation[match.relation]
        of_level[match.first].append((match.second, match.score, match.relation))
        of_level[match.second].append((match.first, match.score, match.relation))
    return edges


def _stars(shots: Sequence[Shot], edges: _Edges, level: Level, given: GroupingInput) -> list[Group]:
    by_content: dict[ContentKey, list[Shot]] = defaultdict(list)
    for shot in shots:
        by_content[shot.content_key].append(shot)
    twins = level is Level.COPY
    matched = [shot for shot in shots if shot.content_key in edges or (twins and len(by_content[shot.content_key]) > 1)]
    rules = given.rules.at(level)
    ranks = ranks_within(_connected(matched, edges), rules)
    matched.sort(key=lambda shot: (ranks[shot.id], shot.content_key, str(shot.path)))
    position = {shot.id: place for place, shot in enumerate(matched)}
    taken: set[int] = set()
    groups = []
    for anchor in matched:
        if anchor.id in taken:
            continue
        neighbours = _neighbours(anchor, by_content, edges, given.not_duplicates, twins=twins)
        free = {each[0].id: each for each in neighbours if each[0].id not in taken}
        if free:
            taken.add(anchor.id)
            taken.update(free)
            found = [free[number] for number in sorted(free, key=position.__getitem__)]
            groups.append(_group(anchor, found, level, ranks, rules))
    return groups


def _connected(shots: Sequence[Shot], edges: _Edges) -> Iterator[list[Shot]]:
    """Shots in the sets that any chain of matches joins: groups never cross them, so only they need comparing."""
    waiting: dict[ContentKey, list[Shot]] = defaultdict(list)
    for shot in shots:
        waiting[shot.content_key].append(shot)
    while waiting:
        key, found = waiting.popitem()
        reached = [key]
        for here in reached:
            for other, _, _ in edges.get(here, ()):
                if other in waiting:
                    reached.append(other)
                    found += waiting.pop(other)
        yield found


def _neighbours(
    anchor: Shot,
    by_content: Mapping[ContentKey, list[Shot]],
    edges: _Edges,
    not_duplicates: Collection[ContentPair],
    *,
    twins: bool,
) -> Iterator[_Neighbour]:
    key = anchor.content_key
    if twins and (key, key) not in not_duplicates:
        for shot in by_content[key]:
            if shot.id != anchor.id:
                yield shot, 1.0, Relation.IDENTICAL if anchor.same_bytes_as(shot) else Relation.COPY
    for other, score, relation in edges.get(key, ()):
        for shot in by_content.get(other, ()):
            yield shot, score, relation


def _group(
    anchor: Shot, found: Sequence[_Neighbour], level: Level, ranks: Mapping[int, Ranks], rules: Sequence[KeeperRule]
) -> Group:
    own = ranks[anchor.id]
    role = Role.DUPLICATE if level is Level.COPY else Role.MEMBER
    reasons = keeper_reasons(own, [ranks[shot.id] for shot, _, _ in found], rules)
    members = [
        Member(shot, role, relation, score, lost_against(own, ranks[shot.id], rules)) for shot, score, relation in found
    ]
    return Group(_group_id(level, anchor), level, (Member(anchor, Role.KEEPER, reasons=reasons), *members))


def _group_id(level: Level, anchor: Shot) -> str:
    """Named after its keeper: the same from scan to scan while that one stays."""
    name = f"{level}\0{anchor.content_key}\0".encode() + os.fsencode(anchor.path)
    return hashlib.blake2b(name, digest_size=8).hexdigest()
