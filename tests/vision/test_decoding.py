"""Formats, sizes and orientation: what comes out is the picture that went in."""

from __future__ import annotations

import io

import numpy as np
import pillow_heif
import pillow_jxl  # noqa: F401 - registers JPEG XL, to write it
import pytest
from PIL import Image

from twinlens.core.photos import FileStamp
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.vision.decoding import (
    DecodedPhoto,
    DecodeRequest,
    RenderedPicture,
    decode_bytes,
    decode_photo,
    render_rgb,
)
from twinlens.vision.formats import supported_formats
from vision.drawn import (
    SIZE,
    corners,
    decoded,
    difference,
    draw_photo,
    pixels_of,
    psd_document,
    quadrants,
    saved,
)

ORIENTATIONS = range(1, 9)
UNDO = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.fixture(scope="session", autouse=True)
def _heif_can_be_written():
    pillow_heif.register_heif_opener()


@pytest.fixture(scope="module")
def photo() -> Image.Image:
    return draw_photo(5, (300, 200))


@pytest.mark.parametrize(
    ("form", "options", "tolerance"),
    [
        ("PNG", {}, 0.5),
        ("TIFF", {}, 0.5),
        ("TIFF", {"compression": "tiff_lzw"}, 0.5),
        ("BMP", {}, 0.5),
        ("PPM", {}, 0.5),
        ("QOI", {}, 0.5),
        ("GIF", {}, 6),
        ("WEBP", {"quality": 90}, 3),
        ("JPEG", {"quality": 95}, 2),
        ("JPEG", {"quality": 90, "progressive": True}, 2),
        ("JPEG2000", {}, 0.5),
        ("AVIF", {"quality": 90}, 3),
        ("HEIF", {"quality": 90}, 3),
        ("JXL", {"quality": 95}, 3),
    ],
)
def test_every_format_gives_the_same_picture(photo, form, options, tolerance):
    reference = decoded(saved(photo, "PNG"))
    result = decoded(saved(photo, form, **options))
    assert (result.facts.format, result.facts.width, result.facts.height) == (form, 300, 200)
    assert not result.facts.is_raw
    assert difference(result, reference) < tolerance
    with Image.open(io.BytesIO(result.preview)) as preview:
        assert (preview.format, preview.mode, preview.size) == ("JPEG", "RGB", (300, 200))


@pytest.mark.parametrize("depth", [8, 16, 32])
@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("packed", [False, True])
def test_photoshop_documents(photo, depth, version, packed):
    result = decoded(psd_document(photo, depth, version, packed))
    assert (result.facts.format, result.facts.width, result.facts.height) == ("PSD", 300, 200)
    assert difference(result, decoded(saved(photo, "PNG"))) < (2.5 if depth == 32 else 0.5)
    assert (result.facts.pixel_hash is not None) == (depth == 8)


def test_photoshop_document_that_ends_early(photo):
    problem = decode_bytes(psd_document(photo)[:-10], SIZE)
    assert isinstance(problem, FileProblem)
    assert problem.reason is ProblemReason.DAMAGED


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_exif_orientation_is_undone_once(form, orientation):
    upright = corners()
    stored = upright.transpose(UNDO[orientation]) if orientation in UNDO else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {} if form in ("PNG", "TIFF") else {"quality": 90}
    result = decoded(saved(stored, form, exif=exif, **options))
    assert (result.facts.width, result.facts.height) == upright.size
    assert np.abs(quadrants(result) - quadrants(decoded(saved(upright, "PNG")))).max() < 12
    with Image.open(io.BytesIO(result.preview)) as preview:
        assert preview.size == upright.size


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("form", ["HEIF", "JXL"])
def test_orientation_inside_the_container_is_undone_once(form, orientation):
    upright = corners()
    stored = upright.transpose(UNDO[orientation]) if orientation in UNDO else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(stored, form, exif=exif.tobytes(), quality=90)
    if form == "JXL":
        # The encoder here never turns: EXIF beside the pixels says nothing in JPEG XL, whose header does.
        upright = stored
    result = decoded(data)
    assert (result.facts.width, result.facts.height) == upright.size
    assert np.abs(quadrants(result) - quadrants(decoded(saved(upright, "PNG")))).max() < 12


@pytest.mark.parametrize("orientation", [0, 9, 77])
def test_orientation_that_makes_no_sense_is_upright(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert decoded(saved(corners(), "JPEG", exif=exif)).facts.width == 96


def test_scaled_decoding_still_tells_the_true_size():
    big = draw_photo(9, (1040, 700))
    result = decoded(saved(big, "JPEG", quality=90), preview_side=256)
    assert (result.facts.width, result.facts.height) == (1040, 700)
    with Image.open(io.BytesIO(result.preview)) as preview:
        assert preview.size == (256, 172)
    assert difference(result, decoded(saved(big, "PNG"), preview_side=256)) < 2


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (7, 5), (900, 30)])
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_odd_sizes(size, form):
    result = decoded(saved(Image.new("RGB", size, "orange"), form))
    assert (result.facts.width, result.facts.height) == size
    with Image.open(io.BytesIO(result.preview)) as preview:
        assert max(preview.size) <= 512


