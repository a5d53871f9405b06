"""Walking the directories of a TIFF-like file, to tell camera RAW from TIFF and to see whether it was cut short."""

from __future__ import annotations

import struct
from typing import BinaryIO

SUBFILE_TYPE = 254
WIDTH = 256
HEIGHT = 257
BITS_PER_SAMPLE = 258
COMPRESSION = 259
PHOTOMETRIC = 262
MAKE = 271
STRIP_OFFSETS = 273
SAMPLES_PER_PIXEL = 277
STRIP_SIZES = 279
TILE_OFFSETS = 324
TILE_SIZES = 325
SUB_DIRECTORIES = 330
DNG_VERSION = 50706

_MAX_DIRECTORIES = 12
_MAX_ENTRIES = 512
_MAX_VALUES = 2**17
_WORDS = {3: "H", 4: "I", 13: "I"}

Directory = dict[int, tuple[int, ...]]
"""Whole-number values by tag; a tag with other values is there without them."""


def read_directories(file: BinaryIO) -> list[Directory]:
    """Every directory that can be reached from the first, itself first; empty where there is none."""
    try:
        file.seek(0)
        head = file.read(8)
        order = "<" if head[:2] == b"II" else ">"
        pending = [struct.unpack(order + "I", head[4:8])[0]]
    except (struct.error, OSError):
        return []
    seen: set[int] = set()
    directories: list[Directory] = []
    while pending and len(directories) < _MAX_DIRECTORIES:
        offset = pending.pop(0)
        if not offset or offset in seen:
            continue
        seen.add(offset)
        try:
            directory, following = _read_directory(file, order, offset)
        except (struct.error, OSError):
            continue
        directories.append(directory)
        pending += [following, *directory.get(SUB_DIRECTORIES, ())]
    return directories


def end_of_pixels(directory: Directory) -> int:
    """The offset at which a directory's pixels end, 0 where it doesn't say."""
    end = 0
    for offsets, sizes in ((STRIP_OFFSETS, STRIP_SIZES), (TILE_OFFSETS, TILE_SIZES)):
        pairs = zip(directory.get(offsets, ()), directory.get(sizes, ()), strict=False)
        end = max([end, *(offset + size for offset, size in pairs)])
    return end


def _read_directory(file: BinaryIO, order: str, offset: int) -> tuple[Directory, int]:
    file.seek(offset)
    count = min(struct.unpack(order + "H", file.read(2))[0], _MAX_ENTRIES)
    block = file.read(12 * count)
    following = file.read(4)
    directory: Directory = {}
    for at in range(0, len(block) - 11, 12):
        tag, kind, length = struct.unpack(order + "HHI", block[at : at + 8])
        directory[tag] = _values(file, order, _WORDS.get(kind), length, block[at + 8 : at + 12])
    return directory, struct.unpack(order + "I", following)[0] if len(following) == 4 else 0


def _values(file: BinaryIO, order: str, word: str | None, length: int, inline: bytes) -> tuple[int, ...]:
    if word is None:
        return ()
    size = struct.calcsize(order + word)
    wanted = min(length, _MAX_VALUES)
    data = inline
    if length * size > len(inline):
        file.seek(struct.unpack(order + "I", inline)[0])
        data = file.read(wanted * size)
    wanted = min(wanted, len(data) // size)
    return struct.unpack(f"{order}{wanted}{word}", data[: wanted * size])
