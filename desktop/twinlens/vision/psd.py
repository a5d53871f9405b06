"""The composite of a Photoshop document: PSD and PSB of 8, 16 and 32 bits (Pillow reads PSD of 8 bits alone)."""

from __future__ import annotations

import struct
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from twinlens.vision import memory

_HEADER = struct.Struct(">4sH6xHIIHH")
_RAW, _RUN_LENGTH = 0, 1
_PROFILE, _EXIF, _XMP = 1039, 1058, 1060
_CMYK = 4
_MODES = {
    0: ("1", 1),
    1: ("L", 1),
    2: ("P", 1),
    3: ("RGB", 3),
    _CMYK: ("CMYK", 4),
    7: ("L", 1),
    8: ("L", 1),
    9: ("LAB", 3),
}
_MOST_RESOURCES = 2**26
_PALETTE = 768


def open_psd(file: BinaryIO) -> Image.Image:
    """Decode the composite, with profile, EXIF, XMP and IPTC in `info`. Raises OSError or ValueError where damaged."""
    file.seek(0)
    signature, version, channels, height, width, depth, mode_number = _HEADER.unpack(_exactly(file, _HEADER.size))
    if signature != b"8BPS" or version not in (1, 2) or mode_number not in _MODES:
        raise OSError("the header cannot be read")
    if not width or not height:
        raise OSError("no pixels")
    mode, wanted = _MODES[mode_number]
    if depth not in (1, 8, 16, 32) or (depth == 1) != (mode == "1") or (mode == "P" and depth != 8):
        raise OSError(f"unsupported depth {depth} of mode {mode_number}")
    if channels < wanted:
        raise OSError("the header makes no sense")
    memory.require(width * height * wanted * (2 + depth // 8))
    palette = _exactly(file, _length(file, 4))
    info = _resources(_exactly(file, min(_length(file, 4), _MOST_RESOURCES)))
    file.seek(_length(file, 4 * version), 1)
    planes = _planes(file, (width, height), depth, channels, wanted, count_size=2 * version)
    image = _joined(planes, mode, palette)
    image.info.update(info, bit_depth=depth)
    return image


def _planes(
    file: BinaryIO, size: tuple[int, int], depth: int, channels: int, wanted: int, count_size: int
) -> list[Image.Image]:
    """The first channels, each of 8 bits (or of 1)."""
    width, height = size
    row_size = (width * depth + 7) // 8
    (compression,) = struct.unpack(">H", _exactly(file, 2))
    if compression == _RAW:
        stored = [_exactly(file, row_size * height) for _ in range(wanted)]
    elif compression == _RUN_LENGTH:
        table = _exactly(file, count_size * channels * height)
        counts = np.frombuffer(table, dtype=f">u{count_size}").reshape(channels, height).sum(axis=1, dtype=np.int64)
        stored = [_expanded(_exactly(file, int(counts[channel])), row_size, height) for channel in range(wanted)]
    else:
        raise OSError(f"unsupported compression {compression} of a composite")
    return [_to_eight_bits(data, size, depth) for data in stored]


def _expanded(packed: bytes, row_size: int, height: int) -> bytes:
    return Image.frombytes("L", (row_size, height), packed, "packbits", "L").tobytes()


def _to_eight_bits(data: bytes, size: tuple[int, int], depth: int) -> Image.Image:
    width, height = size
    if depth == 1:
        return Image.frombytes("1", size, data, "raw", "1;I")
    if depth == 8:
        return Image.frombytes("L", size, data)
    if depth == 16:
        words = np.frombuffer(data, dtype=">u2").reshape(height, width)
        return Image.fromarray((words >> 8).astype(np.uint8))
    return Image.fromarray(_shown(np.frombuffer(data, dtype=">f4").reshape(height, width)))


def _shown(light: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Linear light, as documents of 32 bits hold it, by the curve of sRGB."""
    linear = np.clip(np.nan_to_num(light.astype(np.float32)), 0.0, 1.0)
    curved = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    shown: NDArray[np.uint8] = (curved * 255 + 0.5).astype(np.uint8)
    return shown


def _joined(planes: list[Image.Image], mode: str, palette: bytes) -> Image.Image:
    if mode == "P":
        image = planes[0].convert("L")
        colours = palette[:_PALETTE].ljust(_PALETTE, b"\0")
        image.putpalette(bytes(colours[part * 256 + entry] for entry in range(256) for part in range(3)))
        return image
    if mode == "CMYK":
        # 255 is no ink in a document, and all ink in Pillow.
        planes = [plane.point(lambda value: 255 - value) for plane in planes]
    return planes[0] if len(planes) == 1 else Image.merge(mode, planes)


def _resources(block: bytes) -> dict[str, object]:
    """The image resources that Pillow's other plugins give, under the same names."""
    info: dict[str, object] = {}
    photoshop: dict[int, bytes] = {}
    at = 0
    while block[at : at + 4] == b"8BIM" and at + 12 <= len(block):
        number = int.from_bytes(block[at + 4 : at + 6], "big")
        name_size = block[at + 6] + 1
        at += 6 + name_size + name_size % 2
        length = int.from_bytes(block[at : at + 4], "big")
        photoshop[number] = block[at + 4 : at + 4 + length]
        at += 4 + length + length % 2
    for number, key in ((_PROFILE, "icc_profile"), (_EXIF, "exif"), (_XMP, "xmp")):
        if number in photoshop:
            info[key] = photoshop[number]
    info["photoshop"] = photoshop
    return info


def _length(file: BinaryIO, size: int) -> int:
    return int.from_bytes(_exactly(file, size), "big")


def _exactly(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) != length:
        raise OSError("the document ends early")
    return data
