"""Edits that leave every pixel in its place: files, tones, colours, detail."""

from __future__ import annotations

import io
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageOps


def jpeg(image: Image.Image, quality: int) -> Image.Image:
    """Written as JPEG and read again."""
    return _through_file(image, "JPEG", quality)


def webp(image: Image.Image, quality: int) -> Image.Image:
    """Written as lossy WebP and read again."""
    return _through_file(image, "WEBP", quality)


def jpeg_often(image: Image.Image, random: Random, times: int) -> Image.Image:
    """Saved again and again at changing qualities, as a picture that was passed on by many people."""
    for _ in range(times):
        image = jpeg(image, random.randint(30, 70))
    return image


def _through_file(image: Image.Image, kind: str, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, kind, quality=quality)
    buffer.seek(0)
    return Image.open(buffer).convert("RGB")


def warm(image: Image.Image, amount: float) -> Image.Image:
    """Red times 1 + `amount`, blue times 1 - `amount`."""
    return _clipped(np.asarray(image, np.float32) * np.array([1 + amount, 1.0, 1 - amount], np.float32))


def sepia(image: Image.Image) -> Image.Image:
    """Brown tones."""
    return ImageOps.colorize(image.convert("L"), (30, 15, 0), (255, 240, 200), (160, 120, 80))


def vignette(image: Image.Image, strength: float) -> Image.Image:
    """Darker towards the corners, where `strength` of the light is gone."""
    width, height = image.size
    x, y = np.linspace(-1, 1, width), np.linspace(-1, 1, height)
    light = 1 - strength * (x[None, :] ** 2 + y[:, None] ** 2) / 2
    return _clipped(np.asarray(image, np.float32) * light[:, :, None].astype(np.float32))


def tone_curve(image: Image.Image, random: Random) -> Image.Image:
    """One of three looks: hard contrast, faded film, or cross-processed (a curve of its own for each colour)."""
    level = np.linspace(0, 1, 256)
    hard = level**2 * (3 - 2 * level)
    faded = 0.15 + 0.7 * level
    curves = random.choice([(hard, hard, hard), (faded, faded, faded), (hard, 0.5 * (hard + level), faded)])
    return image.point([round(255 * float(value)) for curve in curves for value in curve])


def noise(image: Image.Image, random: Random, sigma: float) -> Image.Image:
    """Independent noise in every number, deviation `sigma` (grey levels)."""
    pixels = np.asarray(image, np.float32)
    return _clipped(pixels + _normal(random, sigma, pixels.shape))


def grain(image: Image.Image, random: Random, sigma: float) -> Image.Image:
    """Film grain: the same in all colours, clumps of about two pixels, deviation about `sigma` (grey levels)."""
    width, height = image.size
    coarse = Image.fromarray(_normal(random, sigma, ((height + 1) // 2, (width + 1) // 2)).astype(np.float32))
    clumps = np.asarray(coarse.resize(image.size, Image.Resampling.BICUBIC))
    return _clipped(np.asarray(image, np.float32) + clumps[:, :, None])


def blurred(image: Image.Image, share: float) -> Image.Image:
    """Gaussian blur whose radius is a share of the shorter side."""
    return image.filter(ImageFilter.GaussianBlur(min(image.size) * share))


def retouched(image: Image.Image, random: Random, patches: int) -> Image.Image:
    """Blemishes stamped out: soft patches, a quarter of the shorter side, taken from elsewhere in the picture."""
    image = image.copy()
    side = max(4, min(image.size) // 4)
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).ellipse((side * 0.1, side * 0.1, side * 0.9, side * 0.9), fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(side * 0.06))
    for _ in range(patches):
        x, y, to_x, to_y = (random.randint(0, length - side) for length in (*image.size, *image.size))
        image.paste(image.crop((x, y, x + side, y + side)), (to_x, to_y), mask)
    return image


def _normal(random: Random, sigma: float, shape: tuple[int, ...]) -> NDArray[np.float64]:
    return np.random.default_rng(random.randrange(2**32)).normal(0, sigma, shape)


def _clipped(pixels: NDArray[np.floating]) -> Image.Image:
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
