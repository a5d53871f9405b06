import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageEnhance, ImageOps

from photos import draw_photo
from twinlens.vision.aligned_difference import aligned_difference
from twinlens.vision.aligning import align
from twinlens.vision.alignment import laid_over, projected
from twinlens.vision.local_features import features_of, pairs_of


def pixels(image):
    return np.asarray(image.convert("RGB"))


def aligned(first, second):
    return align(features_of(pixels(first)), features_of(pixels(second)))


@pytest.fixture(scope="module")
def photo():
    return draw_photo(11, (600, 400))


def test_a_crop_is_found_where_it_was_cut(photo):
    left, top, right, bottom = 150, 80, 450, 300
    found = aligned(photo.crop((left, top, right, bottom)), photo)
    wanted = (left / 600, top / 400, (right - left) / 600, (bottom - top) / 400)
    assert found.region_in_second == pytest.approx(wanted, abs=0.01)
    assert found.inverse.region_in_second == pytest.approx((0, 0, 1, 1), abs=0.01)
    assert not found.mirrored
    back = aligned(photo, photo.crop((left, top, right, bottom)))
    assert back.inverse.region_in_second == pytest.approx(wanted, abs=0.01)


@pytest.mark.parametrize("turn", list(Image.Transpose))
def test_every_way_a_picture_can_lie(photo, turn):
    found = aligned(photo.transpose(turn), photo)
    assert found.inliers > 50
    mirrors = (
        Image.Transpose.FLIP_LEFT_RIGHT,
        Image.Transpose.FLIP_TOP_BOTTOM,
        Image.Transpose.TRANSPOSE,
        Image.Transpose.TRANSVERSE,
    )
    assert found.mirrored == (turn in mirrors)
    assert found.region_in_second == pytest.approx((0, 0, 1, 1), abs=0.02)
    assert aligned_difference(pixels(photo.transpose(turn)), pixels(photo), found).agreement > 0.98


def test_a_mirror_image_needs_no_second_look(photo):
    told, seen = features_of(pixels(photo)).mirrored(), features_of(pixels(ImageOps.mirror(photo)))
    pairs = pairs_of(told, seen)
    assert len(pairs) > 0.7 * len(seen.points)
    apart = np.linalg.norm(told.points[pairs[:, 0]] - seen.points[pairs[:, 1]], axis=1)
    assert np.quantile(apart, 0.9) < 2


@pytest.mark.parametrize(
    "edit",
    [
        ImageOps.grayscale,
        lambda image: ImageEnhance.Brightness(image).enhance(1.5),
        lambda image: image.resize((90, 60)),
        lambda image: image.resize((600, 520)),
        lambda image: image.rotate(8, expand=True),
        lambda image: ImageOps.expand(image, 80, "black"),
    ],
    ids=["grey", "brighter", "small", "stretched", "tilted", "framed"],
)
def test_edits_leave_the_alignment(photo, edit):
    copy = edit(photo)
    found = aligned(copy, photo)
    assert found.inliers >= 12
    assert aligned_difference(pixels(copy), pixels(photo), found).agreement > 0.9


@pytest.mark.parametrize("seed", range(8))
def test_different_pictures_do_not_align_well(seed):
    one, other = draw_photo(seed, (500, 400)), draw_photo(seed + 100, (500, 400))
    found = aligned(one, other)
    assert found is None or found.inliers < 10


@pytest.mark.parametrize("shape", [(1, 1), (2, 300), (40, 40)])
def test_pictures_without_detail_align_with_nothing(shape):
    blank = np.full((*shape, 3), 127, np.uint8)
    features = features_of(blank)
    assert align(features, features) is None
    assert align(features, features_of(pixels(draw_photo(1)))) is None


def test_a_mark_that_two_pictures_share_is_not_enough():
    """Text or a logo laid over two different pictures aligns them: what is around it does not agree."""
    one, other = draw_photo(21, (600, 400)), draw_photo(22, (600, 400))
    mark = draw_photo(23, (150, 100))
    for picture in (one, other):
        picture.paste(mark, (440, 290))
    found = aligned(one, other)
    assert found is not None
    assert aligned_difference(pixels(one), pixels(other), found).agreement < 0.5


def test_the_same_pictures_always_give_the_same_alignment(photo):
    copy = photo.rotate(3).crop((60, 60, 500, 350))
    matrices = [aligned(copy, photo).matrix for _ in range(3)]
    assert (matrices[0] == matrices[1]).all()
    assert (matrices[0] == matrices[2]).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.35, 1), st.floats(0, 1), st.floats(0, 1))
def test_where_a_place_goes_and_whence_it_came(seed, share, right, down):
    photo = draw_photo(seed % 7, (480, 360))
    width, height = round(480 * share), round(360 * share)
    x, y = round(right * (480 - width)), round(down * (360 - height))
    found = aligned(photo.crop((x, y, x + width, y + height)), photo)
    if found is None:  # a corner of a drawing may hold nothing
        return
    there = projected(np.array([[0.5, 0.5]]), found.matrix)[0]
    assert projected(there[None], found.inverse.matrix)[0] == pytest.approx([0.5, 0.5], abs=1e-6)
    if found.inliers > 20:
        assert there == pytest.approx([(x + width / 2) / 480, (y + height / 2) / 360], abs=0.03)


def test_what_is_laid_over_lies_where_the_alignment_says(photo):
    found = aligned(photo.crop((150, 100, 450, 300)), photo)
    over = laid_over(np.full((200, 300), 255, np.uint8), found, 600, 400)
    assert over[110:290, 160:440].min() == 255
    assert over[:90].max() == 0
    assert over[:, 470:].max() == 0
