"""The two pictures of a RAW+JPEG or RAW+HEIC pair, of which a person may keep only one."""

from __future__ import annotations

from twinlens.core.photos import Companion, CompanionKind, Shot
from twinlens.core.relations import DecisionKind, Half


def raw_of(shot: Shot) -> Companion | None:
    """The RAW of a pair; its other half is the shot's picture. None for a shot that is no pair."""
    if not shot.companions or shot.facts.is_raw:
        return None
    return next((each for each in shot.companions if each.kind is CompanionKind.RAW), None)


def given_up(shot: Shot) -> Half | None:
    """The half that a clean-up would take now; None where that was done already."""
    half = shot.decision.gives_up if shot.decision else None
    return half if half and raw_of(shot) else None


def bytes_leaving(shot: Shot) -> int:
    """What the decision on a shot frees, but for the sidecars of a half."""
    if shot.decision is DecisionKind.REJECT:
        return shot.bytes
    half, raw = given_up(shot), raw_of(shot)
    if half is None or raw is None:
        return 0
    if half is Half.RAW:
        return raw.stamp.size
    films = [each for each in shot.companions if each.kind not in (CompanionKind.RAW, CompanionKind.SIDECAR)]
    return shot.stamp.size + sum(each.stamp.size for each in films)
