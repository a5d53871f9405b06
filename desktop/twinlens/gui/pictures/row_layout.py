"""Where the photographs of a group stand in its row: one height, own proportions, keeper first. No painting.

The keeper never scrolls away; of the others as many are shown as fit, from `first` on, and how many are
hidden at either side is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from twinlens.gui.look.theme import Size, Space, Tile

_AROUND = Tile.CAPTION + 2 * Tile.PADDING + 2 * Space.M
PHOTO_HEIGHT = Size.THUMB_ROW
ROW_HEIGHT = PHOTO_HEIGHT + _AROUND


def row_height_for(width: int, chosen: int = 0) -> int:
    """How high rows are whose photographs have the chosen height, or else that which suits a list of this width.

    A large screen shows larger photographs, not only more.
    """
    suiting = PHOTO_HEIGHT if width < Tile.WIDE else Tile.LARGE_ROW
    return (chosen or suiting) + _AROUND


def photo_height(row_height: int) -> int:
    """How high photographs are in rows of this height."""
    return row_height - _AROUND


@dataclass(frozen=True, slots=True)
class PlacedTile:
    """One photograph of a row."""

    place: int
    """Its place among the group's members."""
    frame: QRect
    """Everything that belongs to it."""
    photo: QRect
    caption: QRect


@dataclass(frozen=True, slots=True)
class RowLayout:
    """A row, laid out."""

    tiles: tuple[PlacedTile, ...]
    before: QRect | None
    hidden_before: int
    after: QRect | None
    hidden_after: int
    saving: QRect

    def tile_at(self, point: QPoint) -> PlacedTile | None:
        """The photograph under a point."""
        return next((tile for tile in self.tiles if tile.frame.contains(point)), None)

    def tile_of(self, place: int) -> PlacedTile | None:
        """The photograph of a member, if it is shown."""
        return next((tile for tile in self.tiles if tile.place == place), None)


def photo_size(width: int, height: int, tallest: int = PHOTO_HEIGHT, room: float | None = None) -> tuple[int, int]:
    """Size at which a picture is shown: the common height, lower only where it would be far too wide."""
    if width <= 0 or height <= 0:
        return tallest, tallest
    shown = tallest * width / height
    widest = tallest * Tile.WIDEST if room is None else min(tallest * Tile.WIDEST, room)
    if shown > widest:
        return round(widest), max(1, round(widest * height / width))
    return max(1, round(shown)), tallest


def lay_out(pictures: Sequence[tuple[int, int]], row: QRect, first: int = 1) -> RowLayout:
    """Lay the pictures, given by their own sizes, into a row; `first` is the first shown after the keeper.

    None is wider than half the room, so that there is always one to be seen beside the keeper.
    """
    left, right = row.left() + Space.L, row.right() - Tile.SAVING - Space.M
    top = row.top() + Space.M
    first = max(1, min(first, len(pictures) - 1)) if len(pictures) > 1 else 1
    tallest = photo_height(row.height())
    room = max((right - left - Tile.MORE - 2 * Tile.GAP) / 2 - 2 * Tile.PADDING, Tile.NARROWEST)
    sizes = [photo_size(*picture, tallest, room) for picture in pictures]
    widths = [max(width, Tile.NARROWEST) + 2 * Tile.PADDING for width, _ in sizes]
    keeper = _place(0, sizes[0], widths[0], QPoint(left, top), tallest)
    tiles, x = [keeper], left + widths[0] + Tile.GAP
    before = None
    if first > 1:
        before = QRect(x, top, Tile.MORE, tallest + 2 * Tile.PADDING)
        x += Tile.MORE + Tile.GAP
    shown_to = _fitting(widths, first, x, right)
    for place in range(first, shown_to):
        tiles.append(_place(place, sizes[place], widths[place], QPoint(x, top), tallest))
        x += widths[place] + Tile.GAP
    hidden = len(pictures) - shown_to
    after = QRect(x, top, Tile.MORE, tallest + 2 * Tile.PADDING) if hidden else None
    saving = QRect(right + Space.M, row.top(), Tile.SAVING - Space.M, row.height())
    return RowLayout(tuple(tiles), before, first - 1 if before else 0, after, hidden, saving)


def first_to_show(pictures: Sequence[tuple[int, int]], row: QRect, focus: int, first: int = 1) -> int:
    """The `first` nearest to the present one at which the photo in focus is shown."""
    if focus <= 0 or lay_out(pictures, row, first).tile_of(focus) is not None:
        return first
    if focus < first:
        return focus
    while first < focus and lay_out(pictures, row, first).tile_of(focus) is None:
        first += 1
    return first


def _fitting(widths: Sequence[int], first: int, x: int, right: int) -> int:
    """The place after the last that fits; at least one is shown, and room is left for the "+3"."""
    place = first
    while place < len(widths):
        room = 0 if place == len(widths) - 1 else Tile.GAP + Tile.MORE
        if x + widths[place] + room > right and place > first:
            break
        x += widths[place] + Tile.GAP
        place += 1
    return place


def _place(place: int, size: tuple[int, int], frame_width: int, corner: QPoint, tallest: int) -> PlacedTile:
    width, height = size
    pad = Tile.PADDING
    photo = QRect(corner.x() + pad, corner.y() + pad + (tallest - height), width, height)
    caption = QRect(corner.x() + pad, corner.y() + 2 * pad + tallest, frame_width - 2 * pad, Tile.CAPTION)
    frame = QRect(corner.x(), corner.y(), frame_width, tallest + Tile.CAPTION + 3 * pad)
    return PlacedTile(place, frame, photo, caption)
