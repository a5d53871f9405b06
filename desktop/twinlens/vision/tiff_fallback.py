"""TIFF of kinds that Pillow doesn't read: colours of 32-bit numbers, and of 16 bits in separate planes."""

from __future__ import annotations

from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from twinlens.vision import memory, tiff_tags
from twinlens.vision.colour import full_range

_PROFILE_TAG = 34675
_XMP_TAG = 700
_LEAST_BITS = 16
_LEAST_SAMPLES = 3
_COPIES = 3


def open_deep_tiff(file: BinaryIO) -> Image.Image:
    """Decode a deep colour TIFF to 8 bits. Raises UnidentifiedImageError for any other."""
    directory: tiff_tags.Directory = next(iter(tiff_tags.read_directories(file)), {})
    bits = max(directory.get(tiff_tags.BITS_PER_SAMPLE) or (0,))
    samples = max(directory.get(tiff_tags.SAMPLES_PER_PIXEL) or (0,))
    if bits < _LEAST_BITS or samples < _LEAST_SAMPLES:
        raise UnidentifiedImageError("the header cannot be read")
    width, height = (max(directory.get(tag) or (0,)) for tag in (tiff_tags.WIDTH, tiff_tags.HEIGHT))
    memory.require(width * height * samples * bits // 8 * _COPIES)
    import cv2  # large, and hardly ever needed

    file.seek(0)
    pixels = cv2.imdecode(np.frombuffer(file.read(), dtype=np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.ndim != 3 or pixels.shape[2] < _LEAST_SAMPLES:
        raise UnidentifiedImageError("the header cannot be read")
    image = Image.fromarray(_to_bytes(np.asarray(pixels)[..., 2::-1]))
    _carry_tags(file, image)
    image.info["bit_depth"] = bits
    return image


def _to_bytes(pixels: NDArray[np.generic]) -> NDArray[np.uint8]:
    values = np.nan_to_num(pixels.astype(np.float32))
    low, high = full_range(float(values.min()), float(values.max()), floating=pixels.dtype.kind == "f")
    scaled: NDArray[np.uint8] = np.clip((values - low) * (255 / (high - low or 1)) + 0.5, 0, 255).astype(np.uint8)
    return scaled


def _carry_tags(file: BinaryIO, image: Image.Image) -> None:
    """The file's tags as if Pillow had read them."""
    file.seek(0)
    exif = image.getexif()
    exif.load_from_fp(file)
    for tag, key in ((_PROFILE_TAG, "icc_profile"), (_XMP_TAG, "xmp")):
        value = exif.get(tag)
        if isinstance(value, bytes):
            image.info[key] = value