def test_only_the_first_picture_of_many_counts():
    frames = [corners(), draw_photo(1, (96, 64)), draw_photo(2, (96, 64))]
    reference = decoded(saved(frames[0], "PNG"))
    for form in ("GIF", "TIFF", "PNG", "WEBP", "AVIF"):
        options = {"lossless": True} if form == "WEBP" else {}
        data = saved(frames[0], form, save_all=True, append_images=frames[1:], **options)
        result = decoded(data)
        assert difference(result, reference) < 4, form
        assert result.facts.pixel_hash is None, form


def test_pixel_hash_is_of_the_picture_not_of_the_file(photo):
    png = decoded(saved(photo, "PNG")).facts.pixel_hash
    assert png is not None
    assert png == decoded(saved(photo, "BMP")).facts.pixel_hash
    assert png == decoded(saved(photo, "TIFF", compression="tiff_lzw")).facts.pixel_hash
    assert png == decoded(saved(photo, "WEBP", lossless=True)).facts.pixel_hash
    assert png == decoded(saved(photo.convert("RGBA"), "PNG")).facts.pixel_hash
    assert png == decoded(psd_document(photo)).facts.pixel_hash
    grey = photo.convert("L")
    assert decoded(saved(grey, "PNG")).facts.pixel_hash == decoded(saved(grey.convert("RGB"), "PNG")).facts.pixel_hash
    turned = Image.Exif()
    turned[0x0112] = 6
    lying = photo.transpose(Image.Transpose.ROTATE_90)
    assert png == decoded(saved(lying, "PNG", exif=turned)).facts.pixel_hash

    touched = photo.copy()
    touched.putpixel((150, 100), (1, 2, 3))
    assert png != decoded(saved(touched, "PNG")).facts.pixel_hash
    assert png != decoded(saved(photo.rotate(180), "PNG")).facts.pixel_hash
    assert decoded(saved(photo, "JPEG")).facts.pixel_hash is None


def test_sixteen_bits_have_no_hash_of_their_pixels():
    deep = Image.fromarray(np.arange(96 * 64, dtype=np.uint16).reshape(64, 96) * 7)
    assert decoded(saved(deep, "PNG")).facts.pixel_hash is None
    assert decoded(saved(deep, "TIFF")).facts.pixel_hash is None


def test_bytes_and_file_give_the_same(tmp_path, photo):
    path = tmp_path / "no extension at all"
    path.write_bytes(saved(photo, "JPEG"))
    by_path = decode_photo(DecodeRequest(path, SIZE))
    by_bytes = decoded(path.read_bytes())
    assert isinstance(by_path, DecodedPhoto)
    assert by_path.stamp == FileStamp(path.stat().st_size, path.stat().st_mtime_ns)
    assert by_path.encoder_input == by_bytes.encoder_input
    assert by_path.content_key == by_bytes.content_key
    assert by_path.full_hash is not None
    assert by_path.content_key.endswith(by_path.full_hash)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_rendering_for_the_window(form, photo):
    whole = render_rgb(saved(photo, form))
    assert isinstance(whole, RenderedPicture)
    assert (whole.width, whole.height, whole.full_width, whole.full_height) == (300, 200, 300, 200)
    assert len(whole.rgb) == 300 * 200 * 3
    if form == "PNG":
        assert whole.rgb == photo.tobytes()
    small = render_rgb(saved(photo, form), 100)
    assert isinstance(small, RenderedPicture)
    assert (small.width, small.height, small.full_width, small.full_height) == (100, 67, 300, 200)
    assert len(small.rgb) == 100 * 67 * 3
    larger = render_rgb(saved(photo, form), 5000)
    assert isinstance(larger, RenderedPicture)
    assert (larger.width, larger.height) == (300, 200)
    assert isinstance(render_rgb(b"nothing"), FileProblem)


def test_encoder_input_is_the_squashed_picture(photo):
    squashed = np.asarray(photo.resize((SIZE, SIZE), Image.Resampling.BOX), dtype=int)
    assert np.abs(pixels_of(decoded(saved(photo, "PNG"))) - squashed).mean() < 4


def test_every_decoder_of_this_installation_works():
    assert all(supported_formats().values())
    assert set(supported_formats()) >= {"JPEG", "HEIF", "AVIF", "JXL", "RAW", "PSD"}
