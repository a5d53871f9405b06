"""Looking at matches that may be copies: laid over one another, versions of one picture show that they are.

What does not agree is no copy, however near the encoder holds the two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from twinlens.core.evidence import VERIFIED_SCORE, Evidence
from twinlens.core.families import Families
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

_MOST_STRAYS = 200
"""Looked at for each keeper."""
_MOST_ASKED = 2
"""Members that may tell whether a stray is a version of the keeper's picture."""


def examine_matches(home: Home, card: ModelCard, job: Job) -> None:
    """Look at the matches that groups are made of, and at near neighbours below the floor; a kill costs a batch.

    A group is a star, so of forty versions of a photo the forty matches with their keeper are looked at, not the eight
    hundred among themselves. What is found may part a group; then the stars of its parts are looked at in turn. Of what
    was joined to none the near neighbours below the floor are looked at, until one is a version of it.
    """
    waiting = home.cache.matches.unnamed(card.id)
    if not waiting:
        return
    examiner = _Examiner(home, card, job)
    while examiner.look_at_stars():
        pass
    examiner.look_at_candidates([match for match in waiting if match.score < card.thresholds.floor])
    while examiner.look_at_stars() or examiner.look_at_strays():
        pass


class _Examiner:
    def __init__(self, home: Home, card: ModelCard, job: Job) -> None:
        self._home = home
        self._card = card
        self._job = job
        self._looker = Looker(home)
        self._done = 0
        self._asked: Counter[ContentPair] = Counter()
        self._tried: set[tuple[ContentPair, ContentKey]] = set()
        self._unseeable: set[ContentPair] = set()
        """Pairs that cannot be looked at: a preview has given way to others."""

    def look_at_stars(self) -> bool:
        """Look at the matches by which a shot is with its keeper, at any sensitivity; whether there were any."""
        groups, matches = self._groups()
        spokes = {pair for group in groups for pair in _spokes(group)}
        unnamed = {pair for pair in spokes if pair in matches and matches[pair].relation is Relation.COPY}
        waiting = sorted(unnamed - self._unseeable)
        self.look_at([matches[pair] for pair in waiting])
        return bool(waiting)

    def look_at_candidates(self, candidates: Sequence[Match]) -> None:
        """Look at near neighbours below the floor, the likest first; those that are joined by then need no look."""
        families: Families[ContentKey] = Families()
        for match in self._home.cache.matches.load(self._card.id, self._card.thresholds.floor):
            _join_versions(families, match)
        waiting = sorted(candidates, key=lambda match: (-match.cosine, _pair(match)))
        joined: list[ContentPair] = []
        while waiting:
            busy: set[ContentKey] = set()
            now, later = [], []
            for match in waiting:
                if families.are_one(*_pair(match)):
                    joined.append(_pair(match))
                elif busy.isdisjoint(_pair(match)):
                    now.append(match)
                    busy.update(_pair(match))
                else:
                    later.append(match)
            for match in self.look_at(now):
                _join_versions(families, match)
            waiting = later
        self._home.cache.matches.drop(self._card.id, joined)

    def look_at_strays(self) -> bool:
        """Look at what is, or may be, a version of a member and is not with the keeper; whether there was anything.

        A small crop is far from a collage for the encoder, but near to the photograph that is in both; a blurred copy
        has too few features to be laid over that crop, but both lie over the photograph.
        """
        groups, matches = self._groups()
        copies = _copies_of(matches.values())
        strays = [stray for group in groups for stray in strays_of(group, copies)]
        looked_at = self._home.cache.evidence.known([stray.pair for stray in strays]).keys()
        unknown, maybe, through = [], [], {}
        for stray in strays:
            if stray.pair in self._unseeable:
                continue
            if stray.pair in looked_at:
                if stray.match.relation is not Relation.COPY:
                    through[stray.pair] = stray.member
                elif self._asked[stray.pair] < _MOST_ASKED:
                    self._asked[stray.pair] += 1
                    maybe.append(stray.match)
            elif stray.pair not in matches:  # those that are told apart by what is written in them need no look
                unknown.append(_to_be_looked_at(stray.pair))
        through = {pair: member for pair, member in through.items() if (pair, member) not in self._tried}
        self._tried.update(through.items())
        self.look_at(unknown)
        self.look_at(maybe)
        self._look_through(through, matches)
        return bool(unknown or maybe or through)

    def look_at(self, matches: Sequence[Match]) -> list[Match]:
        """Look at these, in short batches, and give them as they were judged; without those that cannot be seen."""
        total = self._done + len(matches)
        judged: list[Match] = []
        for batch in chunks(dict.fromkeys(matches), BATCH):
            self._job.report(Stage.COMPARE, self._done, total)
            judged += self.take(batch)
            self._done += len(batch)
        self._job.report(Stage.COMPARE, total, total)
        return judged

    def _look_through(self, middles: Mapping[ContentPair, ContentKey], matches: Mapping[ContentPair, Match]) -> None:
        for batch in chunks(middles, BATCH):
            self._job.report(Stage.COMPARE, self._done, self._done + len(batch))
            some = {pair: middles[pair] for pair in batch}
            facts = self._home.library.files.facts(sorted({key for pair in batch for key in (*pair, middles[pair])}))
            found = self._looker.look_through(some, facts)
            self._judge([matches.get(pair, _to_be_looked_at(pair)) for pair in found], facts, found)

    def _groups(self) -> tuple[list[Group], dict[ContentPair, Match]]:
        given = grouping_input(self._home, self._card, self._card.thresholds.floor)
        groups = groups_at_every_sensitivity(given, self._card, [Level.COPY])
        return groups, {_pair(match): match for match in given.matches}

    def take(self, matches: Sequence[Match]) -> list[Match]:
        """Look at some and write down what was found."""
        contents = sorted({key for match in matches for key in (match.first, match.second)})
        facts = self._home.library.files.facts(contents)
        known = [match for match in matches if match.first in facts and match.second in facts]
        found = self._looker.look_at([_pair(match) for match in known], facts)
        self._unseeable.update(_pair(match) for match in matches if _pair(match) not in found)
        return self._judge([match for match in known if _pair(match) in found], facts, found)

    def _judge(
        self,
        matches: Sequence[Match],
        facts: Mapping[ContentKey, PictureFacts],
        found: Mapping[ContentPair, Evidence | None],
    ) -> list[Match]:
        frames = frames_between(self._home, {key for match in matches for key in _pair(match)})
        judged = [judge(self._card, match, facts, found[_pair(match)], frames(_pair(match))) for match in matches]
        floor = self._card.thresholds.floor
        self._home.cache.matches.save(self._card.id, [match for match in judged if match.score >= floor])
        self._home.cache.matches.drop(self._card.id, [_pair(match) for match in judged if match.score < floor])
        return judged


