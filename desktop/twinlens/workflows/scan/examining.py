"""Looking at matches that may be copies: laid over one another, versions of one picture show that they are.

What does not agree is no copy, however near the encoder holds the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from twinlens.core.evidence import VERIFIED_SCORE, Evidence
from twinlens.core.grouping import ContentPair, ordered_pair
from twinlens.core.job import Job, Stage
from twinlens.core.photos import ContentKey, Group, Match, PictureFacts
from twinlens.core.relating import SCENE_SCORE, are_near_in_time, name_relation, shows_one_scene
from twinlens.core.relations import Level, Relation
from twinlens.library.bulk import chunks
from twinlens.vision.encoder import ModelCard
from twinlens.workflows.groups import grouping_input, groups_at_every_sensitivity
from twinlens.workflows.home import Home
from twinlens.workflows.scan.looking import BATCH, Looker, frames_between

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
        self._looker = Looker(home)
        self._done = 0
        self.unseeable: set[ContentPair] = set()
        """Pairs that cannot be looked at: a preview has given way to others."""

    def look_at(self, matches: Sequence[Match]) -> None:
        """Look at these, in short batches."""
        total = self._done + len(matches)
        for batch in chunks(matches, BATCH):
            self._job.report(Stage.COMPARE, self._done, total)
            self.take(batch)
            self._done += len(batch)
        self._job.report(Stage.COMPARE, total, total)

    def take(self, matches: Sequence[Match]) -> None:
        """Look at some and write down what was found."""
        contents = sorted({key for match in matches for key in (match.first, match.second)})
        facts = self._home.library.files.facts(contents)
        frames = frames_between(self._home, contents)
        known = [match for match in matches if match.first in facts and match.second in facts]
        found = self._looker.look_at([_pair(match) for match in known], facts)
        self.unseeable.update(_pair(match) for match in matches if _pair(match) not in found)
        judged = [
            judge(match, facts, found[_pair(match)], frames(_pair(match))) for match in known if _pair(match) in found
        ]
        floor = self._card.thresholds.floor
        self._home.cache.matches.save(self._card.id, [match for match in judged if match.score >= floor])
        self._home.cache.matches.drop(self._card.id, [_pair(match) for match in judged if match.score < floor])


def judge(
    match: Match, facts: Mapping[ContentKey, PictureFacts], evidence: Evidence | None, frames: int | None = None
) -> Match:
    """The match after it was looked at: named, and sure, if both are versions of one picture; else merely similar."""
    first, second = facts[match.first], facts[match.second]
    relation = name_relation(first, second, evidence, frames)
    if relation is Relation.COPY:  # nothing lays them over one another
        relation = Relation.SIMILAR
    if relation.level is Level.COPY:
        return replace(match, relation=relation, score=max(match.score, VERIFIED_SCORE))
    near = are_near_in_time(first, second, frames)
    sure = SCENE_SCORE if shows_one_scene(evidence, near_in_time=near) else 0.0
    return replace(match, relation=relation, score=max(match.score, sure))


def _pair(match: Match) -> ContentPair:
    return match.first, match.second
