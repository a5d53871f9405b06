"""What is on disk against what the library knows: new, changed, moved, unchanged, missing or offline."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from twinlens.core.clues import Clues
from twinlens.core.errors import UsageError
from twinlens.core.job import Job, Stage
from twinlens.core.problems import FileProblem
from twinlens.files.discovery import FoundFile, discover
from twinlens.files.shots import FoundShot, pair_shots
from twinlens.library.records import FileRecord, FileState
from twinlens.workflows.home import Home
from twinlens.workflows.places import Place, Places
from twinlens.workflows.scan.evidence import Evidence


@dataclass(slots=True)
class Survey:
    """One look at the folders, before anything is decoded."""

    shots: list[FoundShot] = field(default_factory=list)
    new: list[FoundFile] = field(default_factory=list)
    changed: list[FoundFile] = field(default_factory=list)
    unchanged: list[tuple[FoundFile, FileRecord]] = field(default_factory=list)
    gone: list[FileRecord] = field(default_factory=list)
    """Known files that are no longer where they were, on a volume that is there."""
    offline: list[FileRecord] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    roots: list[Place] = field(default_factory=list)
    """The folders that could be looked into."""
    outside: dict[Path, int] = field(default_factory=dict)
    """Pictures, here alone, that belong to a shot outside the folders: by the number of that shot's picture."""
    clues: Mapping[Path, Clues] = field(default_factory=dict)
    """What was read from files' heads to pair them."""

    @property
    def files(self) -> list[FoundFile]:
        """Every file found, once: a sidecar may belong to two shots."""
        found = {
            file.path: file for shot in self.shots for file in (shot.picture, *(each for each, _ in shot.companions))
        }
        return list(found.values())

    @property
    def companions(self) -> set[Path]:
        """Files that are part of a shot without being its picture: these are never decoded."""
        return {file.path for shot in self.shots for file, _ in shot.companions} | self.outside.keys()


def take_survey(home: Home, folders: Sequence[Path], places: Places, job: Job) -> Survey:
    """Walk the folders and compare them with the library.

    Of files whose names go together, and which are new or have changed, the heads are read; no file is read whole.

    Raises:
        UsageError: a folder does not exist and never was in the library.
    """
    survey = Survey()
    present: list[Path] = []
    for folder in folders:
        if _reachable(home, folder, places, survey):
            present.append(folder)
    found = _walk(home, present, survey, job)
    known: dict[tuple[str, bytes], FileRecord] = {}
    for root in survey.roots:
        for record in home.library.files.known(root.volume.key, root.relpath):
            known[record.volume_key, record.relpath] = record

    def unchanged(file: FoundFile) -> FileRecord | None:
        place = places.of_file(file.path)
        record = known.get((place.volume.key, place.relpath))
        same = record is not None and file.stamp.same_as(record.stamp, places.tolerance_ns(record.volume_key))
        return record if same else None

    evidence = Evidence(home, unchanged, job.check)
    survey.shots = pair_shots(found, evidence.of)
    survey.clues = evidence.read
    survey.outside = _belonging_outside(home, survey.shots, unchanged, known, places)
    for file in survey.files:
        place = places.of_file(file.path)
        _sort_in(survey, file, known.pop((place.volume.key, place.relpath), None), places)
    troubled = {problem.path for problem in survey.problems}
    survey.gone = [record for record in known.values() if _is_gone(record, places, troubled)]
    return survey


def _reachable(home: Home, folder: Path, places: Places, survey: Survey) -> bool:
    """Whether the folder can be walked; a known one on an absent volume is noted as offline instead."""
    place = places.of(folder)
    remembered = [
        root
        for root in home.library.folders.roots()
        if places.last_path(root.volume.key, root.relpath) == folder and root.volume.key != place.volume.key
    ]
    absent = [root for root in remembered if not places.online(root.volume.key)]
    for root in absent:
        survey.offline += [
            record
            for record in home.library.files.known(root.volume.key, root.relpath)
            if record.state is FileState.PRESENT
        ]
    if absent and not _holds_anything(folder):
        return False
    if not os.path.lexists(folder) and not home.library.files.known(place.volume.key, place.relpath):
        raise UsageError(f"There is no folder {folder}.")
    survey.roots.append(place)
    return True


def _holds_anything(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except OSError:
        return False


def _belonging_outside(
    home: Home,
    shots: Sequence[FoundShot],
    unchanged: Callable[[FoundFile], FileRecord | None],
    known: Mapping[tuple[str, bytes], FileRecord],
    places: Places,
) -> dict[Path, int]:
    """The RAWs of shots whose picture is in a folder that is not looked into this time, and is still there."""
    here = {record.id for record in known.values()}
    away = {record.companion_of for record in known.values()} - here - {None}
    found: dict[Path, int] = {}
    for shot in shots if away else ():
        record = unchanged(shot.picture)
        if record is None or record.companion_of is None or record.companion_of not in away:
            continue
        picture = home.library.files.by_id(record.companion_of)
        if picture is None or picture.state is not FileState.PRESENT:
            continue
        if os.path.lexists(places.path(picture.volume_key, picture.relpath)):
            found[shot.picture.path] = picture.id
    return found


def _walk(home: Home, folders: Sequence[Path], survey: Survey, job: Job) -> list[FoundFile]:
    found: list[FoundFile] = []
    existing = [folder for folder in folders if os.path.lexists(folder)]
    for item in discover(existing, exclude=home.paths.own_folders, check=job.check):
        if isinstance(item, FileProblem):
            survey.problems.append(item)
            continue
        found.append(item)
        job.report(Stage.DISCOVER, len(found), problems=len(survey.problems), current=str(item.path.parent))
    return found


def _sort_in(survey: Survey, file: FoundFile, record: FileRecord | None, places: Places) -> None:
    if record is None or record.state in (FileState.REMOVED, FileState.FORGOTTEN):
        survey.new.append(file)
        return
    same = file.stamp.same_as(record.stamp, places.tolerance_ns(record.volume_key))
    try_again = record.problem is not None and record.problem.passing
    if try_again or not same:
        survey.changed.append(file)
    else:
        survey.unchanged.append((file, record))


def _is_gone(record: FileRecord, places: Places, troubled: Collection[Path]) -> bool:
    """Whether a known file that was not found is truly not there, rather than in a folder that cannot be read."""
    if record.state in (FileState.REMOVED, FileState.FORGOTTEN):
        return False
    path = places.path(record.volume_key, record.relpath)
    if path in troubled or any(folder in troubled for folder in path.parents):
        return False
    return not os.path.lexists(path)
