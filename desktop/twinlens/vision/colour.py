"""From whatever a file holds to 8-bit sRGB: depth, palettes, transparency and colour profiles.

Transparency is laid over white, as an export to JPEG mostly does, so that a flattened copy finds its original.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import xxhash
from numpy.typing import NDArray
from PIL import Image, ImageCms

_BACKGROUND = (255, 255, 255)
_BAND_ROWS = 256
_BYTE_MAX = 255.0
_WORD_MAX = 65535.0
_PROFILE_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK", "LAB": "LAB"}
_KEPT_MODES = frozenset({"L", "LA", "RGB", "RGBA", "CMYK", "LAB"})


def plain(image: Image.Image) -> Image.Image:
    """The same picture in 8 bits without palette: L, LA, RGB, RGBA, CMYK or LAB."""
    if image.mode in _KEPT_MODES:
        return image
    if image.mode in ("P", "PA"):
        transparent = image.mode == "PA" or "transparency" in image.info
        return image.convert("RGBA" if transparent else "RGB")
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("La", "RGBa"):
        return image.convert("LA" if image.mode == "La" else "RGBA")
    if image.mode.startswith("I") or image.mode == "F":
        return _to_bytes(image)
    return image.convert("RGB")


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A plain picture as 8-bit sRGB over white. A profile that is broken or of another kind of picture is ignored."""
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    opaque = image if alpha is None else image.convert("L" if image.mode == "LA" else "RGB")
    transform = _transform(profile or b"", opaque.mode)
    if transform is not None:
        opaque = ImageCms.applyTransform(opaque, transform) or opaque
    rgb = opaque if opaque.mode == "RGB" else opaque.convert("RGB")
    if alpha is None or alpha.getextrema() == (255, 255):
        return rgb
    flattened = Image.new("RGB", rgb.size, _BACKGROUND)
    flattened.paste(rgb, mask=alpha)
    return flattened


def pixel_hash(image: Image.Image, profile: bytes | None) -> str:
    """Hash of the pixels of a plain, upright picture: the same for one picture in two lossless formats.

    Greys count as the colours that they are and an opaque alpha channel as none. Pixels that mean other colours by
    their profile are other pixels.
    """
    if image.mode in ("LA", "RGBA") and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    mode = {"L": "RGB", "LA": "RGBA"}.get(image.mode, image.mode)
    known = "" if _is_srgb(profile) else xxhash.xxh3_64_hexdigest(profile or b"")
    hasher = xxhash.xxh3_128(f"{mode} {image.width}x{image.height} {known}".encode())
    for band in _bands(image):
        hasher.update((band if band.mode == mode else band.convert(mode)).tobytes())
    return hasher.hexdigest()


def _bands(image: Image.Image) -> Iterator[Image.Image]:
    """A picture in slices, so that no second copy of all of it is made."""
    for top in range(0, image.height, _BAND_ROWS):
        yield image.crop((0, top, image.width, min(top + _BAND_ROWS, image.height)))


def _to_bytes(image: Image.Image) -> Image.Image:
    """Greys of 12, 16 or 32 bits, or floating: scaled by the range of their kind, never clipped."""
    low, high = _range(image)
    scale = _BYTE_MAX / (high - low) if high > low else 0.0
    result = Image.new("L", image.size)
    for top, band in zip(range(0, image.height, _BAND_ROWS), _bands(image), strict=True):
        values = np.nan_to_num(_numbers(band), nan=low, posinf=high, neginf=low)
        grey = np.clip((values - low) * scale + 0.5, 0, _BYTE_MAX).astype(np.uint8)
        result.paste(Image.fromarray(grey), (0, top))
    return result


def _numbers(band: Image.Image) -> NDArray[np.float32]:
    return np.asarray(band).astype(np.float32)


def _range(image: Image.Image) -> tuple[float, float]:
    """Which values are black and white. Integers fill their type; what is beyond any usual type is stretched."""
    if image.mode.startswith("I;16"):
        return 0.0, _WORD_MAX
    low, high = np.inf, -np.inf
    for band in _bands(image):
        values = _numbers(band)
        finite = values[np.isfinite(values)]
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    if not low <= high:
        return 0.0, 1.0
    return full_range(low, high, floating=image.mode == "F")


def full_range(low: float, high: float, *, floating: bool) -> tuple[float, float]:
    """The range that samples between `low` and `high` were most likely meant to fill."""
    if low >= 0:
        usual = (1.0, _BYTE_MAX, _WORD_MAX) if floating else (_WORD_MAX,)
        for top in usual:
            if high <= top * 1.0001:
                return 0.0, top
    return low, high


def _is_srgb(profile: bytes | None) -> bool:
    return not profile or _description(profile).lower().startswith("srgb")


@lru_cache(maxsize=64)
def _description(profile: bytes) -> str:
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(profile)).profile.profile_description or ""
    except (OSError, ValueError, TypeError, AttributeError):
        return "sRGB, for the profile is broken"


@lru_cache(maxsize=64)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """How to get from a profile's colours to sRGB; None where the values are taken as they are."""
    target = ImageCms.createProfile("sRGB")
    try:
        if profile and _description(profile).lower().startswith("srgb") and mode == "RGB":
            return None
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else None
        if source is None or _PROFILE_MODES.get(source.profile.xcolor_space.strip().upper()) != mode:
            if mode != "LAB":
                return None
            source = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        return ImageCms.buildTransform(source, target, mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError, AttributeError):
        return None
