"""Carrying out rejections: each shot is checked once more at the moment it moves, and any doubt leaves it alone."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from twinlens.core.clearing import LeftAlone
from twinlens.core.errors import StorageError
from twinlens.core.job import Job, JobCancelledError, Stage
from twinlens.core.photos import CompanionKind, Group, Shot
from twinlens.core.relations import DecisionKind, Level, Role
from twinlens.files.berths import BerthMove, KeepingPlace, NoPlaceError
from twinlens.files.folders import companions_now
from twinlens.files.journal import Entry, Journal, JournalFile, JournalShot, new_session_id, when_of
from twinlens.files.keeping import places_for
from twinlens.files.mover import HeldFile, RefusedError, StrandedError, held, move_together
from twinlens.files.volumes import Volumes
from twinlens.library.records import FileState
from twinlens.workflows.groups import load_shots
from twinlens.workflows.home import Home
from twinlens.workflows.kinship import Kinship
from twinlens.workflows.places import Places
from twinlens.workflows.rules import load_rules
from twinlens.workflows.sessions import finish, mirror_shots, recover
from twinlens.workflows.witnesses import Departing, Witnesses, require_judged

_BATCH = 100
_NOT_PERMITTED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.ETXTBSY)


@dataclass(frozen=True, slots=True)
class CleanupPlan:
    """What a person rejected, and what they let the groups propose. Nothing in it is certain to go."""

    model_id: str
    """Whose matches count."""
    least_score: float
    """From which score on they count."""
    rejected: tuple[Shot, ...]
    proposed: tuple[Shot, ...] = ()
    keepers: Mapping[int, int] = field(default_factory=dict)
    """The keeper's number for that of each proposed shot: no other shot stands for a proposed one."""

    @property
    def shots(self) -> tuple[Shot, ...]:
        """All of them."""
        return self.rejected + self.proposed


@dataclass(frozen=True, slots=True)
class RemovedShot:
    """A shot that went, or in a dry run would go."""

    shot: Shot
    companions: tuple[Path, ...]
    place: str
    """`trash`, or the quarantine's folder."""
    to: Path | None
    """Where its picture is. None in a dry run where the system's trash decides."""
    survivor: Path
    """The file that was verified to stand for it."""
    bytes: int

    @property
    def path(self) -> Path:
        """Where its picture was."""
        return self.shot.path


@dataclass(frozen=True, slots=True)
class FailedShot:
    """A shot that was left alone."""

    shot: Shot
    reason: LeftAlone

    @property
    def path(self) -> Path:
        """Where its picture is."""
        return self.shot.path


@dataclass(frozen=True, slots=True)
class CleanupReport:
    """What a clean-up did. Without anything moved there is no session."""

    session: str | None = None
    removed: tuple[RemovedShot, ...] = ()
    failed: tuple[FailedShot, ...] = ()

    @property
    def bytes(self) -> int:
        """Size of all that went."""
        return sum(shot.bytes for shot in self.removed)

    @property
    def places(self) -> tuple[str, ...]:
        """Where it went: `trash`, and quarantine folders."""
        return tuple(sorted({shot.place for shot in self.removed}))


def plan_cleanup(
    home: Home,
    model_id: str,
    *,
    proposed_groups: Sequence[Group] = (),
    least_score: float = 0.0,
    volumes: Volumes | None = None,
) -> CleanupPlan:
    """Collect the recorded rejections and, if groups are given, the duplicates of those at copy level.

    Args:
        home: The library.
        model_id: Whose matches count.
        proposed_groups: Groups at the strict threshold, for what nobody rejected by hand.
        least_score: Matches of a lower score don't count as another copy that stays.
        volumes: What is mounted, if not what is mounted now.
    """
    shots = load_shots(home, _places(home, volumes or Volumes.current()))
    rejected = [shot for shot in shots if shot.decision is DecisionKind.REJECT]
    keepers = {
        member.shot.id: group.keeper.shot.id
        for group in proposed_groups
        if group.level is Level.COPY
        for member in group.members
        if member.role is Role.DUPLICATE and not member.joined
    }
    proposed = [shot for shot in shots if shot.id in keepers and shot.decision is None]
    return CleanupPlan(model_id, least_score, _in_order(rejected), _in_order(proposed), keepers)


def carry_out(
    home: Home, plan: CleanupPlan, job: Job, *, dry_run: bool = False, volumes: Volumes | None = None
) -> CleanupReport:
    """Move what can safely go, one shot after the other. A dry run makes the same checks and moves nothing.

    Raises:
        JobCancelledError: cancelled; what was moved is in the session's journal.
        StorageError: the journal or the library cannot be written; nothing is moved without its journal.
    """
    volumes = volumes or Volumes.current()
    if not dry_run:
        recover(home, volumes)
    return _Cleanup(home, plan, job, volumes, dry_run=dry_run).run()


