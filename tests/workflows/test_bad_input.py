"""Pictures that show next to nothing, heads that lie, and one photo a great many times: through the whole program."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from bare_pictures import Draw, gradient, night, page, tiny, uniform
from photos import draw_photo, save_photo
from twinlens.core.photos import Group
from twinlens.core.relations import Level
from twinlens.workflows.groups import load_groups, load_shots, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan import ScanReport

Rescan = Callable[..., ScanReport]


def groups_of(home: Home, encoder: LazyEncoder, *levels: Level) -> list[Group]:
    """At the loosest setting there is."""
    return load_groups(home, encoder.card, threshold=encoder.card.thresholds.floor, levels=levels or tuple(Level))


@pytest.mark.parametrize("draw", [uniform, gradient, tiny, night, page])
def test_what_shows_next_to_nothing_is_no_copy_of_its_like(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan, draw: Draw
) -> None:
    for number in range(8):
        draw(number).save(photos / f"{number}.png")
    (photos / "twin.png").write_bytes((photos / "0.png").read_bytes())
    assert not rescan().problems
    (group,) = groups_of(home, encoder, Level.COPY)
    assert sorted(member.shot.path.name for member in group.members) == ["0.png", "twin.png"]


def test_nothing_of_all_sorts_is_nothing_of_another(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan
) -> None:
    for draw in (uniform, gradient, tiny, night, page):
        draw(3).save(photos / f"{draw.__name__}.png")
        draw(4).convert("L").save(photos / f"grey {draw.__name__}.jpg", quality=40)
    rescan()
    assert not groups_of(home, encoder, Level.COPY)


# Heads that lie.


@pytest.mark.parametrize("taken_at", ["1970:01:01 00:00:00", "1970:01:01 00:00:07", "2021:06:01 12:00:00"])
def test_one_camera_and_one_time_make_no_shot_and_no_group_of_strangers(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan, taken_at: str
) -> None:
    for number in range(6):
        save_photo(photos / f"IMG_{number}.jpg", 10 + number, taken_at=taken_at)
        save_photo(photos / f"IMG_{number}0.jpg", 30 + number, taken_at=taken_at).rename(photos / f"DSC_{number}.dng")
    rescan()
    shots = load_shots(home, places_now(home))
    assert len(shots) == 12
    assert not any(shot.companions for shot in shots)
    assert not groups_of(home, encoder)


def test_names_alone_do_not_join_what_another_camera_took(photos: Path, home: Home, rescan: Rescan) -> None:
    for folder in ("a", "b"):
        save_photo(photos / folder / "IMG_1.jpg", 1, taken_at="2021:06:01 12:00:00", camera="Testcam One")
        raw = save_photo(photos / folder / "x.jpg", 2, taken_at="2021:06:01 12:00:00", camera="Testcam Two")
        raw.rename(photos / folder / "IMG_1.dng")
    rescan()
    assert not any(shot.companions for shot in load_shots(home, places_now(home)))


def test_a_wrong_orientation_makes_a_turned_copy_and_nothing_else(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan
) -> None:
    photo = draw_photo(1)
    for orientation in (1, 3, 6, 8, 99):
        exif = Image.Exif()
        exif[0x0112] = orientation
        photo.save(photos / f"{orientation}.jpg", quality=92, exif=exif)
    save_photo(photos / "stranger.jpg", 2)
    assert not rescan().problems
    (group,) = groups_of(home, encoder)
    names = sorted(member.shot.path.name for member in group.members)
    assert names == ["1.jpg", "3.jpg", "6.jpg", "8.jpg", "99.jpg"]


# One photo a great many times.


def test_many_versions_are_one_group_and_are_each_looked_at_once(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan
) -> None:
    photo = draw_photo(1, (320, 240))
    for number in range(30):
        photo.save(photos / f"saved {number}.jpg", quality=60 + number, comment=str(number).encode())
    for number in range(120):
        (photos / f"twin {number}.jpg").write_bytes((photos / "saved 14.jpg").read_bytes())
    rescan()
    (group,) = groups_of(home, encoder)
    assert len(group.members) == 150
    contents = {member.shot.content_key for member in group.members}
    assert len(contents) == 30
    looked_at = home.cache.evidence.known(combinations(sorted(contents), 2))
    assert len(looked_at) == 29
