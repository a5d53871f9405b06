"""What a comparison wants decoded: the most urgent first, and never more than memory holds."""

import pytest

from group_making import group, shot
from twinlens.gui.compare.wishes import Ahead, picture_wishes
from twinlens.gui.pictures.pictures import PICTURE_BYTES, PictureWish
from twinlens.gui.review.group_entry import entry_of

SIDE = 1024


class Pane:
    def __init__(self, *, zoomed: bool = False) -> None:
        self._zoomed = zoomed

    def wanted_side(self) -> int:
        return SIDE

    def needs_full(self) -> bool:
        return self._zoomed


def wishes(count: int, width: int, *, zoomed: bool, focus: int = 1) -> list[PictureWish]:
    shots = [shot(number, width=width) for number in range(count)]
    ahead = Ahead([shot(50, width=width), shot(51, width=width)], 2048)
    return picture_wishes(shots, focus, entry_of(group("g", *shots)), ahead, [Pane(zoomed=zoomed)] * count)


def test_first_what_is_seen_then_the_next_group_and_every_pixel_at_last() -> None:
    found = [(wish.path.stem, wish.max_side) for wish in wishes(2, 6000, zoomed=False)]
    fitted = [("IMG_1", SIDE), ("IMG_0", SIDE)]
    assert found == [*fitted, ("IMG_50", 2048), ("IMG_51", 2048), ("IMG_1", None), ("IMG_0", None)]


def test_zoomed_every_pixel_comes_before_the_next_group() -> None:
    found = [(wish.path.stem, wish.max_side) for wish in wishes(2, 6000, zoomed=True)]
    assert found[2:4] == [("IMG_1", None), ("IMG_0", None)]


def test_of_many_every_pixel_is_wanted_only_when_zoomed() -> None:
    assert all(wish.max_side is not None for wish in wishes(9, 6000, zoomed=False))
    assert sum(wish.max_side is None for wish in wishes(9, 4000, zoomed=True)) == 9


@pytest.mark.parametrize("width", [3000, 6000, 8660, 12_250, 30_000])
@pytest.mark.parametrize("count", [2, 3, 9])
def test_memory_is_bounded_and_the_focus_gets_the_most(count: int, width: int) -> None:
    height = width * 2 // 3
    full = [wish for wish in wishes(count, width, zoomed=True) if wish.max_side is None or wish.max_side > 2048]
    sizes = [1.0 if wish.max_side is None else wish.max_side / width for wish in full]
    assert sum(4 * width * height * share**2 for share in sizes) <= PICTURE_BYTES
    assert full[0].path.stem == "IMG_1"
    assert sizes[0] == max(sizes)


def test_fifty_megapixels_are_seen_whole_where_the_focus_is() -> None:
    found = wishes(9, 8660, zoomed=True, focus=4)
    assert found[9] == PictureWish(found[0].path, None)
    assert found[0].path.stem == "IMG_4"
