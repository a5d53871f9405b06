"""The parts of the made-up application that look for safe copies and mark what is rejected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from twinlens.core.containment import Held, Holding, LocatedShot
from twinlens.core.job import Job, Stage
from twinlens.core.photos import Shot
from twinlens.core.relations import Level
from twinlens.gui.backend import CleanupOutcome, SessionItem
from twinlens.workflows.contain import ContainReport
from twinlens.workflows.history import LIST, SIDECARS, SessionSummary
from twinlens.workflows.mark import MarkKind

if TYPE_CHECKING:
    from fakes import FakeBackend

ARCHIVE = Path("/photos/Archive")


@dataclass
class FakeSession:
    """One pretended clean-up."""

    row: SessionSummary
    items: list[SessionItem]


class HandingOn:
    """What `FakeBackend` answers to the backup check and to "only mark"."""

    def contain(self: FakeBackend, inside: Path, within: Path | None, job: Job) -> ContainReport:
        self._pretend(job, Stage.EMBED, self.steps // 4)
        self._pretend(job, Stage.VERIFY, self.steps)
        shots = [member.shot for group in self.groups(0.5, Level.COPY) for member in group.members]
        made = [LocatedShot(self._on(inside, shot), self._holdings(n, within)) for n, shot in enumerate(shots)]
        if self.all_safe:
            made = [each for each in made if each.places]
        lost = () if self.all_safe else (inside / "DCIM" / "100CANON" / "IMG_9999.CR3",)
        films = () if self.all_safe else tuple(inside / "DCIM" / f"MVI_{n}.MP4" for n in range(14))
        offline = {"Backup 2": sum(holding.offline for each in made for holding in each.holdings)}
        return ContainReport(inside, within, tuple(made), lost, films, offline if within is None else {})

    def _on(self, inside: Path, shot: Shot) -> Shot:
        return replace(shot, path=inside / "DCIM" / f"{100 + shot.id // 60}CANON" / shot.path.name)

    def _holdings(self, number: int, within: Path | None) -> tuple[Holding, ...]:
        there = within or ARCHIVE
        same = Holding("Archive", there / "2024/Skye" / f"IMG_{number}.jpg", Held.IDENTICAL)
        if number % 12 == 5:
            return ()
        if number % 12 == 7:
            return (replace(same, held=list(Held)[2 + number // 12 % 4]),)
        if number % 5 == 0 or within is not None:
            return (same,)
        return (same, Holding("Backup 2", Path("/media/backup/2024/x.jpg"), Held.SAME_PIXELS, offline=True))

    def mark(self: FakeBackend, kind: MarkKind, to: Path | None, job: Job) -> CleanupOutcome:
        leaving = [shot for shot, _ in self.plan_cleanup(Job.silent()).leaving]
        self._pretend(job, Stage.MARK, max(1, len(leaving)))
        items = [SessionItem(s.path.with_suffix(".xmp"), s.content_key, 0, "restorable", None) for s in leaving]
        place = SIDECARS if kind is MarkKind.XMP else LIST
        row = SessionSummary("20261121-marks", "2026-11-21T02:20:00+00:00", len(items), 0, len(items), (place,))
        self.sessions.insert(0, FakeSession(row, items))
        return CleanupOutcome(row.id, 0, 0, (), len(items), to)