@dataclass(frozen=True, slots=True)
class Stray:
    """A content that is no copy of a keeper, though it is, or may be, a version of a member of the keeper's group."""

    pair: ContentPair
    """The keeper and it, in stored order."""
    member: ContentKey
    match: Match
    """Of the member and it."""


def _join_versions(families: Families[ContentKey], match: Match) -> None:
    if match.relation.level is Level.COPY and match.relation is not Relation.COPY:
        families.join(*_pair(match))


def _copies_of(matches: Iterable[Match]) -> Mapping[ContentKey, list[Match]]:
    copies: dict[ContentKey, list[Match]] = defaultdict(list)
    for match in matches:
        if match.relation.level is Level.COPY:
            copies[match.first].append(match)
            copies[match.second].append(match)
    return copies


def strays_of(group: Group, copies: Mapping[ContentKey, Sequence[Match]]) -> list[Stray]:
    """By the member that each is likest to; what surely is a version of one before what only may be.

    `copies`: of each content its matches of copy level, looked at or not.
    """
    keeper = group.keeper.shot.content_key
    members = sorted({member.shot.content_key for member in group.members[1:]} - {keeper})
    at_home = {keeper, *members, *(match.other(keeper) for match in copies[keeper])}
    likest: dict[ContentKey, Stray] = {}
    for member in members:
        for match in copies[member]:
            other = match.other(member)
            if other not in at_home and (other not in likest or _surer(match, likest[other].match)):
                likest[other] = Stray(ordered_pair(keeper, other), member, match)
    return [likest[other] for other in sorted(likest)][:_MOST_STRAYS]


def _surer(match: Match, than: Match) -> bool:
    named, others = (each.relation is not Relation.COPY for each in (match, than))
    return (named, match.score) > (others, than.score)


def judge(
    card: ModelCard,
    match: Match,
    facts: Mapping[ContentKey, PictureFacts],
    evidence: Evidence | None,
    frames: int | None = None,
) -> Match:
    """The match after it was looked at: named if both are versions of one picture, and as sure as that; else similar.

    The cosine brought the two together. It says nothing any more once they were laid over one another.
    """
    first, second = facts[match.first], facts[match.second]
    relation = name_relation(first, second, evidence, frames)
    if relation is Relation.COPY:  # nothing lays them over one another
        relation = Relation.SIMILAR
    if relation.level is Level.COPY:
        return replace(match, relation=relation, score=card.score_of(evidence) if evidence else VERIFIED_SCORE)
    near = are_near_in_time(first, second, frames)
    sure = SCENE_SCORE if shows_one_scene(evidence, near_in_time=near) else 0.0
    return replace(match, relation=relation, score=max(match.score, sure))


def _spokes(group: Group) -> set[ContentPair]:
    keeper = group.keeper.shot.content_key
    return {ordered_pair(keeper, member.shot.content_key) for member in group.members[1:]}


def _to_be_looked_at(pair: ContentPair) -> Match:
    return Match(*pair, 0.0, 0.0, Relation.COPY)


def _pair(match: Match) -> ContentPair:
    return match.first, match.second
