"""Camera RAW through LibRaw: the preview that the camera embedded, else a half-size development."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import rawpy
from PIL import Image

from twinlens.core.problems import ProblemReason
from twinlens.vision import tiff_tags
from twinlens.vision.containers import holds_sensor_data
from twinlens.vision.orientation import UPRIGHT, oriented_size
from twinlens.vision.sources import OpenedFile, SourceProblemError

LEAST_PREVIEW_SIDE = 320
"""A smaller preview is a thumbnail: the picture is developed instead, if that works."""
_ORIENTATION_OF_FLIP = {0: UPRIGHT, 3: 3, 5: 8, 6: 6}


@dataclass(frozen=True, slots=True)
class RawPreview:
    """The best rendering that a RAW file offers, not yet upright."""

    jpeg: bytes | None
    """The embedded JPEG, to be decoded like any other."""
    image: Image.Image | None
    """A bitmap, where the preview is none or was developed."""
    orientation: int
    """EXIF orientation by the RAW file. A JPEG's own tag, where it has one, comes first."""
    width: int
    height: int
    """The RAW picture's own size, upright."""


@contextmanager
def libraw(opened: OpenedFile) -> Iterator[rawpy.RawPy]:
    """LibRaw on an open file. Raises rawpy.LibRawError where it doesn't know the file."""
    raw = rawpy.imread(_spelling(opened))
    try:
        yield raw
    finally:
        raw.close()


def embedded_preview(opened: OpenedFile) -> bytes | None:
    """The bytes of the embedded preview, None where there is none."""
    try:
        with libraw(opened) as raw:
            return preview_bytes(_thumbnail(raw))
    except (rawpy.LibRawError, OSError):
        return None


def preview_bytes(thumbnail: rawpy.Thumbnail | None) -> bytes | None:
    """What of a preview goes into the content key."""
    if thumbnail is None:
        return None
    return thumbnail.data if isinstance(thumbnail.data, bytes) else thumbnail.data.tobytes()


def read_preview(opened: OpenedFile) -> tuple[RawPreview, bytes | None]:
    """A RAW file's rendering, and the preview's bytes for the content key.

    Raises SourceProblemError NO_PREVIEW where the file offers none, and what LibRaw raises where it is no RAW.
    """
    _refuse_cut_short(opened)
    with libraw(opened) as raw:
        thumbnail = _thumbnail(raw)
        sizes = raw.sizes
        orientation = _ORIENTATION_OF_FLIP.get(sizes.flip, UPRIGHT)
        width, height = oriented_size(sizes.width, sizes.height, orientation)
        jpeg, image = _rendering(thumbnail)
        if thumbnail is None or max(_size(jpeg, image)) < LEAST_PREVIEW_SIDE:
            developed = _developed(raw)
            if developed is not None:
                return RawPreview(None, developed, UPRIGHT, width, height), preview_bytes(thumbnail)
        if jpeg is None and image is None:
            raise SourceProblemError(ProblemReason.NO_PREVIEW)
        return RawPreview(jpeg, image, orientation, width, height), preview_bytes(thumbnail)


def _refuse_cut_short(opened: OpenedFile) -> None:
    """A RAW file may end before its sensor data does: LibRaw develops the rest as black, and the preview is whole."""
    opened.file.seek(0)
    if opened.read(4) not in (b"II*\x00", b"MM\x00*"):
        return
    for directory in tiff_tags.read_directories(opened.file):
        if holds_sensor_data(directory) and tiff_tags.end_of_pixels(directory) > opened.size:
            raise SourceProblemError(ProblemReason.DAMAGED, "the file ends before its sensor data does")


def _rendering(thumbnail: rawpy.Thumbnail | None) -> tuple[bytes | None, Image.Image | None]:
    if thumbnail is None:
        return None, None
    if isinstance(thumbnail.data, bytes):
        return thumbnail.data, None
    return None, Image.fromarray(thumbnail.data)


def _size(jpeg: bytes | None, image: Image.Image | None) -> tuple[int, int]:
    if image is not None:
        return image.size
    try:
        with Image.open(io.BytesIO(jpeg or b""), formats=("JPEG",)) as preview:
            return preview.size
    except Exception:  # noqa: BLE001 - a broken preview, in whatever way it is broken
        return 0, 0


def _thumbnail(raw: rawpy.RawPy) -> rawpy.Thumbnail | None:
    try:
        return raw.extract_thumb()
    except (rawpy.LibRawError, OSError):
        return None


def _developed(raw: rawpy.RawPy) -> Image.Image | None:
    try:
        return Image.fromarray(raw.postprocess(half_size=True, use_camera_wb=True, output_bps=8))
    except (rawpy.LibRawError, OSError, ValueError):
        return None


def _spelling(opened: OpenedFile) -> str | io.BytesIO:
    """How LibRaw, which reads only what it needs, is told of a file; it cannot spell every name."""
    if opened.path is None:
        return io.BytesIO(opened.read_all())
    alias = f"/proc/self/fd/{opened.file.fileno()}"
    if os.path.exists(alias):
        return alias
    name = os.fspath(opened.path)
    try:
        name.encode()
    except UnicodeEncodeError:
        return io.BytesIO(opened.read_all())
    return name
