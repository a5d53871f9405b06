"""Vectors of a library at one bit a number: a million of them take 32 MB, and are compared in some milliseconds.

The sign of each number is kept. Two unit vectors with an angle between them differ in about that share of their signs
(Charikar 2002), so the fewest differing signs lead to the nearest vectors; how near they are, the vectors themselves
tell.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_WORD = 64
_GROWTH = 1.5

Numbers = NDArray[np.int64]


class Sketches:
    """Signs of vectors by the number of their content, some vectors to a content."""

    def __init__(self, dim: int, each: int = 1) -> None:
        """`each`: how many vectors a content has."""
        self._dim = dim
        self._each = each
        self._count = 0
        self._numbers: Numbers = np.empty(0, np.int64)
        # One row for each word, so that comparing reads memory from one end to the other.
        self._words = np.empty((-(-dim // _WORD), 0), np.uint64)

    def __len__(self) -> int:
        """How many contents there are."""
        return self._count

    @property
    def last(self) -> int:
        """The greatest number of a content, if they were added in order; -1 where there is none."""
        return int(self._numbers[self._count - 1]) if self._count else -1

    @property
    def size(self) -> int:
        """Bytes of memory."""
        return self._words.nbytes + self._numbers.nbytes

    def emptied(self) -> Sketches:
        """Another one of the same kind, with nothing in it."""
        return Sketches(self._dim, self._each)

    def add(self, numbers: Numbers, vectors: NDArray[np.floating]) -> None:
        """Add contents with their vectors, [contents, each x dim]."""
        end = self._count + len(numbers)
        if end > len(self._numbers):
            self._grow(max(end, int(len(self._numbers) * _GROWTH)))
        self._numbers[self._count : end] = numbers
        self._words[:, self._count * self._each : end * self._each] = self._signs(vectors).T
        self._count = end

    def save(self, file: Path, model_id: str) -> None:
        """Keep them for the next start. Raises OSError where that cannot be done."""
        part = file.with_suffix(".part")
        with part.open("wb") as opened:
            words = self._words[:, : self._count * self._each]
            np.savez(opened, model=np.array(model_id), numbers=self._numbers[: self._count], words=words)
        os.replace(part, file)

    def load(self, file: Path, model_id: str) -> Sketches | None:
        """What was saved by one of the same kind; None where anything about it is doubtful."""
        try:
            with file.open("rb") as opened, np.load(opened, allow_pickle=False) as saved:
                model, numbers, words = str(saved["model"]), saved["numbers"], saved["words"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
            return None
        shape = (len(self._words), len(numbers) * self._each)
        if model != model_id or words.shape != shape or (words.dtype, numbers.dtype) != (np.uint64, np.int64):
            return None
        loaded = self.emptied()
        loaded._count, loaded._numbers, loaded._words = len(numbers), numbers, words
        return loaded

    def nearest(self, vectors: NDArray[np.floating], count: int) -> Numbers:
        """The contents that may be nearest to any of these vectors: `count` for each of them, in no order."""
        if count >= self._count:
            return self._numbers[: self._count].copy()
        words = self._words[:, : self._count * self._each]
        found = [self._nearest(words, signs, count) for signs in self._signs(vectors)]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)

    def _nearest(self, words: NDArray[np.uint64], signs: NDArray[np.uint64], count: int) -> Numbers:
        differing = np.zeros(words.shape[1], np.uint16)
        for row, word in zip(words, signs, strict=True):
            differing += np.bitwise_count(row ^ word)
        if self._each > 1:
            differing = differing.reshape(-1, self._each).min(axis=1)
        return self._numbers[np.argpartition(differing, count)[:count]]

    def _signs(self, vectors: NDArray[np.floating]) -> NDArray[np.uint64]:
        """[vectors, words]."""
        bits = np.packbits(np.asarray(vectors).reshape(-1, self._dim) > 0, axis=1)
        padded = np.zeros((len(bits), len(self._words) * _WORD // 8), np.uint8)
        padded[:, : bits.shape[1]] = bits
        return padded.view(np.uint64)

    def _grow(self, room: int) -> None:
        numbers = np.empty(room, np.int64)
        words = np.empty((len(self._words), room * self._each), np.uint64)
        numbers[: self._count] = self._numbers[: self._count]
        words[:, : self._count * self._each] = self._words[:, : self._count * self._each]
        self._numbers, self._words = numbers, words
