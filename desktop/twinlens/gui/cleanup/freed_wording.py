"""When the room that photos took is free again: not before what holds them is emptied."""

from __future__ import annotations

from collections.abc import Collection

from twinlens.gui import wording
from twinlens.gui.translating import tr


def freed(held: int, places: Collection[str]) -> str:
    """Of bytes that a clean-up still holds; nothing is said where it holds none."""
    if not held:
        return ""
    if wording.TRASH not in places:
        said = tr("{size} are freed when this session is emptied.")
    elif len(places) == 1:
        said = tr("{size} are freed when the trash is emptied.")
    else:
        said = tr("{size} are freed when the trash and this session are emptied.")
    return said.format(size=wording.size(held))


def freed_later(places: Collection[str]) -> str:
    """After a clean-up: where the room is still taken."""
    if wording.TRASH not in places:
        return tr("The space is freed when the session is emptied in History.")
    return tr("The space is freed when the trash is emptied.")
