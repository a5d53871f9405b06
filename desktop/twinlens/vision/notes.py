"""What is written in a photo's file and its sidecars and too seldom asked for to be kept: title, keywords, lens."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import xxhash
from PIL import ExifTags

from twinlens.core.clearing import MARK_KEYWORD
from twinlens.core.explaining import Notes
from twinlens.vision import iptc, metadata, xmp
from twinlens.vision.decoding import tags_and_profile
from twinlens.vision.metadata import RawTags, text_of
from twinlens.vision.sidecars import sidecar_packet

_TITLES = ("dc:title", "dc:description")
_DEFAULT_TITLES = frozenset({"", "OLYMPUS DIGITAL CAMERA", "SONY DSC", "KODAK Digital Still Camera", "default"})
"""What cameras write where a person's title belongs."""


def read_notes(path: Path, sidecars: Iterable[Path] = ()) -> Notes | None:
    """The notes of a picture and of the sidecars that belong to it; None where one of them cannot be read."""
    found = tags_and_profile(path)
    if found is None:
        return None
    tags = found[0]
    titles, words = [_title(tags)], set(metadata.keywords_of(tags))
    hashes = set()
    for sidecar in sidecars:
        packet = sidecar_packet(sidecar)
        if packet is None:
            return None
        hashes.add(xxhash.xxh3_128_hexdigest(packet.encode()))
        titles.append(_title_of_packet(packet))
        words.update(word for word in xmp.list_of(packet, "dc:subject") if word)
    return Notes(
        title=next((title for title in titles if title), ""),
        keywords=frozenset(words - {MARK_KEYWORD}),
        lens=text_of(tags.photo.get(ExifTags.Base.LensModel)) or xmp.value_of(tags.packet, "aux:Lens"),
        exposure=ExifTags.Base.ExposureTime in tags.photo,
        sidecars=frozenset(hashes),
    )


def _title(tags: RawTags) -> str:
    captions = [text_of(text) for number, text in tags.captions if number in (iptc.HEADLINE, iptc.CAPTION)]
    given = [_title_of_packet(tags.packet), *captions, text_of(tags.image.get(ExifTags.Base.ImageDescription))]
    return next((title for title in given if title not in _DEFAULT_TITLES), "")


def _title_of_packet(packet: str) -> str:
    titles = [text_of(item) for name in _TITLES for item in xmp.list_of(packet, name)]
    return next((title for title in titles if title), "")
