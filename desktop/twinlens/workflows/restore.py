"""Bringing back what a clean-up took: the very bytes, never over another file."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from twinlens.core.clearing import NotRestored
from twinlens.core.job import Job, Stage
from twinlens.core.relations import DecisionKind
from twinlens.files.journal import Entry, Journal, JournalFile, JournalSession, JournalShot
from twinlens.files.keeping import Whereabouts, is_there, leave_no_trace, whereabouts
from twinlens.files.marks import state_of, take_back
from twinlens.files.mover import RefusedError, rename_exclusively, sync_folders
from twinlens.files.stamps import stamp_of
from twinlens.files.volumes import Volumes
from twinlens.library.records import CleanupItem
from twinlens.workflows.home import Home
from twinlens.workflows.places import Places
from twinlens.workflows.sessions import recover, session_of

_LONGEST_NAME = 255
_MOST_NAMES = 1000


class RestoredFile(NamedTuple):
    """A file that is back."""

    path: Path
    """Where it was."""
    to: Path
    """Where it is: beside it, if something else stood there."""


class UnrestoredFile(NamedTuple):
    """A file that did not come back."""

    path: Path
    reason: NotRestored


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What a restore did. What was back already is in neither list."""

    restored: tuple[RestoredFile, ...] = ()
    failed: tuple[UnrestoredFile, ...] = ()


def restore(
    home: Home, session_id: str, paths: Sequence[Path] | None, job: Job, *, volumes: Volumes | None = None
) -> RestoreReport:
    """Put back a whole session, or the shots that the paths (files or folders, as they were) belong to.

    Raises:
        UsageError: there is no such session.
        JobCancelledError: cancelled; what is back stays back.
    """
    volumes = volumes or Volumes.current()
    recover(home, volumes)
    journal, session = session_of(home, session_id, volumes)
    if session.marks:
        return _take_back_marks(journal, session, paths, volumes, job)
    return _Restore(home, journal, volumes, job).run(session, paths)


@dataclass(slots=True)
class _Outcome:
    restored: list[RestoredFile] = field(default_factory=list)
    failed: list[UnrestoredFile] = field(default_factory=list)


class _Restore:
    def __init__(self, home: Home, journal: Journal, volumes: Volumes, job: Job) -> None:
        self._home = home
        self._journal = journal
        self._volumes = volumes
        self._job = job
        self._places = Places(volumes, home.library.folders.volumes())
        self._outcome = _Outcome()
        self._ids = {item.source: item.file_id for item in _flat(home.library.cleanups.items(journal.session))}

    def run(self, session: JournalSession, paths: Sequence[Path] | None) -> RestoreReport:
        shots = self._chosen(session, paths)
        files = [(shot, index) for shot in shots for index, file in enumerate(shot.files) if file.moved]
        beside: dict[int, int] = {}
        for done, (shot, index) in enumerate(files):
            self._job.report(Stage.RESTORE, done, len(files), current=str(shot.files[index].source))
            number = self._one(shot, index, beside.get(shot.number, 0))
            beside[shot.number] = max(number, beside.get(shot.number, 0))
        self._forget_rejections()
        return RestoreReport(tuple(self._outcome.restored), tuple(self._outcome.failed))

    def _chosen(self, session: JournalSession, paths: Sequence[Path] | None) -> list[JournalShot]:
        shots = list(session.shots.values())
        if paths is None:
            return shots
        chosen: dict[int, JournalShot] = {}
        for path in paths:
            absolute = Path(os.path.abspath(path))
            # The file itself is gone, but its folder may be known by a link.
            spellings = {absolute, Path(os.path.realpath(absolute.parent)) / absolute.name}
            found = [shot for shot in shots if any(_concerns(spellings, file) for file in shot.files)]
            if not found:
                self._outcome.failed.append(UnrestoredFile(path, NotRestored.UNKNOWN))
            chosen.update((shot.number, shot) for shot in found)
        return [chosen[number] for number in sorted(chosen)]

    def _one(self, shot: JournalShot, index: int, beside: int) -> int:
        """Bring one file back; returns the number in its new name, 0 for its own place."""
        file = shot.files[index]
        found = whereabouts(shot, file, self._volumes)
        if found.state is Whereabouts.RESTORED:
            self._note(shot, index, found.at or file.source, already=file.restored_to is not None)
        elif found.state is Whereabouts.OFFLINE:
            self._fail(file, NotRestored.OFFLINE)
        elif found.state is Whereabouts.GONE or found.at is None:
            changed = file.held_at is not None and os.path.lexists(file.held_at)
            self._fail(file, NotRestored.CHANGED if changed else NotRestored.GONE)
        elif not is_there(found.at, file, thorough=True):
            self._fail(file, NotRestored.CHANGED)
        else:
            return self._bring_back(shot, index, found.at, beside)
        return 0

    def _bring_back(self, shot: JournalShot, index: int, held_at: Path, beside: int) -> int:
        file = shot.files[index]
        for number in range(beside, _MOST_NAMES):
            target = _named(file.source, shot.path.stem, number)
            if os.path.lexists(target):
                continue
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                self._journal.write(Entry.RESTORING, shot=shot.number, file=index, to=str(target))
                rename_exclusively(held_at, target)
            except OSError as error:
                if error.errno == errno.EEXIST and os.path.lexists(target):
                    continue
                break
            sync_folders([held_at, target])
            self._note(shot, index, target)
            leave_no_trace(replace(file, held_at=held_at), self._journal.session)
            return number
        self._fail(file, NotRestored.NOT_PERMITTED)
        return 0

    def _note(self, shot: JournalShot, index: int, to: Path, *, already: bool = False) -> None:
        """Write down that a file is back, in the journal and in the library."""
        file = shot.files[index]
        if already:
            return
        self._journal.write(Entry.RESTORED, shot=shot.number, file=index, to=str(to))
        self._home.library.cleanups.mark_restored(self._journal.session, file.source, to)
        number = self._ids.get(file.source)
        if number is not None and to != file.source:
            place = self._places.of_file(to)
            stamp, identity = stamp_of(to)
            self._home.library.folders.save_volume(place.volume)
            self._home.library.files.move(number, place.volume.key, place.relpath, stamp, identity)
        self._outcome.restored.append(RestoredFile(file.source, to))

    def _fail(self, file: JournalFile, reason: NotRestored) -> None:
        self._outcome.failed.append(UnrestoredFile(file.source, reason))

    def _forget_rejections(self) -> None:
        """What a person brought back is not to be cleared away again by the next clean-up."""
        files, decisions = self._home.library.files, self._home.library.decisions.get_all()
        back = {self._ids.get(restored.path) for restored in self._outcome.restored} - {None}
        # That its RAW goes was decided of the picture.
        back |= {record.companion_of for number in back if number and (record := files.by_id(number))}
        rejected = [each for each in back if each and decisions.get(each) not in (None, DecisionKind.KEEP)]
        if rejected:
            self._home.library.decisions.set_many(dict.fromkeys(rejected))


