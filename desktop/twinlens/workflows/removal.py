"""Moving what may leave: each shot announced in the journal, then carried to the best place that takes it."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from twinlens.core.clearing import LeftAlone
from twinlens.core.errors import StorageError
from twinlens.files.berths import BerthMove, KeepingPlace, NoPlaceError
from twinlens.files.journal import Entry, Journal, JournalFile, JournalShot, new_session_id, when_of
from twinlens.files.keeping import places_for
from twinlens.files.mover import HeldFile, RefusedError, StrandedError, move_together
from twinlens.files.volumes import Volumes
from twinlens.workflows.departing import Departing
from twinlens.workflows.home import Home
from twinlens.workflows.places import Places
from twinlens.workflows.sessions import finish, mirror_shots
from twinlens.workflows.witnesses import Witnesses

_BATCH = 100
_NOT_PERMITTED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.ETXTBSY)


class Removal:
    """One session: its journal is begun with the first move, and the library says the same soon after."""

    def __init__(self, home: Home, places: Places, volumes: Volumes, witnesses: Witnesses, *, dry_run: bool) -> None:
        self._home = home
        self._places = places
        self._volumes = volumes
        self._witnesses = witnesses
        self._dry_run = dry_run
        self._session = "dry-run" if dry_run else new_session_id()
        self._journal: Journal | None = None
        self._announced = 0
        self._unmirrored: list[JournalShot] = []

    @property
    def session(self) -> str | None:
        """The session's name; None while nothing was announced."""
        return self._session if self._journal else None

    def move(self, departing: Departing, survivor: HeldFile) -> tuple[str, Path | None]:
        """Try the places that may take it, best first. Returns which did, and where the first of its files is now.

        Raises:
            RefusedError: it is where it was, or, moved in part, in the journal.
            StorageError: the journal cannot be written, and nothing is moved without it.
        """
        picture = departing.files[0].path
        if not os.access(picture.parent, os.W_OK | os.X_OK):
            raise RefusedError(LeftAlone.NOT_PERMITTED, picture)
        reason = LeftAlone.NO_PLACE
        for place in places_for(picture, self._session, self._volumes, self._home.quarantine_dir):
            try:
                if self._dry_run:
                    return place.name, _all_chosen(place, departing)
                return place.name, self._move_to(place, departing, survivor)
            except NoPlaceError:
                continue
            except OSError as error:
                if error.errno in _NOT_PERMITTED:
                    of_picture = error.filename == str(picture)
                    reason = LeftAlone.NOT_PERMITTED if of_picture else LeftAlone.COMPANION_FAILED
        raise RefusedError(reason, picture)

    def finish(self) -> None:
        """End the session, if there is one."""
        if self._journal is not None:
            with suppress(StorageError):  # The next start finishes it; what matters is written already.
                self._mirror_now()
                finish(self._journal, self._home)

    def _open_journal(self) -> Journal:
        if self._journal is None:
            self._journal = Journal.create(self._home.journal_dir, self._session)
            self._home.library.cleanups.begin(self._session, when_of(self._session), self._home.journal_dir.parent)
        return self._journal

    def _move_to(self, place: KeepingPlace, departing: Departing, survivor: HeldFile) -> Path:
        moves = [BerthMove(file, place, place.choose(file.path)) for file in departing.files]
        shot = self._describe(place, departing, moves, survivor)
        journal = self._open_journal()
        journal.announce(shot)
        try:
            for move in moves:
                place.prepare(move.berth, move.source.path)
            self._require_last_look(survivor, departing)
            move_together(moves, lambda: self._witnesses.still_stands(survivor))
        except StrandedError as error:
            self._keep_stranded(journal, shot, moves, error)
            raise RefusedError(LeftAlone.MOVED_IN_PART, shot.path) from error
        except (RefusedError, OSError) as error:
            journal.write(Entry.FAILED, shot=shot.number, reason=str(error))
            _release(place, moves)
            self._require_last_look(survivor, departing)
            raise
        done = replace(shot, files=tuple(_with_berth(file, move) for file, move in zip(shot.files, moves, strict=True)))
        journal.confirm(done)
        self._mirror_later(done)
        destination = done.files[0].held_at
        assert destination is not None
        return destination

    def _require_last_look(self, survivor: HeldFile, departing: Departing) -> None:
        if not self._witnesses.still_stands(survivor):
            raise RefusedError(LeftAlone.NO_SURVIVOR, departing.shot.path)

    def _describe(
        self, place: KeepingPlace, departing: Departing, moves: Sequence[BerthMove], survivor: HeldFile
    ) -> JournalShot:
        self._announced += 1
        volume = self._volumes.of(departing.files[0].path.parent)
        files = tuple(
            JournalFile(file.path, move.berth.destination, file.stamp, file.full_hash, kind, move.berth.receipt)
            for file, kind, move in zip(departing.files, departing.kinds, moves, strict=True)
        )
        return JournalShot(
            number=self._announced,
            place=place.kind,
            volume_key=volume.key,
            mount=volume.mount,
            content_key=departing.shot.content_key,
            files=files,
            survivor=survivor.path,
        )

    def _keep_stranded(
        self, journal: Journal, shot: JournalShot, moves: Sequence[BerthMove], error: StrandedError
    ) -> None:
        """Those that could not be put back are the session's to restore."""
        where = dict(error.stranded)
        files = tuple(replace(file, moved=file.source in where) for file in shot.files)
        journal.confirm(replace(shot, files=files))
        for move in moves:
            if move.source.path not in where:
                move.place.release(move.berth, move.source.path)
        self._mirror_later(replace(shot, files=files))

    def _mirror_later(self, shot: JournalShot) -> None:
        """The journal has it; the library follows in batches, and after a kill at the next start."""
        self._unmirrored.append(shot)
        if len(self._unmirrored) >= _BATCH:
            self._mirror_now()

    def _mirror_now(self) -> None:
        shots, self._unmirrored = self._unmirrored, []
        mirror_shots(self._home, self._session, shots, self._places)


def _with_berth(file: JournalFile, move: BerthMove) -> JournalFile:
    return replace(file, held_at=move.berth.destination, receipt=move.berth.receipt)


def _release(place: KeepingPlace, moves: Sequence[BerthMove]) -> None:
    for move in moves:
        place.release(move.berth, move.source.path)


def _all_chosen(place: KeepingPlace, departing: Departing) -> Path | None:
    berths = [place.choose(file.path) for file in departing.files]
    return berths[0].destination
