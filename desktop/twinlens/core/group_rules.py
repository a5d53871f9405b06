"""One rule for many groups: which photo of each stays and which others go. It decides nothing by itself.

What a person kept, rejected or set apart comes before every rule, and what is protected is never touched.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from twinlens.core.photos import Group, Member, Shot
from twinlens.core.relations import DecisionKind, Relation


class Stays(StrEnum):
    """Which photo of a group stays."""

    KEEPER = "keeper"
    NEWEST = "newest"
    OLDEST = "oldest"
    MOST_PIXELS = "most-pixels"
    LARGEST_FILE = "largest-file"
    IN_FOLDER = "in-folder"


class Goes(StrEnum):
    """Which of the others go."""

    OTHERS = "others"
    IDENTICAL = "identical"
    LESSER = "lesser"
    """Copies of the whole picture with no more pixels: the same bytes or pixels, saved again, resized."""
    IN_FOLDER = "in-folder"


class Spared(StrEnum):
    """Why a photo that the rule is about stays all the same."""

    PROTECTED = "protected"
    KEPT = "kept"
    RAW = "raw"


LESSER_RELATIONS = frozenset({Relation.IDENTICAL, Relation.SAME_PIXELS, Relation.REENCODED, Relation.RESIZED})


@dataclass(frozen=True, slots=True)
class GroupRule:
    """What a person chose; each further choice lets less go."""

    stays: Stays = Stays.KEEPER
    stays_in: str = ""
    """The folder, where one stays by its folder."""
    goes: Goes = Goes.OTHERS
    goes_in: str = ""
    """The folder, where others go by their folder."""
    relations: frozenset[Relation] = frozenset()
    """Only what is related in one of these ways; empty for any."""
    least_score: float = 0.0
    """Only what is at least so much alike."""
    spare_raw: bool = False
    """Whether photos with the camera's raw data stay."""


@dataclass(frozen=True, slots=True)
class RulePlan:
    """What a rule would do."""

    leaving: tuple[tuple[Shot, Shot], ...] = ()
    """Each photo that would be rejected, beside the one of its group that stays."""
    asked: int = 0
    """Groups that were looked at."""
    touched: int = 0
    """Groups in which something would be rejected."""
    without_survivor: int = 0
    """Groups left alone since the rule finds none in them that stays."""
    spared: tuple[tuple[Spared, int], ...] = ()
    """How many photos stay although the rule is about them, and why."""

    @property
    def shots(self) -> list[Shot]:
        """What would be rejected."""
        return [shot for shot, _ in self.leaving]

    @property
    def bytes(self) -> int:
        """What it would free."""
        return sum(shot.bytes for shot, _ in self.leaving)


def plan_rule(groups: Iterable[tuple[Group, Collection[int]]], rule: GroupRule) -> RulePlan:
    """What a rule would reject. With each group come the shots that were said to be no duplicates of its keeper."""
    leaving: list[tuple[Shot, Shot]] = []
    spared: Counter[Spared] = Counter()
    asked = touched = without = 0
    for group, apart in groups:
        asked += 1
        members = [member for member in group.members if member.shot.id not in apart]
        survivor = _survivor(members, rule)
        if survivor is None:
            without += 1
            continue
        going = [member.shot for member in members if _goes(member, survivor, group.keeper, rule, spared)]
        leaving += [(shot, survivor.shot) for shot in going]
        touched += bool(going)
    return RulePlan(tuple(leaving), asked, touched, without, tuple(sorted(spared.items())))


def folders_of(groups: Iterable[Group]) -> list[tuple[str, int]]:
    """The folders in which members of groups lie, with the number of groups; the most frequent first."""
    counted = Counter(
        folder for group in groups for folder in {str(member.shot.path.parent) for member in group.members}
    )
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))


def lies_in(path: Path, folder: str) -> bool:
    """Whether a file lies in a folder or below it."""
    return str(path).startswith(folder.rstrip(os.sep) + os.sep)


def _survivor(members: Sequence[Member], rule: GroupRule) -> Member | None:
    """The one that stays: kept by a person, else the first that the rule likes best."""
    kept = next((member for member in members if member.shot.decision is DecisionKind.KEEP), None)
    if kept is not None:
        return kept
    able = [member for member in members if member.shot.decision is not DecisionKind.REJECT]
    if rule.stays is Stays.IN_FOLDER:
        able = [member for member in able if _stays_there(member.shot, rule)]
    if not able:
        return None
    if rule.stays in (Stays.KEEPER, Stays.IN_FOLDER):
        return able[0]
    if rule.stays is Stays.OLDEST:
        return min(able, key=lambda member: _moment(member.shot))
    if rule.stays is Stays.NEWEST:
        return max(able, key=lambda member: _moment(member.shot))
    if rule.stays is Stays.MOST_PIXELS:
        return max(able, key=lambda member: member.shot.facts.pixels)
    return max(able, key=lambda member: member.shot.bytes)


def _moment(shot: Shot) -> tuple[str, int]:
    """When it was taken, by the file where it does not say; of copies taken at one moment the file's time tells."""
    by_file = datetime.fromtimestamp(shot.stamp.mtime_ns // 10**9, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return (shot.facts.taken_at or by_file)[:19], shot.stamp.mtime_ns


def _goes(member: Member, survivor: Member, keeper: Member, rule: GroupRule, spared: Counter[Spared]) -> bool:
    shot = member.shot
    if member is survivor or not _is_meant(member, survivor, keeper, rule):
        return False
    if shot.decision is not None:
        if shot.decision is not DecisionKind.REJECT:
            spared[Spared.KEPT] += 1
        return False
    if shot.protected:
        spared[Spared.PROTECTED] += 1
        return False
    if rule.spare_raw and shot.has_raw:
        spared[Spared.RAW] += 1
        return False
    return True


def _is_meant(member: Member, survivor: Member, keeper: Member, rule: GroupRule) -> bool:
    """Relations and scores are towards the keeper: where another stays, it stands between the two."""
    shot, stays = member.shot, survivor.shot
    links = [each for each in (member, survivor) if each is not keeper]
    told = member if member is not keeper else survivor
    if rule.relations and told.relation not in rule.relations:
        return False
    if rule.least_score and any((each.score or 0.0) < rule.least_score for each in links):
        return False
    if rule.goes is Goes.IDENTICAL:
        return shot.same_bytes_as(stays)
    if rule.goes is Goes.LESSER:
        whole = all(each.relation in LESSER_RELATIONS for each in links)
        return whole and shot.facts.pixels <= stays.facts.pixels and not (shot.has_raw and not stays.has_raw)
    if rule.goes is Goes.IN_FOLDER:
        return _goes_there(shot, rule)
    return True


def _stays_there(shot: Shot, rule: GroupRule) -> bool:
    return lies_in(shot.path, rule.stays_in) and not (_deeper(rule.goes_in, rule) and lies_in(shot.path, rule.goes_in))


def _goes_there(shot: Shot, rule: GroupRule) -> bool:
    inside = lies_in(shot.path, rule.goes_in)
    return inside and not (_stays_by_folder(rule) and _stays_there(shot, rule))


def _stays_by_folder(rule: GroupRule) -> bool:
    return rule.stays is Stays.IN_FOLDER


def _deeper(folder: str, rule: GroupRule) -> bool:
    """Whether what goes lies in a folder within the one in which photos stay: then the inner one counts."""
    return rule.goes is Goes.IN_FOLDER and bool(folder) and Path(folder).is_relative_to(rule.stays_in)
