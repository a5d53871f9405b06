"""EXIF orientation: how a stored picture is turned and mirrored to be upright."""

from __future__ import annotations

from PIL import Image

UPRIGHT = 1
TAG = 0x0112
_OPERATIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = frozenset({5, 6, 7, 8})


def orientation_of(image: Image.Image) -> int:
    """What a loaded picture's EXIF says; nonsense is taken as upright."""
    try:
        value = image.getexif().get(TAG, UPRIGHT)
    except Exception:  # noqa: BLE001 - EXIF can be broken in any way
        return UPRIGHT
    return value if isinstance(value, int) and value in _OPERATIONS else UPRIGHT


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """The picture as it is meant to be seen."""
    operation = _OPERATIONS.get(orientation)
    return image if operation is None else image.transpose(operation)


def oriented_size(width: int, height: int, orientation: int) -> tuple[int, int]:
    """Width and height once upright."""
    return (height, width) if orientation in _SIDEWAYS else (width, height)
