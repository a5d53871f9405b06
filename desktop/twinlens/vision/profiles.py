"""The colour profile of a picture: the embedded one, or the one that its tags stand for.

Cameras set to Adobe RGB embed no profile, and say so in EXIF alone; phones may name Display P3 by number.
"""

from __future__ import annotations

import struct
from functools import lru_cache

from PIL import ExifTags, Image

_ADOBE_INTEROPERABILITY = "R03"
_INTEROPERABILITY_INDEX = 1
_ADOBE_COLOUR_SPACE = 2
_P3_PRIMARIES = 12
_WHITE = (0.9642, 1.0, 0.8249)
_ADOBE_COLORANTS = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
_P3_COLORANTS = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
_ADOBE_GAMMA = 563 / 256
_CURVE_POINTS = 1024
_HEADER_SIZE = 128


def profile_of(image: Image.Image) -> bytes | None:
    """The ICC profile of an opened picture, None where its colours are sRGB for all it says."""
    embedded = image.info.get("icc_profile")
    if isinstance(embedded, bytes) and embedded:
        return embedded
    numbered = image.info.get("nclx_profile")
    if isinstance(numbered, dict) and numbered.get("color_primaries") == _P3_PRIMARIES:
        return display_p3()
    return adobe_rgb() if _says_adobe_rgb(image) else None


@lru_cache(maxsize=1)
def adobe_rgb() -> bytes:
    """A profile of the colours of Adobe RGB (1998)."""
    return _matrix_profile("Adobe RGB (1998)", _ADOBE_COLORANTS, struct.pack(">IH", 1, round(_ADOBE_GAMMA * 256)))


@lru_cache(maxsize=1)
def display_p3() -> bytes:
    """A profile of the colours of Display P3."""
    points = (round(_linear(at / (_CURVE_POINTS - 1)) * 65535) for at in range(_CURVE_POINTS))
    return _matrix_profile("Display P3", _P3_COLORANTS, struct.pack(f">I{_CURVE_POINTS}H", _CURVE_POINTS, *points))


def _says_adobe_rgb(image: Image.Image) -> bool:
    if image.mode != "RGB":
        return False
    try:
        exif = image.getexif()
        if not exif:
            return False
        space = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.ColorSpace)
        index = exif.get_ifd(ExifTags.IFD.Interop).get(_INTEROPERABILITY_INDEX)
    except Exception:  # noqa: BLE001 - EXIF can be broken in any way
        return False
    return space == _ADOBE_COLOUR_SPACE or (isinstance(index, str) and index.startswith(_ADOBE_INTEROPERABILITY))


def _linear(value: float) -> float:
    """Linear light of a value by the curve of sRGB."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _matrix_profile(name: str, colorants: tuple[tuple[float, float, float], ...], curve: bytes) -> bytes:
    """An ICC profile (version 2) of three colorants and one curve."""
    text = name.encode("ascii") + b"\0"
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78),
        b"cprt": b"text" + bytes(4) + b"no copyright\0",
        b"wtpt": _numbers(b"XYZ ", _WHITE),
    }
    for letter, colorant in zip((b"r", b"g", b"b"), colorants, strict=True):
        tags[letter + b"XYZ"] = _numbers(b"XYZ ", colorant)
        tags[letter + b"TRC"] = b"curv" + bytes(4) + curve
    offset = _HEADER_SIZE + 4 + 12 * len(tags)
    table, data = struct.pack(">I", len(tags)), b""
    for signature, content in tags.items():
        table += signature + struct.pack(">II", offset + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    size = _HEADER_SIZE + len(table) + len(data)
    header = struct.pack(">I4xI4s4s4s", size, 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2000, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _numbers(b"", _WHITE)[-12:]
    return header.ljust(_HEADER_SIZE, b"\0") + table + data


def _numbers(kind: bytes, values: tuple[float, float, float]) -> bytes:
    return kind + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))
