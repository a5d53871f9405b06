"""Which files are one photo: a picture, its RAW, film and edit, and the sidecars of editors."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from twinlens.core.clues import SAME_EXPOSURE_S, Agreement, Clues, agreement
from twinlens.core.photos import Apart, CompanionKind
from twinlens.files.clues import read_clues
from twinlens.files.discovery import FoundFile
from twinlens.files.names import PAIRED_SUFFIXES, RAW_SUFFIXES
from twinlens.files.pairing import NamedShot, pair_names, unambiguous
from twinlens.files.stems import stem_of

_MOMENTS = int(SAME_EXPOSURE_S) + 1


@dataclass(frozen=True, slots=True)
class FoundShot:
    """A picture file and what belongs to it."""

    picture: FoundFile
    companions: tuple[tuple[FoundFile, CompanionKind], ...] = ()
    shared: frozenset[Path] = frozenset()
    """Those companions that belong to another shot too: they stay as long as one of the shots does."""
    by_name: frozenset[Path] = frozenset()
    """Films that are companions by name and time alone."""
    apart: Apart | None = None


def clues_on_disk(file: FoundFile) -> Clues:
    """What a file's head says; nothing where it cannot be read."""
    return read_clues(file.path) or Clues()


def pair_shots(files: Sequence[FoundFile], clue_of: Callable[[FoundFile], Clues] = clues_on_disk) -> list[FoundShot]:
    """Join files into shots, folder by folder, then RAWs and pictures in folders beside or below each other.

    The order is that of the pictures. `clue_of` is asked only about files whose names go together. See `pair_names`.
    """
    # Many thousands of paths: text is much quicker to take apart and to look up.
    folders: defaultdict[str, dict[str, FoundFile]] = defaultdict(dict)
    for file in files:
        folder, name = os.path.split(str(file.path))
        folders[folder][name] = file
    shots: dict[str, FoundShot] = {}
    for by_name in folders.values():
        for named in pair_names(by_name, lambda name, by_name=by_name: clue_of(by_name[name])):  # type: ignore[misc]
            shots[str(by_name[named.picture].path)] = _found(named, by_name)
    if len(folders) > 1:
        _join_folders(shots, clue_of)
    return [shots[str(file.path)] for file in files if str(file.path) in shots]


def _found(named: NamedShot, by_name: Mapping[str, FoundFile]) -> FoundShot:
    picture = by_name[named.picture]
    if not named.companions:
        return FoundShot(picture, apart=named.apart)
    return FoundShot(
        picture,
        tuple((by_name[name], kind) for name, kind in named.companions),
        frozenset(by_name[name].path for name in named.shared),
        frozenset(by_name[name].path for name in named.by_name),
        named.apart,
    )


def _join_folders(shots: dict[str, FoundShot], clue_of: Callable[[FoundFile], Clues]) -> None:
    """Join the RAW in `RAW/` and the picture in `JPG/` beside it, of one name, camera and time."""
    pairs = list(_across_folders(shots.values(), clue_of))
    joined = unambiguous(pairs)
    for raw_path, picture_path in joined:
        raw, picture = shots.pop(raw_path), shots[picture_path]
        shots[picture_path] = FoundShot(
            picture.picture,
            ((raw.picture, CompanionKind.RAW), *picture.companions, *raw.companions),
            picture.shared | raw.shared,
            picture.by_name | raw.by_name,
            picture.apart or raw.apart,
        )
    for path in {path for pair in set(pairs) - set(joined) for path in pair}:
        shots[path] = replace(shots[path], apart=shots[path].apart or Apart.AMBIGUOUS)


def _across_folders(shots: Iterable[FoundShot], clue_of: Callable[[FoundFile], Clues]) -> Iterator[tuple[str, str]]:
    """Each RAW that lacks a picture with pictures that lack a RAW, where all evidence says that they are one.

    Of each RAW two at the most: more cannot make it more ambiguous.
    """
    lone = [
        shot.picture
        for shot in shots
        if shot.apart is not Apart.AMBIGUOUS and all(kind is not CompanionKind.RAW for _, kind in shot.companions)
    ]
    raws = [file for file in lone if file.path.suffix.lower() in RAW_SUFFIXES]
    if not raws:
        return
    names = {stem_of(raw.path.name).exact for raw in raws}
    within, below = _ByNameAndTime(clue_of), _ByNameAndTime(clue_of)
    for file in lone:
        if file.path.suffix.lower() in PAIRED_SUFFIXES and (name := stem_of(file.path.name).exact) in names:
            within.add(name, file.path.parent, file)
            below.add(name, file.path.parent.parent, file)
    for raw in raws:
        name, folder = stem_of(raw.path.name).exact, raw.path.parent
        nearby = ((within, folder.parent), (below, folder), (below, folder.parent))
        candidates = (other for places, where in nearby for other in places.like(raw, name, where))
        halves = (str(other.path) for other in candidates if _are_halves(raw, other, clue_of))
        for half in islice(halves, 2):
            yield str(raw.path), half


def _are_halves(raw: FoundFile, other: FoundFile, clue_of: Callable[[FoundFile], Clues]) -> bool:
    elsewhere = raw.path.parent != other.path.parent and raw.identity.device == other.identity.device
    return elsewhere and agreement(clue_of(raw), clue_of(other)) >= Agreement.SAME_TIME


class _ByNameAndTime:
    """Pictures by the stem of their names and a folder, and then by second: a camera counts to 9999 again and again."""

    def __init__(self, clue_of: Callable[[FoundFile], Clues]) -> None:
        self._clue_of = clue_of
        self._named: defaultdict[tuple[str, Path], list[FoundFile]] = defaultdict(list)
        self._timed: dict[tuple[str, Path], dict[datetime, list[FoundFile]]] = {}

    def add(self, name: str, folder: Path, file: FoundFile) -> None:
        self._named[name, folder].append(file)

    def like(self, raw: FoundFile, name: str, folder: Path) -> Iterator[FoundFile]:
        """The files of a folder that have this name and were taken within moments of the RAW."""
        key = name, folder
        if key not in self._named:
            return
        if key not in self._timed:
            by_second: defaultdict[datetime, list[FoundFile]] = defaultdict(list)
            self._timed[key] = by_second
            for file in self._named[key]:
                if second := _second(self._clue_of(file)):
                    by_second[second].append(file)
        if moment := _second(self._clue_of(raw)):
            for apart in range(-_MOMENTS, _MOMENTS + 1):
                yield from self._timed[key].get(moment + timedelta(seconds=apart), ())


def _second(clues: Clues) -> datetime | None:
    return datetime.fromisoformat(clues.taken_at).replace(microsecond=0) if clues.taken_at else None
