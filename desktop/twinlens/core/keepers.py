"""Which shot of a group to keep, by ordered rules that a person arranges, and why."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import compress
from operator import attrgetter, lt

from twinlens.core import sharpness
from twinlens.core.photos import PictureFacts, Shot
from twinlens.core.relations import DecisionKind, Level


class KeeperReason(StrEnum):
    """Why a shot is kept before another, and the name of the rule that says so; the window owns the words."""

    DECIDED = "kept-by-you"
    NOT_REJECTED = "not-rejected"
    PROTECTED = "protected"
    ONLINE = "online"
    CATALOGUED = "catalogued"
    FLAGGED = "flagged"
    RATED = "higher-rating"
    EDITED = "developed"
    LABELLED = "labelled"
    KEYWORDS = "more-keywords"
    RAW = "has-raw"
    BARE = "no-frame"
    ORIGINAL = "original"
    MORE_PIXELS = "more-pixels"
    JPEG_QUALITY = "higher-quality"
    SHARPER = "sharper"
    LESS_CLIPPED = "better-exposed"
    STEADIER = "less-motion-blur"
    CAMERA_DATA = "has-camera-data"
    LOCATION = "has-location"
    COMPANIONS = "more-companions"
    LARGER_FILE = "larger-file"
    MORE_METADATA = "more-metadata"
    PREFERRED_FOLDER = "preferred-folder"
    OLDER = "older"
    SHORTER_PATH = "shorter-path"
    TIE = "tie"


@dataclass(frozen=True, slots=True)
class KeeperRule:
    """One rule: the shot with the lowest rank is kept. It looks at a shot alone, or at all that belong together."""

    reason: KeeperReason
    rank: Callable[[Shot], float]
    among: Callable[[Sequence[PictureFacts]], Sequence[float]] | None = None
    """Ranks of pictures relative to each other; `rank` is not asked then."""


_EDITORS = (
    "photoshop lightroom gimp darktable rawtherapee affinity capture paint.net snapseed pixelmator luminar "
    "instagram picasa vsco imagemagick acdsee irfanview xnview dxo photolab picsart faststone krita canva whatsapp"
).split()
"""Words by which a file says that an editor saved it; a camera writes its own name there or its firmware's number."""


def _decided(shot: Shot) -> float:
    return shot.decision is not DecisionKind.KEEP


def _rejected(shot: Shot) -> float:
    return shot.decision is DecisionKind.REJECT


@lru_cache(maxsize=4096)
def _is_editor(software: str) -> bool:
    return any(word in software.lower() for word in _EDITORS)


def _no_camera(shot: Shot) -> float:
    return not (shot.facts.camera and shot.facts.taken_at)


def _saved_by_editor(shot: Shot) -> float:
    return shot.facts.software is not None and _is_editor(shot.facts.software)


def _no_opinion(_shot: Shot) -> float:
    return 0


PERSONS_RULES = (
    KeeperRule(KeeperReason.DECIDED, _decided),
    KeeperRule(KeeperReason.NOT_REJECTED, _rejected),
)
"""What a person decided comes before every rule."""

_NO_FOLDER = KeeperRule(KeeperReason.PREFERRED_FOLDER, _no_opinion)
_RULES = (
    KeeperRule(KeeperReason.PROTECTED, lambda shot: not shot.protected),
    KeeperRule(KeeperReason.ONLINE, lambda shot: shot.offline),
    KeeperRule(KeeperReason.CATALOGUED, lambda shot: not shot.marks.catalogued),
    KeeperRule(KeeperReason.FLAGGED, lambda shot: -shot.marks.flag),
    KeeperRule(KeeperReason.RATED, lambda shot: -(shot.rating or 0)),
    KeeperRule(KeeperReason.EDITED, lambda shot: not shot.marks.edited),
    KeeperRule(KeeperReason.LABELLED, lambda shot: not shot.label),
    KeeperRule(KeeperReason.KEYWORDS, lambda shot: -shot.keywords),
    KeeperRule(KeeperReason.RAW, lambda shot: not shot.has_raw),
    KeeperRule(KeeperReason.BARE, lambda shot: shot.surrounded),
    KeeperRule(KeeperReason.ORIGINAL, _saved_by_editor),
    KeeperRule(KeeperReason.MORE_PIXELS, lambda shot: -shot.facts.pixels),
    KeeperRule(KeeperReason.JPEG_QUALITY, _no_opinion, sharpness.by_jpeg_quality),
    KeeperRule(KeeperReason.SHARPER, _no_opinion, sharpness.by_sharpness),
    KeeperRule(KeeperReason.LESS_CLIPPED, _no_opinion, sharpness.by_clipping),
    KeeperRule(KeeperReason.STEADIER, _no_opinion, sharpness.by_smear),
    KeeperRule(KeeperReason.CAMERA_DATA, _no_camera),
    KeeperRule(KeeperReason.LOCATION, lambda shot: shot.facts.latitude is None),
    KeeperRule(KeeperReason.COMPANIONS, lambda shot: -len(shot.companions)),
    KeeperRule(KeeperReason.LARGER_FILE, lambda shot: -shot.stamp.size),
    KeeperRule(KeeperReason.MORE_METADATA, lambda shot: -shot.facts.metadata_tags),
    _NO_FOLDER,
    KeeperRule(KeeperReason.OLDER, lambda shot: shot.stamp.mtime_ns),
    KeeperRule(KeeperReason.SHORTER_PATH, lambda shot: len(str(shot.path))),
)
_RULE_OF = {rule.reason: rule for rule in _RULES}

