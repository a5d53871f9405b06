"""A small library made by hand: real files with a few bytes each, known and matched without decoding anything."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import xxhash

from twinlens.core.grouping import GroupingInput, group_levels
from twinlens.core.job import Job
from twinlens.core.photos import ContentKey, Group, Match, PictureFacts, Shot
from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.files.discovery import FoundFile, discover
from twinlens.files.shots import pair_shots
from twinlens.files.stamps import stamp_of
from twinlens.files.volumes import Volumes
from twinlens.library.records import CompanionLink, FileChange, FileState
from twinlens.workflows.cleanup import CleanupReport, carry_out, plan_cleanup
from twinlens.workflows.groups import load_shots
from twinlens.workflows.home import Home
from twinlens.workflows.places import Places
from twinlens.workflows.restore import RestoreReport, restore

MODEL = "hand-made"


def key_of(data: bytes) -> ContentKey:
    return ContentKey(f"f-{len(data)}-{xxhash.xxh3_128_hexdigest(data)}")


class Shelf:
    """Photographs under `folder`, and the home that knows them."""

    def __init__(self, home: Home, folder: Path) -> None:
        self.home = home
        self.folder = folder
        self.volumes = Volumes.current()

    def put(self, name: str, data: bytes | None = None) -> Path:
        """Write a file; by default its content is its own."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"picture {name}".encode(errors="surrogateescape") if data is None else data)
        return path

    def learn(self, *folders: Path) -> None:
        """What a scan would do, without looking at pixels."""
        places = Places(self.volumes, self.home.library.folders.volumes())
        found = [file for file in discover(folders or [self.folder], exclude=self.home.paths.own_folders)
                 if isinstance(file, FoundFile)]  # fmt: skip
        shots = pair_shots(found)
        known = {file.path: file for shot in shots for file in (shot.picture, *(each for each, _ in shot.companions))}
        changes = []
        for file in known.values():
            place = places.of_file(file.path)
            self.home.library.folders.save_volume(place.volume)
            picture = file.kind.is_picture
            key = key_of(file.path.read_bytes()) if picture else None
            facts = PictureFacts("JPEG", 100, 100) if picture else None
            changes.append(FileChange(place.volume.key, place.relpath, file.stamp, file.identity, key, facts=facts))
        ids = dict(zip(known, self.home.library.files.save_batch(changes), strict=True))
        links = [
            CompanionLink(ids[file.path], None if file.path in shot.shared else ids[shot.picture.path], kind)
            for shot in shots
            for file, kind in shot.companions
        ]
        self.home.library.files.set_companions(links)
        self._mark_missing(places)

    def learn_names(self, *paths: Path) -> None:
        """Know several names of one file: discovery tells them apart only within one scan."""
        changes = []
        for path in paths:
            volume, relpath = self.volumes.locate(path)
            key, facts = key_of(path.read_bytes()), PictureFacts("JPEG", 100, 100)
            changes.append(FileChange(volume.key, relpath, *stamp_of(path), key, facts=facts))
        self.home.library.files.save_batch(changes)

    def _mark_missing(self, places: Places) -> None:
        for volume in self.home.library.folders.volumes():
            gone = [
                record.id
                for record in self.home.library.files.known(volume.key)
                if record.state is FileState.PRESENT and not places.path(volume.key, record.relpath).exists()
            ]
            self.home.library.files.mark_missing(gone)

    def shots(self) -> dict[str, Shot]:
        """By name below the folder."""
        shots = load_shots(self.home, Places(self.volumes, self.home.library.folders.volumes()))
        return {os.path.relpath(shot.path, self.folder): shot for shot in shots}

    def match(self, one: str, other: str, relation: Relation = Relation.RESIZED, score: float = 0.95) -> None:
        """Store a match between two files' contents."""
        shots = self.shots()
        first, second = sorted((shots[one].content_key, shots[other].content_key))
        self.home.cache.matches.save(MODEL, [Match(first, second, score, score, relation)])

    def match_all(self, *names: str, relation: Relation = Relation.RESIZED) -> None:
        """Each with each."""
        for index, one in enumerate(names):
            for other in names[index + 1 :]:
                self.match(one, other, relation)

    def decide(self, kind: DecisionKind | None, *names: str) -> None:
        """As a person would."""
        shots = self.shots()
        for name in names:
            self.home.library.decisions.set(shots[name].id, kind)

    def reject(self, *names: str) -> None:
        """As a person would."""
        self.decide(DecisionKind.REJECT, *names)

    def groups(self) -> list[Group]:
        """Copy groups."""
        matches = self.home.cache.matches.load(MODEL, 0.0)
        given = GroupingInput(list(self.shots().values()), matches, 0.5, self.home.library.decisions.not_duplicates())
        return group_levels(given, [Level.COPY])

    def clean(self, *, proposed: bool = False, dry_run: bool = False, volumes: Volumes | None = None) -> CleanupReport:
        """Plan and carry out."""
        groups = self.groups() if proposed else ()
        plan = plan_cleanup(self.home, MODEL, proposed_groups=groups, volumes=volumes)
        return carry_out(self.home, plan, Job.silent(), dry_run=dry_run, volumes=volumes)

    def restore(self, session: str, paths: Sequence[Path] | None = None) -> RestoreReport:
        """All or some."""
        return restore(self.home, session, paths, Job.silent())

    def removed(self, report: CleanupReport) -> list[str]:
        """Names that went."""
        return [os.path.relpath(each.path, self.folder) for each in report.removed]

    def failed(self, report: CleanupReport) -> dict[str, str]:
        """Names that stayed, with the reason."""
        return {os.path.relpath(each.path, self.folder): each.reason.value for each in report.failed}


def contents(*folders: Path) -> dict[str, bytes]:
    """Every file's bytes, by path."""
    return {str(path): path.read_bytes() for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()}


def rewrite(path: Path, data: bytes, *, keep_time: bool = False) -> None:
    status = os.stat(path)
    path.write_bytes(data)
    if keep_time:
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def stays(shelf: Shelf, reason: str, name: str = "copy.jpg", *, proposed: bool = False) -> None:
    """The shot is left alone with this reason, in a dry run as well, and not a byte changes."""
    before = contents(shelf.folder)
    assert shelf.failed(shelf.clean(dry_run=True, proposed=proposed))[name] == reason
    report = shelf.clean(proposed=proposed)
    assert shelf.failed(report)[name] == reason
    assert name not in shelf.removed(report)
    assert contents(shelf.folder) == before
