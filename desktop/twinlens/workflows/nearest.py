"""The contents of a library that are nearest to a vector, or that have a part near to it, without keeping them all.

Kept in memory is a sketch of each vector; what it leads to is read from the database and judged exactly. A million
photographs take 40 MB, and 230 MB more once their parts were asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twinlens.core.photos import ContentKey
from twinlens.library.vectors import Numbers, StoredVectors
from twinlens.vision.encoder import ModelCard
from twinlens.vision.preprocess import PARTS
from twinlens.vision.sketches import Sketches
from twinlens.workflows.home import Home

_CANDIDATES = 1500
"""Read and judged for each vector. Of 202,000 pairs of real photographs those with a cosine of at least 0.5 differed in
93 signs of 256 at most; of strangers 0.15 in a hundred, 1,500 of a million, differ in fewer than 97."""
_PART_CANDIDATES = 300
_WORTH_SAVING = 20_000
"""So many are read again in a moment."""
_FILES = ("sketches.npz", "part-sketches.npz")
_log = logging.getLogger(__name__)

Cosines = dict[ContentKey, float]


@dataclass
class _Sketched:
    """One table's vectors, and the sketches that were made of them so far."""

    stored: StoredVectors
    model_id: str
    sketches: Sketches
    file: Path
    """Where they are kept from one start to the next."""
    changes: int = -1
    """Of the table, when it was last read."""
    saved: int = 0
    """How many are in that file."""

    def load(self) -> None:
        """Begin with what was kept, if there is any."""
        if len(self.sketches) == 0 and (loaded := self.sketches.load(self.file, self.model_id)) is not None:
            self.sketches, self.saved = loaded, len(loaded)

    @property
    def is_fresh(self) -> bool:
        return self.changes == self.stored.changes

    def refresh(self, check: Callable[[], None]) -> None:
        """Sketch what was stored since; stopped by `check`, it goes on from there the next time."""
        changes = self.stored.changes
        if changes == self.changes:
            return
        self.load()
        self._read_on(check)
        if self.stored.count(self.model_id, self.sketches.last) != len(self.sketches):
            self.sketches = self.sketches.emptied()  # something was stored that does not stand at the end
            self._read_on(check)
        self.changes = changes
        if abs(len(self.sketches) - self.saved) > _WORTH_SAVING:
            self._save()

    def _save(self) -> None:
        try:
            self.sketches.save(self.file, self.model_id)
        except OSError as error:  # the next start is slower, no more
            _log.warning("sketches not kept: %s", error)
        self.saved = len(self.sketches)

    def _read_on(self, check: Callable[[], None]) -> None:
        for numbers, vectors in self.stored.after(self.model_id, self.sketches.last):
            check()
            self.sketches.add(numbers, vectors)

    def candidates(self, vectors: NDArray[np.float32], count: int) -> tuple[Numbers, NDArray[np.float32]]:
        return self.stored.of(self.model_id, self.sketches.nearest(vectors, count).tolist())

    def best(self, numbers: Numbers, cosines: NDArray[np.floating], count: int) -> Cosines:
        """The contents with the greatest cosines, the greatest first."""
        chosen = np.lexsort((numbers, -cosines))[:count]
        keys = self.stored.keys(numbers[chosen].tolist())
        return {keys[number]: float(cosines[place]) for place in chosen if (number := int(numbers[place])) in keys}


class Nearest:
    """Of one library and one encoder, for as long as the window is open. Used by one thread."""

    def __init__(self, home: Home, card: ModelCard) -> None:
        """Reads nothing yet."""
        self._model_id = card.id
        self._embeddings = home.cache.embeddings
        wholes, parts = (home.index_dir / name for name in _FILES)
        self._wholes = _Sketched(home.cache.embeddings.stored, card.id, Sketches(card.dim), wholes)
        self._parts = _Sketched(home.cache.parts.stored, card.id, Sketches(card.dim, PARTS), parts)

    @property
    def is_ready(self) -> bool:
        """Whether there is something to answer from at once, be it a little old."""
        return len(self._wholes.sketches) > 0 or self._wholes.is_fresh

    @property
    def is_fresh(self) -> bool:
        """Whether everything that was stored is known."""
        return self._wholes.is_fresh

    def load(self) -> None:
        """Begin with what was kept from the last time."""
        self._wholes.load()

    def refresh(self, check: Callable[[], None]) -> None:
        """Take in what was stored since."""
        self._wholes.refresh(check)

    def wholes(self, vector: NDArray[np.float32], count: int) -> Cosines:
        """The `count` nearest pictures with their cosines, nearest first."""
        numbers, vectors = self._wholes.candidates(vector, _CANDIDATES)
        return self._wholes.best(numbers, vectors @ vector, count) if len(numbers) else {}

    def like_parts(self, parts: NDArray[np.float32], count: int) -> Cosines:
        """The `count` pictures that are most like one of these parts, [parts, dim], with the best cosine of each."""
        telling = parts[np.abs(parts).sum(axis=1) > 0]
        if not len(telling):
            return {}
        numbers, vectors = self._wholes.candidates(telling, _PART_CANDIDATES)
        return self._wholes.best(numbers, (vectors @ telling.T).max(axis=1), count) if len(numbers) else {}

    def with_part_like(self, vector: NDArray[np.float32], count: int, check: Callable[[], None]) -> Cosines:
        """The `count` pictures of which a part is most like this whole one, with the best cosine of each."""
        self._parts.refresh(check)
        numbers, parts = self._parts.candidates(vector, _PART_CANDIDATES)
        if not len(numbers):
            return {}
        cosines = (parts.reshape(len(numbers), -1, len(vector)) @ vector).max(axis=1)
        return self._parts.best(numbers, cosines, count)

    def cosines(self, vector: NDArray[np.float32] | None, keys: list[ContentKey]) -> Cosines:
        """Of some pictures; none without a vector."""
        if vector is None:
            return {}
        found = {key: self._embeddings.get(self._model_id, key) for key in keys}
        return {key: float(other @ vector) for key, other in found.items() if other is not None}
