"""Edits that put something into, over or around a picture. Each takes and gives a square, [S, S, 3] uint8 RGB."""

from __future__ import annotations

import string
from random import Random
from typing import Any

import cv2
import numpy as np

from .photos import Pixels

_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
)


def _bytes(array: Any) -> Pixels:
    return np.asarray(array, np.uint8)


def any_colour(rng: Random) -> tuple[int, int, int]:
    """Red, green and blue at random."""
    return rng.randint(0, 255), rng.randint(0, 255), rng.randint(0, 255)


def fill_colour(rng: Random) -> tuple[int, int, int]:
    """White, black, a grey, or any colour: what software puts behind pictures."""
    kind = rng.random()
    if kind < 0.3:
        return 255, 255, 255
    if kind < 0.6:
        return 0, 0, 0
    if kind < 0.8:
        return (rng.randint(20, 240),) * 3
    return any_colour(rng)


def overlaid(view: Pixels, rng: Random) -> Pixels:
    """Text, a logo, or a patch over part of the picture, opaque or not."""
    size, layer, kind = len(view), view.copy(), rng.random()
    thick = max(1, size // 100)
    if kind < 0.5:
        for _ in range(rng.randint(1, 3)):
            text = "".join(rng.choice(string.ascii_letters + string.digits + "  ") for _ in range(rng.randint(3, 16)))
            place = (rng.randint(-size // 6, size // 2), rng.randint(size // 10, size))
            scale = size / 128 * rng.uniform(0.25, 1.3)
            colour = rng.choice(((255, 255, 255), (0, 0, 0), any_colour(rng)))
            cv2.putText(layer, text, place, rng.choice(_FONTS), scale, colour, thick * rng.randint(1, 3), cv2.LINE_AA)
    elif kind < 0.8:
        for _ in range(rng.randint(1, 3)):
            _draw_shape(layer, rng, size // 24)
    else:
        w, h = rng.randint(size // 10, size // 2), rng.randint(size // 16, size // 3)
        x, y = rng.randint(0, size - w), rng.randint(0, size - h)
        cv2.rectangle(layer, (x, y), (x + w, y + h), fill_colour(rng), -1)
    share = 1.0 if rng.random() < 0.5 else rng.uniform(0.35, 0.9)
    return _bytes(cv2.addWeighted(layer, share, view, 1 - share, 0))


def covered(view: Pixels, rng: Random) -> Pixels:
    """Two or three large opaque things over it, as stickers are."""
    layer = view.copy()
    for _ in range(rng.randint(2, 3)):
        _draw_shape(layer, rng, len(view) // 10)
    return layer


def _draw_shape(layer: Pixels, rng: Random, smallest: int) -> None:
    """An ellipse or a polygon of `smallest` to a sixth of the side to each side of its middle, filled or a rim."""
    size = len(layer)
    centre = (rng.randint(0, size), rng.randint(0, size))
    axes = (rng.randint(smallest, size // 6), rng.randint(smallest, size // 6))
    width = rng.choice((-1, -1, max(1, size // 100) * 2))
    if rng.random() < 0.5:
        cv2.ellipse(layer, centre, axes, rng.uniform(0, 180), 0, 360, any_colour(rng), width, cv2.LINE_AA)
    else:
        points = np.array([[c + rng.randint(-a, a) for c, a in zip(centre, axes, strict=True)] for _ in range(5)])
        cv2.fillPoly(layer, [points.astype(np.int32)], any_colour(rng), cv2.LINE_AA)


def surrounded(view: Pixels, rng: Random) -> Pixels:
    """The picture smaller inside something: an even frame, letterbox bars, or a screenshot of a viewer."""
    size, kind = len(view), rng.random()
    canvas = np.empty_like(view)
    canvas[:] = fill_colour(rng)
    if kind < 0.4:
        edge = rng.randint(2, max(3, size // 6))
        left = right = top = bottom = edge
        if rng.random() < 0.2:
            bottom = min(size // 3, bottom * 3)
    elif kind < 0.7:
        bar = rng.randint(size // 16, size // 3)
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
        cv2.rectangle(canvas, (left, top), (left + w - 1, top + h - 1), fill_colour(rng), max(1, size // 64))
    return canvas


def _draw_viewer(canvas: Pixels, rng: Random) -> None:
    """Bars, buttons and lines of text, as around a picture on a screen."""
    size = len(canvas)
    bar = rng.randint(size // 24, size // 8)
    for y in (0, size - bar):
        if rng.random() < 0.7:
            cv2.rectangle(canvas, (0, y), (size, y + bar), fill_colour(rng), -1)
            for _ in range(rng.randint(1, 6)):
                x = rng.randint(0, size)
                cv2.circle(canvas, (x, y + bar // 2), max(1, bar // 4), any_colour(rng), -1, cv2.LINE_AA)
    for _ in range(rng.randint(0, 6)):
        x, y = rng.randint(0, size), rng.randint(0, size)
        cv2.line(canvas, (x, y), (x + rng.randint(4, size // 3), y), fill_colour(rng), max(1, size // 90))


def retouched(view: Pixels, rng: Random) -> Pixels:
    """One place made over: smeared, covered with a piece from elsewhere, or pushed about; with soft borders."""
    size = len(view)
    y, x = rng.randint(0, size - 1), rng.randint(0, size - 1)
    radius = rng.uniform(size / 14, size / 5)
    rows, columns = np.mgrid[0:size, 0:size].astype(np.float32)
    mask = np.exp(-((((rows - y) ** 2 + (columns - x) ** 2) / (radius * radius)) ** 2))
    kind = rng.random()
    if kind < 0.35:
        made = cv2.GaussianBlur(view, (0, 0), radius / 2)
    elif kind < 0.7:
        made = np.roll(view, (rng.randint(-size // 3, size // 3), rng.randint(-size // 3, size // 3)), axis=(0, 1))
    else:
        push_y, push_x = (rng.uniform(-0.6, 0.6) * radius for _ in range(2))
        return _bytes(cv2.remap(view, columns - push_x * mask, rows - push_y * mask, cv2.INTER_LINEAR,
                                borderMode=cv2.BORDER_REFLECT_101))  # fmt: skip
    share = mask[:, :, None]
    return _bytes(view * (1 - share) + made * share)


def collaged(view: Pixels, guest: Pixels, rng: Random) -> Pixels:
    """Beside another picture, under a small one, or laid upon one; `guest` is another photograph, square as `view` is.

    The photograph itself always fills the larger part.
    """
    size, kind = len(view), rng.random()
    if kind < 0.4:
        canvas = view.copy()
        _lay(canvas, guest, rng.uniform(0.2, 0.45), rng.uniform(0.2, 0.45), rng)
        return canvas
    if kind < 0.7:
        canvas = guest.copy()
        _lay(canvas, view, rng.uniform(0.7, 0.9), rng.uniform(0.7, 0.9), rng)
        return canvas
    share, gap = round(size * rng.uniform(0.5, 0.75)), rng.choice((0, 0, max(1, size // 40)))
    canvas = np.empty_like(view)
    canvas[:] = fill_colour(rng)
    canvas[:share] = cv2.resize(view, (size, share), interpolation=cv2.INTER_AREA)
    canvas[share + gap :] = cv2.resize(guest, (size, size - share - gap), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.5:
        canvas = canvas[::-1] if rng.random() < 0.5 else canvas.transpose(1, 0, 2)[:, ::-1]
    return np.ascontiguousarray(canvas)


def _lay(canvas: Pixels, piece: Pixels, width: float, height: float, rng: Random) -> None:
    """`piece` at these shares of the canvas' sides, somewhere on it, sometimes with a rim."""
    size = len(canvas)
    w, h = round(size * width), round(size * height)
    x, y = rng.randint(0, size - w), rng.randint(0, size - h)
    canvas[y : y + h, x : x + w] = cv2.resize(piece, (w, h), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.4:
        cv2.rectangle(canvas, (x, y), (x + w - 1, y + h - 1), fill_colour(rng), max(1, size // 64))
