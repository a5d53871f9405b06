"""Draws pictures that look enough like photographs to judge a window by; the same seed draws the same picture."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

Pixels = NDArray[np.float32]

PALETTES = (
    ((0.16, 0.32, 0.62), (0.95, 0.74, 0.55), (0.16, 0.22, 0.25)),
    ((0.30, 0.55, 0.85), (0.80, 0.89, 0.96), (0.15, 0.30, 0.16)),
    ((0.42, 0.20, 0.38), (0.99, 0.60, 0.32), (0.20, 0.10, 0.16)),
    ((0.05, 0.07, 0.16), (0.24, 0.30, 0.47), (0.03, 0.05, 0.09)),
    ((0.62, 0.68, 0.72), (0.88, 0.89, 0.88), (0.27, 0.31, 0.30)),
    ((0.20, 0.46, 0.62), (0.93, 0.90, 0.76), (0.55, 0.40, 0.24)),
    ((0.55, 0.70, 0.80), (0.97, 0.86, 0.88), (0.36, 0.22, 0.32)),
)
"""Top of the sky, horizon, ground."""

EDITS = ("original", "resized", "crop", "mirrored", "turned", "warm", "grey", "bright", "framed", "dark")


def photo(seed: int, edit: str, long_side: int, aspect: float = 1.5, shift: float = 0.0) -> Pixels:
    """One picture as floats from 0 to 1; `shift` moves the camera a little, as between frames of a burst."""
    height, width = _shape(long_side, aspect)
    pixels = _scene(seed, width, height, shift)
    if edit == "crop":
        pixels = pixels[height // 8 : height - height // 5, width // 5 : width - width // 12]
    elif edit == "mirrored":
        pixels = pixels[:, ::-1]
    elif edit == "turned":
        pixels = np.rot90(pixels)
    elif edit == "warm":
        pixels = pixels * np.array([1.12, 1.0, 0.82], np.float32)
    elif edit == "grey":
        pixels = np.repeat(pixels.mean(axis=2, keepdims=True), 3, axis=2)
    elif edit == "bright":
        pixels = pixels**0.7
    elif edit == "dark":
        pixels = pixels**1.5
    elif edit == "framed":
        edge = max(2, long_side // 24)
        pixels = np.pad(pixels, ((edge, edge), (edge, edge), (0, 0)), constant_values=0.97)
    return np.clip(pixels, 0.0, 1.0)


def rgb_bytes(pixels: Pixels) -> tuple[int, int, bytes]:
    """Width, height and packed 8-bit rows."""
    array = np.ascontiguousarray((pixels * 255).astype(np.uint8))
    return array.shape[1], array.shape[0], array.tobytes()


def jpeg(pixels: Pixels, quality: int = 85) -> bytes:
    """The picture as a JPEG."""
    width, height, data = rgb_bytes(pixels)
    image = QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", quality)
    return bytes(buffer.data().data())


def _shape(long_side: int, aspect: float) -> tuple[int, int]:
    if aspect >= 1:
        return max(1, round(long_side / aspect)), long_side
    return long_side, max(1, round(long_side * aspect))


@lru_cache(maxsize=16)
def _scene(seed: int, width: int, height: int, shift: float) -> Pixels:
    rng = np.random.default_rng(seed)
    top, horizon, ground = (np.array(colour, np.float32) for colour in PALETTES[seed % len(PALETTES)])
    jitter = rng.uniform(-0.07, 0.07, 3).astype(np.float32)
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :] + shift * 0.04
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    line = rng.uniform(0.42, 0.66)
    blend = np.clip(down / line, 0, 1)[..., None] ** 1.4
    pixels = (top + jitter) * (1 - blend) + horizon * blend + np.zeros((height, width, 1), np.float32)
    pixels = pixels + _sun(rng, across, down, line)
    pixels = pixels + _clouds(rng, across, down, line)
    layers = int(rng.integers(2, 6))
    for layer in range(layers):
        depth = (layer + 1) / layers
        ridge = line + 0.34 * depth * (1 - line) - _ridge(rng, across + shift * 0.05 * depth, 0.20 * (1.15 - depth))
        inside = np.clip((down - ridge) * height / 2, 0, 1)[..., None]
        shade = horizon * (1 - depth) * 0.75 + ground * (0.35 + 0.65 * depth)
        texture = 0.05 * depth * _ridge(rng, across * 9 + down * 5, 1.0)[..., None]
        pixels = pixels * (1 - inside) + np.clip(shade + texture, 0, 1) * inside
    if seed % 3 == 0:
        pixels = _water(pixels, down, line)
    if seed % 4 == 1:
        pixels = _flowers(rng, pixels, across, down)
    grain = rng.normal(0, 0.012, (height, width, 1)).astype(np.float32)
    return np.clip(pixels + grain, 0, 1).astype(np.float32)


def _ridge(rng: np.random.Generator, across: Pixels, height: float) -> Pixels:
    total = np.zeros_like(across)
    for octave in range(6):
        frequency = 2.1**octave * rng.uniform(2.0, 4.0)
        total += np.sin(across * frequency * 2 + rng.uniform(0, 6.28)) / 1.9**octave
    return np.asarray(total * height * 0.5, np.float32)


def _sun(rng: np.random.Generator, across: Pixels, down: Pixels, line: float) -> Pixels:
    x, y = rng.uniform(0.1, 0.9), rng.uniform(0.12, line)
    distance = (across - x) ** 2 * 2 + (down - y) ** 2
    glow = 0.5 * np.exp(-distance * 60) + 0.18 * np.exp(-distance * 6)
    disc = np.clip(1 - (distance - 0.0012) * 2500, 0, 1) * 0.6
    return np.asarray((glow + disc)[..., None] * np.array([1.0, 0.88, 0.62], np.float32), np.float32)


def _clouds(rng: np.random.Generator, across: Pixels, down: Pixels, line: float) -> Pixels:
    waves = np.zeros_like(across + down)
    for octave in range(5):
        angle = rng.uniform(-0.5, 0.5)
        frequency = 2.0**octave * 5
        waves += np.sin(across * frequency + down * frequency * (2.5 + angle) + rng.uniform(0, 6.28)) / 1.7**octave
    cover = np.clip(waves - rng.uniform(0.1, 1.0), 0, 1) * np.clip(1.1 - down / line, 0, 1)
    return np.asarray(cover[..., None] * 0.32, np.float32)


def _water(pixels: Pixels, down: Pixels, line: float) -> Pixels:
    height = pixels.shape[0]
    shore = int(height * min(line + 0.2, 0.86))
    rows = np.clip(2 * shore - np.arange(shore, height) - 1, 0, height - 1)
    ripple = 1 + 0.06 * np.sin(down[shore:] * 900 * (1.2 - down[shore:]))[..., None]
    reflected = pixels[rows] * np.array([0.72, 0.80, 0.88], np.float32) * ripple
    return np.concatenate([pixels[:shore], reflected.astype(np.float32)])


def _flowers(rng: np.random.Generator, pixels: Pixels, across: Pixels, down: Pixels) -> Pixels:
    colour = np.array(rng.uniform(0.35, 1.0, 3), np.float32)
    for _ in range(14):
        x, y = rng.uniform(0, 1), rng.uniform(0.68, 1.0)
        radius = 0.012 + 0.05 * (y - 0.66)
        distance = ((across - x) * 1.5) ** 2 + (down - y) ** 2
        spot = np.clip(1.6 - distance / radius**2, 0, 1)[..., None]
        pixels = pixels * (1 - spot) + colour * rng.uniform(0.8, 1.1) * spot
    return pixels
