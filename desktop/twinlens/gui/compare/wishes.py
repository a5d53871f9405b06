"""What a comparison wants decoded, the most urgent first, within the memory there is for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from twinlens.core.photos import Shot
from twinlens.gui.pictures.picture_pane import PicturePane
from twinlens.gui.pictures.pictures import PICTURE_BYTES, PictureWish
from twinlens.gui.review.group_entry import GroupEntry

_MEMBERS = 9
_BYTES_PER_PIXEL = 4
_FOR_FULL = PICTURE_BYTES * 3 // 4
"""What all pixels of the compared pictures may take; the rest is for what is shown fitted, now and next."""


class Ahead(NamedTuple):
    """What will be compared next, and how large."""

    shots: Sequence[Shot]
    side: int


def picture_wishes(
    compared: Sequence[Shot], focus: int, entry: GroupEntry, ahead: Ahead, panes: Sequence[PicturePane]
) -> list[PictureWish]:
    """All at the window's size, what the zoom needs, the next group, the group's others; of two at last every pixel."""
    sides = [pane.wanted_side() for pane in panes]
    side = max(sides, default=0)
    fitted = [_wish(shot, side) for shot in _focus_first(compared, focus)]
    full = _full(_focus_first(compared, focus), side)
    needs_full = any(pane.needs_full() for pane in panes)
    urgent = fitted + full if needs_full else fitted
    others = [_wish(member.shot, side) for member in entry.members[:_MEMBERS]]
    last = full if len(compared) <= 2 else []
    wishes = dict.fromkeys([*urgent, *(_wish(shot, ahead.side) for shot in ahead.shots), *others, *last])
    offline = {shot.path for shot in [*compared, *ahead.shots, *(m.shot for m in entry.members)] if shot.offline}
    return [wish for wish in wishes if wish.path not in offline]


def _focus_first(shots: Sequence[Shot], focus: int) -> list[Shot]:
    return [*shots[focus : focus + 1], *shots[:focus], *shots[focus + 1 :]]


def _full(shots: Sequence[Shot], side: int) -> list[PictureWish]:
    """Every pixel of the first ones as far as memory allows, and of the others as many as their share holds."""
    room, wishes = _FOR_FULL, []
    for left, shot in zip(range(len(shots), 0, -1), shots, strict=True):
        longest = max(shot.facts.width, shot.facts.height)
        if longest <= side:
            continue
        needed = _BYTES_PER_PIXEL * shot.facts.width * shot.facts.height
        # The first one, which has the focus, may take half of all by itself.
        share = max(room // left, room // 2 if left == len(shots) else 0)
        if needed <= share or (left == 1 and needed <= room):
            wishes.append(PictureWish(shot.path, None))
        else:
            reduced = int(longest * (share / needed) ** 0.5) // 256 * 256
            wishes.append(PictureWish(shot.path, max(reduced, side)))
        room -= min(needed, share)
    return wishes


def _wish(shot: Shot, side: int) -> PictureWish:
    """A picture no larger than itself: a small one is read whole, once."""
    return PictureWish(shot.path, side if max(shot.facts.width, shot.facts.height) > side else None)
