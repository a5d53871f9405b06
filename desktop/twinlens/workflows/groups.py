"""Groups for showing and for the command line, from what is stored."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from twinlens.core.errors import UsageError
from twinlens.core.grouping import Grouping, GroupingInput, group_levels
from twinlens.core.photos import ContentKey, Group, Shot
from twinlens.core.relations import Level, Relation, Sensitivity
from twinlens.core.reviewing import mark_new
from twinlens.files.volumes import Volumes
from twinlens.library.bulk import making_many
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
    """What is stored, as groups are made from it at this threshold or a higher one; see load_groups and GroupSource."""
    matches = home.cache.matches.load(card.id, threshold)
    if with_older:
        known = {(match.first, match.second) for match in matches}
        older = home.cache.models.unreplaced_matches(card.id, threshold)
        matches += [match for match in older if (match.first, match.second) not in known]
    places = places_now(home)
    return GroupingInput(
        shots=_with_surrounded(load_shots(home, places, folders), home.cache.evidence.surrounded()),
        matches=matches,
        threshold=threshold,
        not_duplicates=home.library.decisions.not_duplicates(),
        rules=load_rules(home, places),
        joined=home.library.decisions.joined(),
    )


def _with_surrounded(shots: list[Shot], surrounded: Collection[ContentKey]) -> list[Shot]:
    return [replace(shot, surrounded=True) if shot.content_key in surrounded else shot for shot in shots]


def groups_at_every_sensitivity(given: GroupingInput, card: ModelCard, levels: Sequence[Level]) -> list[Group]:
    """The groups at the floor and at each named threshold, one after another: whatever the slider may show."""
    grouping = Grouping(given.shots, given.matches, given.rules)
    grouping.decide_pairs(given.not_duplicates, given.joined)
    thresholds = {card.thresholds.floor, *(card.thresholds.of(sensitivity) for sensitivity in Sensitivity)}
    return [group for threshold in sorted(thresholds) for group in grouping.at(threshold, levels)]


def load_groups(
    home: Home,
    card: ModelCard,
    *,
    threshold: float,
    levels: Sequence[Level] = (Level.COPY,),
    folders: Sequence[Path] | None = None,
) -> list[Group]:
    """Groups at a threshold on the score, those that free the most bytes first.

    With `folders`, only shots below them take part.

    Raises:
        UsageError: the threshold is below what is stored.
    """
    _require_stored(card, threshold)
    return _in_order(group_levels(grouping_input(home, card, threshold, folders), levels))


_OF_SHOTS = ("files", "facts", "folders", "volumes", "marks", "catalogues", "preferences", "clues")
_OF_PAIRS = ("not_duplicates", "joined")
_OF_MATCHES = ("matches", "models", "embeddings", "evidence")


class GroupSource:
    """Groups for showing, again and again: what was read is kept until the library changes.

    While the encoder in use has not seen all photographs, what one before it found stays in its place. Nothing is
    moved on an older encoder's word.
    """

    def __init__(self, home: Home) -> None:
        """Reads nothing yet. Any thread may ask."""
        self._home = home
        self._lock = threading.Lock()
        self._grouping: Grouping | None = None
        self._read_at: object = None
        self._decided_at: object = None
        self._paired_at: object = None

    def groups(self, card: ModelCard, threshold: float, levels: Sequence[Level]) -> list[Group]:
        """See load_groups.

        Raises:
            UsageError: the threshold is below what is stored.
        """
        _require_stored(card, threshold)
        with self._lock, making_many():
            groups = self._current(card).at(threshold, levels)
            return _in_order(mark_new(groups, self._home.library.decisions.newest_then()))

    def _current(self, card: ModelCard) -> Grouping:
        """What changed is read again, and no more: decisions are made all the time, and everything takes seconds."""
        library, cache = self._home.library.database, self._home.cache.database
        places = places_now(self._home)
        # Asked before anything is read: what is written meanwhile is then read once more, rather than not at all.
        mounts = sorted(places.mounts.items())
        read_at = (card.id, library.changes(*_OF_SHOTS), cache.changes(*_OF_MATCHES), mounts)
        decided_at, paired_at = library.changes("decisions"), library.changes(*_OF_PAIRS)
        if self._grouping is None or read_at != self._read_at:
            given = grouping_input(self._home, card, card.thresholds.floor, with_older=True)
            self._grouping = Grouping(given.shots, given.matches, given.rules)
            self._paired_at = None
        elif decided_at != self._decided_at:
            self._grouping.decide(self._home.library.decisions.get_all())
        if paired_at != self._paired_at:
            decisions = self._home.library.decisions
            self._grouping.decide_pairs(decisions.not_duplicates(), decisions.joined())
        self._read_at, self._decided_at, self._paired_at = read_at, decided_at, paired_at
        return self._grouping


def _require_stored(card: ModelCard, threshold: float) -> None:
    if not card.thresholds.floor <= threshold <= 1.0:
        raise UsageError(f"The threshold must be between {card.thresholds.floor:g} and 1.")


def _in_order(groups: list[Group]) -> list[Group]:
    order = {level: number for number, level in enumerate(Level)}
    return sorted(groups, key=lambda group: (order[group.level], -group.reclaimable, group.id))


def only_relations(groups: Sequence[Group], relations: Collection[Relation]) -> list[Group]:
    """Groups with those members alone that are related to the keeper in one of these ways."""
    kept = []
    for group in groups:
        members = tuple(member for member in group.members if member.relation is None or member.relation in relations)
        if len(members) > 1:
            kept.append(replace(group, members=members))
    return kept
