"""Looking at matches that may be copies: laid over one another, versions of one picture show that they are.

What does not agree is no copy, however near the encoder holds the two. A pair is looked at once, by the previews that
are stored: the photographs themselves may be on a drive that is not here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache

from twinlens.core.evidence import VERIFIED_SCORE, Evidence
from twinlens.core.grouping import ContentPair
from twinlens.core.job import Job, Stage
from twinlens.core.photos import ContentKey, Match, PictureFacts
from twinlens.core.relating import name_relation
from twinlens.core.relations import Level, Relation
from twinlens.library.bulk import chunks
from twinlens.vision.encoder import ModelCard
from twinlens.vision.examining import Look, examine, look_at
from twinlens.workflows.home import Home

_BATCH = 64
_LOOKS = 200
"""Pictures kept with their features, half a megabyte each: pairs of one picture follow one another."""
_MOST_THREADS = 8


def examine_matches(home: Home, card: ModelCard, job: Job) -> None:
    """Look at all matches of this encoder that wait for it, in short batches: a kill costs one."""
    waiting = home.cache.matches.unnamed(card.id)
    if not waiting:
        return
    examiner = _Examiner(home, card)
    with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS), "twinlens-examine") as threads:
        for done, batch in enumerate(chunks(waiting, _BATCH)):
            job.report(Stage.COMPARE, done * _BATCH, len(waiting))
            examiner.take(batch, threads)
    job.report(Stage.COMPARE, len(waiting), len(waiting))


class _Examiner:
    def __init__(self, home: Home, card: ModelCard) -> None:
        self._home = home
        self._card = card
        self._look = lru_cache(_LOOKS)(self._look_from_disk)

    def take(self, matches: Sequence[Match], threads: ThreadPoolExecutor) -> None:
        """Look at some and write down what was found: the matches first, since they are what waits."""
        facts = self._home.library.files.facts(sorted(_contents(matches)))
        matches = [match for match in matches if match.first in facts and match.second in facts]
        known = self._home.cache.evidence.known(map(_pair, matches))
        fresh = self._looked_at([match for match in matches if _pair(match) not in known], facts, threads)
        found = {**known, **fresh}
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
