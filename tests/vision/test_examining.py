"""Edits that people make are seen, and named."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from photos import draw_photo
from twinlens.core.evidence import Change
from twinlens.vision.examining import Examination, Look, examine, examine_through, look_at


def look(image: Image.Image) -> Look:
    return Look(np.asarray(image.convert("RGB")), *image.size)


def examined(copy: Image.Image, photo: Image.Image) -> Examination:
    found = examine(look(copy), look(photo))
    assert found is not None
    return found


def with_bars(image: Image.Image) -> Image.Image:
    return ImageOps.pad(image, (image.width, image.width), color="black")


def beside_another(image: Image.Image) -> Image.Image:
    sheet = Image.new("RGB", (image.width, 2 * image.height), "white")
    sheet.paste(image, (0, 0))
    sheet.paste(draw_photo(77, image.size), (0, image.height))
    return sheet


def with_sticker(image: Image.Image) -> Image.Image:
    image = image.copy()
    ImageDraw.Draw(image).ellipse((200, 100, 320, 220), fill="gold", outline="black", width=3)
    return image


def grey_crop(image: Image.Image) -> Image.Image:
    return ImageOps.grayscale(image.crop((0, 0, 400, 300)))


def saved(image: Image.Image) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=35)
    return Image.open(buffer)


EDITS = {
    "saved": (saved, set()),
    "small": (lambda image: image.resize((300, 200)), {Change.RESIZED}),
    "stretched": (lambda image: image.resize((600, 520)), {Change.RESIZED, Change.STRETCHED}),
    "cropped": (lambda image: image.crop((60, 40, 420, 300)), {Change.CROPPED}),
    "turned": (lambda image: image.transpose(Image.Transpose.ROTATE_90), {Change.TURNED}),
    "upside down": (lambda image: image.transpose(Image.Transpose.ROTATE_180), {Change.TURNED}),
    "mirrored": (ImageOps.mirror, {Change.MIRRORED}),
    "transposed": (lambda image: image.transpose(Image.Transpose.TRANSPOSE), {Change.TURNED, Change.MIRRORED}),
    "grey": (ImageOps.grayscale, {Change.BLACK_AND_WHITE}),
    "darker": (lambda image: ImageEnhance.Brightness(image).enhance(0.6), {Change.TONE}),
    "framed": (lambda image: ImageOps.expand(image, 40, "white"), {Change.FRAMED}),
    "letterboxed": (with_bars, {Change.FRAMED}),
    "beside another": (beside_another, {Change.FRAMED}),
    "sticker": (with_sticker, {Change.OVERLAID}),
    "tilted": (lambda image: image.rotate(6, Image.Resampling.BICUBIC), {Change.TILTED}),
    "blurred": (lambda image: image.filter(ImageFilter.GaussianBlur(4)), {Change.DETAIL}),
    "grey crop": (grey_crop, {Change.CROPPED, Change.BLACK_AND_WHITE}),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("seed", [3, 11])
def test_what_was_done_is_read_off(name: str, seed: int) -> None:
    edit, wanted = EDITS[name]
    photo = draw_photo(seed, (600, 400))
    evidence = examined(edit(photo), photo).evidence
    assert wanted <= set(evidence.changes)
    assert set(evidence.changes) - wanted <= {Change.COLOUR, Change.TONE, Change.DETAIL} - (
        {Change.TONE} if not wanted else set()
    )
    assert evidence.shows_one_picture


@pytest.mark.parametrize("seed", range(6))
def test_different_pictures_are_not_one(seed: int) -> None:
    found = examine(look(draw_photo(seed, (500, 400))), look(draw_photo(seed + 70, (500, 400))))
    assert found is None or not found.evidence.shows_one_picture


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (64, 64), (600, 400)])
@pytest.mark.parametrize("colour", ["black", "white", "grey"])
def test_pictures_without_detail_show_nothing(size: tuple[int, int], colour: str) -> None:
    blank = look(Image.new("RGB", size, colour))
    assert examine(blank, blank) is None
    assert examine(blank, look(draw_photo(4))) is None


def test_a_pan_is_no_crop() -> None:
    scene = draw_photo(12, (900, 400))
    found = examined(scene.crop((0, 0, 600, 400)), scene.crop((120, 0, 720, 400)))
    assert found.evidence.agreement > 0.9
    assert not found.evidence.shows_one_picture


def test_a_crop_through_a_white_backdrop_is_a_crop_and_no_picture_with_a_frame() -> None:
    backdrop = Image.new("RGB", (600, 400), (250, 250, 250))
    backdrop.paste(draw_photo(11, (200, 160)), (200, 120))
    found = examined(backdrop.crop((120, 70, 480, 330)), backdrop).evidence
    assert Change.CROPPED in found.changes
    assert Change.FRAMED not in found.changes
    assert found.surrounded is None


@pytest.mark.parametrize("edit", ["framed", "letterboxed", "beside another"])
def test_the_one_with_something_round_it_is_told(edit: str) -> None:
    photo = draw_photo(3, (600, 400))
    copy = EDITS[edit][0](photo)
    assert (examined(copy, photo).evidence.surrounded, examined(photo, copy).evidence.surrounded) == (0, 1)


def test_the_region_is_that_of_the_crop() -> None:
    photo = draw_photo(11, (600, 400))
    evidence = examined(photo.crop((150, 100, 450, 300)), photo).evidence
    assert evidence.parent_region == pytest.approx((0.25, 0.25, 0.5, 0.5), abs=0.01)
    other_way = examined(photo, photo.crop((150, 100, 450, 300))).evidence
    assert other_way.parent_region == pytest.approx((0.25, 0.25, 0.5, 0.5), abs=0.01)


def test_the_verifier_sees_what_both_show() -> None:
    photo = draw_photo(11, (600, 400))
    small, large = examined(photo.crop((150, 100, 450, 300)), photo).aligned(64)
    assert small.shape == large.shape == (64, 64, 3)
    assert np.abs(small.astype(int) - large.astype(int)).mean() < 6


def test_a_stored_preview_is_looked_at() -> None:
    buffer = io.BytesIO()
    draw_photo(5, (512, 341)).save(buffer, "JPEG")
    found = look_at(buffer.getvalue(), 6000, 4000)
    assert found.preview.shape == (341, 512, 3)
    assert (found.width, found.height) == (6000, 4000)
    assert len(found.features.points) > 50


def test_a_frame_of_ones_own_hides_no_picture() -> None:
    """Framed against letterboxed: each shows something that the other does not, and none of it is a picture."""
    photo = draw_photo(11, (600, 400))
    framed, letterboxed = ImageOps.expand(photo, 40, "white"), ImageOps.pad(photo, (900, 400), color="black")
    assert examined(framed, letterboxed).evidence.shows_one_picture
    beside = Image.new("RGB", (1210, 400), "white")
    beside.paste(photo, (0, 0))
    beside.paste(draw_photo(12, (600, 400)), (610, 0))
    assert examined(framed, beside).evidence.shows_one_picture


def faint(image: Image.Image) -> Image.Image:
    return Image.blend(Image.new("RGB", image.size, (150, 160, 170)), image, 0.1).filter(ImageFilter.GaussianBlur(1))


@pytest.mark.parametrize("seed", range(4))
def test_grain_does_not_hide_a_faint_pattern(seed: int) -> None:
    plain = faint(draw_photo(seed, (300, 300)))
    grain = np.random.default_rng(seed).normal(0, 20, (300, 300, 1))
    grainy = Image.fromarray(np.clip(np.asarray(plain, np.float32) + grain, 0, 255).astype(np.uint8))
    assert examined(grainy, plain).evidence.shows_one_picture
    other = examine(look(grainy), look(faint(draw_photo(seed + 50, (300, 300)))))
    assert other is None or not other.evidence.shows_one_picture


def test_two_pictures_are_laid_over_one_another_as_both_lie_over_a_third() -> None:
    photo = draw_photo(11, (600, 400))
    crop, copy = photo.crop((150, 100, 450, 300)), ImageOps.mirror(photo.filter(ImageFilter.GaussianBlur(2)))
    found = examine_through(look(crop), look(photo), look(copy))
    assert found is not None
    assert found.evidence.shows_one_picture
    assert {Change.CROPPED, Change.MIRRORED} <= set(found.evidence.changes)
    assert found.evidence.region_in_second == pytest.approx((0.25, 0.25, 0.5, 0.5), abs=0.02)


def test_a_third_picture_brings_together_only_what_it_is_a_version_of() -> None:
    photo, other = draw_photo(11, (600, 400)), draw_photo(12, (600, 400))
    assert examine_through(look(photo), look(photo.crop((0, 0, 500, 400))), look(other)) is None
    left, right = photo.crop((0, 0, 280, 400)), photo.crop((320, 0, 600, 400))
    apart = examine_through(look(left), look(photo), look(right))
    assert apart is None or not apart.evidence.shows_one_picture
