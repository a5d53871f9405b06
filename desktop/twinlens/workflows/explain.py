"""Why two photos are said to be related, where they differ, and what deleting one of them would lose."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from twinlens.core.errors import ModelRefusedError
from twinlens.core.evidence import Evidence
from twinlens.core.explaining import Explanation, Laid, Notes, Outline, explain, swapped
from twinlens.core.grouping import ContentPair, ordered_pair
from twinlens.core.photos import NO_MARKS, Companion, CompanionKind, FileStamp, Group, Shot
from twinlens.core.relating import name_relation
from twinlens.core.relations import Level, Relation
from twinlens.files.names import SIDECAR_SUFFIXES
from twinlens.vision.alignment import Alignment
from twinlens.vision.examining import Examination, Look, examine, look_at
from twinlens.vision.notes import read_notes
from twinlens.vision.sidecars import read_sidecar
from twinlens.vision.tones import tones_of
from twinlens.vision.unlikeness import unlikeness
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyVerifier

WHOLE_FRAME: Outline = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UnlikeMap:
    """Where two pictures differ once one is laid over the other, in a square of `side` x `side`."""

    side: int
    unlike: bytes
    """Row by row from 0, the same or nothing to compare, to 255, nothing alike."""
    in_photo: Outline
    """Where the square's corners lie in the photo."""
    in_kept: Outline
    """And in the one that stays."""


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation, and the map of differences where one picture could be laid over the other."""

    explanation: Explanation
    unlike: UnlikeMap | None = None


def explain_shots(home: Home, verifier: LazyVerifier, photo: Shot, kept: Shot, level: Level = Level.COPY) -> Explained:
    """A photo of the library beside one that stays; reads the previews, and the heads of both files.

    What is no copy is what the `level` of its group says: bursts and brackets are told apart by the whole series.
    """
    notes = _notes(photo), _notes(kept)
    if photo.same_bytes_as(kept):
        return Explained(explain(photo, kept, Relation.IDENTICAL, None, notes))
    # In the order of the scan: laid the other way round, a doubtful pair may fall otherwise.
    turned = ordered_pair(photo.content_key, kept.content_key) != (photo.content_key, kept.content_key)
    first, second = (kept, photo) if turned else (photo, kept)
    one, two = _look(home, first), _look(home, second)
    seen = one is not None and two is not None
    found = examine(one, two) if one is not None and two is not None else None
    stored = home.cache.evidence.of(first.content_key, second.content_key)
    laid = laid_over(found)
    if stored is not None and (not seen or _proves_more(stored, found)):
        laid, found = Laid(stored), None
    relation = _relation(first, second, laid, seen=seen) if level is Level.COPY else Relation(level)
    explanation = explain(photo, kept, relation, laid.turned_round if laid and turned else laid, notes)
    probability = _probability(verifier, found)
    return Explained(replace(explanation, probability=probability), unlike_map(found, turned=turned))


def stored_evidence(home: Home, groups: Iterable[Group]) -> dict[ContentPair, Evidence]:
    """What the scan found of each member laid over its keeper, where it could be; the member is the first."""
    pairs = {
        (member.shot.content_key, group.keeper.shot.content_key) for group in groups for member in group.members[1:]
    }
    known = home.cache.evidence.known({ordered_pair(*pair) for pair in pairs})
    found = {pair: known.get(ordered_pair(*pair)) for pair in pairs}
    return {
        pair: evidence if pair == ordered_pair(*pair) else swapped(evidence)
        for pair, evidence in found.items()
        if evidence is not None
    }


def laid_over(found: Examination | None) -> Laid | None:
    """What follows from an examination, seen from its first picture."""
    if found is None:
        return None
    alignment, tones = found.difference.alignment, tones_of(found)
    return Laid(
        found.evidence,
        _outline(alignment),
        _outline(alignment.inverse),
        tones.brighter if tones else None,
        tones.colourless if tones else None,
    )


def unlike_map(found: Examination | None, *, turned: bool = False) -> UnlikeMap | None:
    """The map of an examination whose first picture is the photo, or with `turned` the one that stays."""
    if found is None:
        return None
    alignment, unlike = found.difference.alignment, unlikeness(found)
    first, second = WHOLE_FRAME, WHOLE_FRAME
    if alignment.shrinks:
        second = _outline(alignment)
    else:
        first = _outline(alignment.inverse)
    in_photo, in_kept = (second, first) if turned else (first, second)
    return UnlikeMap(len(unlike), unlike.tobytes(), in_photo, in_kept)


def with_sidecars(shot: Shot) -> Shot:
    """A shot that is in no library, with the sidecars that lie beside it under its name."""
    sidecars = list(_sidecars_beside(shot.path))
    marks = NO_MARKS
    for sidecar in sidecars:
        marks = marks.joined(read_sidecar(sidecar.path) or NO_MARKS) if _is_xmp(sidecar.path) else marks
    return replace(shot, companions=tuple(sidecars), marks=marks)


def notes_of(shot: Shot) -> Notes | None:
    """What is written in a shot's files; None where they cannot be read."""
    sidecars = [each.path for each in shot.companions if each.kind is CompanionKind.SIDECAR]
    return read_notes(shot.path, sidecars)


def _notes(shot: Shot) -> Notes | None:
    return None if shot.offline else notes_of(shot)


def _is_xmp(path: Path) -> bool:
    return path.suffix.lower() == ".xmp"


def _sidecars_beside(path: Path) -> Iterator[Companion]:
    for suffix in sorted(SIDECAR_SUFFIXES):
        for name in (path.stem + suffix, path.name + suffix, path.stem + suffix.upper(), path.name + suffix.upper()):
            beside = path.with_name(name)
            if beside.is_file():
                yield Companion(beside, CompanionKind.SIDECAR, FileStamp(beside.stat().st_size, 0))


def _look(home: Home, shot: Shot) -> Look | None:
    preview = home.cache.previews.get(shot.content_key)
    return None if preview is None else look_at(preview, shot.facts.width, shot.facts.height)


def _proves_more(stored: Evidence, found: Examination | None) -> bool:
    """Whether the scan laid them over one another by a third picture, where they cannot be so by themselves."""
    return stored.shows_one_picture and not (found is not None and found.evidence.shows_one_picture)


def _relation(first: Shot, second: Shot, laid: Laid | None, *, seen: bool) -> Relation:
    if first.content_key == second.content_key:
        return Relation.COPY
    relation = name_relation(first.facts, second.facts, laid.evidence if laid else None)
    return Relation.SIMILAR if relation is Relation.COPY and seen else relation


def _probability(verifier: LazyVerifier, found: Examination | None) -> float | None:
    """The pair verifier's word on what both show."""
    if found is None or not found.evidence.agrees:
        return None
    try:
        judge = verifier.get()
    except ModelRefusedError as error:  # `doctor` says so; an explanation does without
        _log.warning("no pair verifier: %s", error)
        return None
    if judge is None:
        return None
    first, second = found.aligned(judge.card.input_size)
    return float(judge.probabilities(first[None], second[None])[0])


def _outline(alignment: Alignment) -> Outline:
    (a, b), (c, d), (e, f), (g, h) = alignment.outline.tolist()
    return (a, b), (c, d), (e, f), (g, h)
