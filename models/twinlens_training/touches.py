"""The single edits of which `views.py` composes a view. Each takes and gives a square uint8 picture, [S, S, 3] RGB."""

from __future__ import annotations

import functools
import string
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .photos import Pixels

_GREY = np.array([0.299, 0.587, 0.114], np.float32)
_SEPIA = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]], np.float32)
_RAMP = np.linspace(0.0, 1.0, 256, dtype=np.float32)
_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
)


def _bytes(array: Any) -> Pixels:
    return np.asarray(array, np.uint8)


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
            view, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=fill, borderValue=_fill_colour(rng)
        )
    )


def _colour(rng: Random) -> tuple[int, int, int]:
    return rng.randint(0, 255), rng.randint(0, 255), rng.randint(0, 255)


def _fill_colour(rng: Random) -> tuple[int, int, int]:
    """White, black, a grey, or any colour: what software puts behind pictures."""
    kind = rng.random()
    if kind < 0.3:
        return 255, 255, 255
    if kind < 0.6:
        return 0, 0, 0
    if kind < 0.8:
        return (rng.randint(20, 240),) * 3
    return _colour(rng)


def overlaid(view: Pixels, rng: Random) -> Pixels:
    """Text, a logo, or a patch over part of the picture, opaque or not."""
    size, layer, kind = len(view), view.copy(), rng.random()
    thick = max(1, size // 100)
    if kind < 0.5:
        for _ in range(rng.randint(1, 3)):
            text = "".join(rng.choice(string.ascii_letters + string.digits + "  ") for _ in range(rng.randint(3, 16)))
            place = (rng.randint(-size // 6, size // 2), rng.randint(size // 10, size))
            scale = size / 128 * rng.uniform(0.25, 1.3)
            colour = rng.choice(((255, 255, 255), (0, 0, 0), _colour(rng)))
            cv2.putText(layer, text, place, rng.choice(_FONTS), scale, colour, thick * rng.randint(1, 3), cv2.LINE_AA)
    elif kind < 0.8:
        for _ in range(rng.randint(1, 3)):
            centre = (rng.randint(0, size), rng.randint(0, size))
            axes = (rng.randint(size // 24, size // 6), rng.randint(size // 24, size // 6))
            width = rng.choice((-1, -1, thick * 2))
            if rng.random() < 0.5:
                cv2.ellipse(layer, centre, axes, rng.uniform(0, 180), 0, 360, _colour(rng), width, cv2.LINE_AA)
            else:
                points = np.array(
                    [[c + rng.randint(-a, a) for c, a in zip(centre, axes, strict=True)] for _ in range(5)]
                )
                cv2.fillPoly(layer, [points.astype(np.int32)], _colour(rng), cv2.LINE_AA)
    else:
        w, h = rng.randint(size // 10, size // 2), rng.randint(size // 16, size // 3)
        x, y = rng.randint(0, size - w), rng.randint(0, size - h)
        cv2.rectangle(layer, (x, y), (x + w, y + h), _fill_colour(rng), -1)
    share = 1.0 if rng.random() < 0.5 else rng.uniform(0.35, 0.9)
    return _bytes(cv2.addWeighted(layer, share, view, 1 - share, 0))


def surrounded(view: Pixels, rng: Random) -> Pixels:
    """The picture smaller inside something: an even frame, letterbox bars, or a screenshot of a viewer."""
    size, kind = len(view), rng.random()
    canvas = np.empty_like(view)
    canvas[:] = _fill_colour(rng)
    if kind < 0.4:
        edge = rng.randint(2, max(3, size // 6))
        left = right = top = bottom = edge
        if rng.random() < 0.2:
            bottom = min(size // 3, bottom * 3)
    elif kind < 0.7:
        bar = rng.randint(size // 16, size * 3 // 10)
        other = bar if rng.random() < 0.8 else 0
        left, right, top, bottom = (bar, other, 0, 0) if rng.random() < 0.5 else (0, 0, bar, other)
        if rng.random() < 0.2:
            canvas = _bytes(cv2.GaussianBlur(view, (0, 0), size / 12))
    else:
        left, right, top, bottom = (rng.randint(0, size * 3 // 10) for _ in range(4))
        _draw_viewer(canvas, rng)
    w, h = size - left - right, size - top - bottom
    canvas[top : top + h, left : left + w] = cv2.resize(view, (w, h), interpolation=cv2.INTER_AREA)
    if kind < 0.4 and rng.random() < 0.3:
        cv2.rectangle(canvas, (left, top), (left + w - 1, top + h - 1), _fill_colour(rng), max(1, size // 64))
    return canvas


def _draw_viewer(canvas: Pixels, rng: Random) -> None:
    """Bars, buttons and lines of text, as around a picture on a screen."""
    size = len(canvas)
    bar = rng.randint(size // 24, size // 8)
    for y in (0, size - bar):
        if rng.random() < 0.7:
            cv2.rectangle(canvas, (0, y), (size, y + bar), _fill_colour(rng), -1)
            for _ in range(rng.randint(1, 6)):
                x = rng.randint(0, size)
                cv2.circle(canvas, (x, y + bar // 2), max(1, bar // 4), _colour(rng), -1, cv2.LINE_AA)
    for _ in range(rng.randint(0, 6)):
        x, y = rng.randint(0, size), rng.randint(0, size)
        cv2.line(canvas, (x, y), (x + rng.randint(4, size // 3), y), _fill_colour(rng), max(1, size // 90))
