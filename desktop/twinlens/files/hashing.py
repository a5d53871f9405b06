"""Hashing all bytes of a file: what decides whether it is the one that was judged."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import xxhash

from twinlens.files.stamps import opened_regular

_PIECE = 1024 * 1024


def full_hash(path: Path, check: Callable[[], None] | None = None) -> str:
    """XXH3-128 of the whole file in hex; `check` is called between pieces and may raise to cancel."""
    with opened_regular(path) as descriptor:
        return hash_of_descriptor(descriptor, check)


def hash_of_descriptor(descriptor: int, check: Callable[[], None] | None = None) -> str:
    """The same of an open file, from its beginning, whatever its name leads to by now.

    Only as much is read as the file holds when reading begins: one that something keeps writing to comes to an end.
    """
    digest = xxhash.xxh3_128()
    os.lseek(descriptor, 0, os.SEEK_SET)
    left = os.fstat(descriptor).st_size
    while left > 0 and (piece := os.read(descriptor, min(left, _PIECE))):
        digest.update(piece)
        left -= len(piece)
        if check is not None:
            check()
    return digest.hexdigest()
