"""Which pictures show too little to be matched by their looks."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from twinlens.vision.detail import DETAIL_FLOOR, detail_of, is_low_detail
from twinlens.vision.preprocess import encoder_input
from vision.drawn import decoded, draw_photo, saved


def noisy(base, sigma: float, seed: int = 0) -> np.ndarray:
    """A picture of 600 by 400 with grain."""
    grain = np.random.default_rng(seed).normal(0, sigma, (400, 600, 3))
    return np.clip(np.broadcast_to(base, (400, 600, 3)) + grain, 0, 255).astype(np.uint8)


def gradient(first, second) -> np.ndarray:
    ramp = np.linspace(0, 1, 600)[None, :, None]
    return np.broadcast_to(np.array(first) * (1 - ramp) + np.array(second) * ramp, (400, 600, 3))


def vignette() -> np.ndarray:
    y, x = np.mgrid[-1:1:400j, -1:1:600j]
    return np.repeat((240 - 60 * (x**2 + y**2))[..., None], 3, axis=2)


def dusty_page() -> np.ndarray:
    page = Image.fromarray(noisy(245, 3))
    pen = ImageDraw.Draw(page)
    for x, y in ((30, 50), (400, 310), (500, 20)):
        pen.ellipse((x, y, x + 4, y + 4), fill=(90, 90, 90))
    return np.asarray(page)


UNIFORM = {
    "flat colour": noisy((30, 90, 200), 0),
    "blank scan": noisy(244, 4),
    "blank scan with dust": dusty_page(),
    "black frame": noisy(2, 2),
    "lens cap at high ISO": noisy(14, 12),
    "gradient": gradient((10, 20, 60), (250, 180, 90)),
    "vignette": vignette().astype(np.uint8),
}


def page_with_a_line() -> np.ndarray:
    page = Image.fromarray(noisy(245, 3))
    pen = ImageDraw.Draw(page)
    pen.text((40, 180), "Twins, May 1932", fill=(40, 40, 40), font_size=60)
    return np.asarray(page)


def misty_hills() -> np.ndarray:
    picture = Image.fromarray(gradient((205, 208, 212), (212, 214, 216)).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(0, 400), (0, 300), (180, 220), (330, 310), (600, 260), (600, 400)], fill=(180, 184, 190))
    return np.asarray(picture)


def moon() -> np.ndarray:
    sky = Image.fromarray(noisy(8, 4))
    ImageDraw.Draw(sky).ellipse((260, 150, 350, 240), fill=(230, 228, 210))
    return np.asarray(sky)


DETAILED = {
    "photograph": np.asarray(draw_photo(1, (600, 400))),
    "dim photograph": np.asarray(draw_photo(1, (600, 400))) // 8,
    "a line on a page": page_with_a_line(),
    "hills in mist": misty_hills(),
    "moon": moon(),
    "two colours of one brightness": np.where(np.arange(600)[None, :, None] % 300 < 150, (200, 96, 90), (60, 150, 160))
    .repeat(400, axis=0)
    .astype(np.uint8),
}


@pytest.mark.parametrize("size", [64, 160, 224])
@pytest.mark.parametrize("name", UNIFORM)
def test_uniform(name, size):
    assert is_low_detail(encoder_input(Image.fromarray(np.ascontiguousarray(UNIFORM[name], dtype=np.uint8)), size))


@pytest.mark.parametrize("size", [64, 160, 224])
@pytest.mark.parametrize("name", DETAILED)
def test_detailed(name, size):
    assert not is_low_detail(encoder_input(Image.fromarray(DETAILED[name]), size))


def test_the_figure_hardly_depends_on_the_size_of_the_input():
    photo = draw_photo(4, (600, 400))
    figures = [detail_of(encoder_input(photo, size)) for size in (96, 160, 224)]
    assert max(figures) - min(figures) < 5
    assert min(figures) > 2 * DETAIL_FLOOR


def test_decoding_says_it():
    assert decoded(saved(Image.new("RGB", (300, 200), (12, 40, 90)), "JPEG")).facts.low_detail
    assert not decoded(saved(draw_photo(1), "JPEG")).facts.low_detail
