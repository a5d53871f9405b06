"""Comparing pictures by sharpness, exposure and quality, where they can be compared.

All of it is relative to the best of a set of shots that belong together: within a step of the best is as good as it,
and where one of them was never measured nobody wins and nobody loses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from twinlens.core.photos import PictureFacts

GRID = 6
"""Regions across and down a picture of which the fine detail is kept."""
CELLS = GRID * GRID
STEPS_PER_OCTAVE = 12
"""A detail map's values are logarithms: this many more mean twice the energy."""
MAP_SIZE = 3 * CELLS
"""Fine detail across, fine detail down, and coarse detail, each region by region."""
_REGION = CELLS // 3
"""How many of the regions are compared: those with the most coarse detail in every frame, where blur would show."""
_JPEG_STEP = 5
_SHARPNESS_STEP = 1.25
"""Pictures whose shares of fine detail differ by less than this factor are equally sharp."""
_CLIPPED_STEP = 0.02
_LOSS_STEP = 0.4
"""Octaves of energy that a frame must lose to be less sharp: a scene that moves a little changes by less."""
_SMEAR_STEP = 0.7
"""The same of what it loses along one direction more than across: then it was moved."""
_SMEAR_SHARE = 0.6
"""And across no more than this share of that."""
_MOVED_STEP = 0.5
_MOVED_REGIONS = 3
"""Octaves and regions that focus moves at least: a scene that moves changes fewer, or all the same way."""

Ranks = Sequence[float]


def by_jpeg_quality(pictures: Sequence[PictureFacts]) -> Ranks:
    """The higher quality first."""
    return _against_best(pictures, lambda facts: facts.jpeg_quality, lambda best, own: (best - own) / _JPEG_STEP)


def by_sharpness(pictures: Sequence[PictureFacts]) -> Ranks:
    """The larger share of fine detail first, whatever the pictures' sizes."""

    def behind(best: float, own: float) -> float:
        return math.log(max(best, 1e-9) / max(own, 1e-9), _SHARPNESS_STEP)

    return _against_best(pictures, lambda facts: facts.sharpness, behind)


def by_clipping(pictures: Sequence[PictureFacts]) -> Ranks:
    """The smaller burnt out or black part first."""

    def kept(facts: PictureFacts) -> float | None:
        return None if facts.clipped is None else 1 - facts.clipped

    return _against_best(pictures, kept, lambda best, own: (best - own) / _CLIPPED_STEP)


def by_detail_in_region(pictures: Sequence[PictureFacts]) -> Ranks:
    """Frames of one scene, the sharpest first: all are compared in the same regions.

    Fine detail counts in proportion to coarse detail, which comes and goes with what is in the region, not with blur.
    """
    return [math.floor((across + down) / 2 / _LOSS_STEP) for across, down in _losses(pictures)]


def by_smear(pictures: Sequence[PictureFacts]) -> Ranks:
    """Frames of one scene, those first that lost no more along one direction than across it."""
    return [_smear(*sorted(losses)) for losses in _losses(pictures)]


def sharpness_moved(first: PictureFacts, second: PictureFacts) -> bool:
    """Whether of two pictures of one frame each is clearly the sharper in several regions: focused elsewhere."""
    if (first.width, first.height) != (second.width, second.height):
        return False
    if first.detail_map is None or second.detail_map is None:
        return False
    one, two = (np.frombuffer(each, np.uint8).astype(np.int64) for each in (first.detail_map, second.detail_map))
    if not one.size == two.size == MAP_SIZE:
        return False
    across, down, coarse = (one - two).reshape(3, CELLS)
    gained = np.sort((across + down) / 2 - coarse) / STEPS_PER_OCTAVE
    return bool(gained[_MOVED_REGIONS - 1] <= -_MOVED_STEP and gained[-_MOVED_REGIONS] >= _MOVED_STEP)


def _smear(less: float, more: float) -> int:
    """Out of focus, a frame loses along both directions, though seldom the same."""
    return math.floor((more - less) / _SMEAR_STEP) if less < _SMEAR_SHARE * more else 0


def _against_best(
    pictures: Sequence[PictureFacts],
    value: Callable[[PictureFacts], float | None],
    behind: Callable[[float, float], float],
) -> Ranks:
    values = [each for each in map(value, pictures) if each is not None]
    if len(values) < len(pictures):
        return [0] * len(pictures)
    best = max(values)
    # A hair's breadth of grace: what is exactly one step behind must not depend on rounding.
    return [math.floor(behind(best, own) + 1e-9) for own in values]


def _losses(pictures: Sequence[PictureFacts]) -> Sequence[tuple[float, float]]:
    """Octaves of energy by which each frame is behind the sharpest one, across and down; none where one is unlike."""
    maps = tuple([facts.detail_map for facts in pictures if facts.detail_map is not None])
    sizes = {(facts.width, facts.height) for facts in pictures}
    if len(maps) < len(pictures) or len(sizes) > 1 or any(len(each) != MAP_SIZE for each in maps):
        return [(0.0, 0.0)] * len(pictures)
    return _losses_of(maps)


@lru_cache(maxsize=65_536)
def _losses_of(maps: tuple[bytes, ...]) -> Sequence[tuple[float, float]]:
    # Two rules ask, and ask again with every move of the sensitivity: of a hundred thousand frames that adds up.
    octaves = np.frombuffer(b"".join(maps), np.uint8).reshape(-1, 3, CELLS).astype(np.int64)
    region = np.argsort(-octaves[:, 2].min(axis=0), kind="stable")[:_REGION]
    across, down, coarse = octaves[:, :, region].sum(axis=2).T.tolist()
    sharp = [(one - own, other - own) for one, other, own in zip(across, down, coarse, strict=True)]
    best = max(sharp, key=lambda one: (sum(one), one))
    unit = _REGION * STEPS_PER_OCTAVE
    return [((best[0] - one) / unit, (best[1] - other) / unit) for one, other in sharp]
