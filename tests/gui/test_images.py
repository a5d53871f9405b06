"""Pictures in memory are read by the reader of their kind, never by trying one after another."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

import twinlens.gui
from twinlens.gui.pictures.images import image_of


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_the_usual_kinds_are_read(kind: str) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(buffer, kind)
    image = image_of(buffer.getvalue())
    assert (image.width(), image.height()) == (30, 20)


@pytest.mark.parametrize("data", [b"", b"nothing", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_none_is_no_picture(data: bytes) -> None:
    assert image_of(data).isNull()


def test_qt_is_never_left_to_find_the_kind() -> None:
    """That asks its SVG reader, and may stop the window for ever: see image_of."""
    folder = Path(twinlens.gui.__file__).parent
    using = [path.name for path in folder.rglob("*.py") if "fromData(" in path.read_text(encoding="utf-8")]
    assert using == ["images.py"]
