"""Telling what a file is by its first bytes: names lie."""

from __future__ import annotations

from enum import StrEnum
from typing import BinaryIO

from twinlens.vision import tiff_tags

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


_SENSOR_PHOTOMETRICS = frozenset({32803, 34892})
_SENSOR_COMPRESSIONS = frozenset({34713, 32767, 32770, 65000, 65535})
_THUMBNAIL_SIDE = 512
"""A camera's TIFF that holds nothing larger than this keeps its picture where only a RAW decoder finds it."""


def tiff_is_raw(file: BinaryIO, head: bytes) -> bool:
    """Whether a file that begins like TIFF is camera RAW: by its tags, looking at every directory of pictures."""
    if head[8:10] == b"CR" or head[8:12] == b"IIII":
        return True
    if b"+" in head[2:4]:
        return False
    directories = tiff_tags.read_directories(file)
    return any(holds_sensor_data(directory) for directory in directories) or _is_thumbnail_of_camera(directories)


def holds_sensor_data(directory: tiff_tags.Directory) -> bool:
    """Whether a directory is of DNG, or its pixels are a sensor's."""
    return (
        tiff_tags.DNG_VERSION in directory
        or not _SENSOR_PHOTOMETRICS.isdisjoint(directory.get(tiff_tags.PHOTOMETRIC, ()))
        or not _SENSOR_COMPRESSIONS.isdisjoint(directory.get(tiff_tags.COMPRESSION, ()))
    )


def _is_thumbnail_of_camera(directories: list[tiff_tags.Directory]) -> bool:
    if not directories or tiff_tags.MAKE not in directories[0]:
        return False
    sides = [
        side
        for directory in directories
        for tag in (tiff_tags.WIDTH, tiff_tags.HEIGHT)
        for side in directory.get(tag, ())
    ]
    (kind, *_) = directories[0].get(tiff_tags.SUBFILE_TYPE) or (0,)
    return bool(kind & 1) and max(sides, default=0) <= _THUMBNAIL_SIDE
