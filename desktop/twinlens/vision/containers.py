"""Telling what a file is by its first bytes: names lie."""

from __future__ import annotations

import struct
from enum import StrEnum
from typing import BinaryIO

HEAD_SIZE = 64
"""How many first bytes `container_of` wants to see."""


class Container(StrEnum):
    """A file format by content. The values are what the application shows."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    TIFF = "TIFF"
    GIF = "GIF"
    BMP = "BMP"
    PSD = "PSD"
    HEIF = "HEIF"
    AVIF = "AVIF"
    JXL = "JXL"
    JPEG2000 = "JPEG2000"
    PPM = "PPM"
    QOI = "QOI"
    RAW = "RAW"
    UNSUPPORTED = "UNSUPPORTED"
    """A picture by its first bytes, of a kind that is not read."""


_MAGIC: tuple[tuple[bytes, Container], ...] = (
    (b"\xff\xd8\xff", Container.JPEG),
    (b"\x89PNG\r\n\x1a\n", Container.PNG),
    (b"GIF87a", Container.GIF),
    (b"GIF89a", Container.GIF),
    (b"8BPS", Container.PSD),
    (b"\x00\x00\x00\x0cjP  ", Container.JPEG2000),
    (b"\xff\x4f\xff\x51", Container.JPEG2000),
    (b"\x00\x00\x00\x0cJXL ", Container.JXL),
    (b"\xff\x0a", Container.JXL),
    (b"qoif", Container.QOI),
    (b"FUJIFILMCCD-RAW", Container.RAW),
    (b"FOVb", Container.RAW),
    (b"\x00MRM", Container.RAW),
    (b"IIRO", Container.RAW),
    (b"IIRS", Container.RAW),
    (b"MMOR", Container.RAW),
    (b"IIU\x00", Container.RAW),
    (b"II\x1a\x00\x00\x00HEAPCCDR", Container.RAW),
    (b"II*\x00", Container.TIFF),
    (b"MM\x00*", Container.TIFF),
    (b"II+\x00", Container.TIFF),
    (b"MM\x00+", Container.TIFF),
    (b"%!PS", Container.UNSUPPORTED),
    (b"\xc5\xd0\xd3\xc6", Container.UNSUPPORTED),
    (b"DDS ", Container.UNSUPPORTED),
    (b"BLP1", Container.UNSUPPORTED),
    (b"BLP2", Container.UNSUPPORTED),
    (b"icns", Container.UNSUPPORTED),
    (b"\x00\x00\x01\x00", Container.UNSUPPORTED),
    (b"gimp xcf", Container.UNSUPPORTED),
    (b"\xd7\xcd\xc6\x9a", Container.UNSUPPORTED),
    (b"\x76\x2f\x31\x01", Container.UNSUPPORTED),
    (b"#?RADIANCE", Container.UNSUPPORTED),
    (b"SIMPLE  =", Container.UNSUPPORTED),
    (b"\x01\xda", Container.UNSUPPORTED),
    (b"II\xbc", Container.UNSUPPORTED),
)
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_GENERIC_HEIF_BRANDS = frozenset({b"mif1", b"mif2", b"msf1"})
_RAW_BRANDS = frozenset({b"crx "})
_BMP_HEADER_SIZES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})


def container_of(head: bytes) -> Container | None:
    """The format that a file's first `HEAD_SIZE` bytes announce, or None where they announce no picture.

    Most camera RAW looks like TIFF from here: `tiff_is_raw` looks further.
    """
    for magic, container in _MAGIC:
        if head.startswith(magic):
            return container
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Container.WEBP
    if head[4:8] == b"ftyp":
        return _iso_container(head)
    if head[:2] == b"BM" and len(head) >= 18 and int.from_bytes(head[14:18], "little") in _BMP_HEADER_SIZES:
        return Container.BMP
    if head[:1] == b"P" and head[1:2] in b"123456" and head[2:3] in (b" ", b"\n", b"\r", b"\t"):
        return Container.PPM
    return None


def _iso_container(head: bytes) -> Container | None:
    """Pictures in the ISO base media format. A film begins in the same way, with other brands."""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    major = head[8:12]
    brands = {major, *(head[at : at + 4] for at in range(16, end - 3, 4))}
    if major in _RAW_BRANDS:
        return Container.RAW
    if major in _AVIF_BRANDS:
        return Container.AVIF
    if major in _HEIF_BRANDS:
        return Container.HEIF
    if major in _GENERIC_HEIF_BRANDS:
        return Container.AVIF if brands & _AVIF_BRANDS else Container.HEIF
    return None


_TAG_SUBFILE_TYPE = 254
_TAG_WIDTH = 256
_TAG_HEIGHT = 257
_TAG_COMPRESSION = 259
_TAG_PHOTOMETRIC = 262
_TAG_MAKE = 271
_TAG_SUB_IFDS = 330
_TAG_DNG_VERSION = 50706
_SENSOR_PHOTOMETRICS = frozenset({32803, 34892})
_SENSOR_COMPRESSIONS = frozenset({34713, 32767, 32770, 65000, 65535})
_THUMBNAIL_SIDE = 512
"""A camera's TIFF that holds nothing larger than this keeps its picture where only a RAW decoder finds it."""
_MAX_DIRECTORIES = 12
_MAX_ENTRIES = 512
_WORDS = {3: "H", 4: "I", 13: "I"}


