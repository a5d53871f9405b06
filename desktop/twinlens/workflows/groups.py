"""Groups for showing and for the command line: worked out anew from what is stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from twinlens.core.errors import UsageError
from twinlens.core.grouping import GroupingInput, group_levels
from twinlens.core.photos import Group, Shot
from twinlens.core.relations import Level, Relation
from twinlens.files.volumes import Volumes
from twinlens.vision.encoder import ModelCard
from twinlens.workflows.home import Home
from twinlens.workflows.places import Places
from twinlens.workflows.rules import load_rules


def places_now(home: Home) -> Places:
    """The volumes as they are mounted at this moment."""
    return Places(Volumes.current(), home.library.folders.volumes())


def load_shots(home: Home, places: Places, folders: Sequence[Path] | None = None) -> list[Shot]:
    """Every shot whose picture could be read, below some folders or in the whole library."""
    prefixes = None
    if folders is not None:
        prefixes = [(place.volume.key, place.relpath) for place in map(places.of, folders)]
    return home.library.files.shots(places.mounts, prefixes)


def grouping_input(
    home: Home, card: ModelCard, threshold: float, folders: Sequence[Path] | None = None, *, with_older: bool = False
) -> GroupingInput:
    """What is stored, as groups are made from it at this threshold or a higher one; see load_groups."""
    matches = home.cache.matches.load(card.id, threshold)
    if with_older:
        known = {(match.first, match.second) for match in matches}
        older = home.cache.models.unreplaced_matches(card.id, threshold)
        matches += [match for match in older if (match.first, match.second) not in known]
    places = places_now(home)
    return GroupingInput(
        shots=load_shots(home, places, folders),
        matches=matches,
        threshold=threshold,
        not_duplicates=home.library.decisions.not_duplicates(),
        rules=load_rules(home, places),
    )


def load_groups(
    home: Home,
    card: ModelCard,
    *,
    threshold: float,
    levels: Sequence[Level] = (Level.COPY,),
    folders: Sequence[Path] | None = None,
    with_older: bool = False,
) -> list[Group]:
    """Groups at a threshold on the score, those that free the most bytes first.

    With `folders`, only shots below them take part. `with_older` is for showing: while the encoder in use has not
    seen all photographs, what one before it found stays in its place. Nothing is moved on an older encoder's word.

    Raises:
        UsageError: the threshold is below what is stored.
    """
    if not card.thresholds.floor <= threshold <= 1.0:
        raise UsageError(f"The threshold must be between {card.thresholds.floor:g} and 1.")
    groups = group_levels(grouping_input(home, card, threshold, folders, with_older=with_older), levels)
    order = list(Level)
    return sorted(groups, key=lambda group: (order.index(group.level), -group.reclaimable, group.id))


def only_relations(groups: Sequence[Group], relations: Collection[Relation]) -> list[Group]:
    """Groups with those members alone that are related to the keeper in one of these ways."""
    kept = []
    for group in groups:
        members = tuple(member for member in group.members if member.relation is None or member.relation in relations)
        if len(members) > 1:
            kept.append(replace(group, members=members))
    return kept
