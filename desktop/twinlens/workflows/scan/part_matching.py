"""Pictures that are like a part of another: small crops, and the pictures of a collage.

Their whole is unlike the other's whole, so no neighbour of it leads there. What is found here is only worth a look: the
pictures are laid over one another before anything is said about them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from twinlens.core.grouping import ContentPair, ordered_pair
from twinlens.core.job import Job, Stage
from twinlens.core.photos import ContentKey
from twinlens.library.parts import PartTable
from twinlens.vision.encoder import ModelCard
from twinlens.vision.index import NeighbourIndex

_NEAREST = 12
"""Whole pictures asked for round each part: its own picture's, and that picture's copies', may be the nearest."""
_LOOKED_AT = 6
"""Of the pictures that have a part like it, how many each picture is compared with."""
_WHOLES_AT_ONCE = 512

_Block = tuple[list[ContentKey], NDArray[np.float32]]


def like_a_part(
    parts: PartTable, card: ModelCard, index: NeighbourIndex, job: Job
) -> tuple[dict[ContentPair, float], list[ContentKey]]:
    """Pairs that are worth a look, with the cosine of their wholes, and the contents whose parts were compared.

    The parts of new contents are compared with all wholes, and new wholes with the parts of all others. Pairs whose
    wholes are alike are left out: those were found already.
    """
    new = [key for key in parts.unmatched(card.id) if key in index]
    if not new:
        return {}, []
    found = _Found(index, card.cosine_for(card.thresholds.floor), card.part_cosine)
    fresh = set(new)
    done = 0
    for keys, vectors in parts.blocks(card.id):
        job.report(Stage.MATCH, done, len(new))
        is_new = np.array([key in fresh for key in keys])
        found.wholes_like_parts(_only(keys, vectors, is_new), job.check)
        found.parts_like_wholes(_only(keys, vectors, ~is_new), new, job.check)
        done += int(is_new.sum())
    job.report(Stage.MATCH, len(new), len(new))
    return found.pairs(), new


def _only(keys: Sequence[ContentKey], vectors: NDArray[np.float32], chosen: NDArray[np.bool_]) -> _Block:
    return [key for key, taken in zip(keys, chosen, strict=True) if taken], vectors[chosen]


@dataclass
class _Found:
    """For each whole, the pictures that have a part like it."""

    index: NeighbourIndex
    floor_cosine: float
    part_cosine: float
    likely: dict[ContentKey, dict[ContentKey, float]] = field(default_factory=lambda: defaultdict(dict))

    def wholes_like_parts(self, block: _Block, check: Callable[[], None]) -> None:
        """Ask for the wholes that are nearest to each part."""
        for key, parts in self._with_detail(block):
            check()
            near = self.index.query(parts, _NEAREST, self.part_cosine)
            best: dict[ContentKey, float] = {}
            for whole, cosine in (each for found in near for each in found if each[0] != key):
                best[whole] = max(cosine, best.get(whole, -1.0))
            for whole, cosine in best.items():
                self.likely[whole][key] = cosine

    def parts_like_wholes(self, block: _Block, wholes: Sequence[ContentKey], check: Callable[[], None]) -> None:
        """Compare wholes with every part of others."""
        keys, vectors = block
        if not keys:
            return
        parts = vectors.reshape(-1, self.index.dim)
        for start in range(0, len(wholes), _WHOLES_AT_ONCE):
            check()
            some = wholes[start : start + _WHOLES_AT_ONCE]
            cosines = (parts @ self.index.vectors(some).T).reshape(len(keys), -1, len(some)).max(axis=1)
            for row, column in np.argwhere(cosines >= self.part_cosine).tolist():
                self.likely[some[column]][keys[row]] = float(cosines[row, column])

    def pairs(self) -> dict[ContentPair, float]:
        """The likeliest for each whole, with the cosine of both wholes."""
        pairs: dict[ContentPair, float] = {}
        for whole in sorted(self.likely):
            others = [key for key in sorted(self.likely[whole]) if key != whole and key in self.index]
            cosines = self.index.vectors(others) @ self.index.vectors([whole])[0]
            unlike = {key: float(c) for key, c in zip(others, cosines, strict=True) if c < self.floor_cosine}
            for other in nlargest(_LOOKED_AT, unlike, key=self.likely[whole].__getitem__):
                pairs[ordered_pair(whole, other)] = unlike[other]
        return pairs

    def _with_detail(self, block: _Block) -> Iterator[tuple[ContentKey, NDArray[np.float32]]]:
        for key, vectors in zip(*block, strict=True):
            parts = vectors.reshape(-1, self.index.dim)
            telling = parts[np.abs(parts).sum(axis=1) > 0]
            if len(telling):
                yield key, telling
