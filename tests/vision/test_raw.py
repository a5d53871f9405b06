"""Camera RAW: the embedded preview, upright, with the RAW's own size and tags."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.vision import raw_picture
from twinlens.vision.decoding import RenderedPicture, decode_bytes, render_rgb
from twinlens.vision.metadata import camera_name
from twinlens.vision.metadata_table import metadata_table
from twinlens.vision.raw_picture import raw_tags
from twinlens.vision.sources import open_bytes
from vision.drawn import SIZE, decoded, difference, draw_photo, saved
from vision.raws import dng


@pytest.fixture(scope="module")
def reference():
    return decoded(saved(draw_photo(3, (640, 480)), "PNG"))


def test_the_embedded_preview_is_shown(reference):
    result = decoded(dng())
    facts = result.facts
    assert (facts.format, facts.is_raw, facts.width, facts.height) == ("RAW", True, 640, 480)
    assert facts.camera == "Testmaker Testcam Raw"
    assert facts.metadata_tags > 10
    assert facts.pixel_hash is None
    assert difference(result, reference) < 3


@pytest.mark.parametrize("preview", [None, b"thumb"])
def test_without_a_good_preview_it_is_developed(preview, reference):
    if preview:
        preview = saved(Image.new("RGB", (160, 120), "red"), "JPEG")
    result = decoded(dng(preview=preview))
    assert (result.facts.width, result.facts.height) == (640, 480)
    colours = np.frombuffer(result.encoder_input, np.uint8).reshape(SIZE, SIZE, 3).astype(float)
    expected = np.frombuffer(reference.encoder_input, np.uint8).reshape(SIZE, SIZE, 3).astype(float)
    assert np.corrcoef(colours.mean(axis=2).ravel(), expected.mean(axis=2).ravel())[0, 1] > 0.8


@pytest.mark.parametrize(("orientation", "turn"), [(3, Image.Transpose.ROTATE_180), (6, Image.Transpose.ROTATE_270)])
@pytest.mark.parametrize("own_tag", [False, True])
@pytest.mark.parametrize("with_preview", [False, True])
def test_it_is_upright(orientation, turn, own_tag, with_preview):
    photo = draw_photo(3, (640, 480))
    exif = Image.Exif()
    if own_tag:
        exif[0x0112] = orientation
    preview = saved(photo, "JPEG", exif=exif, quality=90) if with_preview else None
    result = decoded(dng(preview=preview, orientation=orientation))
    upright = photo.transpose(turn)
    assert (result.facts.width, result.facts.height) == upright.size
    with Image.open(io.BytesIO(result.preview)) as shown:
        assert (shown.width > shown.height) == (upright.width > upright.height)
    shown = np.frombuffer(result.encoder_input, np.uint8).reshape(SIZE, SIZE, 3).mean(axis=2).ravel()
    expected = np.asarray(upright.convert("L").resize((SIZE, SIZE), Image.Resampling.BOX)).ravel()
    assert np.corrcoef(shown, expected)[0, 1] > 0.65


def test_cut_short_it_is_damaged_though_the_preview_is_whole():
    data = dng()
    problem = decode_bytes(data[: len(data) // 2], SIZE)
    assert isinstance(problem, FileProblem)
    assert (problem.reason, problem.detail) == (
        ProblemReason.DAMAGED,
        "the file ends before its sensor data does",
    )


def test_a_broken_preview_is_damaged_or_developed():
    broken = saved(draw_photo(3, (640, 480)), "JPEG")
    result = decode_bytes(dng(preview=broken[: len(broken) // 2] + bytes(len(broken) // 2)), SIZE)
    assert isinstance(result, FileProblem)
    assert result.reason is ProblemReason.DAMAGED


def test_rendering_and_metadata():
    whole = render_rgb(dng(), 300)
    assert isinstance(whole, RenderedPicture)
    assert (whole.width, whole.height, whole.full_width, whole.full_height) == (300, 225, 640, 480)
    assert ("Camera", "Testmaker Testcam Raw") in metadata_table(dng())


@pytest.mark.parametrize("magic", [b"II*\0", b"IIRO", b"IIU\0"])
def test_tags_of_raw_that_is_tiff_by_another_name(magic):
    data = magic + dng()[4:]
    tags = raw_tags(open_bytes(data))
    assert camera_name(tags.image) == "Testmaker Testcam Raw"


@pytest.mark.parametrize("readable", [True, False])
def test_capture_time_of_a_camera_that_gives_no_other(monkeypatch, readable):
    if not readable:
        monkeypatch.setattr(raw_picture, "_carrier_of_tags", lambda _: None)
    taken = decoded(dng(taken_at="2019:08:07 06:05:04")).facts
    assert taken.taken_at == "2019-08-07T06:05:04"
    assert decoded(dng()).facts.taken_at is None
