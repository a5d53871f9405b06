from random import Random

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageStat

from photos import draw_photo
from twinlens_training.evaluation import edits_geometry, edits_overlay, edits_tone
from twinlens_training.evaluation.edits import EDITS, FAMILIES, FIRST_EDITS, apply_edit


def difference(first, second):
    return np.mean(ImageStat.Stat(ImageChops.difference(first, second)).mean)


def test_forty_edits_at_least_each_in_one_family():
    assert len(EDITS) >= 40
    assert sum(len(family) for family in FAMILIES.values()) == len(EDITS)
    assert set(EDITS) > FIRST_EDITS
    assert len(FIRST_EDITS) == 29


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("size", [(48, 48), (48, 160), (200, 70)])
def test_every_edit_takes_any_shape_and_leaves_the_photograph_alone(name, size):
    photo = draw_photo(3, size)
    before = photo.tobytes()
    copy = apply_edit(name, photo, "a.jpg")
    assert copy.mode == "RGB"
    assert min(copy.size) >= 10
    assert photo.tobytes() == before


def test_another_photographs_name_gives_other_chances():
    photo = draw_photo(3, (120, 90))
    for name in ("crop-40", "perspective", "sticker", "collage", "grain", "retouch"):
        assert apply_edit(name, photo, "a.jpg").tobytes() != apply_edit(name, photo, "b.jpg").tobytes(), name


@pytest.mark.parametrize("area", [0.9, 0.8, 0.6, 0.4, 0.25])
def test_crops_have_their_area_and_aspect(area):
    crop = edits_geometry.crop(Image.new("RGB", (400, 300)), Random(1), area)
    assert crop.width * crop.height / (400 * 300) == pytest.approx(area, rel=0.01)
    assert crop.width / crop.height == pytest.approx(4 / 3, rel=0.01)


def test_perspective_shows_no_ground_and_only_the_picture():
    flat = Image.new("RGB", (90, 60), (10, 200, 30))
    for seed in range(20):
        assert (np.asarray(edits_geometry.perspective(flat, Random(seed), 0.15)) == (10, 200, 30)).all()


def test_perspective_without_inset_is_the_picture_itself():
    photo = draw_photo(5, (90, 60))
    assert difference(edits_geometry.perspective(photo, Random(1), 0.0), photo) < 1


def test_a_small_turn_fills_its_corners_with_one_ground():
    photo = Image.new("RGB", (90, 60), (10, 200, 30))
    corners = {edits_geometry.turned_on_ground(photo, Random(seed), 5).getpixel((0, 59)) for seed in range(20)}
    assert corners <= {(255, 255, 255), (0, 0, 0), (10, 200, 30)}
    assert len(corners) > 1


def test_a_vignette_darkens_corners_and_leaves_the_middle():
    flat = Image.new("RGB", (101, 61), (200, 200, 200))
    seen = np.asarray(edits_tone.vignette(flat, 0.8)).astype(int)
    assert seen[30, 50].min() >= 199
    assert seen[0, 0].max() == pytest.approx(40, abs=1)


def test_grain_is_grey_and_has_about_its_deviation():
    flat = Image.new("RGB", (200, 200), (128, 128, 128))
    seen = np.asarray(edits_tone.grain(flat, Random(1), 20.0)).astype(float)
    assert (seen[:, :, 0] == seen[:, :, 1]).all()
    assert 12 < seen.std() < 24


def test_a_collage_holds_the_whole_picture():
    photo = draw_photo(2, (120, 90))
    for seed in range(8):
        sheet = edits_overlay.collage(photo, Random(seed))
        assert sheet.size == (120, 182)
        places = [sheet.crop((0, y, 120, y + 90)) for y in (0, 92)]
        assert [place.tobytes() == photo.tobytes() for place in places].count(True) == 1


def test_down_up_and_repeated_saving_lose_detail_but_not_the_picture():
    photo = draw_photo(4, (150, 110))
    for copy in (edits_geometry.down_up(photo, 0.3), edits_tone.jpeg_often(photo, Random(1), 6)):
        assert copy.size == photo.size
        assert 0.5 < difference(copy, photo) < 15