def tiff_is_raw(file: BinaryIO, head: bytes) -> bool:
    """Whether a file that begins like TIFF is camera RAW: by its tags, looking at every directory of pictures."""
    if head[8:10] == b"CR" or head[8:12] == b"IIII":
        return True
    if head[2:3] == b"+" or head[3:4] == b"+":
        return False
    try:
        directories = _read_directories(file, "<" if head[:2] == b"II" else ">")
    except (struct.error, OSError):
        return False
    if not directories:
        return False
    if any(
        _TAG_DNG_VERSION in directory
        or _SENSOR_PHOTOMETRICS.intersection(directory.get(_TAG_PHOTOMETRIC, ()))
        or _SENSOR_COMPRESSIONS.intersection(directory.get(_TAG_COMPRESSION, ()))
        for directory in directories
    ):
        return True
    sides = [side for directory in directories for tag in (_TAG_WIDTH, _TAG_HEIGHT) for side in directory.get(tag, ())]
    from_camera = _TAG_MAKE in directories[0]
    return from_camera and max(sides, default=0) <= _THUMBNAIL_SIDE and _announces_thumbnail(directories[0])


def _announces_thumbnail(directory: dict[int, tuple[int, ...]]) -> bool:
    return bool(directory.get(_TAG_SUBFILE_TYPE, (0,))[0] & 1)


def _read_directories(file: BinaryIO, order: str) -> list[dict[int, tuple[int, ...]]]:
    file.seek(4)
    pending = [struct.unpack(order + "I", file.read(4))[0]]
    seen: set[int] = set()
    directories: list[dict[int, tuple[int, ...]]] = []
    while pending and len(directories) < _MAX_DIRECTORIES:
        offset = pending.pop(0)
        if not offset or offset in seen:
            continue
        seen.add(offset)
        try:
            directory, following = _read_directory(file, order, offset)
        except struct.error:
            continue
        directories.append(directory)
        pending += [following, *directory.get(_TAG_SUB_IFDS, ())]
    return directories


def _read_directory(file: BinaryIO, order: str, offset: int) -> tuple[dict[int, tuple[int, ...]], int]:
    file.seek(offset)
    count = min(struct.unpack(order + "H", file.read(2))[0], _MAX_ENTRIES)
    block = file.read(12 * count)
    following = file.read(4)
    directory: dict[int, tuple[int, ...]] = {}
    for at in range(0, len(block) - 11, 12):
        tag, kind, length = struct.unpack(order + "HHI", block[at : at + 8])
        directory[tag] = _values(file, order, kind, length, block[at + 8 : at + 12])
    return directory, struct.unpack(order + "I", following)[0] if len(following) == 4 else 0


def _values(file: BinaryIO, order: str, kind: int, length: int, inline: bytes) -> tuple[int, ...]:
    """The numbers of an entry, a few at most; other kinds of values are not needed here."""
    if kind not in _WORDS:
        return (0,)
    word = _WORDS[kind]
    size = struct.calcsize(order + word)
    wanted = min(length, 8)
    data = inline
    if length * size > len(inline):
        file.seek(struct.unpack(order + "I", inline)[0])
        data = file.read(wanted * size)
    wanted = min(wanted, len(data) // size)
    return struct.unpack(f"{order}{wanted}{word}", data[: wanted * size])
