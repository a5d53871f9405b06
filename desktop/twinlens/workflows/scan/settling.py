"""What the library must change to know the shots as a survey found them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from twinlens.core.clues import Clues
from twinlens.core.photos import Apart, ContentKey
from twinlens.files.discovery import FoundFile
from twinlens.files.shots import FoundShot
from twinlens.library.records import CompanionLink, FileRecord, FileState
from twinlens.workflows.places import Places
from twinlens.workflows.scan.survey import Survey

Records = Mapping[tuple[str, bytes], FileRecord]
"""The library's files below the folders, by volume and place there."""


def pairing_links(survey: Survey, records: Records, places: Places) -> list[CompanionLink]:
    """Which files belong to which shots now, as far as that is news. What two shots share stays out of both."""
    links: list[CompanionLink] = []
    found: set[int] = set()
    for shot in survey.shots:
        picture = _record(shot.picture, records, places)
        if picture is not None:
            found.add(picture.id)
            links += _links_of(shot, picture, survey, records, places, found)
    troubled = {problem.path for problem in survey.problems}
    for record in records.values():
        if record.companion_of is None or record.id in found or record.state is not FileState.PRESENT:
            continue
        path = places.path(record.volume_key, record.relpath)
        if troubled.isdisjoint((path, *path.parents)):
            # Its picture went, or is no longer its own: left as it was, that picture could never be cleared away.
            links.append(CompanionLink(record.id, None, record.companion_kind))
    return links


def reasons_apart(survey: Survey, records: Records, places: Places) -> dict[int, Apart | None]:
    """Why files were kept apart, as far as that is news."""
    now: dict[int, Apart] = {}
    for shot in survey.shots:
        if shot.apart is not None and (picture := _record(shot.picture, records, places)) is not None:
            now[picture.id] = shot.apart
    return {record.id: now.get(record.id) for record in records.values() if record.apart is not now.get(record.id)}


def clues_by_content(survey: Survey, records: Records, places: Places) -> dict[ContentKey, Clues]:
    """What was read from files' heads, for those whose content is known."""
    found: dict[ContentKey, Clues] = {}
    for path, clues in survey.clues.items():
        record = _at(path, records, places)
        if record is not None and record.content_key is not None:
            found[record.content_key] = clues
    return found


def _links_of(
    shot: FoundShot, picture: FileRecord, survey: Survey, records: Records, places: Places, found: set[int]
) -> Iterator[CompanionLink]:
    owner_elsewhere = survey.outside.get(shot.picture.path)
    belongs = picture.companion_of is not None or picture.companion_kind is not None
    if belongs and owner_elsewhere is None:
        yield CompanionLink(picture.id, None, None)
    for file, kind in shot.companions:
        record = _record(file, records, places)
        if record is None:
            continue
        found.add(record.id)
        owner = None if file.path in shot.shared else (owner_elsewhere or picture.id)
        by_name = file.path in shot.by_name
        if (record.companion_of, record.companion_kind, record.by_name) != (owner, kind, by_name):
            yield CompanionLink(record.id, owner, kind, by_name)


def _record(file: FoundFile, records: Records, places: Places) -> FileRecord | None:
    return _at(file.path, records, places)


def _at(path: Path, records: Records, places: Places) -> FileRecord | None:
    place = places.of_file(path)
    return records.get((place.volume.key, place.relpath))
