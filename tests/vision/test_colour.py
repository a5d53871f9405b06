"""Colours: profiles, depths, inks, palettes and transparency."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from vision import icc_profiles
from vision.drawn import corners, decoded, difference, draw_photo, pixels_of, psd_document, quadrants, saved

COLOURS = np.array([[200, 80, 60], [60, 180, 90], [70, 90, 200], [180, 180, 60]], dtype=np.uint8)


def patches(colours) -> Image.Image:
    """Four quarters of one colour each, clockwise from top left."""
    first, second, third, fourth = np.asarray(colours, dtype=np.uint8)
    grid = np.array([[first, second], [fourth, third]])
    return Image.fromarray(grid.repeat(48, axis=0).repeat(48, axis=1))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF"])
@pytest.mark.parametrize(
    ("name", "primaries", "gamma"),
    [("Display P3", icc_profiles.DISPLAY_P3, 2.2), ("Adobe RGB (1998)", icc_profiles.ADOBE_RGB, 2.19921875)],
)
def test_profiles_are_honoured(form, name, primaries, gamma):
    profile = icc_profiles.matrix_profile(name, primaries, gamma)
    stored = icc_profiles.encoded_in(primaries, gamma, COLOURS)
    assert np.abs(stored.astype(int) - COLOURS).max() > 8
    options = {} if form in ("PNG", "TIFF") else {"quality": 100}
    result = decoded(saved(patches(stored), form, icc_profile=profile, **options))
    assert np.abs(quadrants(result) - COLOURS).max() < 5


@pytest.mark.parametrize(
    ("form", "tags"),
    [("JPEG", {0xA001: 2}), ("TIFF", {0xA001: 2}), ("JPEG", {0xA001: 65535, 0xA005: {1: "R03", 2: b"0100"}})],
)
def test_adobe_rgb_that_only_exif_tells_of(form, tags):
    exif = Image.Exif()
    exif.get_ifd(0x8769).update(tags)
    stored = icc_profiles.encoded_in(icc_profiles.ADOBE_RGB, 2.19921875, COLOURS)
    options = {"quality": 100} if form == "JPEG" else {}
    result = decoded(saved(patches(stored), form, exif=exif.tobytes(), **options))
    assert np.abs(quadrants(result) - COLOURS).max() < 5


def test_srgb_that_exif_tells_of_changes_nothing():
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0xA001: 1, 0xA005: {1: "R98", 2: b"0100"}})
    result = decoded(saved(corners(), "JPEG", exif=exif.tobytes(), quality=95))
    assert difference(result, decoded(saved(corners(), "JPEG", quality=95))) == 0


def test_display_p3_that_heif_tells_of_by_number():
    stored = patches(p3_curve(COLOURS))
    options = {"color_primaries": 12, "transfer_characteristic": 13, "matrix_coefficients": 6, "full_range_flag": 1}
    pillow_heif.register_heif_opener()
    result = decoded(saved(stored, "HEIF", quality=100, chroma=444, save_nclx_profile=True, **options))
    assert np.abs(quadrants(result) - COLOURS).max() < 8


def p3_curve(srgb) -> np.ndarray:
    """The numbers of Display P3, whose curve is that of sRGB."""
    linear = icc_profiles.encoded_in(icc_profiles.DISPLAY_P3, 1.0, srgb) / 255
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055) * 255


def test_a_profile_of_srgb_changes_nothing():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with_profile = decoded(saved(draw_photo(1), "PNG", icc_profile=profile))
    without = decoded(saved(draw_photo(1), "PNG"))
    assert with_profile.encoder_input == without.encoder_input
    assert with_profile.facts.pixel_hash == without.facts.pixel_hash


def test_other_colours_are_other_pixels():
    profile = icc_profiles.matrix_profile("Display P3", icc_profiles.DISPLAY_P3, 2.2)
    hashes = {decoded(saved(corners(), "PNG", icc_profile=icc)).facts.pixel_hash for icc in (profile, None)}
    assert len(hashes) == 2


@pytest.mark.parametrize("broken", [b"", b"nonsense", b"\0" * 128, None])
def test_broken_profiles_are_ignored(broken):
    if broken is None:
        broken = icc_profiles.matrix_profile("Display P3", icc_profiles.DISPLAY_P3, 2.2)[:300]
    result = decoded(saved(corners(), "JPEG", icc_profile=broken, quality=95))
    assert difference(result, decoded(saved(corners(), "JPEG", quality=95))) == 0


def test_a_profile_of_another_kind_of_picture_is_ignored():
    profile = icc_profiles.matrix_profile("Display P3", icc_profiles.DISPLAY_P3, 2.2)
    grey = draw_photo(3).convert("L")
    assert difference(decoded(saved(grey, "PNG", icc_profile=profile)), decoded(saved(grey, "PNG"))) == 0


def grey_ramp(kind) -> np.ndarray:
    """From black on the left to white on the right, in the full range of a kind of number."""
    top = 1.0 if np.dtype(kind).kind == "f" else np.iinfo(kind).max
    return np.tile(np.linspace(0, top, 128), (96, 1)).astype(kind)


@pytest.mark.parametrize(("kind", "form"), [("u1", "PNG"), ("u2", "PNG"), ("u2", "TIFF"), ("f4", "TIFF")])
def test_greys_of_any_depth_are_scaled_not_clipped(kind, form):
    result = pixels_of(decoded(saved(Image.fromarray(grey_ramp(kind)), form)))
    expected = pixels_of(decoded(saved(Image.fromarray(grey_ramp("u1")), "PNG")))
    assert np.abs(result - expected).max() <= 3


def test_floats_in_bytes_or_words_are_scaled_alike():
    ramp = grey_ramp("f4")
    shown = [pixels_of(decoded(saved(Image.fromarray(ramp * top), "TIFF"))) for top in (1, 255, 65535)]
    assert np.abs(shown[0] - shown[1]).max() <= 1
    assert np.abs(shown[0] - shown[2]).max() <= 1


def test_floats_that_are_no_numbers_are_black_or_white():
    ramp = grey_ramp("f4")
    ramp[:8] = np.nan
    ramp[8:16] = np.inf
    result = pixels_of(decoded(saved(Image.fromarray(ramp), "TIFF")))
    assert result[1].max() == 0
    assert result[8].min() >= 250


@pytest.mark.parametrize(("kind", "form"), [("u2", ".tif"), ("f4", ".tif"), ("u2", ".png")])
def test_deep_colours(kind, form):
    photo = draw_photo(6, (120, 90))
    deep = np.asarray(photo).astype(kind) * (257 if kind == "u2" else 1 / 255)
    _, data = cv2.imencode(form, deep[..., ::-1].astype(kind))
    result = decoded(data.tobytes())
    assert (result.facts.width, result.facts.height) == (120, 90)
    assert difference(result, decoded(saved(photo, "PNG"))) < 1
    assert result.facts.pixel_hash is None


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_inks_are_not_inverted(form):
    options = {"quality": 95} if form == "JPEG" else {}
    result = decoded(saved(corners().convert("CMYK"), form, **options))
    assert np.abs(quadrants(result) - quadrants(decoded(saved(corners(), "PNG")))).max() < 20


def test_inks_of_a_photoshop_document_are_not_inverted():
    result = decoded(psd_document(corners().convert("CMYK")))
    assert np.abs(quadrants(result) - quadrants(decoded(saved(corners(), "PNG")))).max() < 20


def test_lab_colours():
    lab = ImageCms.applyTransform(
        corners(),
        ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"),
    )
    result = decoded(saved(lab, "TIFF"))
    assert np.abs(quadrants(result) - quadrants(decoded(saved(corners(), "PNG")))).max() < 10


def holed(image: Image.Image) -> Image.Image:
    """The picture with a transparent left half, whose colour is black beneath."""
    alpha = Image.new("L", image.size, 255)
    alpha.paste(0, (0, 0, image.width // 2, image.height))
    black = Image.new(image.mode, image.size)
    black.paste(image, mask=alpha)
    black.putalpha(alpha)
    return black


@pytest.mark.parametrize(("mode", "form"), [("RGB", "PNG"), ("L", "PNG"), ("RGB", "WEBP"), ("RGB", "TIFF")])
def test_transparency_lies_over_white(mode, form):
    options = {"lossless": True} if form == "WEBP" else {}
    result = quadrants(decoded(saved(holed(corners().convert(mode)), form, **options)))
    opaque = quadrants(decoded(saved(corners().convert(mode), "PNG")))
    assert result[0].min() > 250
    assert result[3].min() > 250
    assert np.abs(result[1:3] - opaque[1:3]).max() < 3


def test_transparent_palette():
    indexed = Image.new("P", (64, 64), 1)
    indexed.putpalette([0, 0, 0, 200, 30, 30])
    indexed.paste(0, (0, 0, 32, 64))
    for form in ("PNG", "GIF"):
        result = quadrants(decoded(saved(indexed, form, transparency=0)))
        assert result[0].min() > 250, form
        assert np.abs(result[1] - [200, 30, 30]).max() < 4, form


@pytest.mark.parametrize("form", ["PNG", "TIFF", "BMP", "GIF"])
def test_one_bit(form):
    bits = Image.new("1", (64, 64), 0)
    bits.paste(1, (32, 0, 64, 64))
    result = quadrants(decoded(saved(bits, form)))
    assert result[0].max() < 5
    assert result[1].min() > 250


def test_palettes_are_turned_into_colours_before_they_are_scaled():
    many = draw_photo(8, (700, 500)).quantize(256)
    small = decoded(saved(many, "PNG"), preview_side=128)
    assert difference(small, decoded(saved(many.convert("RGB"), "PNG"), preview_side=128)) < 0.5


def test_the_preview_is_srgb_without_profile():
    profile = icc_profiles.matrix_profile("Display P3", icc_profiles.DISPLAY_P3, 2.2)
    result = decoded(saved(corners(), "JPEG", icc_profile=profile))
    with Image.open(io.BytesIO(result.preview)) as preview:
        assert "icc_profile" not in preview.info
