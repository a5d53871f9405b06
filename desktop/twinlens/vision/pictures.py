"""From an open file to a working picture: upright, sRGB, and no larger than what comes next needs."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from twinlens.core.problems import ProblemReason
from twinlens.vision import colour, memory
from twinlens.vision.containers import Container
from twinlens.vision.formats import open_image
from twinlens.vision.metadata import PhotoMetadata, read_metadata
from twinlens.vision.orientation import TAG, UPRIGHT, orientation_of, oriented_size, upright
from twinlens.vision.profiles import profile_of
from twinlens.vision.quality import jpeg_quality
from twinlens.vision.sources import OpenedFile, SourceProblemError

_HASHED = frozenset(
    {Container.PNG, Container.WEBP, Container.TIFF, Container.BMP, Container.PSD, Container.QOI, Container.PPM}
)
"""Formats whose decoded pixels are the same wherever they are decoded, and that are decoded in full."""
_BYTES_PER_PIXEL = {"1": 2, "P": 5, "L": 2, "I;16": 4, "I": 8, "F": 8}
_USUAL_BYTES_PER_PIXEL = 5
_BUFFERED = {Container.HEIF: 5, Container.AVIF: 5, Container.JXL: 5, Container.WEBP: 5, Container.JPEG2000: 12}
"""What a decoder that hands over whole pictures holds besides, for each pixel."""
_BYTE_BITS = 8
_PROGRESSIVE_BYTES_PER_PIXEL = 4


@dataclass(frozen=True, slots=True)
class Need:
    """How large a working picture must be: its longer side for the preview, its shorter one for the encoder."""

    long_side: int
    short_side: int = 0

    def least_size(self, width: int, height: int) -> tuple[int, int]:
        """The smallest size of that shape that is enough, never more than there is."""
        scale = min(1.0, max(self.long_side / max(width, height), self.short_side / min(width, height)))
        return max(1, round(width * scale)), max(1, round(height * scale))


@dataclass(frozen=True, slots=True)
class LoadedPicture:
    """A working picture and what became known on the way."""

    image: Image.Image
    """RGB, sRGB, upright; at least as large as was needed."""
    width: int
    height: int
    """Size of the whole picture, upright."""
    metadata: PhotoMetadata
    pixel_hash: str | None = None
    jpeg_quality: int | None = None


def load_picture(opened: OpenedFile, file: io.BytesIO | None, need: Need | None) -> LoadedPicture:
    """Decode any format but RAW; all of it at full size when `need` is None. Raises what decoders raise."""
    with opened_image(opened, file) as image:
        return _load(image, opened.container or Container.UNSUPPORTED, need)


def opened_image(opened: OpenedFile, file: io.BytesIO | None = None) -> Image.Image:
    """A picture before its pixels are decoded; `file` may hold the same bytes in memory."""
    if opened.container is None:
        raise SourceProblemError(ProblemReason.NOT_A_PICTURE)
    if opened.container is Container.UNSUPPORTED:
        raise SourceProblemError(ProblemReason.UNSUPPORTED)
    return open_image(file or opened.file, opened.container)


def load_jpeg(data: bytes, need: Need | None, orientation: int) -> LoadedPicture:
    """Decode the JPEG preview of a RAW file. Its own orientation tag, where it has one, comes before the given one."""
    with open_image(io.BytesIO(data), Container.JPEG) as image:
        own = TAG in image.getexif()
        return _load(image, Container.JPEG, need, None if own else orientation)


def from_bitmap(image: Image.Image, need: Need | None, orientation: int) -> LoadedPicture:
    """A picture that is decoded already."""
    width, height = oriented_size(*image.size, orientation)
    working = upright(colour.to_srgb(shrunk(colour.plain(image), need), None), orientation)
    return LoadedPicture(working, width, height, PhotoMetadata())


def shrunk(image: Image.Image, need: Need | None) -> Image.Image:
    """The picture by a whole fraction smaller, like a JPEG decoder's scaling does it, while that is enough."""
    if need is None:
        return image
    width, height = need.least_size(*image.size)
    factor = min(image.width // width, image.height // height)
    return image.reduce(factor) if factor > 1 else image


def _load(image: Image.Image, container: Container, need: Need | None, orientation: int | None = None) -> LoadedPicture:
    width, height = image.size
    if width < 1 or height < 1:
        raise SourceProblemError(ProblemReason.DAMAGED, "no pixels")
    if need is not None and container is Container.JPEG:
        image.draft(None, need.least_size(width, height))
    memory.require(_memory_needed(image, container, width * height))
    hashed = need is not None and container in _HASHED and not _is_deep(image) and _is_single(image)
    # Loading closes a TIFF, and its tags with it; some tags of PNG come after the pixels.
    early = container is Container.TIFF
    metadata, profile = (read_metadata(image), profile_of(image)) if early else (None, None)
    image.load()
    if container is not Container.JPEG:
        width, height = image.size
    if orientation is None:
        orientation = _orientation(image, container)
    if metadata is None:
        metadata, profile = read_metadata(image), profile_of(image)
    pixels = colour.plain(image)
    digest = None
    if hashed:
        digest = colour.pixel_hash(upright(pixels, orientation), profile)
    working = upright(colour.to_srgb(shrunk(pixels, need), profile), orientation)
    quality = jpeg_quality(getattr(image, "quantization", None)) if container is Container.JPEG else None
    return LoadedPicture(working, *oriented_size(width, height, orientation), metadata, digest, quality)


def _orientation(image: Image.Image, container: Container) -> int:
    """What is left to turn: HEIF is upright once decoded, and so is JPEG XL unless it is a JPEG in disguise."""
    if container is Container.HEIF or (container is Container.JXL and not getattr(image, "jpeg", False)):
        return UPRIGHT
    return orientation_of(image)


def _memory_needed(image: Image.Image, container: Container, pixels: int) -> int:
    """Bytes that decoding will take, by the header."""
    each = _BYTES_PER_PIXEL.get(image.mode, _USUAL_BYTES_PER_PIXEL) + _BUFFERED.get(container, 0)
    needed = image.width * image.height * each
    if image.info.get("progressive") or image.info.get("progression"):
        needed += pixels * _PROGRESSIVE_BYTES_PER_PIXEL
    return needed


def _is_single(image: Image.Image) -> bool:
    """Whether there is nothing in the file besides this picture. To be asked before decoding, which may close it."""
    try:
        return getattr(image, "n_frames", 1) == 1
    except Exception:  # noqa: BLE001 - a broken second picture, in whatever way it is broken
        return False


def _is_deep(image: Image.Image) -> bool:
    """Whether there is more to a picture than the eight bits that Pillow decodes."""
    depth = image.info.get("bit_depth", _BYTE_BITS)
    if image.mode.startswith("I") or image.mode == "F" or (isinstance(depth, int) and depth > _BYTE_BITS):
        return True
    for tile in getattr(image, "tile", ()):
        arguments = tile[3] if isinstance(tile[3], tuple) else (tile[3],)
        if any(isinstance(part, str) and ";16" in part for part in arguments):
            return True
    return False
