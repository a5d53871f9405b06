"""What counts as safe: the photo itself, whole, on another drive."""

from __future__ import annotations

from pathlib import Path

import pytest

from making import make_shot
from twinlens.core.containment import Held, Holding, LocatedShot, Safety, best_first, weakest


def holding(held: Held, *, name: str = "a", offline: bool = False, same_drive: bool = False) -> Holding:
    return Holding(name, Path(f"/{name}/x.jpg"), held, offline, same_drive)


@pytest.mark.parametrize(
    ("parts", "held"),
    [
        ([None, None], None),
        ([Held.IDENTICAL], Held.IDENTICAL),
        ([Held.SAME_PIXELS, Held.IDENTICAL], Held.SAME_PIXELS),
        ([Held.IDENTICAL, Held.UNPROVED], Held.UNPROVED),
        ([Held.IDENTICAL, Held.REJECTED], Held.REJECTED),
        ([Held.IDENTICAL, None], Held.PARTLY),
        ([None, Held.IDENTICAL], Held.PARTLY),
        ([Held.COPY, Held.IDENTICAL], Held.PARTLY),
        ([Held.COPY, None], Held.COPY),
        ([Held.COPY], Held.COPY),
    ],
)
def test_a_place_holds_a_shot_no_better_than_its_weakest_file(parts: list[Held | None], held: Held | None) -> None:
    assert weakest(parts) is held


def test_two_drives_are_green_one_is_amber_and_the_own_drive_is_none() -> None:
    shot = make_shot(1)
    same = holding(Held.IDENTICAL, same_drive=True)
    one, two = holding(Held.IDENTICAL, name="b"), holding(Held.SAME_PIXELS, name="c", offline=True)
    assert LocatedShot(shot, (same,)).safety is Safety.RED
    assert LocatedShot(shot, (same, one)).safety is Safety.AMBER
    assert LocatedShot(shot, (one, two, same)).safety is Safety.GREEN


@pytest.mark.parametrize("held", [Held.UNPROVED, Held.REJECTED, Held.PARTLY, Held.COPY])
def test_nothing_but_the_photo_itself_is_safety(held: Held) -> None:
    located = LocatedShot(make_shot(1), (holding(held), holding(held, name="b")))
    assert (located.safety, located.held) == (Safety.RED, held)


def test_what_counts_comes_first() -> None:
    same, far = holding(Held.IDENTICAL, same_drive=True), holding(Held.SAME_PIXELS, name="b", offline=True)
    near = holding(Held.SAME_PIXELS, name="c")
    assert best_first([holding(Held.COPY), same, far, near])[:3] == (near, far, same)
