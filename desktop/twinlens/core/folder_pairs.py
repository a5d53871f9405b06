"""Pairs of folders that hold the same photographs: what they share, and always keeping those of one."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from twinlens.core.group_rules import Goes, GroupRule, Stays, lies_in
from twinlens.core.keepers import KeeperReason, KeeperRules
from twinlens.core.photos import Group, Shot

_MOST_FOLDERS = 16
"""Of one group; more of them would be more pairs than anybody looks at."""
_ROOT = 2
"""A folder of so many parts lies right below a drive: the whole drive is no side of a pair."""


@dataclass(frozen=True, slots=True)
class FolderSide:
    """What one folder of a pair holds of what both share."""

    folder: str
    photos: int
    bytes: int


@dataclass(frozen=True, slots=True)
class FolderPair:
    """Two folders with groups that have photographs in both; the one with more of the keepers first."""

    first: FolderSide
    second: FolderSide
    groups: int

    def turned(self) -> FolderPair:
        """The same, seen from the other side."""
        return FolderPair(self.second, self.first, self.groups)


class _Sharing:
    """What is counted for a pair."""

    def __init__(self) -> None:
        self.groups = 0
        self.keepers = [0, 0]
        self.photos = [0, 0]
        self.bytes = [0, 0]


def folder_pairs(groups: Iterable[Group]) -> list[FolderPair]:
    """The pairs, those that share the most groups first, as far as these lie in just such folders; see shared_by.

    Folders below two others under the same names are counted for those two: a backup is one pair, however many
    folders it has.
    """
    shared: dict[tuple[str, str], _Sharing] = defaultdict(_Sharing)
    for group in groups:
        by_folder: dict[str, list[Shot]] = defaultdict(list)
        for member in group.members:
            by_folder[os.path.dirname(str(member.shot.path))].append(member.shot)
        for pair in {topmost_pair(*two) for two in combinations(sorted(by_folder)[:_MOST_FOLDERS], 2)}:
            _count(shared[pair], pair, group)
    found = [_better_side_first(pair, sharing) for pair, sharing in shared.items()]
    return sorted(found, key=lambda each: (-each.groups, each.first.folder, each.second.folder))


def shared_by(groups: Iterable[Group], pair: tuple[str, str]) -> FolderPair:
    """What these two folders share in all, with whatever lies below them; the first of them first."""
    sharing = _Sharing()
    for group in groups:
        _count(sharing, pair, group)
    return _told(pair, sharing)


def topmost_pair(first: str, second: str) -> tuple[str, str]:
    """The two folders highest up that the same names lead down from to these, in the order of their names."""
    one, other = Path(first), Path(second)
    if not (one.is_relative_to(other) or other.is_relative_to(one)):
        while one.name == other.name and one.parent != other.parent and min(len(one.parts), len(other.parts)) > _ROOT:
            one, other = one.parent, other.parent
    return (str(one), str(other)) if str(one) < str(other) else (str(other), str(one))


def side_of(path: Path, pair: tuple[str, str]) -> int | None:
    """In which of two folders a file lies; the inner one where one lies in the other."""
    inside = [place for place in (0, 1) if lies_in(path, pair[place])]
    return max(inside, key=lambda place: len(pair[place])) if inside else None


def _count(sharing: _Sharing, pair: tuple[str, str], group: Group) -> None:
    sides = [(side_of(member.shot.path, pair), member.shot) for member in group.members]
    if {0, 1} - {side for side, _ in sides}:
        return
    sharing.groups += 1
    keeper = sides[0][0]
    if keeper is not None:
        sharing.keepers[keeper] += 1
    for side, shot in sides:
        if side is not None:
            sharing.photos[side] += 1
            sharing.bytes[side] += shot.bytes


def _told(pair: tuple[str, str], sharing: _Sharing) -> FolderPair:
    first, second = (FolderSide(pair[side], sharing.photos[side], sharing.bytes[side]) for side in (0, 1))
    return FolderPair(first, second, sharing.groups)


def _better_side_first(pair: tuple[str, str], sharing: _Sharing) -> FolderPair:
    found = _told(pair, sharing)
    return found if sharing.keepers[0] >= sharing.keepers[1] else found.turned()


def photos_in(side: FolderSide, other: FolderSide, counts: Mapping[str, int]) -> int:
    """How many photographs one folder of a pair holds, by how many lie right in each folder."""
    pair = (side.folder, other.folder)
    return sum(number for folder, number in counts.items() if side_of(Path(folder) / "x", pair) == 0)


def rule_of(kept: FolderSide, other: FolderSide) -> GroupRule:
    """Keep those of one folder, reject those of the other."""
    return GroupRule(Stays.IN_FOLDER, kept.folder, Goes.IN_FOLDER, other.folder)


def can_prefer(kept: str, other: str) -> bool:
    """Whether preferred folders can say so: what lies in a preferred folder is preferred with it."""
    return not Path(other).is_relative_to(kept)


def preferring(rules: KeeperRules, kept: str, other: str) -> KeeperRules:
    """The rules with one folder preferred to another, before every rule but that a photo is protected and at hand."""
    folders = [folder for folder in rules.folders if folder != kept]
    folders.insert(folders.index(other) if other in folders else len(folders), kept)
    if other not in folders:
        folders.append(other)
    first: list[KeeperReason] = [
        reason for reason in rules.whole_order if reason in (KeeperReason.PROTECTED, KeeperReason.ONLINE)
    ]
    first.append(KeeperReason.PREFERRED_FOLDER)
    order = (*first, *(reason for reason in rules.whole_order if reason not in first))
    return replace(rules, order=order, off=rules.off - {KeeperReason.PREFERRED_FOLDER}, folders=tuple(folders))
