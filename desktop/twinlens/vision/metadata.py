"""What a picture says about itself: EXIF, XMP and IPTC, read with no trust in any of it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PIL import ExifTags, Image

from twinlens.core.photos import ExposureMode
from twinlens.vision import iptc, xmp

_LONGEST_TEXT = 200
_FIRST_YEAR = 1826
"""Niépce's View from the Window at Le Gras: no photograph is older."""
_DATE = re.compile(r"(\d{4})[:\-/.](\d{2})[:\-/.](\d{2})[ T](\d{2}):(\d{2}):(\d{2})")
_DIGITS = re.compile(r"\d+")
_WIDEST_BIAS = 12.0
_WIDEST_VALUE = 40.0
"""Stops. Beyond these no camera goes."""
_RATING_TAG = 0x4746
_RATINGS = range(-1, 6)

_STRUCTURE = frozenset(
    {*range(254, 260), 262, 266, 273, *range(277, 280), 284, 317, *range(320, 326), 330, 338, 339, 347}
    | {*range(512, 522), *range(529, 533), 700, 33723, 34377, 34665, 34675, 34853, 40965}
)
"""Tags that say how a TIFF is built, or where other metadata lies, and nothing about the photograph."""

TYPE_ERRORS = (ValueError, TypeError, ZeroDivisionError, OverflowError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class PhotoMetadata:
    """The part of a picture's metadata that is kept in the library."""

    taken_at: str | None = None
    camera: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    rating: int | None = None
    tags: int = 0
    label: str | None = None
    """Colour label."""
    keywords: int = 0
    software: str | None = None
    exposure_bias: float | None = None
    exposure_value: float | None = None
    exposure_mode: int | None = None
    focus_distance: float | None = None
    maker_note: bool = False


@dataclass(frozen=True, slots=True)
class RawTags:
    """Every tag that could be read, unjudged."""

    image: Mapping[int, Any]
    photo: Mapping[int, Any]
    gps: Mapping[int, Any]
    packet: str
    """The XMP packet, empty where there is none."""
    captions: tuple[tuple[int, str], ...]
    """IPTC entries."""

    @property
    def count(self) -> int:
        """How many entries there are."""
        own = len(self.image.keys() - _STRUCTURE) + len(self.photo) + len(self.gps)
        return own + xmp.count_properties(self.packet) + len(self.captions)


def read_tags(image: Image.Image) -> RawTags:
    """All tags of an opened picture; what is broken counts as absent."""
    try:
        exif: Image.Exif | None = image.getexif()
        main = dict(exif) if exif else {}
    except Exception:  # noqa: BLE001 - EXIF can be broken in any way
        exif, main = None, {}
    return RawTags(
        image=main,
        photo=_directory(exif, ExifTags.IFD.Exif),
        gps=_directory(exif, ExifTags.IFD.GPSInfo),
        packet=_packet(image),
        captions=iptc.entries_of(image.info, main),
    )


def read_metadata(image: Image.Image) -> PhotoMetadata:
    """What the library keeps of a picture's metadata."""
    return summarise(read_tags(image))


def summarise(tags: RawTags) -> PhotoMetadata:
    """The judged part of the tags."""
    latitude, longitude = location_of(tags.gps)
    return PhotoMetadata(
        taken_at=capture_time(tags),
        camera=camera_name(tags.image),
        latitude=latitude,
        longitude=longitude,
        rating=rating_of(tags),
        tags=tags.count,
        label=text_of(xmp.value_of(tags.packet, "xmp:Label")) or None,
        keywords=len(keywords_of(tags)),
        software=software_of(tags) or None,
        exposure_bias=_within(number_of(tags.photo.get(ExifTags.Base.ExposureBiasValue)), _WIDEST_BIAS),
        exposure_value=exposure_value(tags.photo),
        exposure_mode=_exposure_mode(tags.photo),
        focus_distance=_focus_distance(tags.photo),
        maker_note=bool(tags.photo.get(ExifTags.Base.MakerNote)),
    )


def capture_time(tags: RawTags) -> str | None:
    """The camera's clock at the exposure; zones are ignored, for cameras of one person disagree about them."""
    photo = tags.photo
    for date_tag, fraction_tag in (
        (ExifTags.Base.DateTimeOriginal, ExifTags.Base.SubsecTimeOriginal),
        (ExifTags.Base.DateTimeDigitized, ExifTags.Base.SubsecTimeDigitized),
    ):
        moment = parse_time(text_of(photo.get(date_tag) or tags.image.get(date_tag)))
        if moment is not None:
            return moment + _fraction(text_of(photo.get(fraction_tag) or tags.image.get(fraction_tag)))
    for name in ("exif:DateTimeOriginal", "photoshop:DateCreated"):
        moment = parse_time(xmp.value_of(tags.packet, name))
        if moment is not None:
            return moment
    return None


def parse_time(text: str) -> str | None:
    """An EXIF or XMP time as ISO 8601 without zone, None where it is no time at all."""
    match = _DATE.match(text.strip())
    if match is None:
        return None
    try:
        moment = datetime(*(int(part) for part in match.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None
    return moment.isoformat() if moment.year >= _FIRST_YEAR else None


def _fraction(text: str) -> str:
    digits = _DIGITS.match(text.strip())
    return f".{digits.group()[:6]}" if digits else ""


def camera_name(tags: Mapping[int, Any]) -> str | None:
    """Make and model; a model that repeats the make stands alone."""
    make, model = text_of(tags.get(ExifTags.Base.Make)), text_of(tags.get(ExifTags.Base.Model))
    if make and model and not model.lower().startswith(make.split()[0].lower()):
        return f"{make} {model}"
    return model or make or None


def number_of(value: Any) -> float | None:
    """A finite number, or the first of several."""
    if isinstance(value, tuple) and value:
        value = value[0]
    try:
        number = float(value)
    except TYPE_ERRORS:
        return None
    return number if math.isfinite(number) else None


def exposure_value(photo: Mapping[int, Any]) -> float | None:
    """Stops of light that an exposure is right for: more where it is shorter, stopped down or less sensitive.

    Old cameras don't tell their ISO and some lenses no aperture; as long as one camera leaves out the same, differences
    are right all the same.
    """
    seconds = number_of(photo.get(ExifTags.Base.ExposureTime)) or 0.0
    if seconds <= 0:
        return None
    aperture = number_of(photo.get(ExifTags.Base.FNumber)) or 0.0
    iso = number_of(photo.get(ExifTags.Base.ISOSpeedRatings)) or 0.0
    stops = -math.log2(seconds)
    stops += 2 * math.log2(aperture) if aperture > 0 else 0.0
    stops -= math.log2(iso / 100) if iso > 0 else 0.0
    return _within(stops, _WIDEST_VALUE)


def _within(number: float | None, limit: float) -> float | None:
    return round(number, 3) if number is not None and abs(number) <= limit else None


def _exposure_mode(photo: Mapping[int, Any]) -> int | None:
    mode = number_of(photo.get(ExifTags.Base.ExposureMode))
    return int(mode) if mode is not None and mode in tuple(ExposureMode) else None


def _focus_distance(photo: Mapping[int, Any]) -> float | None:
    """Metres; zero is what cameras write when they don't know."""
    metres = number_of(photo.get(ExifTags.Base.SubjectDistance))
    return metres if metres is not None and metres > 0 else None


def location_of(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    """Latitude and longitude in degrees, both or neither. Zero and zero is what devices write when they don't know."""
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "S", 90.0)
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "W", 180.0)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    return latitude, longitude


def _degrees(value: Any, reference: Any, negative: str, limit: float) -> float | None:
    try:
        parts = [float(part) for part in value]
    except TYPE_ERRORS:
        return None
    if not 1 <= len(parts) <= 3:
        return None
    degrees = math.fsum(part / 60**power for power, part in enumerate(parts))
    if not math.isfinite(degrees) or not 0 <= degrees <= limit:
        return None
    return round(-degrees if text_of(reference).upper().startswith(negative) else degrees, 7)


def rating_of(tags: RawTags) -> int | None:
    """Stars from 0 to 5, -1 for rejected; XMP before the tag that Windows writes."""
    written = star_rating(xmp.value_of(tags.packet, "xmp:Rating"))
    return star_rating(text_of(tags.image.get(_RATING_TAG))) if written is None else written


def star_rating(text: str) -> int | None:
    """A number of stars that makes sense."""
    try:
        rating = round(float(text))
    except TYPE_ERRORS:
        return None
    return rating if rating in _RATINGS else None


def keywords_of(tags: RawTags) -> list[str]:
    """Each keyword once, from XMP and IPTC."""
    words = xmp.list_of(tags.packet, "dc:subject")
    words += [text_of(text) for number, text in tags.captions if number == iptc.KEYWORDS]
    return list(dict.fromkeys(word for word in words if word))


def software_of(tags: RawTags) -> str:
    """What saved the file, by its own word: a camera's firmware or an editor."""
    return text_of(tags.image.get(ExifTags.Base.Software)) or text_of(xmp.value_of(tags.packet, "xmp:CreatorTool"))


def text_of(value: Any) -> str:
    """A value as text: without the NULs, blanks and control characters that cameras pad with."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    text = str(value).split("\x00", 1)[0]
    return "".join(letter for letter in text if letter.isprintable()).strip()[:_LONGEST_TEXT]


def _directory(exif: Image.Exif | None, which: int) -> Mapping[int, Any]:
    if exif is None:
        return {}
    try:
        return dict(exif.get_ifd(which))
    except Exception:  # noqa: BLE001 - EXIF can be broken in any way
        return {}


def _packet(image: Image.Image) -> str:
    for key in ("xmp", "XML:com.adobe.xmp"):
        value = image.info.get(key)
        if isinstance(value, bytes):
            return value.decode("utf-8", "replace")
        if isinstance(value, str):
            return value
    return ""
