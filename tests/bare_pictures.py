"""Pictures that show next to nothing, no two alike: drawn by number."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFont

Draw = Callable[[int], Image.Image]


def grainy(number: int, level: float, grain: float, size: tuple[int, int] = (480, 320)) -> Image.Image:
    random = np.random.default_rng(number)
    levels = random.normal(level, grain, (size[1], size[0], 3))
    return Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))


def uniform(number: int) -> Image.Image:
    return Image.new("RGB", (400 + number, 300), tuple(Random(number).choices(range(256), k=3)))


def gradient(number: int) -> Image.Image:
    ends = np.random.default_rng(number).integers(0, 256, (2, 2, 3), np.uint8)
    return Image.fromarray(ends).resize((480, 320), Image.Resampling.BICUBIC)


def tiny(number: int) -> Image.Image:
    return grainy(number, 128, 60, (1 + number % 8, 1 + number % 5))


def night(number: int) -> Image.Image:
    """A frame with the cap on, or a sky with a star or two."""
    picture = grainy(number, 2, 2)
    pen = ImageDraw.Draw(picture)
    for star in range(number % 3):
        at = Random(10 * number + star).choices(range(300), k=2)
        pen.rectangle((*at, at[0] + 1, at[1] + 1), fill="white")
    return picture


def page(number: int) -> Image.Image:
    """A page of writing, no two alike."""
    picture = Image.new("RGB", (480, 640), "white")
    pen, random = ImageDraw.Draw(picture), Random(number)
    for line in range(12 + number):
        words = " ".join("".join(random.choices("abcdefghiklmnoprstuvw", k=random.randint(2, 9))) for _ in range(7))
        pen.text((30 + 3 * number, 30 + 40 * line), words, fill="black", font=ImageFont.load_default(18))
    return picture
