"""What a comparison wants decoded, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence

from twinlens.core.photos import Shot
from twinlens.gui.pictures.picture_pane import PicturePane
from twinlens.gui.pictures.pictures import PictureWish
from twinlens.gui.review.group_entry import GroupEntry

_MEMBERS = 9


def picture_wishes(
    compared: Sequence[Shot], entry: GroupEntry, ahead: Sequence[Shot], panes: Sequence[PicturePane]
) -> list[PictureWish]:
    """Both at the window's size, what the zoom needs, the next group, the group's others, and at last every pixel."""
    side = max(pane.wanted_side() for pane in panes)
    fitted = [_wish(shot, side) for shot in compared]
    full = [PictureWish(shot.path, None) for shot in compared if max(shot.facts.width, shot.facts.height) > side]
    urgent = fitted + full if any(pane.needs_full() for pane in panes) else fitted
    others = [_wish(member.shot, side) for member in entry.members[:_MEMBERS]]
    wishes = dict.fromkeys([*urgent, *(_wish(shot, side) for shot in ahead), *others, *full])
    offline = {shot.path for shot in [*compared, *ahead, *(m.shot for m in entry.members)] if shot.offline}
    return [wish for wish in wishes if wish.path not in offline]


def _wish(shot: Shot, side: int) -> PictureWish:
    """A picture no larger than itself: a small one is read whole, once."""
    return PictureWish(shot.path, side if max(shot.facts.width, shot.facts.height) > side else None)
