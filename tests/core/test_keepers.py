"""The keeper rules and the reasons they give."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from making import make_shot
from twinlens.core.keepers import KeeperReason, keeper_order, keeper_reasons, lost_against, ranks_of
from twinlens.core.photos import Companion, CompanionKind, FileStamp, PictureFacts, Shot
from twinlens.core.relations import DecisionKind

PLAIN = make_shot(5)
RAW_FILE = Companion(Path("/photos/1.nef"), CompanionKind.RAW, FileStamp(9, 0))
SIDECAR = Companion(Path("/photos/1.xmp"), CompanionKind.SIDECAR, FileStamp(9, 0))


@pytest.mark.parametrize(
    ("better", "reason"),
    [
        (make_shot(9, decision=DecisionKind.KEEP), KeeperReason.DECIDED),
        (make_shot(9, protected=True), KeeperReason.PROTECTED),
        (make_shot(9, facts=PictureFacts("JPEG", 100, 100, rating=4)), KeeperReason.RATED),
        (make_shot(9, companions=(RAW_FILE,)), KeeperReason.RAW),
        (make_shot(9, width=101), KeeperReason.MORE_PIXELS),
        (
            make_shot(9, facts=PictureFacts("JPEG", 100, 100, taken_at="2024-01-01T10:00:00", camera="Nikon")),
            KeeperReason.CAMERA_DATA,
        ),
        (make_shot(9, companions=(SIDECAR,)), KeeperReason.COMPANIONS),
        (make_shot(9, size=1001), KeeperReason.LARGER_FILE),
        (make_shot(9, mtime_ns=-1), KeeperReason.OLDER),
        (replace(make_shot(9), path=Path("/a.jpg")), KeeperReason.SHORTER_PATH),
    ],
)
def test_each_rule_decides_and_is_named(better: Shot, reason: KeeperReason) -> None:
    assert keeper_order([PLAIN, better]) == [better, PLAIN]
    assert keeper_reasons(ranks_of(better), [ranks_of(PLAIN)])[0] is reason
    assert lost_against(ranks_of(better), ranks_of(PLAIN))[0] is reason


def test_a_rejected_shot_is_kept_only_when_nothing_else_is_left() -> None:
    rejected = make_shot(1, width=9000, decision=DecisionKind.REJECT)
    assert keeper_order([rejected, PLAIN])[0] is PLAIN


def test_shots_no_rule_sets_apart_are_said_to_be_a_tie() -> None:
    other = make_shot(6)
    assert keeper_order([other, PLAIN]) == [PLAIN, other]
    assert keeper_reasons(ranks_of(PLAIN), [ranks_of(other)]) == (KeeperReason.TIE,)
    assert lost_against(ranks_of(PLAIN), ranks_of(other)) == (KeeperReason.TIE,)


def test_further_reasons_hold_against_every_other_member() -> None:
    keeper = make_shot(1, width=200, size=3000)
    others = [make_shot(2, size=2000), make_shot(3, size=4000)]
    assert keeper_reasons(ranks_of(keeper), [ranks_of(other) for other in keeper_order(others)]) == (
        KeeperReason.MORE_PIXELS,
    )
