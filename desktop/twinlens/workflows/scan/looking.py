"""Looking at pairs by their stored previews: the photographs themselves may be on a drive that is not here."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from twinlens.core.evidence import Evidence
from twinlens.core.exposures import frames_apart
from twinlens.core.grouping import ContentPair
from twinlens.core.photos import ContentKey, PictureFacts
from twinlens.vision.examining import Look, examine, look_at
from twinlens.workflows.home import Home

BATCH = 64
_LOOKS = 200
"""Pictures kept with their features, half a megabyte each: pairs of one picture follow one another."""
_MOST_THREADS = 8


class Looker:
    """Lays pictures over one another and writes down what was found: no pair is looked at twice."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._look = lru_cache(_LOOKS)(self._look_from_disk)

    def look_at(
        self, pairs: Sequence[ContentPair], facts: Mapping[ContentKey, PictureFacts]
    ) -> dict[ContentPair, Evidence | None]:
        """What is found of these, None where nothing lays them over one another; without those that cannot be seen."""
        known = self._home.cache.evidence.known(pairs)
        fresh = [pair for pair in pairs if pair not in known]
        looks = {key: self._look(key, facts[key].width, facts[key].height) for key in _contents(fresh)}
        seen = [pair for pair in fresh if looks[pair[0]] and looks[pair[1]]]
        with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS), "twinlens-examine") as threads:
            evidence = threads.map(lambda pair: _evidence(looks[pair[0]], looks[pair[1]]), seen)
            found = list(zip(seen, evidence, strict=True))
        self._home.cache.evidence.save(found)
        return {**known, **dict(found)}

    def _look_from_disk(self, key: ContentKey, width: int, height: int) -> Look | None:
        jpeg = self._home.cache.previews.get(key)
        return None if jpeg is None else look_at(jpeg, width, height)


def frames_between(home: Home, contents: Collection[ContentKey]) -> Callable[[ContentPair], int | None]:
    """How many frames lie between two of these contents, by the numbers of files that hold them; see `frames_apart`."""
    names = home.library.files.names(contents)

    def between(pair: ContentPair) -> int | None:
        first, second = (names.get(key, []) for key in pair)
        told = [frames for one in first for other in second if (frames := frames_apart(one, other)) is not None]
        return min(told, default=None)

    return between


def _evidence(first: Look | None, second: Look | None) -> Evidence | None:
    found = examine(first, second) if first and second else None
    return found.evidence if found else None


def _contents(pairs: Collection[ContentPair]) -> list[ContentKey]:
    return list(dict.fromkeys(key for pair in pairs for key in pair))
