"""Looking at matches that may be copies: laid over one another, versions of one picture show that they are.

What does not agree is no copy, however near the encoder holds the two. A pair is looked at once, by the previews that
are stored: the photographs themselves may be on a drive that is not here.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache

from twinlens.core.evidence import VERIFIED_SCORE, Evidence
from twinlens.core.grouping import ContentPair, ordered_pair
from twinlens.core.job import Job, Stage
from twinlens.core.photos import ContentKey, Group, Match, PictureFacts
from twinlens.core.relating import name_relation
from twinlens.core.relations import Level, Relation
from twinlens.library.bulk import chunks
from twinlens.vision.encoder import ModelCard
from twinlens.vision.examining import Look, examine, look_at
from twinlens.workflows.groups import grouping_input, groups_at_every_sensitivity
from twinlens.workflows.home import Home

_BATCH = 64
_LOOKS = 200
"""Pictures kept with their features, half a megabyte each: pairs of one picture follow one another."""
_MOST_THREADS = 8
_MOST_BEYOND = 200
"""Versions of members looked at for each keeper."""


def examine_matches(home: Home, card: ModelCard, job: Job) -> None:
    """Look at the matches that groups are made of, and at near neighbours below the floor; a kill costs a batch.

    A group is a star, so of forty versions of a photo the forty matches with their keeper are looked at, not the eight
    hundred among themselves. What is found may part a group; then the stars of its parts are looked at in turn.
    """
    waiting = home.cache.matches.unnamed(card.id)
    if not waiting:
        return
    examiner = _Examiner(home, card, job)
    floor = card.thresholds.floor
    examiner.look_at([match for match in waiting if match.score < floor])
    while stars := _unseen(home, card, examiner.unseeable):
        examiner.look_at(stars)


def _unseen(home: Home, card: ModelCard, unseeable: Set[ContentPair]) -> list[Match]:
    """What nobody has looked at of the matches by which a shot is with its keeper, at any sensitivity.

    With it come versions of a member that no match joins to the keeper: a small crop is far from a collage for the
    encoder, but near to the photograph that is in both.
    """
    given = grouping_input(home, card, card.thresholds.floor)
    groups = groups_at_every_sensitivity(given, card, [Level.COPY])
    matches = {_pair(match): match for match in given.matches}
    stars = {pair for group in groups for pair in _spokes(group)}
    unnamed = {pair for pair in stars if pair in matches and matches[pair].relation is Relation.COPY} - unseeable
    if unnamed:
        return [matches[pair] for pair in sorted(unnamed)]
    return _versions_of_members(home, groups, matches, unseeable)


def _spokes(group: Group) -> set[ContentPair]:
    keeper = group.keeper.shot.content_key
    return {ordered_pair(keeper, member.shot.content_key) for member in group.members[1:]}


def _versions_of_members(
    home: Home,
    groups: Sequence[Group],
    matches: Mapping[ContentPair, Match],
    unseeable: Set[ContentPair],
) -> list[Match]:
    """Pairs of a keeper and what is a version of one of its members, that were never brought together."""
    versions: dict[ContentKey, set[ContentKey]] = defaultdict(set)
    for match in matches.values():
        if match.relation.level is Level.COPY:
            versions[match.first].add(match.second)
            versions[match.second].add(match.first)
    pairs: set[ContentPair] = set()
    for group in groups:
        keeper = group.keeper.shot.content_key
        beyond = {other for member in group.members[1:] for other in versions[member.shot.content_key]}
        new = sorted(ordered_pair(keeper, other) for other in beyond - {keeper})
        pairs.update([pair for pair in new if pair not in matches and pair not in unseeable][:_MOST_BEYOND])
    known = home.cache.evidence.known(pairs)
    return [Match(*pair, 0.0, 0.0, Relation.COPY) for pair in sorted(pairs - known.keys())]


class _Examiner:
    def __init__(self, home: Home, card: ModelCard, job: Job) -> None:
        self._home = home
        self._card = card
        self._job = job
        self._look = lru_cache(_LOOKS)(self._look_from_disk)
        self._done = 0
        self.unseeable: set[ContentPair] = set()
        """Pairs that cannot be looked at: a preview has given way to others."""

    def look_at(self, matches: Sequence[Match]) -> None:
        """Look at these, in short batches."""
        total = self._done + len(matches)
        with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS), "twinlens-examine") as threads:
            for batch in chunks(matches, _BATCH):
                self._job.report(Stage.COMPARE, self._done, total)
                self.take(batch, threads)
                self._done += len(batch)
        self._job.report(Stage.COMPARE, total, total)

    def take(self, matches: Sequence[Match], threads: ThreadPoolExecutor) -> None:
        """Look at some and write down what was found: the matches first, since they are what waits."""
        facts = self._home.library.files.facts(sorted(_contents(matches)))
        self.unseeable.update(_pair(match) for match in matches if not {match.first, match.second} <= facts.keys())
        matches = [match for match in matches if match.first in facts and match.second in facts]
        known = self._home.cache.evidence.known(map(_pair, matches))
        fresh = self._looked_at([match for match in matches if _pair(match) not in known], facts, threads)
        found = {**known, **fresh}
        self.unseeable.update(_pair(match) for match in matches if _pair(match) not in found)
        judged = [judge(match, facts, found[_pair(match)]) for match in matches if _pair(match) in found]
        floor = self._card.thresholds.floor
        self._home.cache.matches.save(self._card.id, [match for match in judged if match.score >= floor])
        self._home.cache.matches.drop(self._card.id, [_pair(match) for match in judged if match.score < floor])
        self._home.cache.evidence.save(list(fresh.items()))

    def _looked_at(
        self, matches: Sequence[Match], facts: Mapping[ContentKey, PictureFacts], threads: ThreadPoolExecutor
    ) -> dict[ContentPair, Evidence | None]:
        """What was found of those pairs whose previews are there."""
        looks = {key: self._look(key, facts[key].width, facts[key].height) for key in _contents(matches)}
        seen = [match for match in matches if looks[match.first] and looks[match.second]]
        found = threads.map(lambda match: _evidence(looks[match.first], looks[match.second]), seen)
        return dict(zip(map(_pair, seen), found, strict=True))

    def _look_from_disk(self, key: ContentKey, width: int, height: int) -> Look | None:
        jpeg = self._home.cache.previews.get(key)
        return None if jpeg is None else look_at(jpeg, width, height)


def judge(match: Match, facts: Mapping[ContentKey, PictureFacts], evidence: Evidence | None) -> Match:
    """The match after it was looked at: named, and sure, if both are versions of one picture; else merely similar."""
    if evidence is None:
        return replace(match, relation=Relation.SIMILAR)
    relation = name_relation(facts[match.first], facts[match.second], evidence)
    if relation.level is not Level.COPY:
        return replace(match, relation=relation)
    return replace(match, relation=relation, score=max(match.score, VERIFIED_SCORE))


def _evidence(first: Look | None, second: Look | None) -> Evidence | None:
    found = examine(first, second) if first and second else None
    return found.evidence if found else None


def _contents(matches: Sequence[Match]) -> dict[ContentKey, None]:
    return dict.fromkeys(key for match in matches for key in (match.first, match.second))


def _pair(match: Match) -> ContentPair:
    return match.first, match.second
