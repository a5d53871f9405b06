"""How a person arranges the keeper rules of a library, and what that changes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from photos import draw_photo
from twinlens.core.errors import UsageError
from twinlens.core.grouping import GroupingInput, group_levels
from twinlens.core.keepers import DEFAULT_RULES, KeeperReason, KeeperRules
from twinlens.core.relations import Level, Relation
from twinlens.workflows.cleanup import plan_cleanup
from twinlens.workflows.groups import load_groups, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.rules import RuleChange, change_rules, groups_changed, load_rules, save_rules
from twinlens.workflows.scan import ScanReport
from workflows.shelf import MODEL, Shelf


def arrange(home: Home, **change) -> KeeperRules:
    places = places_now(home)
    save_rules(home, places, change_rules(load_rules(home, places), RuleChange(**change)))
    return load_rules(home, places)


def test_rules_are_the_defaults_until_arranged_and_again_after(home: Home) -> None:
    places = places_now(home)
    assert load_rules(home, places) == DEFAULT_RULES
    rules = arrange(home, order=["older", "has-raw"], off=["larger-file", "more-pixels"])
    assert rules.whole_order[:2] == (KeeperReason.OLDER, KeeperReason.RAW)
    assert rules.off == {KeeperReason.LARGER_FILE, KeeperReason.MORE_PIXELS}
    assert arrange(home, on=["more-pixels"]).off == {KeeperReason.LARGER_FILE}
    save_rules(home, places, DEFAULT_RULES)
    assert load_rules(home, places) == DEFAULT_RULES


@pytest.mark.parametrize("change", [{"order": ["larger"]}, {"off": ["kept-by-you"]}, {"on": ["tie"]}])
def test_unknown_rules_are_refused(home: Home, change: dict) -> None:
    with pytest.raises(UsageError, match="There is no rule"):
        arrange(home, **change)


def test_folders_are_kept_by_volume_whatever_their_names(home: Home, photos: Path) -> None:
    odd = photos / os.fsdecode(b"umlaut \xff")
    odd.mkdir()
    rules = arrange(home, folders=[odd, photos])
    assert rules.folders == (str(odd), str(photos))
    odd.rmdir()
    assert arrange(home, folders=[photos, odd]).folders == (str(photos), str(odd))  # Known, so it may be away.
    with pytest.raises(UsageError, match="no folder"):
        arrange(home, folders=[photos / "nowhere"])
    assert arrange(home, folders=[]).folders == ()


@pytest.mark.parametrize(
    "stored",
    ["text", 7, [], {"order": 3, "off": {}, "folders": "x"}, {"order": ["of-tomorrow"], "folders": [["v"], [1, 2], 5]}],
)
def test_what_another_version_stored_is_read_as_far_as_it_is_known(home: Home, stored: object) -> None:
    home.library.preferences.set("keeper-rules", stored)
    assert load_rules(home, places_now(home)) == DEFAULT_RULES


def test_a_preview_says_how_many_groups_change(shelf: Shelf) -> None:
    for name in ("a/1.jpg", "b/1.jpg", "b/2.jpg", "bbb/2.jpg"):
        shelf.put(name)
    shelf.learn()
    shelf.match_all("a/1.jpg", "b/1.jpg")
    shelf.match_all("b/2.jpg", "bbb/2.jpg")
    given = GroupingInput(list(shelf.shots().values()), shelf.home.cache.matches.load(MODEL, 0.0), 0.5)
    assert groups_changed(given, DEFAULT_RULES) == (0, 2)
    for folder, changed in (("a", 0), ("bbb", 0), ("b", 2)):
        rules = KeeperRules(order=(KeeperReason.PREFERRED_FOLDER,), folders=(str(shelf.folder / folder),))
        assert groups_changed(given, rules) == (changed, 2)


@pytest.mark.parametrize("relation", [Relation.BURST, Relation.BRACKET, Relation.PANORAMA, Relation.SIMILAR])
def test_nothing_of_a_burst_or_similar_scene_is_proposed_for_removal(shelf: Shelf, relation: Relation) -> None:
    shelf.put("one.jpg")
    shelf.put("two.jpg")
    shelf.learn()
    shelf.match("one.jpg", "two.jpg", relation, score=1.0)
    matches = shelf.home.cache.matches.load(MODEL, 0.0)
    groups = group_levels(GroupingInput(list(shelf.shots().values()), matches, 0.5), tuple(Level))
    assert [group.level for group in groups] == [relation.level]
    plan = plan_cleanup(shelf.home, MODEL, proposed_groups=groups)
    assert not plan.proposed
    assert not plan.rejected


def test_a_clean_up_keeps_the_last_copy_by_the_rules_as_arranged(shelf: Shelf) -> None:
    shelf.put("short.jpg")
    shelf.put("much-longer-name.jpg", b"x" * 99)
    shelf.learn()
    shelf.match("short.jpg", "much-longer-name.jpg")
    shelf.reject("short.jpg", "much-longer-name.jpg")
    assert shelf.removed(shelf.clean(dry_run=True)) == ["short.jpg"]
    arrange(shelf.home, order=["shorter-path"], off=["larger-file"])
    assert shelf.removed(shelf.clean(dry_run=True)) == ["much-longer-name.jpg"]


def test_the_sharpest_frame_of_a_burst_stays_though_it_is_the_smallest_file(
    home: Home, encoder: LazyEncoder, photos: Path, rescan: Callable[..., ScanReport]
) -> None:
    scene = draw_photo(7, (1200, 800))
    for second, blur in enumerate((3, 0, 5)):
        frame = scene.crop((4 * second, 0, 1180 + 4 * second, 800)).filter(ImageFilter.GaussianBlur(blur))
        exif = Image.Exif()
        exif[0x010F], exif[0x0110] = "Testcam", "One"
        exif.get_ifd(0x8769)[0x9003] = f"2024:05:01 10:00:0{second}"
        frame.save(photos / f"{second}.jpg", exif=exif, quality=80 if blur == 0 else 100, subsampling=0)
    rescan()
    (group,) = load_groups(home, encoder.card, threshold=encoder.card.thresholds.loose, levels=tuple(Level))
    assert group.level is Level.BURST
    assert group.keeper.shot.path.name == "1.jpg"
    assert group.keeper.reasons[0] is KeeperReason.SHARPER
    assert plan_cleanup(home, encoder.card.id, proposed_groups=[group]).proposed == ()
