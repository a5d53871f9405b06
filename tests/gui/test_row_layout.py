"""Rows of photographs: own proportions, keeper in sight, whatever is hidden is counted."""

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from twinlens.gui.look.theme import Tile
from twinlens.gui.pictures.row_layout import PHOTO_HEIGHT, ROW_HEIGHT, first_to_show, lay_out, photo_size

pictures = st.lists(st.tuples(st.integers(1, 30_000), st.integers(1, 30_000)), min_size=2, max_size=30)
widths = st.integers(500, 3000)


@given(st.integers(1, 40_000), st.integers(1, 40_000))
def test_proportions_are_kept(width: int, height: int) -> None:
    shown_width, shown_height = photo_size(width, height)
    assert shown_height <= PHOTO_HEIGHT
    assert shown_width <= math.ceil(PHOTO_HEIGHT * Tile.WIDEST)
    exact = shown_height * width / height
    assert abs(shown_width - exact) <= max(1, 0.51 * width / height) or shown_height == 1


@given(pictures, widths, st.integers(1, 40))
def test_every_photo_is_shown_or_counted(sizes: list[tuple[int, int]], width: int, first: int) -> None:
    row = QRect(0, 100, width, ROW_HEIGHT)
    layout = lay_out(sizes, row, first)
    assert len(layout.tiles) + layout.hidden_before + layout.hidden_after == len(sizes)
    assert layout.tiles[0].place == 0
    assert len(layout.tiles) >= 2
    assert (layout.hidden_before > 0) == (layout.before is not None)
    assert (layout.hidden_after > 0) == (layout.after is not None)
    edges = [tile.frame for tile in layout.tiles]
    assert all(left.right() < right.left() for left, right in itertools.pairwise(edges))
    assert all(row.contains(tile.photo) or tile.photo.right() > row.right() for tile in layout.tiles)


@given(pictures, widths, st.integers(0, 29), st.integers(1, 29))
def test_the_photo_in_focus_comes_into_sight(sizes: list[tuple[int, int]], width: int, focus: int, first: int) -> None:
    focus, first = min(focus, len(sizes) - 1), min(first, len(sizes) - 1)
    row = QRect(0, 0, width, ROW_HEIGHT)
    shown = first_to_show(sizes, row, focus, first)
    assert lay_out(sizes, row, shown).tile_of(focus) is not None


def test_a_row_does_not_move_while_the_focus_is_in_sight() -> None:
    sizes = [(3000, 2000)] * 9
    row = QRect(0, 0, 1200, ROW_HEIGHT)
    seen = [tile.place for tile in lay_out(sizes, row, 3).tiles]
    assert seen[0] == 0
    for place in seen:
        assert first_to_show(sizes, row, place, 3) == 3


def test_unknown_sizes_are_square() -> None:
    assert photo_size(0, 0) == (PHOTO_HEIGHT, PHOTO_HEIGHT)
