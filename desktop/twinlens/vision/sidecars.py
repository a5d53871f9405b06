"""What editors write beside a picture about it."""

from __future__ import annotations

from pathlib import Path

from twinlens.core.clearing import MARK_KEYWORD, MARK_LABEL
from twinlens.core.photos import Marks
from twinlens.vision import xmp
from twinlens.vision.metadata import star_rating, text_of

_LARGEST = 4 * 2**20
_FLAGS = {"1": 1, "-1": -1}


def read_sidecar(path: Path) -> Marks | None:
    """What an XMP sidecar says; None where it cannot be read. One that is too large to be one says nothing."""
    data = _read(path)
    return None if data is None else marks_of(data)


def sidecar_packet(path: Path) -> str | None:
    """The text of a sidecar; None where it cannot be read, empty where it is too large to be one."""
    data = _read(path)
    return None if data is None else _text(data)


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError):
        return None
    return data if len(data) <= _LARGEST else b""


def _text(data: bytes) -> str:
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")


def marks_of(data: bytes) -> Marks:
    """What a packet says; of broken ones whatever can be found."""
    packet = _text(data)
    words, label = set(xmp.list_of(packet, "dc:subject")), text_of(xmp.value_of(packet, "xmp:Label"))
    if MARK_KEYWORD in words and label == MARK_LABEL:
        label = ""  # our own mark is nothing that a person said
    return Marks(
        edited=_is_edited(packet),
        rating=star_rating(xmp.value_of(packet, "xmp:Rating")),
        flag=_FLAGS.get(xmp.value_of(packet, "xmpDM:pick"), 0),
        label=label,
        keywords=len(words - {"", MARK_KEYWORD}),
    )


def _is_edited(packet: str) -> bool:
    """Whether Camera Raw and its like, or darktable, wrote down a development."""
    if xmp.value_of(packet, "crs:HasSettings").lower() == "true":
        return True
    return xmp.value_of(packet, "darktable:history_end").strip("0") != ""
