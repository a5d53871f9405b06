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


Ranks = tuple[float, ...]
"""A shot's rank under each rule, in the order of the rules; lower is better."""


def ranks_of(shot: Shot, rules: Sequence[KeeperRule] = DEFAULT_RULES) -> Ranks:
    """How a shot does under each rule."""
    return tuple([rule.rank(shot) for rule in rules])


def keeper_order(shots: Sequence[Shot], rules: Sequence[KeeperRule] = DEFAULT_RULES) -> list[Shot]:
    """Shots from the most to the least worth keeping; content key, then path, settle what the rules leave open."""
    return sorted(shots, key=lambda shot: (ranks_of(shot, rules), shot.content_key, str(shot.path)))


def keeper_reasons(
    keeper: Ranks, others: Sequence[Ranks], rules: Sequence[KeeperRule] = DEFAULT_RULES
) -> tuple[KeeperReason, ...]:
    """The rule that set the keeper before the runner-up, then every other in which it is ahead of all.

    `others` stand in keeper order. A keeper that no rule sets apart is said to be a tie.
    """
    ahead = _ahead(keeper, others[0])
    if not ahead:
        return (KeeperReason.TIE,)
    decisive = ahead[0]
    of_all = [index for index in ahead[1:] if all(keeper[index] < other[index] for other in others)]
    return tuple([rules[index].reason for index in (decisive, *of_all)])


def lost_against(keeper: Ranks, other: Ranks, rules: Sequence[KeeperRule] = DEFAULT_RULES) -> tuple[KeeperReason, ...]:
    """Every rule in which the keeper is ahead of the other shot; a tie where there is none."""
    return tuple([rules[index].reason for index in _ahead(keeper, other)]) or (KeeperReason.TIE,)


def _ahead(keeper: Ranks, other: Ranks) -> list[int]:
    return [index for index, (mine, theirs) in enumerate(zip(keeper, other, strict=True)) if mine < theirs]
