"""Drawn pictures in memory, in any format."""

from __future__ import annotations

import io
import struct

import numpy as np
from PIL import Image

from photos import draw_photo
from twinlens.vision.decoding import DecodedPhoto, decode_bytes

SIZE = 64
"""Of encoder inputs in these tests."""


def saved(image: Image.Image, form: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def decoded(data: bytes, preview_side: int = 512) -> DecodedPhoto:
    result = decode_bytes(data, SIZE, preview_side)
    assert isinstance(result, DecodedPhoto), result
    return result


def pixels_of(photo: DecodedPhoto) -> np.ndarray:
    """The encoder input as an array."""
    return np.frombuffer(photo.encoder_input, dtype=np.uint8).reshape(SIZE, SIZE, 3).astype(int)


def difference(first: DecodedPhoto, second: DecodedPhoto) -> float:
    """Mean difference of two encoder inputs, in levels."""
    return float(np.abs(pixels_of(first) - pixels_of(second)).mean())


def corners(width: int = 96, height: int = 64) -> Image.Image:
    """A picture whose four corners tell how it lies: red, green, blue, white, clockwise from top left."""
    image = Image.new("RGB", (width, height), (90, 90, 90))
    half = (width // 2, height // 2)
    for at, colour in (
        ((0, 0), (220, 20, 20)),
        ((half[0], 0), (20, 200, 20)),
        ((half[0], half[1]), (20, 20, 220)),
        ((0, half[1]), (240, 240, 240)),
    ):
        image.paste(colour, (*at, at[0] + half[0], at[1] + half[1]))
    return image


def quadrants(photo: DecodedPhoto) -> np.ndarray:
    """Mean colours of the four quarters of an encoder input, clockwise from top left."""
    array, half, rim = pixels_of(photo), SIZE // 2, SIZE // 8
    parts = ((0, 0), (0, half), (half, half), (half, 0))
    return np.array([array[y + rim : y + half - rim, x + rim : x + half - rim].mean(axis=(0, 1)) for y, x in parts])


def psd_document(
    image: Image.Image, depth: int = 8, version: int = 1, packed: bool = False, resources: bytes = b""
) -> bytes:
    """A Photoshop document without layers: RGB, L or CMYK."""
    mode = {"L": 1, "RGB": 3, "CMYK": 4}[image.mode]
    planes = [np.asarray(band) for band in image.split()]
    if image.mode == "CMYK":
        planes = [255 - plane for plane in planes]
    rows = []
    for plane in planes:
        deep = {
            8: plane,
            16: (plane.astype(np.uint16) * 257).astype(">u2"),
            32: ((plane / 255.0) ** 2.2).astype(">f4"),
        }[depth]
        rows += [row.tobytes() for row in deep]
    header = struct.pack(">4sH6xHIIHH", b"8BPS", version, len(planes), image.height, image.width, depth, mode)
    body = header + bytes(4) + struct.pack(">I", len(resources)) + resources + bytes(4 * version)
    if not packed:
        return body + struct.pack(">H", 0) + b"".join(rows)
    lines = [_packed(row) for row in rows]
    counts = b"".join(len(line).to_bytes(2 * version, "big") for line in lines)
    return body + struct.pack(">H", 1) + counts + b"".join(lines)


def _packed(row: bytes) -> bytes:
    """PackBits without any runs."""
    return b"".join(bytes([len(row[at : at + 128]) - 1]) + row[at : at + 128] for at in range(0, len(row), 128))


__all__ = ["SIZE", "corners", "decoded", "difference", "draw_photo", "pixels_of", "psd_document", "quadrants", "saved"]
