"""A picture's metadata as rows for people, in a fixed order, for the comparison view."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import ExifTags, ImageCms

from twinlens.vision import metadata, xmp
from twinlens.vision.decoding import tags_and_profile
from twinlens.vision.metadata import RawTags, text_of

TAKEN, CAMERA, LENS, EXPOSURE, ISO, FOCAL_LENGTH = "Taken", "Camera", "Lens", "Exposure", "ISO", "Focal length"
LOCATION, RATING, KEYWORDS, TITLE, SOFTWARE, PROFILE = (
    "Location",
    "Rating",
    "Keywords",
    "Title",
    "Software",
    "Colour profile",
)
_LONGEST_EXPOSURE_AS_FRACTION = 0.3


def metadata_table(source: Path | bytes) -> list[tuple[str, str]]:
    """Label and value of everything that the file tells; empty where it cannot be read."""
    found = tags_and_profile(source)
    return [] if found is None else rows_of(*found)


def rows_of(tags: RawTags, profile: bytes | None) -> list[tuple[str, str]]:
    """The rows that have a value."""
    photo, image = tags.photo, tags.image
    rows = [
        (TAKEN, (metadata.capture_time(tags) or "").replace("T", " ")),
        (CAMERA, metadata.camera_name(image) or ""),
        (LENS, text_of(photo.get(ExifTags.Base.LensModel)) or xmp.value_of(tags.packet, "aux:Lens")),
        (EXPOSURE, _exposure(photo)),
        (ISO, _number(photo.get(ExifTags.Base.ISOSpeedRatings))),
        (FOCAL_LENGTH, _focal_length(photo)),
        (LOCATION, _location(tags)),
        (RATING, _rating(metadata.rating_of(tags))),
        (KEYWORDS, ", ".join(metadata.keywords_of(tags))),
        (TITLE, text_of(image.get(ExifTags.Base.ImageDescription))),
        (SOFTWARE, metadata.software_of(tags)),
        (PROFILE, _profile_name(profile)),
    ]
    return [(label, value) for label, value in rows if value]


def _value(value: Any) -> float | None:
    number = metadata.number_of(value)
    return number if number is not None and number > 0 else None


def _number(value: Any) -> str:
    number = _value(value)
    return "" if number is None else f"{number:g}"


def _exposure(photo: Any) -> str:
    seconds, aperture = _value(photo.get(ExifTags.Base.ExposureTime)), _value(photo.get(ExifTags.Base.FNumber))
    parts = []
    if seconds is not None:
        short = seconds < _LONGEST_EXPOSURE_AS_FRACTION
        parts.append(f"1/{round(1 / seconds)} s" if short else f"{seconds:g} s")
    if aperture is not None:
        parts.append(f"f/{aperture:g}")
    return ", ".join(parts)


def _focal_length(photo: Any) -> str:
    length = _number(photo.get(ExifTags.Base.FocalLength))
    return f"{length} mm" if length else ""


def _location(tags: RawTags) -> str:
    latitude, longitude = metadata.location_of(tags.gps)
    return "" if latitude is None or longitude is None else f"{latitude:.5f}, {longitude:.5f}"


def _rating(rating: int | None) -> str:
    if rating is None:
        return ""
    return "rejected" if rating < 0 else f"{rating} of 5"


def _profile_name(profile: bytes | None) -> str:
    if not profile:
        return ""
    try:
        return text_of(ImageCms.ImageCmsProfile(io.BytesIO(profile)).profile.profile_description)
    except (OSError, ValueError, TypeError, AttributeError):
        return ""
