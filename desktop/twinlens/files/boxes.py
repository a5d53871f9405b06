"""Walking the boxes of HEIC, CR3 and QuickTime files by seeking: the pictures and films in them are never read."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from twinlens.core.clues import Clues, trusted_time
from twinlens.files.bounded import Source
from twinlens.files.exif import parse_moment, parse_zone, plain_text, tiff_clues

_MOST_BOXES = 200
_MOST_META = 64 * 1024
_MOST_TEXT = 256
_CANON_BOX = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
_EPOCH = datetime(1904, 1, 1)  # noqa: DTZ001
_IDENTIFIER = b"com.apple.quicktime.content.identifier"
_CREATED = b"com.apple.quicktime.creationdate"
_MODEL = b"com.apple.quicktime.model"


@dataclass(frozen=True, slots=True)
class Box:
    """One box; `start` and `end` are of what it holds."""

    kind: bytes
    start: int
    end: int


def walk(source: Source, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places, until one is broken."""
    at = start
    for _ in range(_MOST_BOXES):
        head = source.read_at(at, 16) if at + 8 <= end else b""
        if len(head) < 8:
            return
        size, kind, header = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1 and len(head) == 16:
            size, header = int.from_bytes(head[8:16], "big"), 16
        elif size == 0:
            size = end - at
        if size < header or at + size > end:
            return
        yield Box(kind, at + header, at + size)
        at += size


def find(source: Source, start: int, end: int, *path: bytes) -> Box | None:
    """The first box at a path of kinds."""
    for box in walk(source, start, end):
        if box.kind == path[0]:
            if len(path) == 1:
                return box
            return find(source, box.start, box.end, *path[1:])
    return None


def film_clues(source: Source) -> Clues:
    """From the head of a film: its length, and what Apple's devices write about it."""
    movie = find(source, 0, source.size, b"moov")
    if movie is None:
        return Clues()
    clues = _movie_header(source, movie)
    tags = _quicktime_tags(source, movie)
    created = tags.get(_CREATED, "")
    moment = parse_moment(created)
    if moment is not None:
        clues = replace(clues, taken_at=moment.isoformat(), zone=parse_zone(created))
    return replace(clues, camera=tags.get(_MODEL) or None, content_identifier=tags.get(_IDENTIFIER, "").upper() or None)


def heif_clues(source: Source) -> Clues:
    """From the EXIF item of a HEIC or AVIF."""
    meta = find(source, 0, source.size, b"meta")
    if meta is None:
        return Clues()
    number = at = None
    for box in walk(source, meta.start + 4, meta.end):
        if box.kind in (b"iinf", b"iloc") and box.end - box.start <= _MOST_META:
            data = source.read_at(box.start, box.end - box.start)
            if box.kind == b"iinf":
                number = _exif_item(data)
            elif number is not None:
                at = _place_of_item(data, number)
    if at is None:
        return Clues()
    return tiff_clues(source, at + 4 + int.from_bytes(source.read_at(at, 4), "big"))


def cr3_clues(source: Source) -> Clues:
    """From the two directories in Canon's own box."""
    movie = find(source, 0, source.size, b"moov")
    for box in walk(source, movie.start, movie.end) if movie else ():
        if box.kind == b"uuid" and source.read_at(box.start, 16) == _CANON_BOX:
            parts = {part.kind: part for part in walk(source, box.start + 16, box.end)}
            main, photo = (
                tiff_clues(source, parts[kind].start) if kind in parts else Clues() for kind in (b"CMT1", b"CMT2")
            )
            return replace(photo, camera=main.camera)
    return Clues()


def _movie_header(source: Source, movie: Box) -> Clues:
    box = find(source, movie.start, movie.end, b"mvhd")
    data = source.read_at(box.start, 32) if box else b""
    try:
        layout = ">4xQQIQ" if data[:1] == b"\1" else ">4xIIII"
        created, _, scale, length = struct.unpack_from(layout, data)
        moment = trusted_time(_EPOCH + timedelta(seconds=created))
    except (struct.error, OverflowError):
        return Clues()
    seconds = length / scale if scale else None
    if moment is None:
        return Clues(seconds=seconds)
    return Clues(taken_at=moment.isoformat(), zone=0, seconds=seconds)


def _quicktime_tags(source: Source, movie: Box) -> dict[bytes, str]:
    """The named values in `meta`, which QuickTime writes as a plain box and MP4 with a version before it."""
    meta = find(source, movie.start, movie.end, b"meta")
    if meta is None:
        return {}
    start = meta.start if source.read_at(meta.start, 8)[4:] == b"hdlr" else meta.start + 4
    inside = {box.kind: box for box in walk(source, start, meta.end)}
    if b"keys" not in inside or b"ilst" not in inside:
        return {}
    names = _names(source, inside[b"keys"])
    values: dict[bytes, str] = {}
    for item in walk(source, inside[b"ilst"].start, inside[b"ilst"].end):
        name = names.get(int.from_bytes(item.kind, "big"), b"")
        data = find(source, item.start, item.end, b"data") if name in (_IDENTIFIER, _CREATED, _MODEL) else None
        if data is not None:
            values[name] = plain_text(source.read_at(data.start, min(data.end - data.start, _MOST_TEXT))[8:])
    return values


def _names(source: Source, box: Box) -> dict[int, bytes]:
    data = source.read_at(box.start, min(box.end - box.start, _MOST_META))
    names: dict[int, bytes] = {}
    at = 8
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size < 8:
            break
        names[len(names) + 1] = data[at + 8 : at + size]
        at += size
    return names


def _exif_item(data: bytes) -> int | None:
    """The number of the item of kind Exif, from what `iinf` holds."""
    at = 6 if data[:1] == b"\0" else 8
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size < 8:
            break
        entry = data[at + 8 : at + size]
        wide = entry[:1] == b"\3"
        number, kind = (entry[4:8], entry[10:14]) if wide else (entry[4:6], entry[8:12])
        if kind == b"Exif":
            return int.from_bytes(number, "big")
        at += size
    return None


def _place_of_item(data: bytes, wanted: int) -> int | None:
    """Where an item's first bytes are, from what `iloc` holds; None unless they lie in the file itself."""
    version = data[0] if data else 0
    cursor = _Cursor(data, 4)
    sizes = cursor.number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version in (1, 2) else 0
    for _ in range(cursor.number(4 if version == 2 else 2)):
        if cursor.at >= len(data):
            break
        item = cursor.number(4 if version == 2 else 2)
        method = cursor.number(2) & 15 if version in (1, 2) else 0
        cursor.number(2)
        base = cursor.number(base_size)
        first = None
        for _ in range(cursor.number(2)):
            if cursor.at >= len(data):
                break
            cursor.number(index_size)
            offset = cursor.number(offset_size)
            cursor.number(length_size)
            first = offset if first is None else first
        if item == wanted:
            return None if method or first is None else base + first
    return None


class _Cursor:
    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def number(self, size: int) -> int:
        self.at += size
        return int.from_bytes(self.data[self.at - size : self.at], "big")
