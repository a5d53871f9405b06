"""The map of differences shows what was laid over a picture, and nothing of what was done to all of it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from photos import draw_photo
from twinlens.vision.aligned_difference import SIDE
from twinlens.vision.examining import Look, examine
from twinlens.vision.unlikeness import unlikeness

SIZE = (600, 400)


def map_of(one: Image.Image, other: Image.Image) -> np.ndarray:
    looks = (Look(np.asarray(image.convert("RGB")), *image.size) for image in (one, other))
    found = examine(*looks)
    assert found is not None
    unlike = unlikeness(found)
    assert (unlike.shape, unlike.dtype) == ((SIDE, SIDE), np.uint8)
    return unlike


@pytest.mark.parametrize("colour", ["white", "black", "gray"])
def test_a_flat_patch_is_seen_as_a_whole(colour: str) -> None:
    photo = draw_photo(11, SIZE)
    patched = photo.copy()
    ImageDraw.Draw(patched).rectangle((300, 200, 420, 280), fill=colour)
    unlike = map_of(patched, photo)
    inside = unlike[round(SIDE * 0.55) : round(SIDE * 0.66), round(SIDE * 0.54) : round(SIDE * 0.66)]
    assert (inside > 60).mean() > 0.75
    assert unlike[: SIDE // 3].mean() < 5


@pytest.mark.parametrize(
    "edit",
    [
        lambda image: ImageEnhance.Brightness(image).enhance(1.15),
        lambda image: ImageEnhance.Contrast(image).enhance(0.6),
        ImageOps.grayscale,
        ImageOps.mirror,
        lambda image: image.crop((80, 60, 560, 380)),
        lambda image: image.resize((300, 200)),
    ],
    ids=["brighter", "flatter", "grey", "mirrored", "cropped", "small"],
)
def test_what_was_done_to_all_of_it_is_not(edit) -> None:
    photo = draw_photo(11, SIZE)
    assert map_of(edit(photo), photo).mean() < 4
