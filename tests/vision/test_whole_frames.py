"""Frames that agree by having nothing in them, or only lines of writing, are no copies; their real copies are."""

from __future__ import annotations

import io
from itertools import combinations

import pytest
from PIL import Image, ImageOps

from bare_pictures import Draw, gradient, page
from photos import draw_photo
from twinlens.vision.examining import Look, examine, look_at


def look(picture: Image.Image, quality: int = 90) -> Look:
    """By a preview, as a scan stores them."""
    small = picture.convert("RGB")
    small.thumbnail((512, 512))
    stored = io.BytesIO()
    small.save(stored, "JPEG", quality=quality)
    return look_at(stored.getvalue(), *picture.size)


def is_one_picture(one: Look, other: Look) -> bool:
    found = examine(one, other)
    return found is not None and found.evidence.shows_one_picture


@pytest.mark.parametrize("draw", [gradient, page])
def test_no_two_are_one(draw: Draw) -> None:
    looks = [look(draw(number)) for number in range(6)]
    assert not [pair for pair in combinations(range(6), 2) if is_one_picture(*(looks[number] for number in pair))]


@pytest.mark.parametrize("draw", [gradient, page, draw_photo])
@pytest.mark.parametrize("number", [1, 2])
def test_a_copy_is_one_with_its_original(draw: Draw, number: int) -> None:
    original = draw(number)
    half = original.resize((original.width // 2, original.height // 2), Image.Resampling.LANCZOS)
    for copy in (look(original, 40), look(half), look(ImageOps.mirror(original)), look(original.rotate(180))):
        assert is_one_picture(look(original), copy)
