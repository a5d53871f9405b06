"""Recording what a person decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from twinlens.core.errors import UsageError
from twinlens.core.grouping import ContentPair, ordered_pair
from twinlens.core.halves import raw_of
from twinlens.core.photos import ContentKey, Shot
from twinlens.core.relations import DecisionKind, Half, Relation
from twinlens.library.records import FileRecord
from twinlens.workflows.groups import load_shots, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.places import Places


def decide(home: Home, kind: DecisionKind | None, paths: Sequence[Path]) -> int:
    """Keep, reject or clear the shots these files belong to; returns how many decisions changed.

    Raises:
        UsageError: a path is not in the library; nothing is recorded then.
    """
    places = places_now(home)
    records = [_picture_of(home, places, path) for path in paths]
    return sum(
        home.library.decisions.set(record.id, kind) for record in {record.id: record for record in records}.values()
    )


def give_up(home: Home, half: Half, paths: Sequence[Path]) -> int:
    """Keep pairs but for one half; a folder stands for all pairs with a file below it that are not rejected whole.

    Returns how many decisions changed.

    Raises:
        UsageError: a path is not in the library, or no pair; nothing is recorded then.
    """
    pairs = {shot.id: shot for shot in load_shots(home, places_now(home)) if raw_of(shot)}
    chosen: set[int] = set()
    for path in paths:
        if path.is_dir():
            spellings = {path.absolute(), path.resolve()}
            chosen |= {pair.id for pair in pairs.values() if _lies_below(pair, spellings)}
        else:
            record = _picture_of(home, places_now(home), path)
            if record.id not in pairs:
                raise UsageError(f"{path} is not one half of a pair of a RAW and a JPEG or HEIC.")
            chosen.add(record.id)
    return home.library.decisions.set_many(dict.fromkeys(sorted(chosen), DecisionKind.without(half)))


def _lies_below(pair: Shot, spellings: Iterable[Path]) -> bool:
    files = (pair.path, *(each.path for each in pair.companions))
    below = any(file.is_relative_to(folder) for folder in spellings for file in files)
    return below and pair.decision is not DecisionKind.REJECT


def decide_not_duplicate(home: Home, first: Path, second: Path) -> int:
    """Say that two pictures are not duplicates; returns 1 if that was new.

    Raises:
        UsageError: a path is not in the library, or its picture could not be read.
    """
    return home.library.decisions.add_not_duplicate(*_contents(home, first, second))


def join(home: Home, first: Path, second: Path, relation: Relation) -> int:
    """Say that two pictures belong together; returns 1 if that was new.

    It makes them stand in one group. It proves nothing: a clean-up still wants a match of its own.

    Raises:
        UsageError: a path is not in the library, or its picture could not be read.
    """
    return home.library.decisions.join(*_contents(home, first, second), relation)


def unjoin(home: Home, first: Path, second: Path) -> int:
    """Take a join back; returns 1 if there was one.

    Raises:
        UsageError: a path is not in the library, or its picture could not be read.
    """
    return home.library.decisions.unjoin(*_contents(home, first, second))


def _contents(home: Home, first: Path, second: Path) -> ContentPair:
    places = places_now(home)
    one, other = (_content_of(_picture_of(home, places, path), path) for path in (first, second))
    return ordered_pair(one, other)


def _picture_of(home: Home, places: Places, path: Path) -> FileRecord:
    place = places.of(path.absolute())
    record = home.library.files.by_path(place.volume.key, place.relpath)
    if record is not None and record.companion_of is not None:
        record = home.library.files.by_id(record.companion_of)
    if record is None:
        raise UsageError(f"{path} is not in the library; scan its folder first.")
    return record


def _content_of(record: FileRecord, path: Path) -> ContentKey:
    if record.content_key is None:
        raise UsageError(f"{path} could not be read as a picture.")
    return record.content_key
