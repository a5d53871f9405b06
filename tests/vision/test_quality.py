"""Sharpness, exposure and compression, measured on pictures of known faults."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from photos import draw_photo
from twinlens.core import sharpness
from twinlens.core.photos import PictureFacts
from twinlens.vision.quality import jpeg_quality, measure
from vision.drawn import decoded, saved

PHOTO = draw_photo(3, (960, 640))
SOFT = PHOTO.filter(ImageFilter.GaussianBlur(2))


def smeared(picture: Image.Image, length: int = 9) -> Image.Image:
    """As if the camera had moved sideways."""
    levels = np.asarray(picture, np.float32)
    return Image.fromarray(np.mean([np.roll(levels, step, 1) for step in range(length)], 0).astype(np.uint8))


def facts(picture: Image.Image) -> PictureFacts:
    measured = measure(picture)
    return PictureFacts("JPEG", *picture.size, clipped=measured.clipped, detail_map=measured.detail_map)


@pytest.mark.parametrize("quality", [1, 10, 25, 49, 50, 75, 80, 92, 95, 99, 100])
def test_quality_of_a_jpeg(quality):
    assert decoded(saved(PHOTO, "JPEG", quality=quality)).facts.jpeg_quality == quality


def test_other_programs_tables_are_told_by_what_they_discard():
    qualities = [jpeg_quality({0: [step] * 64}) for step in (90, 40, 10, 3, 1)]
    assert qualities == sorted(qualities)
    assert qualities[-1] == 100


def test_other_formats_have_no_such_quality():
    assert decoded(saved(PHOTO, "PNG")).facts.jpeg_quality is None


@given(st.one_of(st.none(), st.text(), st.dictionaries(st.integers(0, 1), st.lists(st.integers(), max_size=70))))
def test_any_table_is_a_quality_or_none(tables):
    assert jpeg_quality(tables) in {None, *range(1, 101)}


def test_blur_is_less_sharp_and_a_smaller_copy_is_not():
    sharp, soft = measure(PHOTO).sharpness, measure(SOFT).sharpness
    half = measure(PHOTO.resize((640, 427), Image.Resampling.LANCZOS)).sharpness
    enlarged = measure(PHOTO.resize((120, 80)).resize((960, 640), Image.Resampling.BICUBIC)).sharpness
    ranks = sharpness.by_sharpness([PictureFacts("JPEG", 1, 1, sharpness=each) for each in (sharp, half, soft)])
    assert ranks[0] == ranks[1] == 0 < ranks[2]
    assert enlarged < soft


def muted(picture: Image.Image) -> Image.Image:
    """With room for grain above and below every colour, as all but the loudest photographs have."""
    return picture.point([40 + level * 2 // 3 for level in range(256)] * 3)


def noisy(picture: Image.Image, strength: float, seed: int = 0) -> Image.Image:
    levels = np.asarray(picture, np.float32)
    grain = np.random.default_rng(seed).normal(0, strength, (*levels.shape[:2], 1))
    return Image.fromarray(np.clip(levels + grain, 0, 255).astype(np.uint8))


def sharpness_ranks(*pictures: Image.Image) -> list[float]:
    """Of nobody, where one cannot be told."""
    measured = [measure(picture).sharpness for picture in pictures]
    return list(sharpness.by_sharpness([PictureFacts("JPEG", 1, 1, sharpness=each) for each in measured]))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("strength", [4, 8, 12])
def test_grain_is_no_sharpness(seed, strength):
    photo = muted(draw_photo(seed, (960, 640)))
    assert sharpness_ranks(photo, noisy(photo, strength))[0] == 0
    saved_noisy = Image.open(io.BytesIO(saved(noisy(photo, strength), "JPEG", quality=95)))
    assert sharpness_ranks(photo, saved_noisy)[0] == 0


@pytest.mark.parametrize("strength", [4, 8, 12])
def test_a_blurred_picture_is_not_sharp_by_its_grain(strength):
    sharp, soft = sharpness_ranks(PHOTO, noisy(PHOTO.filter(ImageFilter.GaussianBlur(3)), strength))
    assert sharp == 0 <= soft


def test_what_is_like_grain_all_over_is_not_judged():
    pattern = np.random.default_rng(1).integers(60, 200, (640, 960), np.uint8)
    assert measure(Image.fromarray(pattern).convert("RGB")).sharpness is None


def test_clipping_is_the_share_of_white_and_black():
    levels = np.full((100, 100, 3), 128, np.uint8)
    levels[:10], levels[-5:] = 255, 0
    assert measure(Image.fromarray(levels)).clipped == pytest.approx(0.15)


def test_frames_of_a_scene_are_ranked_by_focus_and_movement():
    frames = [facts(picture) for picture in (PHOTO, SOFT, smeared(PHOTO))]
    sharp, soft, moved = sharpness.by_detail_in_region(frames)
    assert sharp == 0 < min(soft, moved)
    still, out_of_focus, moved = sharpness.by_smear(frames)
    assert still == out_of_focus == 0 < moved


def test_a_scene_that_moves_a_little_makes_no_frame_the_best():
    frames = [facts(PHOTO.crop((left, 20, left + 800, 600))) for left in (0, 40, 100)]
    assert set(sharpness.by_detail_in_region(frames)) == {0}


def test_noise_alone_makes_no_frame_the_best():
    random = np.random.default_rng(0)
    frames = []
    for _ in range(4):
        levels = np.asarray(PHOTO, np.float32) + random.normal(0, 2, (640, 960, 1))
        frames.append(facts(Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))))
    assert set(sharpness.by_detail_in_region(frames)) == {0}
    assert set(sharpness.by_smear(frames)) == {0}


@pytest.mark.parametrize("size", [(1, 1), (5, 900), (900, 5), (47, 48), (48, 48), (50, 1024)])
@pytest.mark.parametrize("colour", ["black", "white", "grey"])
def test_small_and_empty_pictures(size, colour):
    measured = measure(Image.new("RGB", size, colour))
    assert measured.sharpness in (None, 0.0)
    assert measured.detail_map is None or len(measured.detail_map) == sharpness.MAP_SIZE
    assert measured.clipped == (colour != "grey")


def test_a_scan_keeps_what_was_measured_and_what_the_file_says():
    packet = (
        '<x:xmpmeta><rdf:Description xmp:Label="Red" xmp:CreatorTool="Editor 2"><dc:subject><rdf:Bag>'
        "<rdf:li>sea</rdf:li><rdf:li>sky</rdf:li><rdf:li>sea</rdf:li></rdf:Bag></dc:subject></rdf:Description></x:xmpmeta>"
    )
    found = decoded(saved(PHOTO, "JPEG", quality=90, xmp=packet.encode())).facts
    assert (found.label, found.keywords, found.software, found.jpeg_quality) == ("Red", 2, "Editor 2", 90)
    assert found.sharpness is not None
    assert found.clipped is not None
    assert len(found.detail_map or b"") == sharpness.MAP_SIZE


def test_orientation_is_undone_before_regions_are_compared():
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = PHOTO.transpose(Image.Transpose.ROTATE_90)
    straight, tagged = (
        decoded(saved(picture, "PNG", **more)).facts for picture, more in ((PHOTO, {}), (turned, {"exif": exif}))
    )
    assert straight.detail_map == tagged.detail_map
    assert replace(tagged, metadata_tags=straight.metadata_tags, pixel_hash=None) == replace(straight, pixel_hash=None)