def _places(home: Home, volumes: Volumes) -> Places:
    return Places(volumes, home.library.folders.volumes())


def _in_order(shots: Sequence[Shot]) -> tuple[Shot, ...]:
    return tuple(sorted(shots, key=lambda shot: os.fsencode(shot.path)))


@dataclass(slots=True)
class _Outcome:
    removed: list[RemovedShot] = field(default_factory=list)
    failed: list[FailedShot] = field(default_factory=list)


class _Cleanup:
    """One run. What is known of the library is read anew: a plan may be older than the last decision."""

    def __init__(self, home: Home, plan: CleanupPlan, job: Job, volumes: Volumes, *, dry_run: bool) -> None:
        self._home = home
        self._plan = plan
        self._job = job
        self._volumes = volumes
        self._dry_run = dry_run
        self._places = _places(home, volumes)
        self._session = "dry-run" if dry_run else new_session_id()
        self._journal: Journal | None = None
        self._announced = 0
        self._outcome = _Outcome()
        self._unmirrored: list[JournalShot] = []
        shots = load_shots(home, self._places)
        self._now = {shot.id: shot for shot in shots}
        matches = home.cache.matches.load(plan.model_id, plan.least_score)
        apart = home.library.decisions.not_duplicates()
        self._kinship = Kinship(shots, matches, apart, load_rules(home, self._places))
        removed = home.library.cleanups.removed_contents()
        self._witnesses = Witnesses(self._kinship, removed, volumes, job.check, home.paths.own_folders)

    def run(self) -> CleanupReport:
        batch = list(self._still_wanted())
        last = self._kinship.settle_batch(batch)
        try:
            for done, shot in enumerate(batch):
                self._job.report(Stage.MOVE, done, len(batch), current=str(shot.path))
                self._one(shot, last)
        except (JobCancelledError, StorageError):
            self._finish()
            raise
        self._finish()
        if batch:
            self._job.report(Stage.MOVE, len(batch), len(batch))
        failed = sorted(self._outcome.failed, key=lambda failure: os.fsencode(failure.path))
        in_part = any(failure.reason is LeftAlone.MOVED_IN_PART for failure in failed)
        session = self._session if self._journal and (self._outcome.removed or in_part) else None
        return CleanupReport(session, tuple(self._outcome.removed), tuple(failed))

    def _finish(self) -> None:
        if self._journal is not None:
            with suppress(StorageError):  # The next start finishes it; what matters is written already.
                self._mirror_now()
                finish(self._journal, self._home)

    def _mirror_later(self, shot: JournalShot) -> None:
        """The journal has it; the library follows in batches, and after a kill at the next start."""
        self._unmirrored.append(shot)
        if len(self._unmirrored) >= _BATCH:
            self._mirror_now()

    def _mirror_now(self) -> None:
        shots, self._unmirrored = self._unmirrored, []
        mirror_shots(self._home, self._session, shots, self._places)

    def _still_wanted(self) -> Iterator[Shot]:
        proposed = {shot.id for shot in self._plan.proposed}
        for planned in self._plan.shots:
            shot = self._now.get(planned.id)
            wanted = (None, DecisionKind.REJECT) if planned.id in proposed else (DecisionKind.REJECT,)
            if shot is None:
                self._fail(planned, LeftAlone.VANISHED)
            elif shot.decision not in wanted:
                self._fail(shot, LeftAlone.NOT_REJECTED)
            elif shot.content_key != planned.content_key:
                self._fail(shot, LeftAlone.CHANGED)
            elif shot.protected:
                self._fail(shot, LeftAlone.PROTECTED)
            elif shot.offline:
                self._fail(shot, LeftAlone.OFFLINE)
            else:
                yield shot

    def _fail(self, shot: Shot, reason: LeftAlone) -> None:
        self._outcome.failed.append(FailedShot(shot, reason))

    def _one(self, shot: Shot, last: set[int]) -> None:
        try:
            if shot.id in last:
                raise RefusedError(LeftAlone.LAST_COPY, shot.path)
            with ExitStack() as stack:
                departing, kinds = self._hold(shot, stack)
                survivor = self._witnesses.survivor_of(departing)
                place, to = self._move(departing, kinds, survivor)
        except RefusedError as refusal:
            self._fail(shot, refusal.reason)
            return
        files = departing.files
        size = sum(file.stamp.size for file in files)
        companions = tuple(file.path for file in files[1:])
        self._outcome.removed.append(RemovedShot(shot, companions, place, to, survivor.path, size))

    def _hold(self, shot: Shot, stack: ExitStack) -> tuple[Departing, list[CompanionKind | None]]:
        """Open the shot's files and check that they are those that were judged."""
        picture = stack.enter_context(held(shot.path, self._job.check))
        require_judged(shot, picture, self._volumes)
        companions = companions_now(shot.path, shot.elsewhere)
        if not {companion.path for companion in shot.companions} <= {path for path, _ in companions.all}:
            raise RefusedError(LeftAlone.CHANGED, shot.path)
        files, kinds = [picture], [None, *(kind for _, kind in companions.own)]
        for path, kind in companions.own:
            files.append(self._hold_companion(path, kind, shot, stack))
        proposed = shot.decision is not DecisionKind.REJECT
        return Departing(shot, files, self._plan.keepers[shot.id] if proposed else None), kinds

    def _hold_companion(self, path: Path, kind: CompanionKind, shot: Shot, stack: ExitStack) -> HeldFile:
        place = self._places.of_file(path)
        record = self._home.library.files.by_path(place.volume.key, place.relpath)
        if record is None or record.state is not FileState.PRESENT:
            raise RefusedError(LeftAlone.CHANGED, path)
        # A picture or film goes only with the shot that a person saw it in; what was shared is nobody's by now.
        was_shared = record.companion_of is None and kind in (CompanionKind.SIDECAR, CompanionKind.LIVE)
        if kind is not CompanionKind.SIDECAR and record.companion_of != shot.id and not was_shared:
            raise RefusedError(LeftAlone.CHANGED, path)
        try:
            file = stack.enter_context(held(path, self._job.check))
        except RefusedError as refusal:
            changed = refusal.reason in (LeftAlone.CHANGED, LeftAlone.VANISHED)
            raise RefusedError(LeftAlone.CHANGED if changed else LeftAlone.COMPANION_FAILED, path) from refusal
        same_stamp = file.stamp.same_as(record.stamp, self._places.tolerance_ns(place.volume.key))
        if not same_stamp or (record.full_hash is not None and record.full_hash != file.full_hash):
            raise RefusedError(LeftAlone.CHANGED, path)
        return file

    def _move(
        self, departing: Departing, kinds: Sequence[CompanionKind | None], survivor: HeldFile
    ) -> tuple[str, Path | None]:
        """Try the places that may take the shot, best first. Returns which did, and where the picture is now."""
        picture = departing.files[0].path
        if not os.access(picture.parent, os.W_OK | os.X_OK):
            raise RefusedError(LeftAlone.NOT_PERMITTED, picture)
        reason = LeftAlone.NO_PLACE
        for place in places_for(picture, self._session, self._volumes, self._home.quarantine_dir):
            try:
                if self._dry_run:
                    return place.name, _all_chosen(place, departing)
                return place.name, self._move_to(place, departing, kinds, survivor)
            except NoPlaceError:
                continue
            except OSError as error:
                if error.errno in _NOT_PERMITTED:
                    of_picture = error.filename == str(picture)
                    reason = LeftAlone.NOT_PERMITTED if of_picture else LeftAlone.COMPANION_FAILED
        raise RefusedError(reason, picture)

    def _open_journal(self) -> Journal:
        if self._journal is None:
            self._journal = Journal.create(self._home.journal_dir, self._session)
            self._home.library.cleanups.begin(self._session, when_of(self._session), self._home.journal_dir.parent)
        return self._journal

    def _move_to(
        self, place: KeepingPlace, departing: Departing, kinds: Sequence[CompanionKind | None], survivor: HeldFile
    ) -> Path:
        moves = [BerthMove(file, place, place.choose(file.path)) for file in departing.files]
        shot = self._describe(place, departing, kinds, moves, survivor)
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
        self,
        place: KeepingPlace,
        departing: Departing,
        kinds: Sequence[CompanionKind | None],
        moves: Sequence[BerthMove],
        survivor: HeldFile,
    ) -> JournalShot:
        self._announced += 1
        volume = self._volumes.of(departing.shot.path.parent)
        files = tuple(
            JournalFile(file.path, move.berth.destination, file.stamp, file.full_hash, kind, move.berth.receipt)
            for file, kind, move in zip(departing.files, kinds, moves, strict=True)
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


def _with_berth(file: JournalFile, move: BerthMove) -> JournalFile:
    return replace(file, held_at=move.berth.destination, receipt=move.berth.receipt)


def _release(place: KeepingPlace, moves: Sequence[BerthMove]) -> None:
    for move in moves:
        place.release(move.berth, move.source.path)


def _all_chosen(place: KeepingPlace, departing: Departing) -> Path | None:
    berths = [place.choose(file.path) for file in departing.files]
    return berths[0].destination
