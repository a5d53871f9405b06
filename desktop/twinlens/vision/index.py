"""Nearest neighbours among the vectors of a library: exact while it is small, by an HNSW graph beyond.

Disposable: the cache database is the truth, and any doubt about a saved index means building it anew. Whichever way
candidates are found, the cosines that are returned are computed again in double precision, so that they are the same
for both directions of a pair and whatever else was asked at the same time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import hnswlib
import numpy as np
import xxhash
from numpy.typing import NDArray

from twinlens.core.photos import ContentKey
from twinlens.vision import index_files

EXACT_LIMIT = 20_000
"""Up to this many vectors every one is compared; above, a graph leads to the likely ones."""
_LINKS = 16
_BUILD_EFFORT = 200
_QUERY_EFFORT = 256
_EFFORT_PER_RESULT = 2
_FIRST_K = 64
_GROWTH = 1.5
_SLICE = 1024
_BLOCK_BYTES = 2**25
_ROUNDING = 1e-5
"""More than single precision can be wrong about a cosine."""
_UNIT_TOLERANCE = 1e-2

Neighbour = tuple[ContentKey, float]
Vectors = NDArray[np.float32]


def _no_check() -> None:
    pass


class NeighbourIndex:
    """Vectors by content key."""

    def __init__(self, dim: int, model_id: str) -> None:
        self.dim = dim
        self.model_id = model_id
        self._keys: list[ContentKey] = []
        self._rows: Vectors = np.empty((0, dim), dtype=np.float32)
        self._row_of: dict[ContentKey, int] = {}
        self._checksum = 0
        self._graph: Any = None
        self._in_graph = 0

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._row_of

    @property
    def checksum(self) -> str:
        """Stands for the set of keys, whatever their order: see `checksum_of`."""
        return _checksum_text(self._checksum)

    def add(
        self, keys: Sequence[ContentKey], vectors: NDArray[np.float32], check: Callable[[], None] = _no_check
    ) -> None:
        """Add unit vectors. A key that is there already keeps its vector. `check` is called between slices."""
        given = np.asarray(vectors, dtype=np.float32).reshape(len(keys), -1) if len(keys) else np.empty((0, self.dim))
        if given.shape[1] != self.dim:
            raise ValueError(f"vectors of {given.shape[1]} numbers in an index of {self.dim}")
        if not (np.abs(np.linalg.norm(given, axis=1) - 1) < _UNIT_TOLERANCE).all():
            raise ValueError("an index takes unit vectors")
        fresh: dict[ContentKey, int] = {}
        for position, key in enumerate(keys):
            if key not in self._row_of:
                fresh.setdefault(key, position)
        self._append(list(fresh), given[list(fresh.values())])
        if len(self) > EXACT_LIMIT:
            self._extend_graph(check)

    def query(self, vectors: NDArray[np.float32], k: int, floor_cosine: float) -> list[list[Neighbour]]:
        """The best `k` of at least the floor for each vector, best first; of equals the smaller key first."""
        queries = np.asarray(vectors, dtype=np.float32).reshape(-1, self.dim)
        k = min(k, len(self))
        if k < 1:
            return [[] for _ in queries]
        if self._uses_graph:
            candidates = self._candidates_by_graph(queries, k)
        else:
            candidates = self._candidates_exactly(queries, k, floor_cosine)
        return [self._judged(query, rows, floor_cosine)[:k] for query, rows in zip(queries, candidates, strict=True)]

    def query_floor(self, vector: NDArray[np.float32], floor_cosine: float) -> list[Neighbour]:
        """Everything of at least the floor, however much that is."""
        query = np.asarray(vector, dtype=np.float32).reshape(self.dim)
        if not self._uses_graph:
            rows = np.flatnonzero(self._rows[: len(self)] @ query >= floor_cosine - _ROUNDING)
            return self._judged(query, rows, floor_cosine)
        k = _FIRST_K
        while True:
            (found,) = self.query(query, k, floor_cosine)
            if len(found) < k or k >= len(self):
                return found
            k *= 2

    def vectors(self, keys: Sequence[ContentKey]) -> Vectors:
        """[len(keys), dim], of contents that are in the index."""
        return np.asarray(self._rows[[self._row_of[key] for key in keys]], np.float32).reshape(len(keys), self.dim)

    def measured_recall(self, sample: int = 100, k: int = 10) -> float:
        """Which share of the true best `k` of some of its own vectors the index finds: 1 while it is exact."""
        if not self._uses_graph:
            return 1.0
        chosen = self._rows[np.linspace(0, len(self) - 1, min(sample, len(self)), dtype=np.int64)]
        found = self.query(chosen, k, -1.0)
        true = self._candidates_exactly(chosen, k, -1.0)
        hits = sum(
            len({key for key, _ in answer} & {key for key, _ in self._judged(query, rows, -1.0)[:k]})
            for query, answer, rows in zip(chosen, found, true, strict=True)
        )
        return hits / (k * len(chosen))

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own. Raises OSError where that cannot be done."""
        graph = self._graph if self._uses_graph else None
        content = index_files.SavedIndex(self.dim, self.model_id, self.checksum, self._keys, self._rows[: len(self)])
        index_files.write(folder, content, graph.save_index if graph is not None else None)

    @classmethod
    def load(cls, folder: Path, dim: int, model_id: str, expected_count: int, checksum: str) -> NeighbourIndex | None:
        """A saved index, if it is the one that is expected and undamaged; else None, and it wants building anew."""
        saved = index_files.read(folder)
        if saved is None or (saved.dim, saved.model_id, saved.checksum) != (dim, model_id, checksum):
            return None
        index = cls(dim, model_id)
        index._append(saved.keys, saved.rows)
        if len(index) != expected_count or index.checksum != checksum:
            return None
        if len(index) > EXACT_LIMIT and not index._load_graph(folder):
            return None
        return index

    @property
    def _uses_graph(self) -> bool:
        return self._graph is not None and self._in_graph == len(self)

    def _append(self, keys: Sequence[ContentKey], rows: NDArray[Any]) -> None:
        count = len(self)
        needed = count + len(keys)
        if needed > len(self._rows):
            grown = np.empty((max(needed, int(len(self._rows) * _GROWTH)), self.dim), dtype=np.float32)
            grown[:count] = self._rows[:count]
            self._rows = grown
        self._rows[count:needed] = rows
        self._keys.extend(keys)
        self._row_of.update((key, count + place) for place, key in enumerate(keys))
        self._checksum = _combined(self._checksum, keys)

    def _extend_graph(self, check: Callable[[], None]) -> None:
        """Bring the graph up to date; interrupted by `check`, it goes on from there the next time."""
        if self._graph is None:
            self._graph = hnswlib.Index(space="ip", dim=self.dim)
            self._graph.init_index(max_elements=len(self._rows), M=_LINKS, ef_construction=_BUILD_EFFORT)
        elif self._graph.get_max_elements() < len(self):
            self._graph.resize_index(len(self._rows))
        while self._in_graph < len(self):
            check()
            end = min(self._in_graph + _SLICE, len(self))
            self._graph.add_items(self._rows[self._in_graph : end], np.arange(self._in_graph, end))
            self._in_graph = end

    def _load_graph(self, folder: Path) -> bool:
        graph = hnswlib.Index(space="ip", dim=self.dim)
        try:
            graph.load_index(str(index_files.graph_path(folder)), max_elements=len(self._rows))
        except (RuntimeError, OSError, UnicodeError):
            return False
        if graph.get_current_count() != len(self):
            return False
        self._graph, self._in_graph = graph, len(self)
        return True

    def _candidates_by_graph(self, queries: Vectors, k: int) -> list[NDArray[np.int64]]:
        # The effort is not saved with a graph, and fewer than k makes hnswlib raise.
        self._graph.set_ef(min(max(_QUERY_EFFORT, _EFFORT_PER_RESULT * k), len(self)))
        try:
            labels, _ = self._graph.knn_query(queries, k=k)
        except RuntimeError:
            # A graph with poorly connected parts cannot give k results: compare with all.
            return self._candidates_exactly(queries, k, -1.0)
        return [row.astype(np.int64) for row in labels]

    def _candidates_exactly(self, queries: Vectors, k: int, floor_cosine: float) -> list[NDArray[np.int64]]:
        """The rows that could be among the best k, by single precision with a margin."""
        count = len(self)
        rows = self._rows[:count]
        block = max(1, _BLOCK_BYTES // (4 * count))
        found: list[NDArray[np.int64]] = []
        for start in range(0, len(queries), block):
            cosines = queries[start : start + block] @ rows.T
            found.extend(_likely_best(line, k, floor_cosine) for line in cosines)
        return found

    def _judged(self, query: Vectors, rows: NDArray[np.int64], floor_cosine: float) -> list[Neighbour]:
        """The candidates that truly reach the floor, in order."""
        products = self._rows[rows].astype(np.float64) * query.astype(np.float64)
        cosines = np.clip(products.sum(axis=1), -1.0, 1.0)
        pairs = [
            (self._keys[row], float(cosine))
            for row, cosine in zip(rows.tolist(), cosines, strict=True)
            if cosine >= floor_cosine
        ]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _likely_best(cosines: Vectors, k: int, floor_cosine: float) -> NDArray[np.int64]:
    """The rows that could be among the best `k` of at least the floor, whatever rounding did to them."""
    rows = np.flatnonzero(cosines >= floor_cosine - _ROUNDING)
    if len(rows) <= k:
        return rows
    reaching = cosines[rows]
    worst = np.partition(reaching, len(rows) - k)[len(rows) - k]
    likely: NDArray[np.int64] = rows[reaching >= worst - _ROUNDING]
    return likely


def checksum_of(keys: Iterable[ContentKey]) -> str:
    """Stands for a set of distinct keys, whatever their order."""
    return _checksum_text(_combined(0, keys))


def _combined(start: int, keys: Iterable[ContentKey]) -> int:
    total = start
    for key in keys:
        total = (total + xxhash.xxh3_64_intdigest(key.encode("utf-8", "surrogateescape"))) % 2**64
    return total


def _checksum_text(value: int) -> str:
    return f"{value:016x}"
