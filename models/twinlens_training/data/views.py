"""Two views of one photograph, edited as people and applications edit: a lighter one and a harder one.

Everything is drawn from one `random.Random`, so a seed fixes the pictures. A view is an [S, S, 3] uint8 array: the
whole edited picture squashed to a square, which is what the network is given in the application too. The squash makes
a change of aspect invisible, so none is sampled. The edits one by one are in `touches.py` and
`composites.py`.
"""

from __future__ import annotations

from random import Random

import cv2
import numpy as np

from . import composites, touches
from .photos import Pixels


def lighter_view(photo: Pixels, size: int, rng: Random) -> Pixels:
    """Often the plain photograph, else with an edit or two: the side of the pair that lies in the library."""
    if rng.random() < 0.4:
        return squash(photo, size)
    view = squash(cropped(photo, rng, smallest=0.75) if rng.random() < 0.3 else photo, size)
    if rng.random() < 0.15:
        view = turned(view, rng)
    if rng.random() < 0.4:
        view = touches.toned(view, rng, strength=0.5)
    if rng.random() < 0.15:
        view = touches.degraded(view, rng, strength=0.5)
    if rng.random() < 0.5:
        view = touches.jpeg(view, rng.randint(30, 95))
    return view


def harder_view(photo: Pixels, size: int, rng: Random, guest: Pixels | None = None) -> Pixels:
    """One strong edit alone, or many composed in the order in which they happen to real pictures more often than not.

    `guest`, another photograph, makes collages possible.
    """
    view = _once_edited(photo, size, rng, guest) if rng.random() < ALONE else _often_edited(photo, size, rng, guest)
    return touches.resaved(view, rng) if rng.random() < 0.5 else view


def _once_edited(photo: Pixels, size: int, rng: Random, guest: Pixels | None) -> Pixels:
    """Cropped hard, or one other edit: most copies in a library differ by one thing, but by much of it."""
    kind = rng.random()
    if kind < 0.45:
        return squash(cropped(photo, rng, smallest=0.2, largest=0.65), size)
    view = squash(photo, size)
    if guest is not None and kind < 0.52:
        return composites.collaged(view, squash(guest, size), rng)
    return rng.choice(_ALONE)(view, rng)


def _often_edited(photo: Pixels, size: int, rng: Random, guest: Pixels | None) -> Pixels:
    view = squash(cropped(photo, rng, smallest=0.2) if rng.random() < 0.6 else photo, size)
    for chance, edit in _HARDER:
        if rng.random() < chance:
            view = edit(view, rng)
    if guest is not None and rng.random() < COLLAGES:
        view = composites.collaged(view, squash(guest, size), rng)
    return view


def squash(photo: Pixels, size: int) -> Pixels:
    """The whole picture as a square of `size` pixels; averages where it shrinks."""
    height, width = photo.shape[:2]
    shrinks = min(height, width) > size
    method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(photo, (size, size), interpolation=method), np.uint8)


def cropped(photo: Pixels, rng: Random, smallest: float, largest: float = 1.0) -> Pixels:
    """A window of `smallest` to `largest` of the area, of an aspect up to 1.5 times off the photograph's."""
    height, width = photo.shape[:2]
    area = rng.uniform(smallest, largest)
    stretch = 1.5 ** rng.uniform(-0.5, 0.5)
    h = max(16, min(height, round(height * (area**0.5) * stretch)))
    w = max(16, min(width, round(width * (area**0.5) / stretch)))
    y, x = rng.randint(0, height - h), rng.randint(0, width - w)
    return photo[y : y + h, x : x + w]


def turned(view: Pixels, rng: Random) -> Pixels:
    """A mirror image, a right-angle turn, or both."""
    way = rng.randint(1, 7)
    if way & 4:
        view = view[:, ::-1]
    return np.ascontiguousarray(np.rot90(view, way & 3))


ALONE = 0.4
"""How many harder views have one strong edit and no other."""
_ALONE = (
    composites.surrounded,
    composites.surrounded,
    composites.surrounded,
    composites.covered,
    composites.covered,
    composites.overlaid,
    touches.toned,
    touches.warped,
)
"""What that edit is, one as likely as the next, where it is neither a crop nor a collage."""

COLLAGES = 0.08
"""How many of the others share their canvas with another photograph."""

_HARDER = (
    (0.06, composites.retouched),
    (0.12, composites.overlaid),
    (0.5, turned),
    (0.3, touches.warped),
    (0.65, touches.toned),
    (0.25, touches.degraded),
    (0.25, composites.overlaid),
    (0.4, composites.surrounded),
    (0.1, turned),
    (0.15, touches.degraded),
)
"""How likely each edit of a harder view is, in order."""


def pair(photo: Pixels, size: int, rng: Random, guest: Pixels | None = None) -> tuple[Pixels, Pixels]:
    """A lighter and a harder view of one photograph."""
    return lighter_view(photo, size, rng), harder_view(photo, size, rng, guest)
