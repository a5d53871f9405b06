"""Edits that move pixels: crops, turns, stretches. Shares of a crop are of the area."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image

Corners = list[tuple[float, float]]


def scaled(image: Image.Image, share: float) -> Image.Image:
    """Both sides times `share`."""
    width, height = image.size
    return image.resize((max(1, round(width * share)), max(1, round(height * share))), Image.Resampling.LANCZOS)


def down_up(image: Image.Image, share: float) -> Image.Image:
    """Shrunk and enlarged again: an upload that lost its detail, shown at its old size."""
    return scaled(image, share).resize(image.size, Image.Resampling.BILINEAR)


def stretched(image: Image.Image, random: Random, ratio: float) -> Image.Image:
    """One side times `ratio`: a picture forced into a frame of another shape."""
    width, height = image.size
    if random.random() < 0.5:
        return image.resize((round(width * ratio), height), Image.Resampling.BICUBIC)
    return image.resize((width, round(height * ratio)), Image.Resampling.BICUBIC)


def crop(image: Image.Image, random: Random, area: float) -> Image.Image:
    """A window of the picture's own aspect, anywhere in it."""
    width, height = image.size
    w, h = round(width * area**0.5), round(height * area**0.5)
    x, y = random.randint(0, width - w), random.randint(0, height - h)
    return image.crop((x, y, x + w, y + h))


def straightened(image: Image.Image, degrees: float) -> Image.Image:
    """Turned a little and cut to what stays inside, as the straighten tool of a photo editor does."""
    turned = image.rotate(degrees, Image.Resampling.BICUBIC)
    width, height = image.size
    rad = abs(np.deg2rad(degrees))
    share = 1 / (np.cos(rad) + max(width / height, height / width) * np.sin(rad))
    w, h = width * share, height * share
    return turned.crop(
        (round((width - w) / 2), round((height - h) / 2), round((width + w) / 2), round((height + h) / 2))
    )


def turned_on_ground(image: Image.Image, random: Random, degrees: float) -> Image.Image:
    """Turned a little at its old size; the corners that fall open are filled, white or black."""
    ground = random.choice(["white", "black"])
    return image.rotate(random.choice((-degrees, degrees)), Image.Resampling.BICUBIC, fillcolor=ground)


def perspective(image: Image.Image, random: Random, most: float) -> Image.Image:
    """Seen a little from the side: a quadrangle whose corners lie inside by up to `most` of a side fills the frame."""
    width, height = image.size
    inset = [(random.uniform(0, most) * width, random.uniform(0, most) * height) for _ in range(4)]
    (a, b), (c, d), (e, f), (g, h) = inset
    seen = [(a, b), (width - c, d), (width - e, height - f), (g, height - h)]
    frame = [(0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height))]
    return image.transform(image.size, Image.Transform.PERSPECTIVE, _projection(frame, seen), Image.Resampling.BICUBIC)


def _projection(source: Corners, target: Corners) -> tuple[float, ...]:
    """The eight numbers a to h of x' = (ax + by + c) / (gx + hy + 1), y' = (dx + ey + f) / (gx + hy + 1)."""
    rows, right = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return tuple(float(number) for number in np.linalg.solve(np.array(rows), np.array(right)))
