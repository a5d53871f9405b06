"""Linked zoom: the same fractions of pictures of any size, and nothing dragged out of sight."""

import math

from hypothesis import given
from hypothesis import strategies as st

from twinlens.gui.pictures.zoom import (
    FITTED,
    Pane,
    Zoom,
    clamped,
    fraction_at,
    largest_factor,
    panned,
    picture_area,
    zoomed,
)

sides = st.floats(50, 4000)
pixels = st.integers(1, 30_000)
panes = st.builds(Pane, sides, sides, pixels, pixels)
fractions = st.floats(0, 1)
factors = st.floats(1, 60)
zooms = st.builds(Zoom, factors, fractions, fractions)


@given(panes)
def test_fitted_shows_all_of_a_picture_in_the_middle(pane: Pane) -> None:
    left, top, width, height = picture_area(FITTED, pane)
    assert width <= pane.width * (1 + 1e-9)
    assert height <= pane.height * (1 + 1e-9)
    assert math.isclose(width, pane.width, rel_tol=1e-9) or math.isclose(height, pane.height, rel_tol=1e-9)
    assert math.isclose(left + width / 2, pane.width / 2, abs_tol=1e-6)
    assert math.isclose(top + height / 2, pane.height / 2, abs_tol=1e-6)


@given(panes, zooms)
def test_a_picture_is_never_squashed(pane: Pane, zoom: Zoom) -> None:
    _, _, width, height = picture_area(zoom, pane)
    assert math.isclose(width / height, pane.picture_width / pane.picture_height, rel_tol=1e-6)


@given(panes, zooms)
def test_no_gap_opens_beside_a_picture_larger_than_its_pane(pane: Pane, zoom: Zoom) -> None:
    left, top, width, height = picture_area(zoom, pane)
    for start, shown, room in ((left, width, pane.width), (top, height, pane.height)):
        tolerance = 1e-6 * max(shown, room)
        if shown >= room:
            assert start <= tolerance
            assert start + shown >= room - tolerance
        else:
            assert math.isclose(start, (room - shown) / 2, abs_tol=tolerance)


@given(panes, zooms, fractions, fractions, st.floats(1.05, 4))
def test_zooming_in_keeps_the_point_under_the_pointer(pane: Pane, zoom: Zoom, x: float, y: float, times: float) -> None:
    left, top, width, height = picture_area(zoom, pane)
    at_x = min(max(left + x * width, 0.0), pane.width)
    at_y = min(max(top + y * height, 0.0), pane.height)
    before = fraction_at(zoom, pane, at_x, at_y)
    after = zoomed(zoom, pane, at_x, at_y, zoom.factor * times)
    assert after.factor == zoom.factor * times
    now_width, now_height = pane.shown_size(after.factor)
    if now_width > pane.width and width >= pane.width:
        assert math.isclose(fraction_at(after, pane, at_x, at_y)[0], before[0], abs_tol=1e-6)
    if now_height > pane.height and height >= pane.height:
        assert math.isclose(fraction_at(after, pane, at_x, at_y)[1], before[1], abs_tol=1e-6)


@given(sides, sides, pixels, pixels, zooms)
def test_a_small_copy_shows_the_same_part(width: float, height: float, across: int, down: int, zoom: Zoom) -> None:
    large = Pane(width, height, across * 100, down * 100)
    small = Pane(width, height, across, down)
    for x, y in ((0.0, 0.0), (width / 3, height / 2), (width, height)):
        one, other = fraction_at(zoom, large, x, y), fraction_at(zoom, small, x * 1.0, y * 1.0)
        assert math.isclose(one[0], other[0], rel_tol=1e-6, abs_tol=1e-6)
        assert math.isclose(one[1], other[1], rel_tol=1e-6, abs_tol=1e-6)


@given(panes, zooms, st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_panning_there_and_back_stays_within_the_picture(pane: Pane, zoom: Zoom, dx: float, dy: float) -> None:
    moved = panned(zoom, pane, dx, dy)
    assert moved == clamped(moved, pane)
    assert moved.factor == zoom.factor


@given(panes, st.floats(0.5, 4))
def test_actual_size_is_one_pixel_to_a_pixel(pane: Pane, ratio: float) -> None:
    width, _ = pane.shown_size(pane.actual_size(ratio))
    assert math.isclose(width * ratio, pane.picture_width, rel_tol=1e-6)
    assert largest_factor(pane, ratio) >= 1.0


def test_zooming_out_ends_at_fitted() -> None:
    pane = Pane(800, 600, 6000, 4000)
    assert zoomed(Zoom(4.0, 0.1, 0.9), pane, 10, 590, 0.2) == FITTED
