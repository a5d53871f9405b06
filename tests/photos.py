"""Photographs drawn by the tests: busy enough for the encoder to tell them apart, the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


def draw_photo(seed: int, size: tuple[int, int] = (480, 320)) -> Image.Image:
    """A picture of soft light, shapes and grain that is like no other seed's."""
    random = np.random.default_rng(seed)
    width, height = size
    coarse = random.integers(0, 256, (int(random.integers(2, 6)), int(random.integers(2, 6)), 3), np.uint8)
    picture = Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for _ in range(int(random.integers(12, 28))):
        left, top = int(random.integers(-width // 4, width)), int(random.integers(-height // 4, height))
        across, down = int(random.integers(width // 20, width // 2)), int(random.integers(height // 20, height // 2))
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        box = (left, top, left + across, top + down)
        shape = int(random.integers(0, 3))
        if shape == 0:
            pen.ellipse(box, fill=colour)
        elif shape == 1:
            pen.rectangle(box, fill=colour)
        else:
            pen.polygon([(left, top), (left + across, top + down // 3), (left + across // 3, top + down)], fill=colour)
    picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    grain = random.normal(0, 5, (height, width, 1))
    return Image.fromarray(np.clip(np.asarray(picture, np.float32) + grain, 0, 255).astype(np.uint8))


def save_photo(
    path: Path,
    seed: int,
    *,
    size: tuple[int, int] = (480, 320),
    quality: int = 92,
    taken_at: str | None = None,
    camera: str = "Testcam One",
) -> Path:
    """Draw and save a picture in the format of its name, with EXIF if a time is given (`YYYY:MM:DD HH:MM:SS`)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    if taken_at:
        make, _, model = camera.partition(" ")
        exif[0x010F], exif[0x0110] = make, model
        exif.get_ifd(0x8769)[0x9003] = taken_at
    kwargs = {"quality": quality} if path.suffix.lower() in {".jpg", ".jpeg", ".webp"} else {}
    draw_photo(seed, size).save(path, exif=exif, **kwargs)
    return path
