"""How a person arranged the keeper rules of a library: kept with it, so that window and command line share it."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from twinlens.core.errors import UsageError
from twinlens.core.grouping import GroupingInput, group_levels
from twinlens.core.keepers import DEFAULT_ORDER, DEFAULT_RULES, KeeperReason, KeeperRules
from twinlens.core.relations import Level
from twinlens.workflows.home import Home
from twinlens.workflows.places import Places

_NAME = "keeper-rules"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What shall be different; None leaves a part as it is."""

    order: Sequence[str] | None = None
    """Names of rules, most important first; the others follow in the order of the defaults."""
    off: Collection[str] = ()
    on: Collection[str] = ()
    folders: Sequence[Path] | None = None
    """Preferred folders, the most preferred first."""


def load_rules(home: Home, places: Places) -> KeeperRules:
    """The rules of this library; what cannot be read of them is as it is by default."""
    found = home.library.preferences.get(_NAME)
    chosen: dict[str, Any] = found if isinstance(found, dict) else {}
    return KeeperRules(
        order=KeeperRules(_known(chosen.get("order"))).whole_order,
        off=frozenset(_known(chosen.get("off"))),
        folders=tuple(_folders(chosen.get("folders"), places)),
    )


def save_rules(home: Home, places: Places, rules: KeeperRules) -> None:
    """Arrange the rules of this library. Folders are kept by volume: a drive may be mounted elsewhere tomorrow."""
    if rules == DEFAULT_RULES:
        home.library.preferences.set(_NAME, None)
        return
    folders = [places.of(Path(folder)) for folder in rules.folders]
    value = {
        "order": [str(reason) for reason in rules.whole_order],
        "off": sorted(str(reason) for reason in rules.off),
        "folders": [[place.volume.key, os.fsdecode(place.relpath)] for place in folders],
    }
    for place in folders:
        home.library.folders.save_volume(place.volume)
    home.library.preferences.set(_NAME, value)


def change_rules(rules: KeeperRules, change: RuleChange) -> KeeperRules:
    """The rules after a change.

    Raises:
        UsageError: there is no rule of that name, or no such folder.
    """
    if change.order is not None:
        rules = replace(rules, order=KeeperRules(_named(change.order)).whole_order)
    if change.folders is not None:
        for folder in change.folders:
            if not folder.is_dir() and str(folder.absolute()) not in rules.folders:
                raise UsageError(f"There is no folder {folder}.")
        rules = replace(rules, folders=tuple(dict.fromkeys(str(folder.absolute()) for folder in change.folders)))
    return replace(rules, off=(rules.off | set(_named(change.off))) - set(_named(change.on)))


def groups_changed(given: GroupingInput, rules: KeeperRules) -> tuple[int, int]:
    """In how many groups, and of how many, another shot would be the keeper by these rules."""
    before = {group.keeper.shot.id for group in group_levels(given, tuple(Level))}
    after = [group.keeper.shot.id for group in group_levels(replace(given, rules=rules), tuple(Level))]
    return sum(keeper not in before for keeper in after), len(after)


def _named(names: Collection[str]) -> tuple[KeeperReason, ...]:
    known = {str(reason): reason for reason in DEFAULT_ORDER}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(f"There is no rule {unknown[0]}; the rules are: {', '.join(known)}.")
    return tuple(known[name] for name in names)


def _known(names: object) -> tuple[KeeperReason, ...]:
    """Those names that this version knows: a library may have been arranged by another one."""
    known = {str(reason): reason for reason in DEFAULT_ORDER}
    return tuple(known[name] for name in names if name in known) if isinstance(names, list) else ()


def _folders(stored: object, places: Places) -> list[str]:
    if not isinstance(stored, list):
        return []
    pairs = [pair for pair in stored if isinstance(pair, list) and len(pair) == 2 and all(map(_is_text, pair))]
    return [str(places.path(key, os.fsencode(relpath))) for key, relpath in pairs]


def _is_text(value: object) -> bool:
    return isinstance(value, str)
