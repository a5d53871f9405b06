"""What earlier clean-ups took, what of it can still be brought back, and the one way to delete it for good."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from twinlens.core.job import Job, Stage
from twinlens.core.photos import CompanionKind, ContentKey
from twinlens.files.berths import Berth, PlaceKind
from twinlens.files.journal import Entry, Journal, JournalFile, JournalMark, JournalSession, JournalShot
from twinlens.files.keeping import Whereabouts, is_there, leave_no_trace, whereabouts
from twinlens.files.marks import state_of
from twinlens.files.mover import sync_folders
from twinlens.files.quarantine import QUARANTINE_NAME
from twinlens.files.trash import is_in_trash
from twinlens.files.volumes import Volumes
from twinlens.workflows.home import Home
from twinlens.workflows.sessions import all_sessions, recover, session_of

SIDECARS, LIST = "sidecars", "list"
"""Where a session put marks."""


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One clean-up; files and bytes count companions too."""

    id: str
    when: str
    files: int
    bytes: int
    restorable: int
    places: tuple[str, ...]
    """`trash`, the folders of the quarantine, or, where nothing was moved, `sidecars` or `list`."""

    @property
    def moved_nothing(self) -> bool:
        """Whether it only marked photos."""
        return set(self.places) <= {SIDECARS, LIST}


@dataclass(frozen=True, slots=True)
class ClearedFile:
    """One file of a clean-up."""

    path: Path
    """Where it was."""
    content_key: ContentKey | None
    bytes: int
    state: Whereabouts
    now_at: Path | None
    companion: CompanionKind | None


def history(home: Home, *, volumes: Volumes | None = None) -> list[SessionSummary]:
    """All clean-ups that moved something, newest first. Only reads, so it may run beside a window."""
    volumes = volumes or Volumes.current()
    found = [_summary(home, session, volumes) for _, session in all_sessions(home, volumes)]
    return [summary for summary in reversed(found) if summary.files]


def session_items(home: Home, session_id: str, *, volumes: Volumes | None = None) -> list[ClearedFile]:
    """Every file of one clean-up, pictures before their companions.

    Raises:
        UsageError: there is no such session.
    """
    volumes = volumes or Volumes.current()
    return _items(session_of(home, session_id, volumes)[1], volumes)


def empty_session(home: Home, session_id: str, job: Job | None = None, *, volumes: Volumes | None = None) -> int:
    """Delete for good what a session still holds; returns how many files. The caller has had this confirmed.

    Only what is verified to be what this session moved, where it moved it, is deleted; all else is left.

    Raises:
        UsageError: there is no such session.
    """
    volumes, job = volumes or Volumes.current(), job or Job.silent()
    recover(home, volumes)
    journal, session = session_of(home, session_id, volumes)
    files = [(shot, index) for shot in session.shots.values() for index in range(len(shot.files))]
    emptied = 0
    for done, (shot, index) in enumerate(files):
        job.report(Stage.MOVE, done, len(files), current=str(shot.files[index].source))
        emptied += _delete(home, journal, shot, index, volumes)
    return emptied


def _summary(home: Home, session: JournalSession, volumes: Volumes) -> SessionSummary:
    items = _items(session, volumes)
    places = {_place_of(home, shot, file, session.id) for shot in session.shots.values() for file in shot.files}
    places |= {LIST if mark.picture is None else SIDECARS for mark in session.marks.values()}
    return SessionSummary(
        id=session.id,
        when=session.when,
        files=len(items),
        bytes=sum(item.bytes for item in items),
        restorable=sum(item.state is Whereabouts.HELD for item in items),
        places=tuple(sorted(places)),
    )


def _items(session: JournalSession, volumes: Volumes) -> list[ClearedFile]:
    items = []
    for shot in session.shots.values():
        for number, file in enumerate(shot.files):
            found = whereabouts(shot, file, volumes)
            if found.state is not Whereabouts.NOT_MOVED:
                key = shot.content_key if number == 0 else None  # also of a RAW that went alone
                items.append(ClearedFile(file.source, key, file.stamp.size, found.state, found.at, file.companion))
    return items + [item for mark in session.marks.values() if (item := _mark_item(mark, volumes)) is not None]


def _mark_item(mark: JournalMark, volumes: Volumes) -> ClearedFile | None:
    """A file that was written; nothing was moved, so it holds no bytes that could be freed."""
    state = state_of(mark, volumes)
    if state is Whereabouts.NOT_MOVED:
        return None
    companion = None if mark.picture is None else CompanionKind.SIDECAR
    return ClearedFile(mark.path, mark.content_key, 0, state, mark.path, companion)


def _place_of(home: Home, shot: JournalShot, file: JournalFile, session_id: str) -> str:
    if shot.place is PlaceKind.TRASH or file.held_at is None:
        return PlaceKind.TRASH.value
    return str(next((folder for folder in file.held_at.parents if folder.name == session_id), home.journal_dir))


def _delete(home: Home, journal: Journal, shot: JournalShot, index: int, volumes: Volumes) -> int:
    file = shot.files[index]
    found = whereabouts(shot, file, volumes)
    if found.state is not Whereabouts.HELD or found.at is None:
        return 0
    if not (_is_ours(home, shot, file, found.at, journal.session) and is_there(found.at, file, thorough=True)):
        return 0
    journal.write(Entry.EMPTYING, shot=shot.number, file=index)
    try:
        os.unlink(found.at)
    except OSError:
        return 0
    sync_folders([found.at])
    journal.write(Entry.EMPTIED, shot=shot.number, file=index)
    home.library.cleanups.mark_gone(journal.session, [file.source])
    leave_no_trace(file, journal.session)
    return 1


def _is_ours(home: Home, shot: JournalShot, file: JournalFile, at: Path, session_id: str) -> bool:
    """Whether a path lies where this session puts files, so that no journal can make us delete anything else."""
    resolved = Path(os.path.realpath(at))
    if shot.place is PlaceKind.TRASH:
        return is_in_trash(Berth(resolved, file.receipt), file.source)
    roots = [shot.mount / QUARANTINE_NAME] + ([home.quarantine_dir] if home.quarantine_dir else [])
    return any(resolved.is_relative_to(Path(os.path.realpath(root)) / session_id) for root in roots)
