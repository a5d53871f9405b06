"""Title, keywords and lens, from a picture's file and its sidecars."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from photos import draw_photo
from twinlens.core.clearing import MARK_KEYWORD
from twinlens.vision.notes import read_notes

WORDS = "<x:xmpmeta><dc:subject><rdf:Bag>{}</rdf:Bag></dc:subject>{}</x:xmpmeta>"


def packet(*words: str, more: str = "") -> str:
    return WORDS.format("".join(f"<rdf:li>{word}</rdf:li>" for word in words), more)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    exif = Image.Exif()
    exif[0x010E] = "Harbour at night"
    exif.get_ifd(0x8769)[0x829A] = 0.5
    exif.get_ifd(0x8769)[0xA434] = "NIKKOR 50 mm"
    draw_photo(1).save(tmp_path / "a.jpg", exif=exif, xmp=packet("sea", "boat").encode())
    return tmp_path / "a.jpg"


def test_a_file_and_its_sidecar_speak_together(photo: Path) -> None:
    sidecar = photo.with_suffix(".xmp")
    sidecar.write_text(packet("boat", "night", MARK_KEYWORD))
    notes = read_notes(photo, [sidecar])
    assert notes is not None
    assert notes.keywords == {"sea", "boat", "night"}
    assert (notes.title, notes.lens, notes.exposure) == ("Harbour at night", "NIKKOR 50 mm", True)
    assert len(notes.sidecars) == 1
    assert read_notes(photo) != notes


def test_what_a_camera_writes_in_place_of_a_title_is_none(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "OLYMPUS DIGITAL CAMERA         "
    draw_photo(1).save(tmp_path / "a.jpg", exif=exif)
    notes = read_notes(tmp_path / "a.jpg")
    assert notes is not None
    assert (notes.title, notes.keywords, notes.lens, notes.exposure) == ("", frozenset(), "", False)


def test_what_cannot_be_read_says_so(photo: Path) -> None:
    assert read_notes(photo.with_name("gone.jpg")) is None
    assert read_notes(photo, [photo.with_suffix(".xmp")]) is None, "a sidecar that went away"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"<dc:title><rdf:li>", b"\x00" * 5000, b"<rdf:li>" * 2000])
def test_a_broken_sidecar_costs_nothing(photo: Path, data: bytes) -> None:
    sidecar = photo.with_suffix(".xmp")
    sidecar.write_bytes(data)
    assert read_notes(photo, [sidecar]).title == "Harbour at night"
