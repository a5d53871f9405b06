"""Recognising by content what is new by name only: files that were moved or renamed, and further copies."""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from twinlens.core.photos import ContentKey, FileStamp
from twinlens.files.discovery import FoundFile
from twinlens.library.records import ChangeOrigin, FileRecord, FileState
from twinlens.workflows.home import Home
from twinlens.workflows.places import Places


@dataclass(frozen=True, slots=True)
class Identified:
    """A file whose content key was read without decoding it."""

    file: FoundFile
    stamp: FileStamp
    key: ContentKey


@dataclass(slots=True)
class Moves:
    """What became of the identified files."""

    moved: list[Identified] = field(default_factory=list)
    departed: list[FileRecord] = field(default_factory=list)
    """The library's files that the moved ones were before."""
    others: list[Identified] = field(default_factory=list)


def recognise_moves(home: Home, identified: Iterable[Identified], gone: Sequence[FileRecord], places: Places) -> Moves:
    """Let files follow their content to its new place, where that is certain, and write that down.

    A decision follows only when the old path is gone and exactly one new path has that content. Where several
    went and as many came, the files are recognised as moved but their decisions are not guessed at.
    """
    moves = Moves()
    arrived: dict[ContentKey, list[Identified]] = defaultdict(list)
    for each in identified:
        arrived[each.key].append(each)
    gone_by_content: dict[ContentKey, dict[int, FileRecord]] = defaultdict(dict)
    for record in gone:
        if record.content_key is not None:
            gone_by_content[record.content_key][record.id] = record
    for key, files in arrived.items():
        departed = gone_by_content[key] | {record.id: record for record in _gone_elsewhere(home, key, places)}
        for record, each in _spelled_otherwise(departed.values(), files, places):
            _follow(home, [each], [record], places)
            moves.moved.append(each)
            moves.departed.append(departed.pop(record.id))
            files.remove(each)
        if not files:
            continue
        if len(departed) == len(files):
            _follow(home, files, list(departed.values()), places)
            moves.moved += files
            moves.departed += departed.values()
        else:
            moves.others += files
    return moves


def _spelled_otherwise(
    departed: Iterable[FileRecord], files: Iterable[Identified], places: Places
) -> list[tuple[FileRecord, Identified]]:
    """Those that went and came at one place, whose name is written in other code points: that is no move at all.

    Macs and programs that synchronise folders change the spelling of accents; of twins each then stays itself.
    """
    before: dict[tuple[str, str], list[FileRecord]] = defaultdict(list)
    for record in departed:
        before[record.volume_key, _composed(record.relpath)].append(record)
    after: dict[tuple[str, str], list[Identified]] = defaultdict(list)
    for each in files:
        place = places.of_file(each.file.path)
        after[place.volume.key, _composed(place.relpath)].append(each)
    both = ((before.get(place, []), came) for place, came in after.items())
    return [(went[0], came[0]) for went, came in both if len(went) == len(came) == 1]


def _composed(relpath: bytes) -> str:
    return unicodedata.normalize("NFC", os.fsdecode(relpath))


def _gone_elsewhere(home: Home, key: ContentKey, places: Places) -> list[FileRecord]:
    """Files of this content outside the folders being scanned whose path is gone from a volume that is there."""
    return [
        record
        for record in home.library.files.by_content(key)
        if record.state in (FileState.PRESENT, FileState.MISSING)
        and places.online(record.volume_key)
        and not os.path.lexists(places.path(record.volume_key, record.relpath))
    ]


def _follow(home: Home, files: list[Identified], departed: list[FileRecord], places: Places) -> None:
    certain = len(files) == 1
    departed.sort(key=lambda record: (os.path.basename(record.relpath), record.relpath))
    files = sorted(files, key=lambda each: (os.fsencode(each.file.path.name), os.fsencode(each.file.path)))
    for record, each in zip(departed, files, strict=True):
        place = places.of_file(each.file.path)
        if not certain:
            home.library.decisions.set(record.id, None, ChangeOrigin.MOVED)
        home.library.files.move(record.id, place.volume.key, place.relpath, each.stamp, each.file.identity)
