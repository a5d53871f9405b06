"""The single edits of which `views.py` composes a view. Each takes and gives a square uint8 picture, [S, S, 3] RGB."""

from __future__ import annotations

import functools
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .composites import fill_colour
from .photos import Pixels

_GREY = np.array([0.299, 0.587, 0.114], np.float32)
_SEPIA = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]], np.float32)
_RAMP = np.linspace(0.0, 1.0, 256, dtype=np.float32)


def _bytes(array: Any) -> Pixels:
    return np.asarray(array, np.uint8)


def resaved(view: Pixels, rng: Random) -> Pixels:
    """Saved by one program after another: JPEG or WebP, one to three times, the worst as phones' messengers do it."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        quality = rng.choice((rng.randint(8, 40), rng.randint(30, 95)))
        view = webp(view, quality) if rng.random() < 0.2 else jpeg(view, quality)
    return view


def webp(view: Pixels, quality: int) -> Pixels:
    """Through a real WebP encoder and back."""
    _, data = cv2.imencode(".webp", view[:, :, ::-1], [cv2.IMWRITE_WEBP_QUALITY, quality])
    return np.ascontiguousarray(_bytes(cv2.imdecode(data, cv2.IMREAD_COLOR))[:, :, ::-1])


def jpeg(view: Pixels, quality: int) -> Pixels:
    """Through a real JPEG encoder and back (the channel order does no harm in between, but is kept right)."""
    _, data = cv2.imencode(".jpg", view[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.ascontiguousarray(_bytes(cv2.imdecode(data, cv2.IMREAD_COLOR))[:, :, ::-1])


def toned(view: Pixels, rng: Random, strength: float = 1.0) -> Pixels:
    """Brightness, contrast, gamma, an S-curve, white balance, then saturation, black-and-white, sepia, vignette."""
    if rng.random() < 0.8:
        gamma = 2.2 ** (strength * rng.uniform(-1, 1) * rng.random())
        gain = 1.0 + strength * rng.uniform(-0.6, 0.8) * rng.random()
        shift = strength * rng.uniform(-0.3, 0.3) * rng.random()
        curve = (_RAMP**gamma - 0.5) * gain + 0.5 + shift
        if rng.random() < 0.2:
            curve = curve + strength * rng.uniform(-0.12, 0.12) * np.sin(2 * np.pi * curve)
        table = np.repeat(curve[:, None], 3, axis=1)
        if rng.random() < 0.4:
            warmth, tint = strength * rng.uniform(-0.3, 0.3), strength * rng.uniform(-0.15, 0.15)
            table = table * np.array([1 + warmth, 1 + tint, 1 - warmth], np.float32)
        view = _bytes(cv2.LUT(view, _bytes(np.clip(table * 255, 0, 255)).reshape(1, 256, 3)))
    kind = rng.random()
    if kind < 0.3:
        amount = rng.uniform(0.0, 2.2) if strength == 1.0 else rng.uniform(0.6, 1.5)
        view = _bytes(cv2.transform(view, amount * np.eye(3, dtype=np.float32) + (1 - amount) * _GREY))
    elif kind < 0.30 + 0.22 * strength:
        view = _bytes(cv2.transform(view, np.repeat(_GREY[None], 3, axis=0)))
    elif kind < 0.30 + 0.36 * strength:
        view = _bytes(cv2.transform(view, _SEPIA))
    if rng.random() < 0.08:
        depth = rng.uniform(0.2, 0.8) * strength
        view = _bytes(view * (1 - depth * _vignette(len(view))[:, :, None]))
    return view


@functools.cache
def _vignette(size: int) -> NDArray[np.float32]:
    """Squared distance from the middle, 0 there and 1 in the corners, [size, size]."""
    line = np.linspace(-1, 1, size, dtype=np.float32) ** 2
    return np.asarray((line[:, None] + line[None, :]) / 2, np.float32)


def degraded(view: Pixels, rng: Random, strength: float = 1.0) -> Pixels:
    """One of blur, down-and-up scaling, sharpening, noise."""
    size, kind = len(view), rng.random()
    if kind < 0.3:
        return _bytes(cv2.GaussianBlur(view, (0, 0), size / 128 * rng.uniform(0.4, 0.4 + 1.8 * strength)))
    if kind < 0.55:
        small = max(8, round(size * rng.uniform(1 - 0.8 * strength, 0.9)))
        method = rng.choice((cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_NEAREST))
        shrunk = cv2.resize(view, (small, small), interpolation=method)
        return _bytes(cv2.resize(shrunk, (size, size), interpolation=rng.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC))))
    if kind < 0.75:
        amount = rng.uniform(0.3, 2.0) * strength
        soft = cv2.GaussianBlur(view, (0, 0), rng.uniform(0.6, 2.0))
        return _bytes(cv2.addWeighted(view, 1 + amount, soft, -amount, 0))
    field = _noise(rng.randint(0, 3), rng.random() < 0.4)
    y, x = rng.randint(0, 255 - size), rng.randint(0, 255 - size)
    return _bytes(
        cv2.add(view, field[y : y + size, x : x + size] * np.float32(rng.uniform(3, 28) * strength), dtype=cv2.CV_8U)
    )


@functools.cache
def _noise(which: int, grey: bool) -> NDArray[np.float32]:
    """A fixed field of unit noise, [256, 256, 3], from which each use cuts its own window."""
    source = np.random.default_rng(which)
    field = source.standard_normal((256, 256, 1 if grey else 3), np.float32)
    return np.ascontiguousarray(np.broadcast_to(field, (256, 256, 3)))


def warped(view: Pixels, rng: Random) -> Pixels:
    """A small free turn, sometimes with perspective; corners filled, mirrored or cut away."""
    size = len(view)
    angle = rng.uniform(-12, 12) if rng.random() < 0.8 else rng.uniform(-30, 30)
    cut = rng.random() < 0.4
    rad = abs(np.deg2rad(angle))
    zoom = float(np.cos(rad) + np.sin(rad)) if cut else rng.uniform(0.85, 1.1)
    middle = (size - 1) / 2
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((middle, middle), angle, zoom)
    if rng.random() < 0.35:
        corners = np.array([[0, 0], [size, 0], [size, size], [0, size]], np.float32)
        moved = corners + np.array([[rng.uniform(-0.1, 0.1) * size for _ in range(2)] for _ in range(4)], np.float32)
        matrix = np.asarray(cv2.getPerspectiveTransform(corners, moved)) @ matrix
    fill = rng.choice((cv2.BORDER_CONSTANT, cv2.BORDER_CONSTANT, cv2.BORDER_REFLECT_101, cv2.BORDER_REPLICATE))
    return _bytes(
        cv2.warpPerspective(
            view, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=fill, borderValue=fill_colour(rng)
        )
    )
