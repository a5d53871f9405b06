"""The few EXIF entries that tell which exposure a file is of, found by seeking: JPEG and the many kinds of TIFF."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, replace
from datetime import datetime

from twinlens.core.clues import Clues, trusted_time
from twinlens.files.bounded import Source

_MAKE, _MODEL = 271, 272
_EXIF_DIRECTORY = 34665
_JPEG_OF_RW2 = 46
_TIMES = ((36867, 37521, 36881), (36868, 37522, 36882))
"""The time, its fraction and its zone: of the exposure, else of the digitizing."""
_MAKER_NOTE = 37500
_APPLE_NOTE = b"Apple iOS\0"
_APPLE_DIRECTORY_AT = 14
_APPLE_CONTENT_IDENTIFIER = 17

_MOST_ENTRIES = 400
_LONGEST_TEXT = 200
_MOST_SEGMENTS = 40
_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 13: 4}
_DATE = re.compile(r"(\d{4})[:\-/.](\d\d)[:\-/.](\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?")
_ZONE = re.compile(r"([+-])(\d\d):?(\d\d)$")


@dataclass(frozen=True, slots=True)
class _Entry:
    length: int
    """In bytes."""
    at: int
    """Where its value is in the file."""
    inline: bytes


_Directory = dict[int, _Entry]


def jpeg_clues(source: Source, start: int = 0) -> Clues:
    """From the EXIF segment of a JPEG that begins at `start`."""
    at = start + 2
    for _ in range(_MOST_SEGMENTS):
        head = source.read_at(at, 10)
        if len(head) < 10 or head[0] != 0xFF or head[1] == 0xDA:
            break
        if head[1] == 0xFF:  # padding
            at += 1
            continue
        if head[1] == 0xE1 and head[4:] == b"Exif\0\0":
            return tiff_clues(source, at + 10)
        at += 2 + int.from_bytes(head[2:4], "big")
    return Clues()


def tiff_clues(source: Source, start: int = 0) -> Clues:
    """From the directories of a TIFF, or of what is built like one, that begins at `start`."""
    head = source.read_at(start, 8)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None or len(head) < 8:
        return Clues()
    tiff = _Tiff(source, start, order)
    main = tiff.directory(start + tiff.number(head[4:8]))
    photo = main
    if _EXIF_DIRECTORY in main:
        photo = main | tiff.directory(start + tiff.number(main[_EXIF_DIRECTORY].inline))
    moment, zone = tiff.time(photo)
    clues = Clues(
        camera=tiff.text(main, _MODEL) or tiff.text(main, _MAKE) or None,
        taken_at=moment,
        zone=zone,
        content_identifier=tiff.apple_identifier(photo.get(_MAKER_NOTE)),
    )
    if clues.taken_at is None and _JPEG_OF_RW2 in main and head[2:4] == b"U\0":
        return replace(jpeg_clues(source, main[_JPEG_OF_RW2].at), camera=clues.camera)
    return clues


def parse_moment(text: str) -> datetime | None:
    """An EXIF or ISO 8601 time, without fraction and zone; None where it is no time that a clock was set to."""
    match = _DATE.match(text.strip())
    try:
        return trusted_time(datetime(*(int(part) for part in match.groups()))) if match else None  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def parse_zone(text: str) -> int | None:
    """Minutes ahead of UTC."""
    text = text.strip()
    if text.endswith("Z"):
        return 0
    match = _ZONE.search(text)
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3])
    return -minutes if match[1] == "-" else minutes


def plain_text(data: bytes) -> str:
    """Text as cameras pad it: to the first NUL, without blanks around it."""
    text = data.split(b"\0", 1)[0].decode("utf-8", "replace")
    return "".join(letter for letter in text if letter.isprintable()).strip()[:_LONGEST_TEXT]


class _Tiff:
    def __init__(self, source: Source, start: int, order: str) -> None:
        self._source = source
        self._start = start
        self._order = order

    def number(self, data: bytes) -> int:
        return int.from_bytes(data, "little" if self._order == "<" else "big")

    def directory(self, at: int) -> _Directory:
        """The entries of one directory; empty where it is broken."""
        count = min(self.number(self._source.read_at(at, 2)), _MOST_ENTRIES)
        block = self._source.read_at(at + 2, 12 * count) if count else b""
        found: _Directory = {}
        for position in range(0, len(block) - 11, 12):
            tag, kind, number, inline = struct.unpack(self._order + "HHI4s", block[position : position + 12])
            length = number * _WIDTHS.get(kind, 0)
            value_at = at + 2 + position + 8 if length <= len(inline) else self._start + self.number(inline)
            found.setdefault(tag, _Entry(length, value_at, inline))
        return found

    def text(self, directory: _Directory, tag: int) -> str:
        entry = directory.get(tag)
        if entry is None or not entry.length:
            return ""
        if entry.length <= len(entry.inline):
            return plain_text(entry.inline[: entry.length])
        return plain_text(self._source.read_at(entry.at, min(entry.length, _LONGEST_TEXT)))

    def time(self, photo: _Directory) -> tuple[str | None, int | None]:
        for moment_tag, fraction_tag, zone_tag in _TIMES:
            moment = parse_moment(self.text(photo, moment_tag))
            if moment is not None:
                digits = re.match(r"\d+", self.text(photo, fraction_tag))
                fraction = f".{digits[0][:6]}" if digits else ""
                return moment.isoformat() + fraction, parse_zone(self.text(photo, zone_tag))
        return None, None

    def apple_identifier(self, note: _Entry | None) -> str | None:
        """Apple's notes are a big-endian directory of their own, with places counted from the note's beginning."""
        if note is None or note.length <= _APPLE_DIRECTORY_AT:
            return None
        if self._source.read_at(note.at, len(_APPLE_NOTE)) != _APPLE_NOTE:
            return None
        own = _Tiff(self._source, note.at, ">")
        directory = own.directory(note.at + _APPLE_DIRECTORY_AT)
        return own.text(directory, _APPLE_CONTENT_IDENTIFIER).upper() or None
