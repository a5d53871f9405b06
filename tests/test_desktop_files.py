"""What the desktop is told of Twinlens is what Twinlens reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from twinlens.vision.containers import Container
from twinlens.vision.formats import supported_formats

LINUX = Path(__file__).parents[1] / "packaging" / "linux"
FOLDERS = frozenset({"inode/directory"})
MIME_TYPES = {
    Container.JPEG: {"image/jpeg"},
    Container.PNG: {"image/png"},
    Container.WEBP: {"image/webp"},
    Container.TIFF: {"image/tiff"},
    Container.GIF: {"image/gif"},
    Container.BMP: {"image/bmp"},
    Container.PSD: {"image/vnd.adobe.photoshop"},
    Container.HEIF: {"image/heif", "image/heic"},
    Container.AVIF: {"image/avif"},
    Container.JXL: {"image/jxl"},
    Container.JPEG2000: {"image/jp2", "image/jpx", "image/x-jp2-codestream"},
    Container.PPM: {
        "image/x-portable-anymap", "image/x-portable-bitmap", "image/x-portable-graymap", "image/x-portable-pixmap",
    },
    Container.QOI: {"image/qoi"},
    Container.RAW: {
        "image/x-adobe-dng", "image/x-canon-cr2", "image/x-canon-cr3", "image/x-canon-crw", "image/x-dcraw",
        "image/x-fuji-raf", "image/x-kodak-dcr", "image/x-kodak-k25", "image/x-kodak-kdc", "image/x-minolta-mrw",
        "image/x-nikon-nef", "image/x-nikon-nrw", "image/x-olympus-orf", "image/x-panasonic-rw",
        "image/x-panasonic-rw2",
        "image/x-pentax-pef", "image/x-sigma-x3f", "image/x-sony-arw", "image/x-sony-sr2", "image/x-sony-srf",
    },
}  # fmt: skip
"""Of RAW the desktop's own database knows these; `x-dcraw` is what the others descend from."""
PICTURES = frozenset().union(*MIME_TYPES.values())


def offered(name: str) -> list[str]:
    lines = (LINUX / name).read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("MimeType=")).removeprefix("MimeType=").strip(";").split(";")


def test_every_format_that_is_read_has_its_types() -> None:
    assert {str(container) for container in MIME_TYPES} == {str(container) for container in supported_formats()}


@pytest.mark.parametrize(
    ("name", "types"),
    [
        ("twinlens.desktop", FOLDERS | PICTURES),
        ("twinlens-similar.desktop", PICTURES),
        ("twinlens-duplicates.desktop", FOLDERS),
    ],
)
def test_the_desktop_is_offered_all_that_is_read_and_nothing_else(name: str, types: frozenset[str]) -> None:
    assert set(offered(name)) == types
    assert len(offered(name)) == len(types), "each once"
