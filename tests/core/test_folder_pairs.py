"""Pairs of folders that share photographs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens.core.folder_pairs import (
    FolderSide,
    can_prefer,
    folder_pairs,
    photos_in,
    preferring,
    rule_of,
    shared_by,
    side_of,
    topmost_pair,
)
from twinlens.core.group_rules import plan_rule
from twinlens.core.keepers import DEFAULT_RULES, KeeperReason, KeeperRules, keeper_order
from twinlens.core.photos import ContentKey, FileStamp, Group, Member, PictureFacts, Shot
from twinlens.core.relations import Level, Relation, Role

FOLDERS = ("/a", "/a/2019", "/a/2019/raw", "/b", "/b/2019", "/c/deep/2019")


def shot(number: int, folder: str, size: int = 100) -> Shot:
    key = ContentKey(f"f-{size}-{number}")
    return Shot(number, Path(folder) / f"{number}.jpg", FileStamp(size, 0), key, PictureFacts("JPEG", 300, 200))


def group(*shots: Shot) -> Group:
    others = (Member(each, Role.DUPLICATE, Relation.RESIZED, 0.97) for each in shots[1:])
    return Group(f"g{shots[0].id}", Level.COPY, (Member(shots[0], Role.KEEPER), *others))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("/b/2019/raw", "/a/2019/raw", ("/a", "/b")),
        ("/a/2019", "/a/2020", ("/a/2019", "/a/2020")),
        ("/p/one/raw", "/p/two/raw", ("/p/one", "/p/two")),
        ("/a", "/a/2019", ("/a", "/a/2019")),
        ("/a/a", "/a/a/a", ("/a/a", "/a/a/a")),
    ],
)
def test_a_backup_is_one_pair(first: str, second: str, expected: tuple[str, str]) -> None:
    assert topmost_pair(first, second) == expected


def test_pairs_are_counted_and_the_side_of_the_keepers_is_first() -> None:
    groups = [
        group(shot(1, "/b/2019", 50), shot(2, "/a/2019"), shot(3, "/a/2019")),
        group(shot(4, "/b/2020"), shot(5, "/a/2020")),
        group(shot(6, "/c"), shot(7, "/c")),
    ]
    (found,) = folder_pairs(groups)
    assert (found.first, found.second, found.groups) == (FolderSide("/b", 2, 150), FolderSide("/a", 3, 300), 2)


def test_the_inner_of_two_folders_counts() -> None:
    assert side_of(Path("/a/2019/x.jpg"), ("/a", "/a/2019")) == 1
    assert side_of(Path("/a/x.jpg"), ("/a", "/a/2019")) == 0
    assert side_of(Path("/ab/x.jpg"), ("/a", "/a/2019")) is None
    counts = {"/a": 3, "/a/2019": 4, "/a/2019/raw": 5, "/ab": 9}
    outer, inner = FolderSide("/a", 0, 0), FolderSide("/a/2019", 0, 0)
    assert (photos_in(outer, inner, counts), photos_in(inner, outer, counts)) == (3, 9)


@given(st.lists(st.lists(st.sampled_from(FOLDERS), min_size=2, max_size=5), max_size=8))
def test_keeping_one_side_leaves_every_group_something_there(made: list[list[str]]) -> None:
    groups = [
        group(*(shot(10 * number + place, folder) for place, folder in enumerate(folders)))
        for number, folders in enumerate(made)
    ]
    for pair in folder_pairs(groups):
        for kept, other in ((pair.first, pair.second), (pair.second, pair.first)):
            folders = (kept.folder, other.folder)
            plan = plan_rule([(each, ()) for each in groups], rule_of(kept, other))
            shared = shared_by(groups, folders)
            assert len(plan.leaving) == shared.second.photos >= other.photos
            assert plan.touched == shared.groups >= pair.groups
            for leaves, stays in plan.leaving:
                assert side_of(leaves.path, folders) == 1
                assert side_of(stays.path, folders) == 0


def test_a_preferred_folder_decides_before_pixels_from_then_on() -> None:
    large, small = shot(1, "/b", 900), shot(2, "/a/x")
    assert keeper_order([large, small])[0] is large
    rules = preferring(DEFAULT_RULES, "/a", "/b")
    assert rules.folders == ("/a", "/b")
    assert keeper_order([large, small], rules)[0] is small
    assert rules.whole_order[:3] == (KeeperReason.PROTECTED, KeeperReason.ONLINE, KeeperReason.PREFERRED_FOLDER)


def test_other_preferences_stay() -> None:
    rules = KeeperRules(folders=("/z", "/b", "/a"), off=frozenset({KeeperReason.PREFERRED_FOLDER, KeeperReason.OLDER}))
    changed = preferring(rules, "/a", "/b")
    assert changed.folders == ("/z", "/a", "/b")
    assert changed.off == {KeeperReason.OLDER}
    assert set(changed.whole_order) == set(rules.whole_order)


def test_what_lies_within_cannot_come_after_what_it_lies_in() -> None:
    assert can_prefer("/a/x", "/a")
    assert can_prefer("/a", "/ab")
    assert not can_prefer("/a", "/a/x")
