"""Looking at pairs by their stored previews: the photographs themselves may be on a drive that is not here."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from twinlens.core.evidence import Evidence
from twinlens.core.exposures import fewest_between, frame_of
from twinlens.core.grouping import ContentPair
from twinlens.core.photos import ContentKey, PictureFacts
from twinlens.vision.examining import Look, examine, examine_through, look_at
from twinlens.vision.local_features import Features
from twinlens.workflows.home import Home

BATCH = 64
_LOOKS = 100
"""Pictures that are kept, half a megabyte each: pairs of one picture follow one another."""
_FEATURES = 2000
"""Pictures whose local features are kept, 50 kilobytes each: finding them takes longest of all."""
_MOST_THREADS = 8
_PAIR = 2


class Looker:
    """Lays pictures over one another and writes down what was found: no pair is looked at twice."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._look = lru_cache(_LOOKS)(self._look_from_disk)
        self._features: dict[ContentKey, Features] = {}

    def look_at(
        self, pairs: Sequence[ContentPair], facts: Mapping[ContentKey, PictureFacts]
    ) -> dict[ContentPair, Evidence | None]:
        """What is found of these, None where nothing lays them over one another; without those that cannot be seen."""
        known = self._home.cache.evidence.known(pairs)
        found = self._looked({pair: pair for pair in pairs if pair not in known}, facts)
        self._home.cache.evidence.save(list(found.items()))
        return {**known, **found}

    def look_through(
        self, middles: Mapping[ContentPair, ContentKey], facts: Mapping[ContentKey, PictureFacts]
    ) -> dict[ContentPair, Evidence]:
        """Those that turn out to show one picture once they are laid over one another as both lie over a third."""
        looked = self._looked({pair: (pair[0], middle, pair[1]) for pair, middle in middles.items()}, facts)
        found = {pair: evidence for pair, evidence in looked.items() if evidence and evidence.shows_one_picture}
        self._home.cache.evidence.save(list(found.items()))
        return found

    def _looked(
        self, ways: Mapping[ContentPair, tuple[ContentKey, ...]], facts: Mapping[ContentKey, PictureFacts]
    ) -> dict[ContentPair, Evidence | None]:
        looks = {key: self._look(key, facts[key].width, facts[key].height) for key in _contents(ways.values())}
        seen: dict[ContentPair, list[Look]] = {}
        for pair, way in ways.items():
            here = [look for key in way if (look := looks[key]) is not None]
            if len(here) == len(way):
                seen[pair] = here
        with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS), "twinlens-examine") as threads:
            found = dict(zip(seen, threads.map(_evidence, seen.values()), strict=True))
        self._keep_features(looks)
        return found

    def _keep_features(self, looks: Mapping[ContentKey, Look | None]) -> None:
        for key, look in looks.items():
            if look is not None and (features := look.known_features) is not None:
                self._features.pop(key, None)  # the last one used goes to the end
                self._features[key] = features
        for key in list(self._features)[:-_FEATURES]:
            del self._features[key]

    def _look_from_disk(self, key: ContentKey, width: int, height: int) -> Look | None:
        jpeg = self._home.cache.previews.get(key)
        return None if jpeg is None else look_at(jpeg, width, height, self._features.get(key))


def frames_between(home: Home, contents: Collection[ContentKey]) -> Callable[[ContentPair], int | None]:
    """How many frames lie between two of these contents, by the numbers of files that hold them; see `frames_apart`."""
    numbers = {
        key: sorted(frame for frame in map(frame_of, paths) if frame is not None)
        for key, paths in home.library.files.names(contents).items()
    }
    return lambda pair: fewest_between(*(numbers.get(key, []) for key in pair))


def _evidence(looks: Sequence[Look]) -> Evidence | None:
    found = examine(*looks) if len(looks) == _PAIR else examine_through(*looks)
    return found.evidence if found else None


def _contents(ways: Iterable[tuple[ContentKey, ...]]) -> list[ContentKey]:
    return list(dict.fromkeys(key for way in ways for key in way))
