"""Which shot of a group to keep, by ordered rules, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from twinlens.core.photos import Shot
from twinlens.core.relations import DecisionKind


class KeeperReason(StrEnum):
    """Why a shot is kept before another; the window owns the words."""

    DECIDED = "kept-by-you"
    NOT_REJECTED = "not-rejected"
    PROTECTED = "protected"
    ONLINE = "online"
    RATED = "higher-rating"
    RAW = "has-raw"
    MORE_PIXELS = "more-pixels"
    CAMERA_DATA = "has-camera-data"
    LOCATION = "has-location"
    COMPANIONS = "more-companions"
    LARGER_FILE = "larger-file"
    MORE_METADATA = "more-metadata"
    OLDER = "older"
    SHORTER_PATH = "shorter-path"
    TIE = "tie"


@dataclass(frozen=True, slots=True)
class KeeperRule:
    """One rule: the shot with the lowest rank is kept."""

    reason: KeeperReason
    rank: Callable[[Shot], float]


DEFAULT_RULES: tuple[KeeperRule, ...] = (
    KeeperRule(KeeperReason.DECIDED, lambda shot: shot.decision is not DecisionKind.KEEP),
    KeeperRule(KeeperReason.NOT_REJECTED, lambda shot: shot.decision is DecisionKind.REJECT),
    KeeperRule(KeeperReason.PROTECTED, lambda shot: not shot.protected),
    KeeperRule(KeeperReason.ONLINE, lambda shot: shot.offline),
    KeeperRule(KeeperReason.RATED, lambda shot: -(shot.facts.rating or 0)),
    KeeperRule(KeeperReason.RAW, lambda shot: not shot.has_raw),
    KeeperRule(KeeperReason.MORE_PIXELS, lambda shot: -shot.facts.pixels),
    KeeperRule(KeeperReason.CAMERA_DATA, lambda shot: not (shot.facts.camera and shot.facts.taken_at)),
    KeeperRule(KeeperReason.LOCATION, lambda shot: shot.facts.latitude is None),
    KeeperRule(KeeperReason.COMPANIONS, lambda shot: -len(shot.companions)),
    KeeperRule(KeeperReason.LARGER_FILE, lambda shot: -shot.stamp.size),
    KeeperRule(KeeperReason.MORE_METADATA, lambda shot: -shot.facts.metadata_tags),
    KeeperRule(KeeperReason.OLDER, lambda shot: shot.stamp.mtime_ns),
    KeeperRule(KeeperReason.SHORTER_PATH, lambda shot: len(str(shot.path))),
)


def keeper_order(shots: Sequence[Shot], rules: Sequence[KeeperRule] = DEFAULT_RULES) -> list[Shot]:
    """Shots from the most to the least worth keeping; content key, then path, settle what the rules leave open."""
    ranks = [rule.rank for rule in rules]
    return sorted(shots, key=lambda shot: (*(rank(shot) for rank in ranks), shot.content_key, str(shot.path)))


def keeper_reasons(
    keeper: Shot, others: Sequence[Shot], rules: Sequence[KeeperRule] = DEFAULT_RULES
) -> tuple[KeeperReason, ...]:
    """The rule that set the keeper before the runner-up, then every other in which it is ahead of all.

    `others` stand in keeper order. A keeper that no rule sets apart is said to be a tie.
    """
    runner_up = others[0]
    decisive = next((rule for rule in rules if rule.rank(keeper) < rule.rank(runner_up)), None)
    if decisive is None:
        return (KeeperReason.TIE,)
    ahead = [
        rule.reason
        for rule in rules
        if rule is not decisive and all(rule.rank(keeper) < rule.rank(other) for other in others)
    ]
    return (decisive.reason, *ahead)


def lost_against(keeper: Shot, other: Shot, rules: Sequence[KeeperRule] = DEFAULT_RULES) -> tuple[KeeperReason, ...]:
    """Every rule in which the keeper is ahead of this shot; a tie where there is none."""
    reasons = tuple(rule.reason for rule in rules if rule.rank(keeper) < rule.rank(other))
    return reasons or (KeeperReason.TIE,)