DEFAULT_ORDER: tuple[KeeperReason, ...] = tuple(rule.reason for rule in _RULES)
"""Every rule that a person can move or switch off."""

_OF_A_BURST = (KeeperReason.SHARPER, KeeperReason.LESS_CLIPPED, KeeperReason.STEADIER)
"""What makes the best frame of a scene. Of copies only the first means anything, and of the whole picture."""
_SHARPER_THERE = KeeperRule(KeeperReason.SHARPER, _no_opinion, sharpness.by_detail_in_region)


@dataclass(frozen=True, slots=True)
class KeeperRules:
    """The rules as a person arranged them."""

    order: tuple[KeeperReason, ...] = DEFAULT_ORDER
    """Most important first; what is left out follows in the order of the defaults."""
    off: frozenset[KeeperReason] = frozenset()
    folders: tuple[str, ...] = ()
    """Folders from the most to the least preferred; what lies in none of them comes last."""

    @property
    def whole_order(self) -> tuple[KeeperReason, ...]:
        """Every rule once."""
        named = [reason for reason in dict.fromkeys(self.order) if reason in _RULE_OF]
        return (*named, *(reason for reason in DEFAULT_ORDER if reason not in named))

    def at(self, level: Level) -> tuple[KeeperRule, ...]:
        """The rules for groups of a level, a person's decisions first."""
        order = [reason for reason in self.whole_order if reason not in self.off]
        if level is Level.BURST:
            rules = _RULE_OF | {KeeperReason.SHARPER: _SHARPER_THERE}
            order = _burst_first(order)
        else:
            rules = _RULE_OF
            order = [reason for reason in order if reason not in _OF_A_BURST[1:]]
        if self.folders:
            rules = rules | {KeeperReason.PREFERRED_FOLDER: _folder_rule(self.folders)}
        return PERSONS_RULES + tuple([rules[reason] for reason in order if rules[reason] is not _NO_FOLDER])


def _burst_first(order: Sequence[KeeperReason]) -> list[KeeperReason]:
    """What makes the best frame of a burst moves up to just before the number of pixels."""
    if KeeperReason.MORE_PIXELS not in order:
        return [*order]
    place = order.index(KeeperReason.MORE_PIXELS)
    late = [reason for reason in order[place:] if reason in _OF_A_BURST]
    return [*order[:place], *late, *(reason for reason in order[place:] if reason not in late)]


def _folder_rule(folders: Sequence[str]) -> KeeperRule:
    inside = [folder.rstrip(os.sep) + os.sep for folder in folders]

    def rank(shot: Shot) -> float:
        path = str(shot.path)
        return next((place for place, folder in enumerate(inside) if path.startswith(folder)), len(inside))

    return KeeperRule(KeeperReason.PREFERRED_FOLDER, rank)


DEFAULT_RULES = KeeperRules()

Ranks = tuple[float, ...]
"""A shot's rank under each rule, in the order of the rules; lower is better."""


def own_ranks(shot: Shot, rules: Sequence[KeeperRule]) -> Ranks:
    """How a shot does under each rule that looks at it alone."""
    return tuple([rule.rank(shot) for rule in rules])


def ranks_among(shots: Sequence[Shot], rules: Sequence[KeeperRule], own: Sequence[Ranks] | None = None) -> list[Ranks]:
    """How shots that belong together do under each rule; `own` are their own_ranks where those are known."""
    ranks = [own_ranks(shot, rules) for shot in shots] if own is None else list(own)
    if len(shots) < 2:
        return ranks
    pictures = [shot.facts for shot in shots]
    relative = [(place, rule.among(pictures)) for place, rule in enumerate(rules) if rule.among is not None]
    telling = [(place, column) for place, column in relative if any(column)]
    if not telling:
        return ranks
    rows = [list(each) for each in ranks]
    for place, column in telling:
        for row, rank in zip(rows, column, strict=True):
            row[place] = rank
    return [tuple(row) for row in rows]


def keeper_order(shots: Sequence[Shot], rules: KeeperRules = DEFAULT_RULES, level: Level = Level.COPY) -> list[Shot]:
    """Shots from the most to the least worth keeping; content key, then path, settle what the rules leave open."""
    ranked = zip(ranks_among(shots, rules.at(level)), shots, strict=True)
    return [shot for _, shot in sorted(ranked, key=lambda each: (each[0], each[1].content_key, str(each[1].path)))]


def keeper_reasons(keeper: Ranks, others: Sequence[Ranks], rules: Sequence[KeeperRule]) -> tuple[KeeperReason, ...]:
    """The rule that set the keeper before the runner-up, then every other in which it is ahead of all.

    `others` stand in keeper order. A keeper that no rule sets apart is said to be a tie.
    """
    ahead = _ahead(keeper, others[0], rules)
    if not ahead:
        return (KeeperReason.TIE,)
    of_all = set(ahead).intersection(*(_ahead(keeper, other, rules) for other in others[1:]))
    return (ahead[0], *(reason for reason in ahead[1:] if reason in of_all))


def lost_against(keeper: Ranks, other: Ranks, rules: Sequence[KeeperRule]) -> tuple[KeeperReason, ...]:
    """Every rule in which the keeper is ahead of the other shot; a tie where there is none."""
    return _ahead(keeper, other, rules) or (KeeperReason.TIE,)


def _ahead(keeper: Ranks, other: Ranks, rules: Sequence[KeeperRule]) -> tuple[KeeperReason, ...]:
    reasons = map(_REASON, rules)
    return tuple(compress(reasons, map(lt, keeper, other)))


_REASON = attrgetter("reason")
