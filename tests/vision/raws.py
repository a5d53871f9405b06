"""Camera RAW made here: DNG with a mosaic of 16 bits and, if wanted, an embedded JPEG preview."""

from __future__ import annotations

import struct

import numpy as np

from photos import draw_photo
from vision.drawn import saved

SHORT, LONG, RATIONAL, SIGNED, BYTE, ASCII = 3, 4, 5, 10, 1, 2
_WORDS = {SHORT: "H", LONG: "I", BYTE: "B"}


def dng(
    size: tuple[int, int] = (640, 480),
    *,
    seed: int = 3,
    preview: bytes | None = b"",
    orientation: int = 1,
    taken_at: str = "",
) -> bytes:
    """A DNG as cameras write it, lying as it was exposed. `preview` of None leaves it out, empty bytes draw one."""
    width, height = size
    photo = draw_photo(seed, size)
    if preview == b"":
        preview = saved(photo, "JPEG", quality=85)
    sensor = _mosaic(np.asarray(photo)).tobytes()
    directory = {
        254: (LONG, [0]),
        256: (LONG, [width]),
        257: (LONG, [height]),
        258: (SHORT, [16]),
        259: (SHORT, [1]),
        262: (SHORT, [32803]),
        271: (ASCII, b"Testmaker\0"),
        272: (ASCII, b"Testcam Raw\0"),
        273: (LONG, [0]),
        274: (SHORT, [orientation]),
        277: (SHORT, [1]),
        278: (LONG, [height]),
        279: (LONG, [len(sensor)]),
        33421: (SHORT, [2, 2]),
        33422: (BYTE, [0, 1, 1, 2]),
        50706: (BYTE, [1, 4, 0, 0]),
        50708: (ASCII, b"Testcam Raw\0"),
        50717: (LONG, [65535]),
        50721: (SIGNED, [10000, 10000, 0, 1, 0, 1, 0, 1, 10000, 10000, 0, 1, 0, 1, 0, 1, 10000, 10000]),
        50728: (RATIONAL, [1, 1, 1, 1, 1, 1]),
        50778: (SHORT, [21]),
    }
    if taken_at:
        directory[306] = (ASCII, taken_at.encode() + b"\0")
    blocks = [sensor]
    if preview is not None:
        blocks.append(preview)
        directory[330] = (LONG, [0])
    return _assembled(directory, blocks, size)


def _mosaic(rgb: np.ndarray) -> np.ndarray:
    linear = ((rgb / 255.0) ** 2.2 * 60000).astype("<u2")
    mosaic = linear[..., 1].copy()
    mosaic[0::2, 0::2] = linear[0::2, 0::2, 0]
    mosaic[1::2, 1::2] = linear[1::2, 1::2, 2]
    return mosaic


def _assembled(directory: dict, blocks: list[bytes], size: tuple[int, int]) -> bytes:
    """The directory, the preview's directory, and after both the pixels they point to."""
    second = {}
    if len(blocks) > 1:
        second = {
            254: (LONG, [1]),
            256: (LONG, [size[0]]),
            257: (LONG, [size[1]]),
            258: (SHORT, [8, 8, 8]),
            259: (SHORT, [7]),
            262: (SHORT, [6]),
            273: (LONG, [0]),
            277: (SHORT, [3]),
            278: (LONG, [size[1]]),
            279: (LONG, [len(blocks[1])]),
        }
    for _ in range(2):
        first_part = _directory(directory, 8)
        second_part = _directory(second, 8 + len(first_part)) if second else b""
        at = 8 + len(first_part) + len(second_part)
        directory[273] = (LONG, [at])
        if second:
            directory[330] = (LONG, [8 + len(first_part)])
            second[273] = (LONG, [at + len(blocks[0])])
    return b"II*\0" + struct.pack("<I", 8) + first_part + second_part + b"".join(blocks)


def _directory(tags: dict, start: int) -> bytes:
    entries, extra = b"", b""
    beyond = start + 2 + 12 * len(tags) + 4
    for tag, (kind, values) in sorted(tags.items()):
        count, content = _content(kind, values)
        if len(content) > 4:
            entries += struct.pack("<HHII", tag, kind, count, beyond + len(extra))
            extra += content + bytes(len(content) % 2)
        else:
            entries += struct.pack("<HHI", tag, kind, count) + content.ljust(4, b"\0")
    return struct.pack("<H", len(tags)) + entries + bytes(4) + extra


def _content(kind: int, values) -> tuple[int, bytes]:
    if kind == ASCII:
        return len(values), values
    if kind in (RATIONAL, SIGNED):
        return len(values) // 2, struct.pack(f"<{len(values)}{'i' if kind == SIGNED else 'I'}", *values)
    return len(values), struct.pack(f"<{len(values)}{_WORDS[kind]}", *values)
