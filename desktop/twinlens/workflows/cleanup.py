"""Carrying out rejections: each shot is checked once more at the moment it moves, and any doubt leaves it alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from twinlens.core.clearing import LeftAlone
from twinlens.core.errors import StorageError
from twinlens.core.halves import given_up
from twinlens.core.job import Job, JobCancelledError, Stage
from twinlens.core.photos import Group, Shot
from twinlens.core.relations import DecisionKind, Half, Level, Relation, Role
from twinlens.files.mover import HeldFile, RefusedError
from twinlens.files.volumes import Volumes
from twinlens.workflows.departing import Departing, Holder
from twinlens.workflows.groups import load_shots
from twinlens.workflows.home import Home
from twinlens.workflows.kinship import Kinship
from twinlens.workflows.other_half import OtherHalf
from twinlens.workflows.places import Places
from twinlens.workflows.removal import Removal
from twinlens.workflows.rules import load_rules
from twinlens.workflows.sessions import recover
from twinlens.workflows.witnesses import Witnesses

_MADE_ON_PURPOSE = (Relation.CROP, Relation.ROTATED, Relation.EDITED)
"""The work of a person: a crop, a picture set upright, a black-and-white version."""


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
    halves: tuple[Shot, ...] = ()
    """Pairs that are kept, but for one half."""
    versions: tuple[Shot, ...] = ()
    """Duplicates that somebody made on purpose: only a person's own rejection takes those."""

    @property
    def shots(self) -> tuple[Shot, ...]:
        """All of them. Halves come last: while it is there, a whole pair speaks for others."""
        return self.rejected + self.proposed + self.halves


@dataclass(frozen=True, slots=True)
class RemovedShot:
    """A shot, or one half of a pair, that went, or in a dry run would go."""

    shot: Shot
    path: Path
    """Where its picture was; of a RAW that went alone, where that was."""
    companions: tuple[Path, ...]
    place: str
    """`trash`, or the quarantine's folder."""
    to: Path | None
    """Where that is. None in a dry run where the system's trash decides."""
    survivor: Path
    """The file that was verified to stand for it."""
    bytes: int
    half: Half | None = None
    """Which half of a pair it is."""


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
    duplicates = {
        member.shot.id: (group.keeper.shot.id, member.relation in _MADE_ON_PURPOSE)
        for group in proposed_groups
        if group.level is Level.COPY
        for member in group.members
        if member.role is Role.DUPLICATE and not member.joined
    }
    undecided = [shot for shot in shots if shot.id in duplicates and shot.decision is None]
    return CleanupPlan(
        model_id,
        least_score,
        rejected=_in_order(shot for shot in shots if shot.decision is DecisionKind.REJECT),
        proposed=_in_order(shot for shot in undecided if not duplicates[shot.id][1]),
        keepers={shot: keeper for shot, (keeper, _) in duplicates.items()},
        halves=_in_order(shot for shot in shots if given_up(shot)),
        versions=_in_order(shot for shot in undecided if duplicates[shot.id][1]),
    )


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


def _in_order(shots: Iterable[Shot]) -> tuple[Shot, ...]:
    return tuple(sorted(shots, key=lambda shot: os.fsencode(shot.path)))


@dataclass(slots=True)
class _Outcome:
    removed: list[RemovedShot] = field(default_factory=list)
    failed: list[FailedShot] = field(default_factory=list)


class _Cleanup:
    """One run. What is known of the library is read anew: a plan may be older than the last decision."""

    def __init__(self, home: Home, plan: CleanupPlan, job: Job, volumes: Volumes, *, dry_run: bool) -> None:
        self._plan = plan
        self._job = job
        self._outcome = _Outcome()
        places = _places(home, volumes)
        shots = load_shots(home, places)
        self._now = {shot.id: shot for shot in shots}
        matches = home.cache.matches.load(plan.model_id, plan.least_score)
        apart = home.library.decisions.not_duplicates()
        self._kinship = Kinship(shots, matches, apart, load_rules(home, places))
        self._holder = Holder(home, places, volumes, job.check)
        self._other_half = OtherHalf(home, self._holder, job.check)
        removed, own = home.library.cleanups.removed_contents(), home.paths.own_folders
        self._witnesses = Witnesses(self._kinship, self._other_half, removed, volumes, job.check, own)
        self._removal = Removal(home, places, volumes, self._witnesses, dry_run=dry_run)

    def run(self) -> CleanupReport:
        batch = list(self._still_wanted())
        last = self._kinship.settle_batch([shot for shot in batch if not given_up(shot)])
        try:
            for done, shot in enumerate(batch):
                self._job.report(Stage.MOVE, done, len(batch), current=str(shot.path))
                self._one(shot, last)
        except (JobCancelledError, StorageError):
            self._removal.finish()
            raise
        finally:
            self._other_half.close()
        self._removal.finish()
        if batch:
            self._job.report(Stage.MOVE, len(batch), len(batch))
        failed = sorted(self._outcome.failed, key=lambda failure: os.fsencode(failure.path))
        in_part = any(failure.reason is LeftAlone.MOVED_IN_PART for failure in failed)
        session = self._removal.session if self._outcome.removed or in_part else None
        return CleanupReport(session, tuple(self._outcome.removed), tuple(failed))

    def _still_wanted(self) -> Iterator[Shot]:
        for version in self._plan.versions:
            self._fail(version, LeftAlone.OWN_VERSION)
        proposed = {shot.id for shot in self._plan.proposed}
        for planned in self._plan.shots:
            shot = self._now.get(planned.id)
            wanted = (None, DecisionKind.REJECT) if planned.id in proposed else (planned.decision,)
            if shot is None:
                self._fail(planned, LeftAlone.VANISHED)
            elif shot.decision not in wanted:
                self._fail(shot, LeftAlone.NOT_REJECTED)
            elif (shot.content_key, given_up(shot)) != (planned.content_key, given_up(planned)):
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
            half = given_up(shot)
            with ExitStack() as stack:
                departing, survivor = self._whole(shot, stack) if half is None else self._half(shot, half, stack)
                place, to = self._removal.move(departing, survivor)
        except RefusedError as refusal:
            self._fail(shot, refusal.reason)
            return
        first, *others = departing.files
        size = sum(file.stamp.size for file in departing.files)
        companions = tuple(file.path for file in others)
        gone = RemovedShot(shot, first.path, companions, place, to, survivor.path, size, half)
        self._outcome.removed.append(gone)

    def _whole(self, shot: Shot, stack: ExitStack) -> tuple[Departing, HeldFile]:
        proposed = shot.decision is not DecisionKind.REJECT
        departing = self._holder.shot(shot, stack, self._plan.keepers[shot.id] if proposed else None)
        return departing, self._witnesses.survivor_of(departing)

    def _half(self, shot: Shot, half: Half, stack: ExitStack) -> tuple[Departing, HeldFile]:
        departing = self._holder.half(shot, half, stack)
        return departing, self._witnesses.other_half_of(departing, half)
