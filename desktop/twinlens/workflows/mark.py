"""Handing rejections on instead of moving anything: for people whose catalogue must do the deleting."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from twinlens.core.clearing import LeftAlone
from twinlens.core.errors import StorageError, UsageError
from twinlens.core.job import Job, Stage
from twinlens.core.photos import CompanionKind, Shot
from twinlens.files.folders import companions_now
from twinlens.files.journal import Entry, Journal, new_session_id
from twinlens.files.marks import Marker, prepare_mark, sidecars_for
from twinlens.files.mover import RefusedError
from twinlens.files.volumes import Volumes
from twinlens.files.xmp_mark import KEYWORD, LABEL
from twinlens.workflows.cleanup import CleanupPlan, FailedShot, RemovedShot, carry_out
from twinlens.workflows.home import Home

__all__ = ["KEYWORD", "LABEL", "MarkKind", "MarkReport", "MarkedShot", "list_of", "mark"]

_COLUMNS = ("path", "companions", "stays", "bytes", "content key")
_PICTURES = (CompanionKind.RAW, CompanionKind.RENDERED, CompanionKind.EDIT)


class MarkKind(StrEnum):
    """How rejections are handed on."""

    XMP = "xmp"
    """A keyword, and a label where there is none, in sidecars."""
    CSV = "csv"
    """A list."""


@dataclass(frozen=True, slots=True)
class MarkedShot:
    """A shot that is marked, or in a dry run would be."""

    shot: Shot
    sidecars: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class MarkReport:
    """What was marked. Where nothing had to be written there is no session."""

    session: str | None
    marked: tuple[MarkedShot, ...]
    failed: tuple[FailedShot, ...]
    list: Path | None = None


def mark(
    home: Home, plan: CleanupPlan, kind: MarkKind, to: Path | None, job: Job, *, dry_run: bool = False
) -> MarkReport:
    """Mark what a clean-up would move, by the very checks it would make: a catalogue may delete what is marked.

    Args:
        home: The library.
        plan: As for a clean-up.
        kind: Sidecars or a list.
        to: Where the list is written; nothing may be there yet.
        job: Reports and cancels.
        dry_run: Check everything, write nothing.

    Raises:
        JobCancelledError: cancelled; what was marked is in the session's journal.
        StorageError: the journal cannot be written, and nothing is without it; or the list cannot be.
        UsageError: a list without a place, or a place that is taken.
    """
    if kind is MarkKind.CSV and to is None:
        raise UsageError("A list needs a file to go to.")
    if to is not None and os.path.lexists(to):
        raise UsageError(f"There is something at {to} already.")
    halves: list[FailedShot] = []
    if kind is MarkKind.XMP:
        halves = [FailedShot(shot, LeftAlone.SHARED_SIDECAR) for shot in plan.halves]
        plan = replace(plan, halves=())
    report = carry_out(home, plan, job, dry_run=True)
    if to is not None and kind is MarkKind.CSV:
        return _write_list(home, report.removed, report.failed, to.absolute(), dry_run=dry_run)
    return _mark_sidecars(home, report.removed, [*report.failed, *halves], job, dry_run=dry_run)


def _write_list(
    home: Home, leaving: Sequence[RemovedShot], failed: Sequence[FailedShot], to: Path, *, dry_run: bool
) -> MarkReport:
    marked = tuple(MarkedShot(each.shot, ()) for each in leaving)
    if dry_run or not leaving:
        return MarkReport(None, marked, tuple(failed), to if leaving else None)
    with _Session(home) as session:
        try:
            session.marker().write_list(to, list_of(leaving))
        except OSError as error:
            raise StorageError(f"The list {to} cannot be written: {error.strerror}.") from error
    return MarkReport(session.id, marked, tuple(failed), to)


def list_of(leaving: Sequence[RemovedShot]) -> bytes:
    """One line per shot, UTF-8; undecodable bytes of names are kept as they are."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for each in leaving:
        companions = "|".join(map(str, each.companions))
        writer.writerow((each.path, companions, each.survivor, each.bytes, each.shot.content_key))
    return os.fsencode(text.getvalue()) if os.name != "nt" else text.getvalue().encode("utf-8", "surrogatepass")


def _mark_sidecars(
    home: Home, leaving: Sequence[RemovedShot], failed: Sequence[FailedShot], job: Job, *, dry_run: bool
) -> MarkReport:
    left, done = list(failed), []
    with _Session(home) as session:
        for number, each in enumerate(leaving):
            job.report(Stage.MARK, number, len(leaving), current=str(each.path))
            try:
                prepared = [prepare_mark(path) for path in _sidecars(each.shot)]
                if not dry_run and not all(mark.is_there for mark in prepared):
                    session.marker().mark(prepared, each.path, each.shot.content_key)
            except RefusedError as refusal:
                left.append(FailedShot(each.shot, refusal.reason))
            else:
                done.append(MarkedShot(each.shot, tuple(mark.path for mark in prepared)))
    left.sort(key=lambda failure: os.fsencode(failure.path))
    return MarkReport(session.id, tuple(done), tuple(left))


class _Session:
    """The journal of one marking, begun with the first thing that is written."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._journal: Journal | None = None
        self._marker: Marker | None = None

    def __enter__(self) -> _Session:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._journal is not None:
            with suppress(StorageError):  # The next start finishes it; what matters is written already.
                self._journal.write(Entry.FINISHED)

    @property
    def id(self) -> str | None:
        return None if self._journal is None else self._journal.session

    def marker(self) -> Marker:
        if self._marker is None:
            self._journal = Journal.create(self._home.journal_dir, new_session_id())
            self._marker = Marker(self._journal, Volumes.current())
        return self._marker


def _sidecars(shot: Shot) -> list[Path]:
    companions = companions_now(shot.path, shot.elsewhere).own
    pictures = [shot.path, *(path for path, kind in companions if kind in _PICTURES)]
    try:
        return sidecars_for(pictures, [path for path, _kind in companions])
    except OSError as error:
        raise RefusedError(LeftAlone.UNREADABLE, shot.path) from error
