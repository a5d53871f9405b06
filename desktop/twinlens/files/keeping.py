"""Choosing where a cleared file is kept, and finding out where it is now."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from twinlens.core.photos import FAT_TOLERANCE_NS
from twinlens.files.berths import Berth, KeepingPlace, NoPlaceError, PlaceKind
from twinlens.files.hashing import full_hash
from twinlens.files.journal import Entry, Journal, JournalFile, JournalSession, JournalShot
from twinlens.files.mover import rename_exclusively, sync_folders
from twinlens.files.names import QUARANTINE_NAME
from twinlens.files.quarantine import Quarantine, remove_empty_folders
from twinlens.files.stamps import stamp_from
from twinlens.files.trash import drop_receipt, find_in_system_trash, system_trash
from twinlens.files.volumes import Volume, Volumes


class Whereabouts(StrEnum):
    """What became of a file of a clean-up."""

    HELD = "restorable"
    RESTORED = "restored"
    NOT_MOVED = "not-moved"
    GONE = "gone"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a file is now; `at` is None if it is gone or cannot be looked for."""

    state: Whereabouts
    at: Path | None = None


def places_for(source: Path, session: str, volumes: Volumes, home_quarantine: Path | None) -> Iterator[KeepingPlace]:
    """The places that may take a file, best first.

    Args:
        source: The file, on a volume that is there.
        session: Names the quarantine's folder.
        volumes: What is mounted.
        home_quarantine: Set for a home of its own; the system's trash is then never used.
    """
    volume = volumes.of(source.parent)
    if home_quarantine is None:
        with suppress(NoPlaceError):
            yield system_trash(source, volumes)
    elif _same_mount(home_quarantine, volume, volumes):
        yield Quarantine(home_quarantine, session, volume)
    yield Quarantine(volume.mount / QUARANTINE_NAME, session, volume)


def _same_mount(folder: Path, volume: Volume, volumes: Volumes) -> bool:
    return volumes.of(folder).mount == volume.mount


def whereabouts(shot: JournalShot, file: JournalFile, volumes: Volumes, *, thorough: bool = False) -> Found:
    """Where a file of a session is. Unless `thorough`, size and time suffice for a file that was confirmed."""
    if file.restored_to is not None:
        return Found(Whereabouts.RESTORED, file.restored_to)
    if not file.moved or file.emptied:
        return Found(Whereabouts.GONE if file.emptied else Whereabouts.NOT_MOVED)
    if volumes.by_key(shot.volume_key) is None:
        return Found(Whereabouts.OFFLINE)
    thorough = thorough or shot.open
    if file.held_at is not None and is_there(file.held_at, file, thorough=thorough):
        return Found(Whereabouts.HELD, file.held_at)
    for path in file.restoring:
        if is_there(path, file, thorough=True):
            return Found(Whereabouts.RESTORED, path)
    if is_there(file.source, file, thorough=True):
        # Confirmed and yet at home: somebody brought it back by other means.
        return Found(Whereabouts.NOT_MOVED if shot.open else Whereabouts.RESTORED, file.source)
    if file.held_at is None and shot.place is PlaceKind.TRASH:
        berth = find_in_system_trash(file.source, file.stamp.size, volumes)
        if berth is not None and berth.destination is not None and is_there(berth.destination, file, thorough=True):
            return Found(Whereabouts.HELD, berth.destination)
    return Found(Whereabouts.GONE)


def is_there(path: Path, file: JournalFile, *, thorough: bool) -> bool:
    """Whether a path holds the file that was moved: by its bytes, or by size and time."""
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size != file.stamp.size:
            return False
        if thorough:
            return full_hash(path) == file.full_hash
        return stamp_from(status).same_as(file.stamp, FAT_TOLERANCE_NS)
    except OSError:
        return False


def settle(journal: Journal, session: JournalSession, volumes: Volumes) -> bool:
    """Bring an interrupted session to an end: shots that moved whole stay moved, all others come back.

    Returns whether anything was left to settle. Shots on absent volumes wait for them.
    """
    unsettled = [shot for shot in session.shots.values() if shot.open]
    waiting = [shot for shot in unsettled if not _settle_shot(journal, shot, volumes)]
    if not session.finished and not waiting:
        journal.write(Entry.FINISHED, recovered=True)
    return bool(unsettled)


def settle_restores(journal: Journal, session: JournalSession, volumes: Volumes) -> bool:
    """Confirm those files that were put back although nothing says so. Returns whether there were any."""
    confirmed = False
    for shot in session.shots.values():
        for index, file in enumerate(shot.files):
            if file.restoring and file.restored_to is None and not file.emptied:
                found = whereabouts(shot, file, volumes)
                if found.state is Whereabouts.RESTORED:
                    journal.write(Entry.RESTORED, shot=shot.number, file=index, to=str(found.at))
                    leave_no_trace(file, journal.session)
                    confirmed = True
    return confirmed


def _settle_shot(journal: Journal, shot: JournalShot, volumes: Volumes) -> bool:
    found = [whereabouts(shot, file, volumes, thorough=True) for file in shot.files]
    if any(each.state is Whereabouts.OFFLINE for each in found):
        return False
    files = tuple(
        replace(file, held_at=each.at if each.state is Whereabouts.HELD else file.held_at,
                moved=each.state is Whereabouts.HELD)
        for file, each in zip(shot.files, found, strict=True)
    )  # fmt: skip
    whole = all(file.moved for file in files)
    survivor_there = shot.survivor is None or os.path.lexists(shot.survivor)
    if not (whole and survivor_there):
        files = tuple(_put_back(file) if file.moved else file for file in files)
    if any(file.moved for file in files):
        journal.confirm(replace(shot, files=files, open=False))
    else:
        journal.write(Entry.FAILED, shot=shot.number, reason="interrupted")
    for file in files:
        if not file.moved:
            leave_no_trace(file, journal.session)
    return True


def _put_back(file: JournalFile) -> JournalFile:
    if file.held_at is None:
        return file
    try:
        file.source.parent.mkdir(parents=True, exist_ok=True)
        rename_exclusively(file.held_at, file.source)
    except OSError:
        return file
    sync_folders([file.held_at, file.source])
    return replace(file, moved=False)


def leave_no_trace(file: JournalFile, session: str) -> None:
    """Remove the trash's note and the quarantine's empty folders of a file that is not there (any more)."""
    drop_receipt(Berth(file.held_at, file.receipt), file.source)
    if file.held_at is not None:
        remove_empty_folders(file.held_at, session)
