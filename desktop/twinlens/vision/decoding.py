"""Decoding one file in the calling process: from one read of it everything that the later stages of a scan need.

Nothing here protects against a decoder that hangs or crashes: a scan goes through `decode_pool`.
"""

from __future__ import annotations

import io
import math
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PIL import Image, UnidentifiedImageError

from twinlens.core.evidence import WHOLE, Region
from twinlens.core.photos import ContentKey, FileStamp, PictureFacts
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.vision.containers import Container
from twinlens.vision.detail import is_low_detail
from twinlens.vision.hashing import WHOLE_FILE_LIMIT, partial_key, whole_key
from twinlens.vision.metadata import RawTags, read_tags
from twinlens.vision.pictures import LoadedPicture, Need, load_picture, opened_image
from twinlens.vision.preprocess import encoder_input, part_inputs
from twinlens.vision.profiles import profile_of
from twinlens.vision.quality import measure
from twinlens.vision.sources import OpenedFile, SourceProblemError, open_bytes, open_file

PREVIEW_SIDE = 512
_PREVIEW_QUALITY = 80
_NOWHERE = Path()
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class DecodeRequest:
    """A file to decode, and how large its results shall be."""

    path: Path
    input_size: int
    preview_side: int = PREVIEW_SIDE
    verifier_size: int = 0
    """Of the pair verifier's input; 0 for none, since a scan needs none."""
    parts: bool = False
    """Whether the encoder's inputs of its parts are wanted too."""
    crop: Region | None = None
    """Only this part of the picture is wanted; key, stamp and metadata are the whole file's."""


@dataclass(frozen=True, slots=True)
class DecodedPhoto:
    """Everything that one read of a file gave."""

    content_key: ContentKey
    full_hash: str | None
    """XXH3-128 of all bytes, where they were all read."""
    stamp: FileStamp
    """Of the very file that was read."""
    facts: PictureFacts
    encoder_input: bytes
    """RGB, uint8, `input_size` squared."""
    preview: bytes
    """JPEG, sRGB, upright, no side longer than `preview_side`."""
    verifier_input: bytes = b""
    """RGB, uint8, `verifier_size` squared."""
    part_inputs: bytes = b""
    """RGB, uint8, `input_size` squared for each of PARTS; empty unless asked for."""


@dataclass(frozen=True, slots=True)
class RenderedPicture:
    """A picture for the window: sRGB, 8 bits, upright."""

    width: int
    height: int
    rgb: bytes
    """Rows of RGB without padding."""
    full_width: int
    full_height: int
    """Size of the whole picture."""


def decode_photo(request: DecodeRequest) -> DecodedPhoto | FileProblem:
    """Decode a file, or say why it cannot be. Never raises for what is in the file."""

    def decode() -> DecodedPhoto:
        with open_file(request.path) as opened:
            return _decode(opened, request)

    return _problems_told(request.path, decode)


def decode_bytes(data: bytes, input_size: int, preview_side: int = PREVIEW_SIDE) -> DecodedPhoto | FileProblem:
    """Decode a picture that is no file, such as a pasted one; its stamp has no time."""
    return _problems_told(
        _NOWHERE, lambda: _decode(open_bytes(data), DecodeRequest(_NOWHERE, input_size, preview_side))
    )


def render_rgb(source: Path | bytes, max_side: int | None = None) -> RenderedPicture | FileProblem:
    """A picture for the window, scaled down to `max_side` where it is larger."""

    def render() -> RenderedPicture:
        if isinstance(source, bytes):
            return _render(open_bytes(source), max_side)
        with open_file(source) as opened:
            return _render(opened, max_side)

    return _problems_told(source if isinstance(source, Path) else _NOWHERE, render)


def tags_and_profile(source: Path | bytes) -> tuple[RawTags, bytes | None] | None:
    """All metadata of a picture and its colour profile, without decoding its pixels; None where it cannot be read."""

    def read() -> tuple[RawTags, bytes | None]:
        if isinstance(source, bytes):
            return _tags(open_bytes(source))
        with open_file(source) as opened:
            return _tags(opened)

    found = _problems_told(source if isinstance(source, Path) else _NOWHERE, read)
    return None if isinstance(found, FileProblem) else found


def _tags(opened: OpenedFile) -> tuple[RawTags, bytes | None]:
    if opened.is_raw:
        from twinlens.vision.raw_picture import raw_tags

        return raw_tags(opened), None
    with opened_image(opened) as image:
        return read_tags(image), profile_of(image)


