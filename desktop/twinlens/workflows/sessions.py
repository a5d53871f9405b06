"""The sessions of clean-ups, read from their journals; the database is brought to say the same."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from twinlens.core.errors import UsageError
from twinlens.files.journal import (
    Entry,
    Journal,
    JournalFile,
    JournalSession,
    JournalShot,
    journals,
    moved_to_mounts,
    read_session,
)
from twinlens.files.keeping import settle, settle_restores
from twinlens.files.volumes import Volumes
from twinlens.library.records import CleanupItem, CleanupSession, FileState, RemovalKind
from twinlens.workflows.home import Home
from twinlens.workflows.places import Places


def all_sessions(home: Home, volumes: Volumes) -> Iterator[tuple[Journal, JournalSession]]:
    """Every session, oldest first, with the paths of today."""
    for path in journals(home.journal_dir):
        yield Journal(path), moved_to_mounts(read_session(path), volumes.online())


def session_of(home: Home, session_id: str, volumes: Volumes) -> tuple[Journal, JournalSession]:
    """One session by its id.

    Raises:
        UsageError: there is none.
    """
    for path in journals(home.journal_dir):
        journal = Journal(path)
        if journal.session == session_id:
            return journal, moved_to_mounts(read_session(path), volumes.online())
    raise UsageError(f"There is no clean-up {session_id}; `twinlens history` lists them.")


def recover(home: Home, volumes: Volumes) -> None:
    """End what was interrupted, by a kill or a power cut: shots that moved in part come back, the database catches up.

    Call it with the home locked, before anything else is moved.
    """
    mirrored = {session.id: session for session in home.library.cleanups.sessions()}
    for journal, session in all_sessions(home, volumes):
        settled = session
        changed = settle(journal, session, volumes)
        if settle_restores(journal, session, volumes) or changed:
            settled = moved_to_mounts(read_session(journal.path), volumes.online())
        if not _says_the_same(settled, mirrored.get(session.id)):
            mirror(home, settled, volumes)


def _says_the_same(session: JournalSession, known: CleanupSession | None) -> bool:
    if known is None:
        return not session.shots
    files = [file for shot in session.shots.values() if not shot.open for file in shot.files if file.moved]
    away = sum(file.restored_to is None and not file.emptied for file in files)
    return known.finished is not None and (known.files, known.moved) == (len(files), away)


def mirror(home: Home, session: JournalSession, volumes: Volumes) -> None:
    """Make the database say what the journal says; what it knows already stays as it is."""
    places = Places(volumes, home.library.folders.volumes())
    home.library.cleanups.begin(session.id, session.when, home.journal_dir.parent)
    settled = [shot for shot in session.shots.values() if not shot.open]
    mirror_shots(home, session.id, settled, places)
    for shot in settled:
        for file in shot.files:
            if file.restored_to is not None:
                home.library.cleanups.mark_restored(session.id, file.source, file.restored_to)
        home.library.cleanups.mark_gone(session.id, [file.source for file in shot.files if file.emptied])
    if len(settled) == len(session.shots):
        home.library.cleanups.finish(session.id)


def mirror_shots(home: Home, session_id: str, shots: Iterable[JournalShot], places: Places) -> None:
    """Record moved shots, and that their files are where the library thinks no more."""
    items: list[CleanupItem] = []
    removed: list[int] = []
    for shot in shots:
        moved = [file for file in shot.files if file.moved]
        ids = [_file_id(home, file, places) for file in moved]
        removed += [each for each in ids if each is not None]
        if moved:
            first, *companions = [_item(shot, file, number) for file, number in zip(moved, ids, strict=True)]
            items.append(replace(first, companions=tuple(companions)))
    home.library.cleanups.record_all(session_id, items)
    home.library.files.mark_removed(removed, session_id)


def _item(shot: JournalShot, file: JournalFile, file_id: int | None) -> CleanupItem:
    return CleanupItem(
        source=file.source,
        destination=file.held_at or Path(),
        kind=RemovalKind(shot.place.value),
        bytes=file.stamp.size,
        content_key=shot.content_key if file.companion is None else None,
        file_id=file_id,
    )


def _file_id(home: Home, file: JournalFile, places: Places) -> int | None:
    """The library's number for a moved file, unless another file took its place since."""
    place = places.of_file(file.source)
    record = home.library.files.by_path(place.volume.key, place.relpath)
    if record is None or record.state is not FileState.PRESENT or os.path.lexists(file.source):
        return None
    same = record.stamp.same_as(file.stamp, places.tolerance_ns(place.volume.key))
    return record.id if same else None


def finish(journal: Journal, home: Home) -> None:
    """End a session that ran to its end."""
    journal.write(Entry.FINISHED)
    home.library.cleanups.finish(journal.session)
