"""The keeper rules and the reasons they give."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from making import make_match, make_shot
from twinlens.core.grouping import GroupingInput, group_levels
from twinlens.core.keepers import (
    DEFAULT_ORDER,
    DEFAULT_RULES,
    KeeperReason,
    KeeperRules,
    keeper_order,
    keeper_reasons,
    lost_against,
    ranks_among,
)
from twinlens.core.photos import Companion, CompanionKind, FileStamp, Marks, PictureFacts, Shot
from twinlens.core.relations import DecisionKind, Level, Relation, Role
from twinlens.core.sharpness import CELLS

PLAIN = make_shot(5)
RAW_FILE = Companion(Path("/photos/1.nef"), CompanionKind.RAW, FileStamp(9, 0))
SIDECAR = Companion(Path("/photos/1.xmp"), CompanionKind.SIDECAR, FileStamp(9, 0))


FACTS = PictureFacts("JPEG", 100, 100)
COARSE = bytes([150] * CELLS)
SHARP, SOFT = bytes([200] * 2 * CELLS) + COARSE, bytes([180] * 2 * CELLS) + COARSE
SMEARED = bytes([160] * CELLS + [200] * CELLS) + COARSE


def why(*shots: Shot, rules: KeeperRules = DEFAULT_RULES, level: Level = Level.COPY) -> tuple[KeeperReason, ...]:
    """Why the first of these is kept."""
    applied = rules.at(level)
    first, *others = ranks_among(shots, applied)
    return keeper_reasons(first, others, applied)


def measured(number: int, **facts: object) -> Shot:
    """A shot of which the decoder measured this."""
    return make_shot(number, facts=replace(FACTS, **facts))


@pytest.mark.parametrize(
    ("better", "reason"),
    [
        (make_shot(9, decision=DecisionKind.KEEP), KeeperReason.DECIDED),
        (make_shot(9, protected=True), KeeperReason.PROTECTED),
        (replace(make_shot(9), marks=Marks(catalogued=True)), KeeperReason.CATALOGUED),
        (replace(make_shot(9), marks=Marks(flag=1)), KeeperReason.FLAGGED),
        (measured(9, rating=4), KeeperReason.RATED),
        (replace(make_shot(9), marks=Marks(rating=4)), KeeperReason.RATED),
        (replace(make_shot(9), marks=Marks(edited=True)), KeeperReason.EDITED),
        (measured(9, label="Red"), KeeperReason.LABELLED),
        (replace(make_shot(9), marks=Marks(keywords=2)), KeeperReason.KEYWORDS),
        (make_shot(9, companions=(RAW_FILE,)), KeeperReason.RAW),
        (make_shot(9, width=101), KeeperReason.MORE_PIXELS),
        (measured(9, taken_at="2024-01-01T10:00:00", camera="Nikon"), KeeperReason.CAMERA_DATA),
        (make_shot(9, companions=(SIDECAR,)), KeeperReason.COMPANIONS),
        (make_shot(9, size=1001), KeeperReason.LARGER_FILE),
        (make_shot(9, mtime_ns=-1), KeeperReason.OLDER),
        (replace(make_shot(9), path=Path("/a.jpg")), KeeperReason.SHORTER_PATH),
    ],
)
def test_each_rule_decides_and_is_named(better: Shot, reason: KeeperReason) -> None:
    assert keeper_order([PLAIN, better]) == [better, PLAIN]
    assert why(better, PLAIN)[0] is reason
    rules = DEFAULT_RULES.at(Level.COPY)
    assert lost_against(*ranks_among([better, PLAIN], rules), rules)[0] is reason


@pytest.mark.parametrize(
    ("better", "worse", "reason"),
    [
        ({"software": "Ver.1.02"}, {"software": "Adobe Photoshop 25.0"}, KeeperReason.ORIGINAL),
        ({"jpeg_quality": 95}, {"jpeg_quality": 80}, KeeperReason.JPEG_QUALITY),
        ({"sharpness": 0.4}, {"sharpness": 0.2}, KeeperReason.SHARPER),
    ],
)
def test_copies_are_told_apart_by_their_quality(better: dict, worse: dict, reason: KeeperReason) -> None:
    good, bad = measured(9, **better), measured(5, **worse)
    assert keeper_order([bad, good]) == [good, bad]
    assert why(good, bad) == (reason,)


@pytest.mark.parametrize("known", [{"jpeg_quality": 95}, {"jpeg_quality": 5}, {"sharpness": 0.4}])
def test_what_was_never_measured_neither_wins_nor_loses(known: dict) -> None:
    old, new = measured(5), measured(9, **known)
    assert keeper_order([new, old]) == [old, new]
    assert why(old, new) == (KeeperReason.TIE,)
    assert why(new, old) == (KeeperReason.TIE,)


def test_hardly_any_difference_in_quality_is_none() -> None:
    assert why(measured(9, jpeg_quality=93, sharpness=0.41), measured(5, jpeg_quality=91, sharpness=0.40)) == (
        KeeperReason.TIE,
    )


@pytest.mark.parametrize(
    ("better", "worse", "reasons"),
    [
        ({"detail_map": SHARP}, {"detail_map": SOFT}, (KeeperReason.SHARPER,)),
        ({"detail_map": SHARP}, {"detail_map": SMEARED}, (KeeperReason.SHARPER, KeeperReason.STEADIER)),
        ({"clipped": 0.01}, {"clipped": 0.2}, (KeeperReason.LESS_CLIPPED,)),
    ],
)
def test_the_best_frame_of_a_burst_comes_before_its_size(better: dict, worse: dict, reasons: tuple) -> None:
    good = make_shot(9, size=100, facts=replace(FACTS, **better))
    bad = make_shot(5, size=900, facts=replace(FACTS, **worse))
    assert keeper_order([bad, good], level=Level.BURST) == [good, bad]
    assert why(good, bad, level=Level.BURST) == reasons
    assert keeper_order([bad, good])[0] is bad  # As copies they are told apart by what copies differ in.


def test_a_burst_is_compared_where_its_detail_is() -> None:
    """A sharp subject in a corner outweighs a little more grain everywhere else."""
    coarse = bytes([200] * 12 + [50] * (CELLS - 12))
    subject = bytes([200] * 12 + [60] * (CELLS - 12)) * 2 + coarse
    grain = bytes([180] * 12 + [90] * (CELLS - 12)) * 2 + coarse
    assert sum(grain) > sum(subject)
    assert why(measured(9, detail_map=subject), measured(5, detail_map=grain), level=Level.BURST) == (
        KeeperReason.SHARPER,
    )


def test_what_leaves_the_picture_makes_no_frame_less_sharp() -> None:
    grass, water = SHARP, bytes([160] * 2 * CELLS) + bytes([110] * CELLS)
    assert why(measured(9, detail_map=grass), measured(5, detail_map=water), level=Level.BURST) == (KeeperReason.TIE,)


def test_frames_of_other_sizes_are_not_compared_by_region() -> None:
    good, bad = measured(9, detail_map=SHARP, width=90), measured(5, detail_map=SOFT)
    assert why(bad, good, level=Level.BURST)[0] is KeeperReason.MORE_PIXELS


def test_rules_are_arranged_and_switched_off() -> None:
    large, old = make_shot(9, width=200), make_shot(5, mtime_ns=-1)
    assert keeper_order([old, large])[0] is large
    older_first = KeeperRules(order=(KeeperReason.OLDER,))
    assert keeper_order([large, old], older_first)[0] is old
    assert why(old, large, rules=older_first)[0] is KeeperReason.OLDER
    without = KeeperRules(off=frozenset({KeeperReason.MORE_PIXELS}))
    assert keeper_order([large, old], without)[0] is old
    assert why(old, large, rules=KeeperRules(off=frozenset(DEFAULT_ORDER))) == (KeeperReason.TIE,)


def test_an_arrangement_names_every_rule_once() -> None:
    rules = KeeperRules(order=(KeeperReason.OLDER, KeeperReason.RAW, KeeperReason.OLDER, KeeperReason.DECIDED))
    assert rules.whole_order[:2] == (KeeperReason.OLDER, KeeperReason.RAW)
    assert sorted(rules.whole_order) == sorted(DEFAULT_ORDER)


def test_a_persons_decision_comes_before_every_arrangement() -> None:
    kept, other = make_shot(9, decision=DecisionKind.KEEP), make_shot(5, width=900)
    rules = KeeperRules(off=frozenset(DEFAULT_ORDER))
    assert keeper_order([other, kept], rules)[0] is kept


def test_folders_are_preferred_in_their_order() -> None:
    first, second, nowhere = (
        replace(make_shot(number), path=Path(f"/{folder}/x.jpg")) for number, folder in ((9, "b"), (7, "a"), (5, "aa"))
    )
    rules = KeeperRules(order=(KeeperReason.PREFERRED_FOLDER,), folders=("/b", "/a/"))
    assert keeper_order([nowhere, second, first], rules) == [first, second, nowhere]
    assert why(first, second, nowhere, rules=rules)[0] is KeeperReason.PREFERRED_FOLDER


def test_what_was_not_measured_in_one_group_does_not_matter_to_another() -> None:
    shots = [measured(1, jpeg_quality=50), measured(2, jpeg_quality=90), measured(3), measured(4, jpeg_quality=90)]
    matches = [make_match(shots[0], shots[1]), make_match(shots[2], shots[3])]
    groups = group_levels(GroupingInput(shots, matches, 0.5), [Level.COPY])
    told = {group.keeper.shot.id: group.keeper.reasons for group in groups}
    assert told == {2: (KeeperReason.JPEG_QUALITY,), 3: (KeeperReason.TIE,)}


@pytest.mark.parametrize("relation", [Relation.BURST, Relation.BRACKET, Relation.PANORAMA, Relation.SIMILAR])
def test_only_copies_are_ever_called_duplicates(relation: Relation) -> None:
    shots = [make_shot(1), make_shot(2)]
    (group,) = group_levels(GroupingInput(shots, [make_match(*shots, relation=relation)], 0.5), tuple(Level))
    assert [member.role for member in group.members] == [Role.KEEPER, Role.MEMBER]


def test_a_rejected_shot_is_kept_only_when_nothing_else_is_left() -> None:
    rejected = make_shot(1, width=9000, decision=DecisionKind.REJECT)
    assert keeper_order([rejected, PLAIN])[0] is PLAIN


def test_shots_no_rule_sets_apart_are_said_to_be_a_tie() -> None:
    other = make_shot(6)
    assert keeper_order([other, PLAIN]) == [PLAIN, other]
    assert why(PLAIN, other) == (KeeperReason.TIE,)


def test_further_reasons_hold_against_every_other_member() -> None:
    keeper = make_shot(1, width=200, size=3000)
    others = [make_shot(2, size=2000), make_shot(3, size=4000)]
    assert why(keeper, *keeper_order(others)) == (KeeperReason.MORE_PIXELS,)
