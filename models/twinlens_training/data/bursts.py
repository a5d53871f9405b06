"""The next frame of a burst: the same scene a moment later, which is another photograph and no copy."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np

from .photos import Pixels


def next_frame(photo: Pixels, rng: Random) -> Pixels:
    """The photograph with one to three things in it moved a little, and the hand that held the camera too.

    A thing is a soft-edged part of a fifth to two fifths of the shorter side; it moves by a thirtieth to a tenth of
    that side. The camera turns by up to a degree, moves by up to 2 %, and exposes by up to 5 % differently.
    """
    height, width = photo.shape[:2]
    short = min(height, width)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    from_y, from_x = rows.copy(), columns.copy()
    for _ in range(rng.randint(1, 3)):
        y, x = rng.uniform(0.15, 0.85) * height, rng.uniform(0.15, 0.85) * width
        radius = rng.uniform(0.2, 0.4) * short
        way, far = rng.uniform(0, 2 * np.pi), rng.uniform(1 / 30, 1 / 10) * short
        inside = np.exp(-((((rows - y) ** 2 + (columns - x) ** 2) / radius**2) ** 2))
        from_y -= np.float32(far * np.sin(way)) * inside
        from_x -= np.float32(far * np.cos(way)) * inside
    moved = cv2.remap(photo, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    hand = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-1, 1), rng.uniform(1.0, 1.03))
    hand[:, 2] += [rng.uniform(-0.02, 0.02) * width, rng.uniform(-0.02, 0.02) * height]
    held = cv2.warpAffine(moved, hand, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(cv2.convertScaleAbs(held, alpha=rng.uniform(0.95, 1.05)), np.uint8)
