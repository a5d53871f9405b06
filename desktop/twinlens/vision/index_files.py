"""A saved index on disk.

The description is written last and names the digest of every other file, so that a write that was cut short, or a file
that rotted, is never loaded (hnswlib would crash on it).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xxhash
from numpy.typing import NDArray

from twinlens.core.photos import ContentKey

_FORMAT = 1
_DESCRIPTION = "index.json"
_KEYS = "keys.txt"
_ROWS = "vectors.npy"
_GRAPH = "graph.bin"
_PART = ".part"
_READ_SIZE = 2**20


@dataclass(frozen=True, slots=True)
class SavedIndex:
    """What is saved of an index besides its graph."""

    dim: int
    model_id: str
    checksum: str
    keys: list[ContentKey]
    rows: NDArray[np.float32]


def graph_path(folder: Path) -> Path:
    """Where the graph lies, if there is one."""
    return folder / _GRAPH


def write(folder: Path, saved: SavedIndex, save_graph: Callable[[str], None] | None) -> None:
    """Replace what a folder holds."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _DESCRIPTION).unlink(missing_ok=True)
    (folder / (_KEYS + _PART)).write_text("\n".join(saved.keys), encoding="utf-8")
    with (folder / (_ROWS + _PART)).open("wb") as file:
        np.save(file, saved.rows, allow_pickle=False)
    names = [_KEYS, _ROWS]
    if save_graph is not None:
        _save_graph(save_graph, folder / (_GRAPH + _PART))
        names.append(_GRAPH)
    for name in names:
        os.replace(folder / (name + _PART), folder / name)
    description = {
        "format": _FORMAT,
        "dim": saved.dim,
        "model": saved.model_id,
        "checksum": saved.checksum,
        "digests": {name: _digest(folder / name) for name in names},
    }
    part = folder / (_DESCRIPTION + _PART)
    part.write_text(json.dumps(description), encoding="utf-8")
    os.replace(part, folder / _DESCRIPTION)


def read(folder: Path) -> SavedIndex | None:
    """What a folder holds, or None where anything about it is doubtful."""
    try:
        description = json.loads((folder / _DESCRIPTION).read_text(encoding="utf-8"))
        if description["format"] != _FORMAT:
            return None
        if any(_digest(folder / name) != digest for name, digest in description["digests"].items()):
            return None
        text = (folder / _KEYS).read_text(encoding="utf-8")
        keys = [ContentKey(line) for line in text.split("\n")] if text else []
        rows = np.load(folder / _ROWS, allow_pickle=False)
        saved = SavedIndex(int(description["dim"]), description["model"], description["checksum"], keys, rows)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError):
        return None
    return saved if rows.dtype == np.float32 and rows.shape == (len(keys), saved.dim) else None


def _save_graph(save_graph: Callable[[str], None], path: Path) -> None:
    try:
        save_graph(str(path))
    except (RuntimeError, UnicodeError) as error:
        raise OSError(f"the graph cannot be written: {error}") from error


def _digest(path: Path) -> str:
    hasher = xxhash.xxh3_128()
    with path.open("rb") as file:
        while piece := file.read(_READ_SIZE):
            hasher.update(piece)
    return hasher.hexdigest()