def _take_back_marks(
    journal: Journal, session: JournalSession, paths: Sequence[Path] | None, volumes: Volumes, job: Job
) -> RestoreReport:
    """Put back the sidecars as they were before a session marked them, or take its list away."""
    wanted = None if paths is None else {Path(os.path.abspath(path)) for path in paths}
    chosen = [mark for mark in session.marks.values() if wanted is None or wanted & {mark.path, mark.picture}]
    known = {path for mark in chosen for path in (mark.path, mark.picture)}
    outcome = _Outcome(failed=[UnrestoredFile(path, NotRestored.UNKNOWN) for path in sorted((wanted or set()) - known)])
    # What was written last is taken back first.
    for done, mark in enumerate(reversed(chosen)):
        job.report(Stage.RESTORE, done, len(chosen), current=str(mark.path))
        state = state_of(mark, volumes)
        if state in (Whereabouts.OFFLINE, Whereabouts.GONE):
            reason = NotRestored.OFFLINE if state is Whereabouts.OFFLINE else NotRestored.CHANGED
            outcome.failed.append(UnrestoredFile(mark.path, reason))
        elif state is Whereabouts.HELD:
            try:
                take_back(mark)
            except (RefusedError, OSError) as error:
                refused = isinstance(error, RefusedError)
                reason = NotRestored.CHANGED if refused else NotRestored.NOT_PERMITTED
                outcome.failed.append(UnrestoredFile(mark.path, reason))
            else:
                journal.write(Entry.UNMARKED, mark=mark.number)
                outcome.restored.append(RestoredFile(mark.path, mark.path))
    return RestoreReport(tuple(outcome.restored), tuple(outcome.failed))


def _concerns(wanted: Iterable[Path], file: JournalFile) -> bool:
    return file.moved and any(file.source.is_relative_to(path) for path in wanted)


def _named(source: Path, picture_stem: str, number: int) -> Path:
    """`IMG (restored).jpg` and `IMG (restored).CR2.xmp`: companions keep to the name of their picture."""
    if number == 0:
        return source
    name, ending = os.fsencode(source.name), b" (restored)" if number == 1 else b" (restored %d)" % number
    stem = os.fsencode(picture_stem)
    if not name.startswith(stem):
        stem = os.fsencode(source.stem)
    rest = name[len(stem) :]
    room = max(1, _LONGEST_NAME - len(ending) - len(rest))
    return source.with_name(os.fsdecode(stem[:room] + ending + rest))


def _flat(items: Sequence[CleanupItem]) -> list[CleanupItem]:
    return [each for item in items for each in (item, *item.companions)]
