"""The two pictures of a RAW+JPEG or RAW+HEIC pair, of which a person may keep only one."""

from __future__ import annotations

from dataclasses import replace

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


def as_photo(pair: Shot, half: Half) -> Shot:
    """One half as if it stood alone, for showing: both halves show the same picture."""
    raw = raw_of(pair)
    if raw is None:
        return pair
    if half is Half.RAW:
        return replace(pair, path=raw.path, stamp=raw.stamp, companions=())
    return replace(pair, companions=_with_picture(pair))


def bytes_leaving(shot: Shot) -> int:
    """What the decision on a shot frees, but for the sidecars of a half."""
    if shot.decision is DecisionKind.REJECT:
        return shot.bytes
    half, raw = given_up(shot), raw_of(shot)
    if half is None or raw is None:
        return 0
    if half is Half.RAW:
        return raw.stamp.size
    return shot.stamp.size + sum(each.stamp.size for each in _with_picture(shot))


def _with_picture(pair: Shot) -> tuple[Companion, ...]:
    """Films and edits; most sidecars stay with whichever half does."""
    return tuple(each for each in pair.companions if each.kind not in (CompanionKind.RAW, CompanionKind.SIDECAR))