def _decode(opened: OpenedFile, request: DecodeRequest) -> DecodedPhoto:
    need = _need(request)
    with _blaming_changes(opened):
        loaded, content_key, full_hash, is_raw = _read(opened, need)
        if request.crop is not None:
            loaded = _cropped(loaded, request.crop)
        pixels = encoder_input(loaded.image, request.input_size)
        pair_pixels = encoder_input(loaded.image, request.verifier_size).tobytes() if request.verifier_size else b""
    opened.confirm_unchanged()
    metadata = loaded.metadata
    quality = measure(loaded.image)
    facts = PictureFacts(
        format=str(Container.RAW if is_raw else opened.container),
        width=loaded.width,
        height=loaded.height,
        is_raw=is_raw,
        taken_at=metadata.taken_at,
        camera=metadata.camera,
        latitude=metadata.latitude,
        longitude=metadata.longitude,
        rating=metadata.rating,
        metadata_tags=metadata.tags,
        pixel_hash=loaded.pixel_hash,
        low_detail=is_low_detail(pixels),
        label=metadata.label,
        keywords=metadata.keywords,
        software=metadata.software,
        jpeg_quality=None if is_raw else loaded.jpeg_quality,
        sharpness=quality.sharpness,
        clipped=quality.clipped,
        detail_map=quality.detail_map,
        exposure_bias=metadata.exposure_bias,
        exposure_value=metadata.exposure_value,
        exposure_mode=metadata.exposure_mode,
        focus_distance=metadata.focus_distance,
        maker_note=metadata.maker_note,
    )
    small = _fitted(loaded.image, request.preview_side)
    parts = part_inputs(small, request.input_size).tobytes() if request.parts else b""
    return DecodedPhoto(content_key, full_hash, opened.stamp, facts, pixels.tobytes(), _jpeg(small), pair_pixels, parts)


def _need(request: DecodeRequest) -> Need:
    """What is left of a part of it must be as large as the whole would be."""
    _, _, width, height = request.crop or WHOLE
    short = max(request.input_size, request.verifier_size)
    return Need(math.ceil(request.preview_side / max(width, height)), math.ceil(short / min(width, height)))


def _cropped(loaded: LoadedPicture, crop: Region) -> LoadedPicture:
    x, y, width, height = crop
    box = [
        round(share * side) for share, side in zip((x, y, x + width, y + height), loaded.image.size * 2, strict=True)
    ]
    right, lower = max(box[2], box[0] + 1), max(box[3], box[1] + 1)
    full = max(1, round(loaded.width * width)), max(1, round(loaded.height * height))
    image = loaded.image.crop((box[0], box[1], right, lower))
    return LoadedPicture(image, *full, loaded.metadata, None, loaded.jpeg_quality)


def _render(opened: OpenedFile, max_side: int | None) -> RenderedPicture:
    need = None if max_side is None else Need(max_side)
    with _blaming_changes(opened):
        loaded = _read_raw(opened, need)[0] if opened.is_raw else load_picture(opened, None, need)
    image = loaded.image if max_side is None else _fitted(loaded.image, max_side)
    return RenderedPicture(image.width, image.height, image.tobytes(), loaded.width, loaded.height)


def _read(opened: OpenedFile, need: Need) -> tuple[LoadedPicture, ContentKey, str | None, bool]:
    """The picture, its content key, its full hash where all bytes were read, and whether it is RAW."""
    if opened.is_raw:
        loaded, preview, is_raw = _read_raw(opened, need)
        return loaded, partial_key(opened.file, opened.size, preview), None, is_raw
    if opened.size > WHOLE_FILE_LIMIT:
        key = partial_key(opened.file, opened.size, None)
        return load_picture(opened, None, need), key, None, False
    data = opened.read_all()
    key, full_hash = whole_key(data)
    return load_picture(opened, io.BytesIO(data), need), key, full_hash, False


def _read_raw(opened: OpenedFile, need: Need | None) -> tuple[LoadedPicture, bytes | None, bool]:
    from twinlens.vision.raw_picture import load_raw

    return load_raw(opened, need)


def _fitted(image: Image.Image, side: int) -> Image.Image:
    if max(image.size) <= side:
        return image
    size = Need(side).least_size(*image.size)
    return image.resize(size, Image.Resampling.HAMMING, reducing_gap=3.0)


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_PREVIEW_QUALITY)
    return buffer.getvalue()


@contextmanager
def _blaming_changes(opened: OpenedFile) -> Iterator[None]:
    """A file that is written while it is read looks damaged, and is not."""
    try:
        yield
    except Exception:
        opened.confirm_unchanged()
        raise


def _problems_told(path: Path, work: Callable[[], Result]) -> Result | FileProblem:
    """The one boundary at which whatever decoders raise becomes a problem of the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return work()
    except SourceProblemError as problem:
        return FileProblem(path, problem.reason, problem.detail)
    except MemoryError:
        return FileProblem(path, ProblemReason.TOO_LARGE, "needs more memory than one file may take")
    except UnidentifiedImageError:
        return FileProblem(path, ProblemReason.DAMAGED, "the header cannot be read")
    except NotImplementedError as error:
        return FileProblem(path, ProblemReason.UNSUPPORTED, _told(error))
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error) as error:
        return FileProblem(path, _judged(error), _told(error))
    except Exception as error:  # noqa: BLE001 - on broken data decoders raise whatever comes to their minds
        return FileProblem(path, ProblemReason.DAMAGED, f"{type(error).__name__}: {_told(error)}")


def _judged(error: Exception) -> ProblemReason:
    """Pillow says so in words where a file is sound and merely of a kind that it doesn't read."""
    text = str(error).lower()
    if isinstance(error, PermissionError):
        return ProblemReason.UNREADABLE
    unsupported = ("unsupported", "unknown pixel mode", "not supported", "unknown compression", "no decoder")
    return ProblemReason.UNSUPPORTED if any(word in text for word in unsupported) else ProblemReason.DAMAGED


def _told(error: BaseException) -> str:
    """An error's words, on one line and without the name of a buffer."""
    return " ".join(str(error).split())[:200]
