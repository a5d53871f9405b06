"""Reading IPTC captions, from where JPEG, TIFF and PSD keep them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KEYWORDS = 25
HEADLINE = 105
CAPTION = 120
_TIFF_TAG = 33723
_PHOTOSHOP_RESOURCE = 0x0404
_MARKER = 0x1C
_APPLICATION_RECORD = 2
_EXTENDED = 0x8000
_MOST_ENTRIES = 1000


def entries_of(info: Mapping[Any, Any], exif: Mapping[int, Any]) -> tuple[tuple[int, str], ...]:
    """Number and text of each entry of the application record; broken data ends the list early."""
    resources = info.get("photoshop")
    block = resources.get(_PHOTOSHOP_RESOURCE) if isinstance(resources, dict) else exif.get(_TIFF_TAG)
    return tuple(_entries(block)) if isinstance(block, bytes) else ()


def _entries(block: bytes) -> list[tuple[int, str]]:
    entries: list[tuple[int, str]] = []
    at = 0
    while at + 5 <= len(block) and block[at] == _MARKER and len(entries) < _MOST_ENTRIES:
        record, number = block[at + 1], block[at + 2]
        length = int.from_bytes(block[at + 3 : at + 5], "big")
        at += 5
        if length & _EXTENDED:
            break
        if record == _APPLICATION_RECORD and number:
            entries.append((number, block[at : at + length].decode("utf-8", "replace")))
        at += length
    return entries
