"""Many pictures at once: the grid that wastes least, who stands in it, and winner stays. No window."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from group_making import group, shot
from twinlens.gui.compare import contest
from twinlens.gui.compare.compare_state import CompareState, read_state
from twinlens.gui.compare.grid import Cell, cells
from twinlens.gui.compare.lineup import MOST, Lineup, everyone, opening, pair, remaining
from twinlens.gui.pictures.zoom import Zoom
from twinlens.gui.review.group_entry import entry_of

CAPTION, GAP = 36, 2
shapes = st.lists(st.floats(0.2, 6.0), min_size=1, max_size=9)


def fitted_height(cell: Cell, shape: float) -> float:
    return min(cell.height - CAPTION, cell.width / shape)


@given(shapes, st.integers(700, 2600), st.integers(500, 1400))
def test_cells_lie_in_the_area_in_reading_order_and_never_over_one_another(shapes, width, height) -> None:
    found = cells(shapes, width, height, caption=CAPTION, gap=GAP)
    assert len(found) == len(shapes)
    for cell in found:
        assert cell.x >= 0 and cell.y >= 0  # noqa: PT018
        assert cell.x + cell.width <= width + 1
        assert cell.y + cell.height <= height + 1
    for one, two in pairwise(found):
        beside = one.y == two.y and one.x + one.width <= two.x
        assert beside or one.y + one.height <= two.y


@pytest.mark.parametrize(
    ("shapes", "rows"),
    [
        ([1.5, 1.5], [2]),
        ([3.5, 3.5], [1, 1]),
        ([0.67, 0.67, 0.67], [3]),
        ([1.5] * 4, [2, 2]),
        ([1.5] * 9, [3, 3, 3]),
        ([5.0, 0.67, 0.67], [1, 2]),
    ],
)
def test_rows_follow_the_shapes(shapes: list[float], rows: list[int]) -> None:
    found = cells(shapes, 1280, 700, caption=CAPTION, gap=GAP)
    tops = sorted({cell.y for cell in found})
    assert [sum(cell.y == top for cell in found) for top in tops] == rows


def test_a_portrait_beside_a_panorama_is_not_squeezed() -> None:
    shapes = [5.0, 0.67]
    heights = [fitted_height(*each) for each in zip(cells(shapes, 1280, 700, caption=CAPTION), shapes, strict=True)]
    assert min(heights) > 200


def test_of_two_the_one_in_focus_gives_way() -> None:
    two = pair(0, 2)
    assert two.stepped(1, 4).places == (0, 3)
    assert two.stepped(-1, 4).places == (0, 1)
    assert two.stepped(1, 3) == two
    assert two.focused(0).stepped(1, 4).places == (1, 2)
    assert two.chosen(0).place == 0


def test_among_many_the_focus_moves_and_members_come_and_go() -> None:
    many = everyone(5, keeper=1, focus=3)
    assert many.places == (1, 0, 2, 3, 4)
    assert many.place == 3
    assert many.partner == 1
    assert many.stepped(1, 5).place == 4
    fewer = many.without(3)
    assert fewer.places == (1, 0, 2, 4)
    assert fewer.place == 4
    assert fewer.chosen(3).places == (1, 0, 2, 3, 4)
    assert Lineup((1, 2), 0, wide=True).without(2).places == (1, 2)


@given(st.integers(2, 40), st.data())
def test_all_of_a_large_group_are_reached_nine_at_a_time(members: int, data) -> None:
    keeper, focus = data.draw(st.integers(0, members - 1)), data.draw(st.integers(0, members - 1))
    lineup = everyone(members, keeper, focus)
    assert lineup.place == focus
    assert len(set(lineup.places)) == len(lineup.places) == min(members, MOST)
    assert lineup.places[0] == keeper


def test_stepping_beyond_nine_shows_the_next_ones() -> None:
    lineup = everyone(20, 0, 8)
    assert lineup.stepped(1, 20).place == 9
    assert 9 in lineup.stepped(1, 20).places


def test_who_left_the_group_leaves_the_comparison() -> None:
    many = everyone(4, 0, 2)
    assert remaining(many, [0, 1, None, 2], 0, 0, 3).places == (0, 1, 2)
    assert remaining(pair(0, 2), [0, None], 0, 0, 3) == Lineup((1, 0), 1)
    assert remaining(pair(0, 1), [1, 0], 0, 1, 2).places == (1, 0)


def test_a_group_opens_with_the_keeper_and_what_is_to_be_decided() -> None:
    entry = entry_of(group("g", *map(shot, range(3))))
    assert opening(entry, 0, wide=False) == pair(0, 1)
    assert opening(entry, 2, wide=False) == pair(0, 2)
    assert opening(entry, 2, wide=True) == everyone(3, 0, 2)


def test_the_winner_stays_and_every_step_can_be_taken_back() -> None:
    begun = contest.begin([1, 2, 3])
    assert begun is not None
    assert (begun.champion, begun.challenger, begun.rounds) == (1, 2, (1, 2))
    second = begun.won_by(2)
    assert (second.champion, second.challenger, second.losers) == (2, 3, (1,))
    over = second.won_by(2)
    assert (over.champion, over.challenger, set(over.losers)) == (2, None, {1, 3})
    assert over.won_by(1) is over
    assert over.back() is second
    assert second.back().back() is begun
    assert contest.begin([7]) is None


@given(st.lists(st.integers(), min_size=2, max_size=12, unique=True), st.data())
def test_n_photos_take_n_less_one_decisions(ids: list[int], data) -> None:
    state = contest.begin(ids)
    steps = 0
    while state.challenger is not None:
        state = state.won_by(data.draw(st.sampled_from([state.champion, state.challenger])))
        steps += 1
    assert steps == len(ids) - 1
    assert sorted((state.champion, *state.losers)) == sorted(ids)


def test_what_was_compared_is_read_again_and_nonsense_is_not() -> None:
    state = CompareState((4, 7, 9), 2, True, Zoom(3.0, 0.2, 0.7), True)
    assert read_state(state.written()) == state


@given(st.one_of(st.none(), st.text(), st.from_regex(r'\{"shots": .{0,40}\}', fullmatch=True)))
def test_any_state_is_read_or_refused(text: object) -> None:
    found = read_state(text)
    assert found is None or len(found.shots) > 1
