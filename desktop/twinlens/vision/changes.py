"""What was done to a picture: read off two versions of it that are laid over one another."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from twinlens.core.evidence import CONTAINED, Change
from twinlens.vision.aligned_difference import SIDE, AlignedDifference
from twinlens.vision.alignment import Alignment, in_one_frame
from twinlens.vision.surroundings import is_frame, is_set_in

Size = tuple[int, int]
"""Width and height, pixels."""

_TILT = 1.2
_STRETCH = 1.04
_RESIZED = 2
_COVERED = 0.004
"""Share of the frame in which nothing agrees, from which on something lies over it."""
_UNLIKE = 0.3
_COLOUR = 5.0
"""Mean difference of colour, grey levels, that saving badly never makes."""
_TONE = 5.0
_EVENLY = np.full(3, 1 / 3, np.float32)
_COLOURLESS, _COLOURFUL = 2.5, 6.0
_SOFTER, _SHARPER = 0.65, 1.5
_SCALE = 1.6
_LARGE = 160
"""Shorter side, pixels, of pictures whose detail can be compared: smaller ones have lost it by being small."""


def changes_between(
    first: NDArray[np.uint8],
    second: NDArray[np.uint8],
    sizes: tuple[Size, Size],
    difference: AlignedDifference,
) -> tuple[Change, ...]:
    """What distinguishes two versions of a picture, [h, w, 3] RGB previews of pictures of `sizes`."""
    alignment = difference.alignment
    large = min(map(min, sizes)) >= _LARGE and _alike_in_scale(first, second, alignment)
    found = {*_geometry(sizes, alignment), *_surface(first, second, difference, large=large)}
    found.update(_surroundings(first, second, alignment, tilted=Change.TILTED in found))
    if not found & {Change.CROPPED, Change.FRAMED, Change.TILTED} and _resized(sizes, alignment):
        found.add(Change.RESIZED)
    return tuple(change for change in Change if change in found)


def _geometry(sizes: tuple[Size, Size], alignment: Alignment) -> Iterator[Change]:
    linear = alignment.linear_in_pixels(*sizes)
    angle = np.degrees(np.arctan2(linear[1, 0] - linear[0, 1], linear[0, 0] + linear[1, 1]))
    turns = round(angle / 90)
    if alignment.mirrored:
        yield Change.MIRRORED
    if turns % 4 and not (alignment.mirrored and turns % 2 == 0):
        yield Change.TURNED
    if abs(angle - 90 * turns) >= _TILT:
        yield Change.TILTED
    larger, smaller = np.linalg.svd(linear, compute_uv=False)
    if larger >= _STRETCH * smaller:
        yield Change.STRETCHED


def _alike_in_scale(first: NDArray[np.uint8], second: NDArray[np.uint8], alignment: Alignment) -> bool:
    """Whether both previews show what they share in about as many pixels: in more there is more detail."""
    sizes = [(picture.shape[1], picture.shape[0]) for picture in (first, second)]
    scale = abs(float(np.linalg.det(alignment.linear_in_pixels(sizes[0], sizes[1])))) ** 0.5
    return bool(1 / _SCALE <= scale <= _SCALE)


def _surroundings(
    first: NDArray[np.uint8], second: NDArray[np.uint8], alignment: Alignment, *, tilted: bool
) -> Iterator[Change]:
    """Cropped, or framed: one shows all of the other and more. A frame or a collage ends where the picture begins.

    Where each shows something of its own both are crops of a third, one was turned inside its frame, or what is its own
    is a frame.
    """
    first_whole, second_whole = alignment.first_in_second >= CONTAINED, alignment.second_in_first >= CONTAINED
    if first_whole and not second_whole:
        yield Change.FRAMED if is_set_in(second, alignment) else Change.CROPPED
    elif second_whole and not first_whole:
        yield Change.FRAMED if is_set_in(first, alignment.inverse) else Change.CROPPED
    elif not first_whole and not tilted:
        framed = [is_frame(second, alignment), is_frame(first, alignment.inverse)]
        if any(framed):
            yield Change.FRAMED
        if not all(framed):
            yield Change.CROPPED


def _surface(
    first: NDArray[np.uint8], second: NDArray[np.uint8], difference: AlignedDifference, *, large: bool
) -> Iterator[Change]:
    """Colours, tones, overlays and detail, where both are seen."""
    laid, frame, seen = in_one_frame(first, second, difference.alignment, SIDE)
    seen = cv2.erode(seen.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.bool_)
    one, two = (frame, laid) if difference.alignment.shrinks else (laid, frame)
    differs = (np.nan_to_num(difference.likeness, nan=1.0) < _UNLIKE).astype(np.uint8)
    unlike = np.asarray(cv2.morphologyEx(differs, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)), np.uint8)
    if unlike.mean() >= _COVERED:
        yield Change.OVERLAID
    where = seen & (cv2.dilate(unlike, np.ones((9, 9), np.uint8)) == 0)
    if where.sum() < SIDE:
        return
    # Softened: a colour or a tone is of a place, not of a pixel.
    coarse = where[::2, ::2]
    a, b = (cv2.GaussianBlur(side, (0, 0), 3.0)[::2, ::2][coarse].astype(np.float32) for side in (one, two))
    greys = a @ _EVENLY, b @ _EVENLY
    colours = a - greys[0][:, None], b - greys[1][:, None]
    chroma = [float((each.max(axis=1) - each.min(axis=1)).mean()) for each in colours]
    if min(chroma) < _COLOURLESS and max(chroma) > _COLOURFUL:
        yield Change.BLACK_AND_WHITE
    elif float(np.abs(colours[0] - colours[1]).mean()) >= _COLOUR:
        yield Change.COLOUR
    if float(np.abs(greys[0] - greys[1]).mean()) >= _TONE:
        yield Change.TONE
    if large and not _SOFTER <= _detail_ratio(one, two, where) <= _SHARPER:
        yield Change.DETAIL


def _detail_ratio(one: NDArray[np.uint8], two: NDArray[np.uint8], where: NDArray[np.bool_]) -> float:
    """How strong the second's finest pattern is beside the first's, both relative to their coarser pattern."""
    ratios = []
    for picture in (one, two):
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
        fine = grey - cv2.GaussianBlur(grey, (0, 0), 1.0)
        coarse = cv2.GaussianBlur(grey, (0, 0), 1.5) - cv2.GaussianBlur(grey, (0, 0), 4.0)
        ratios.append(float(fine[where].std()) / max(float(coarse[where].std()), 0.5))
    return ratios[1] / max(ratios[0], 1e-3)


def _resized(sizes: tuple[Size, Size], alignment: Alignment) -> bool:
    (w1, h1), (w2, h2) = sizes
    linear = np.abs(alignment.linear_in_pixels(*sizes))
    if linear[0, 1] + linear[1, 0] > linear[0, 0] + linear[1, 1]:
        w1, h1 = h1, w1
    return abs(w1 - w2) > _RESIZED or abs(h1 - h2) > _RESIZED
