"""A RAW file's best rendering as a working picture, and its metadata."""

from __future__ import annotations

import dataclasses
import io

import rawpy
from PIL import Image

from twinlens.core.problems import ProblemReason
from twinlens.vision import raw
from twinlens.vision.containers import Container
from twinlens.vision.formats import open_image
from twinlens.vision.metadata import PhotoMetadata, RawTags, parse_time, read_metadata, read_tags, text_of
from twinlens.vision.orientation import upright
from twinlens.vision.pictures import LoadedPicture, Need, from_bitmap, load_jpeg, load_picture
from twinlens.vision.sources import OpenedFile, SourceProblemError

_XMP_TAG = 700
_DATE_TIME_TAG = 306
_UNKNOWN_YEAR = "1970-"
"""That of the clock which LibRaw reads as unknown."""
_TIFF_MAGIC = {
    b"II*\0": b"II*\0",
    b"MM\0*": b"MM\0*",
    b"IIRO": b"II*\0",
    b"IIRS": b"II*\0",
    b"MMOR": b"MM\0*",
    b"IIU\0": b"II*\0",
}
"""Files that are TIFF to their tags, by their first bytes, and the bytes that TIFF has there."""
_TAGS_SIZE = 4 * 2**20
"""Within how much of a file its tags are looked for."""


def load_raw(opened: OpenedFile, need: Need | None) -> tuple[LoadedPicture, bytes | None, bool]:
    """The picture, its preview's bytes for the content key, and whether it is RAW after all."""
    try:
        preview, key_bytes = raw.read_preview(opened)
    except rawpy.LibRawFileUnsupportedError as error:
        return _as_tiff(opened, need, error), None, False
    except rawpy.LibRawError as error:
        raise SourceProblemError(ProblemReason.DAMAGED, str(error)) from error
    if preview.image is not None:
        loaded = from_bitmap(preview.image, need, preview.orientation)
    else:
        loaded = load_jpeg(preview.jpeg or b"", need, preview.orientation)
        loaded = _turned_like(loaded, preview)
    metadata = _better(_own_metadata(opened), loaded.metadata)
    if metadata.taken_at is None:
        metadata = dataclasses.replace(metadata, taken_at=_time_of_writing(opened, preview.jpeg))
    return (
        dataclasses.replace(loaded, width=preview.width, height=preview.height, metadata=metadata),
        key_bytes,
        True,
    )


def _as_tiff(opened: OpenedFile, need: Need | None, error: Exception) -> LoadedPicture:
    """A file with the tags of RAW that LibRaw doesn't know may still be a plain TIFF."""
    opened.file.seek(0)
    head = opened.read(4)
    if head[:2] not in (b"II", b"MM"):
        raise SourceProblemError(ProblemReason.UNSUPPORTED, str(error)) from error
    opened.container = Container.TIFF
    return load_picture(opened, None, need)


def _turned_like(loaded: LoadedPicture, preview: raw.RawPreview) -> LoadedPicture:
    """Some cameras write upright previews' tags into previews that lie on their side: the RAW's own shape decides."""
    lies = (loaded.width > loaded.height) != (preview.width > preview.height)
    if not lies or preview.orientation not in (6, 8) or preview.width == preview.height:
        return loaded
    return dataclasses.replace(
        loaded,
        image=upright(loaded.image, preview.orientation),
        width=loaded.height,
        height=loaded.width,
    )


def raw_tags(opened: OpenedFile) -> RawTags:
    """The tags of a RAW file: most are TIFF to these, whatever their pixels are. Else those of its preview."""
    carrier = _carrier_of_tags(opened)
    return read_tags(carrier) if carrier is not None else _tags_of_preview(raw.embedded_preview(opened))


def _tags_of_preview(jpeg: bytes | None) -> RawTags:
    """A preview's tags: its own, or those that LibRaw put there for want of any."""
    if jpeg is None or not jpeg.startswith(b"\xff\xd8"):
        return read_tags(Image.new("L", (1, 1)))
    with open_image(io.BytesIO(jpeg), Container.JPEG) as image:
        return read_tags(image)


def _time_of_writing(opened: OpenedFile, jpeg: bytes | None) -> str | None:
    """When a camera wrote the file, which is as good as when it exposed it: nothing else writes RAW.

    Some cameras give no other time, and LibRaw gives this one for formats whose tags only it can read.
    """
    carrier = _carrier_of_tags(opened)
    tags = [read_tags(carrier)] if carrier is not None else []
    times = (parse_time(text_of(found.image.get(_DATE_TIME_TAG))) for found in (*tags, _tags_of_preview(jpeg)))
    return next((time for time in times if time is not None and not time.startswith(_UNKNOWN_YEAR)), None)


def _own_metadata(opened: OpenedFile) -> PhotoMetadata:
    carrier = _carrier_of_tags(opened)
    return PhotoMetadata() if carrier is None else read_metadata(carrier)


def _carrier_of_tags(opened: OpenedFile) -> Image.Image | None:
    """An empty picture that carries the tags of a TIFF-like file, None where the file is none."""
    opened.file.seek(0)
    magic = _TIFF_MAGIC.get(opened.read(4))
    if magic is None:
        return None
    carrier = Image.new("L", (1, 1))
    try:
        exif = carrier.getexif()
        exif.load_from_fp(io.BytesIO(magic + opened.read(_TAGS_SIZE)))
        carrier.info["xmp"] = exif.get(_XMP_TAG) or b""
    except Exception:  # noqa: BLE001 - tags can be broken in any way
        return None
    return carrier


def _better(own: PhotoMetadata, preview: PhotoMetadata) -> PhotoMetadata:
    """The RAW file's own metadata, completed by its preview's."""
    names = [field.name for field in dataclasses.fields(PhotoMetadata) if field.name != "tags"]
    values = {name: getattr(own, name) if getattr(own, name) is not None else getattr(preview, name) for name in names}
    return PhotoMetadata(tags=max(own.tags, preview.tags), **values)
