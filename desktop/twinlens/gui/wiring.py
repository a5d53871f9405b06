"""The real application behind the window: every question of `Backend`, answered by the workflows."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

from twinlens.core.grouping import ordered_pair
from twinlens.core.halves import as_photo, given_up
from twinlens.core.job import Job
from twinlens.core.keepers import KeeperRules
from twinlens.core.photos import ContentKey, Group, Shot
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.core.relations import DecisionKind, Level, Relation, Sensitivity
from twinlens.core.undo import Choice
from twinlens.gui.backend import (
    CleanupOutcome,
    CleanupPreview,
    FolderRow,
    Picture,
    RestoreOutcome,
    SearchAnswer,
    SearchHit,
    SessionItem,
    UnreadableQueryError,
)
from twinlens.gui.library.problem_wording import problem_reason
from twinlens.gui.translating import tr
from twinlens.library.marks import CatalogueRecord
from twinlens.resources import resource_folder
from twinlens.settings import Settings
from twinlens.vision.decode_pool import DecodePool, PoolClosedError
from twinlens.vision.finer_difference import Shown, finer_unlikeness
from twinlens.vision.inspecting import Inspected, inspect
from twinlens.vision.metadata_table import metadata_table
from twinlens.workflows.catalogues import add_catalogue, forget_catalogue
from twinlens.workflows.cleanup import CleanupPlan, CleanupReport, carry_out, plan_cleanup
from twinlens.workflows.contain import ContainReport, contain
from twinlens.workflows.doctor import describe
from twinlens.workflows.explain import Explained, explain_shots
from twinlens.workflows.folders import forget, list_folders, protect
from twinlens.workflows.groups import GroupSource, grouping_input, load_shots, places_now
from twinlens.workflows.history import SessionSummary, empty_session, history, session_items
from twinlens.workflows.home import Home
from twinlens.workflows.mark import MarkKind, mark
from twinlens.workflows.model import LazyEncoder, LazyVerifier
from twinlens.workflows.renewal import Renewal, find_renewal
from twinlens.workflows.restore import restore
from twinlens.workflows.rules import groups_changed, load_rules, save_rules
from twinlens.workflows.sample import lay_out_sample
from twinlens.workflows.scan import ScanOptions, ScanReport, scan
from twinlens.workflows.search import Query, Searcher, SearchReport


class Application:
    """Implements `Backend`. Holds no truth of its own: what it keeps is read anew when the library changes."""

    def __init__(
        self, home: Home, encoder: LazyEncoder, settings: Settings, verifier: LazyVerifier | None = None
    ) -> None:
        """`home` is open, and locked by this process. Without a verifier nothing is asked of it."""
        self._home = home
        self._encoder = encoder
        self._verifier = verifier or LazyVerifier(None)
        memory = settings.decode_memory_mb * 2**20
        self._scan_options = ScanOptions(settings.decode_workers or None, settings.decode_timeout_s, memory)
        self._renderer = DecodePool(1, timeout_s=settings.decode_timeout_s, memory_limit=memory)
        self._groups = GroupSource(home)
        self._searcher = Searcher(home, encoder, self._renderer)

    def close(self) -> None:
        """Let go of the decoder; pictures still waited for come back as problems."""
        self._renderer.stop()

    # library page

    def folders(self) -> list[FolderRow]:
        """See Backend."""
        shots = load_shots(self._home, places_now(self._home))
        normal = self._encoder.card.thresholds.normal
        duplicates = Counter(
            parent
            for group in self.groups(normal, Level.COPY)
            for member in group.members[1:]
            for parent in member.shot.path.parents
        )
        return [
            FolderRow(
                path=folder.path,
                volume=folder.volume,
                offline=folder.offline,
                protected=folder.protected,
                shots=folder.shots,
                duplicates=duplicates[folder.path],
                last_scan=folder.last_scan,
            )
            for folder in list_folders(self._home, shots)
        ]

    def absent_drives(self) -> frozenset[str]:
        """See Backend."""
        places = places_now(self._home)
        known = self._home.library.folders.volumes()
        return frozenset(drive.label or os.fsdecode(drive.mount) for drive in known if not places.online(drive.key))

    def protect(self, folder: Path, protected: bool) -> None:
        """See Backend."""
        protect(self._home, folder, protected=protected)

    def forget(self, folder: Path) -> None:
        """See Backend."""
        forget(self._home, folder)

    def problems(self) -> list[FileProblem]:
        """See Backend."""
        return self._home.library.files.problems(mounts=places_now(self._home).mounts)

    def provider(self) -> str:
        """See Backend."""
        return self._encoder.provider

    def start_encoder(self) -> str:
        """See Backend."""
        self._encoder.start()
        return self._encoder.provider

    def describe(self) -> dict[str, Any]:
        """See Backend."""
        return describe(self._home, self._encoder)

    def lay_out_sample(self) -> Path:
        """See Backend."""
        return lay_out_sample(self._home, resource_folder("sample"))

    def renewal(self) -> Renewal:
        """See Backend."""
        return find_renewal(self._home, self._encoder.card)

    # review

    def thresholds(self) -> dict[Sensitivity, float]:
        """See Backend."""
        return {sensitivity: self._encoder.card.thresholds.of(sensitivity) for sensitivity in Sensitivity}

    def floor(self) -> float:
        """See Backend."""
        return self._encoder.card.thresholds.floor

    def groups(self, threshold: float, level: Level) -> list[Group]:
        """See Backend."""
        return self._groups.groups(self._encoder.card, threshold, (level,))

    def folder_counts(self) -> dict[str, int]:
        """See Backend."""
        return Counter(str(shot.path.parent) for shot in load_shots(self._home, places_now(self._home)))

    def decide(self, shots: Sequence[Shot], kind: DecisionKind | None) -> None:
        """See Backend."""
        self._home.library.decisions.set_many({shot.id: kind for shot in shots})

    def choose(self, choices: Sequence[Choice]) -> set[int]:
        """See Backend."""
        return self._home.library.decisions.choose(choices)

    def set_not_duplicate(self, first: ContentKey, second: ContentKey, different: bool) -> None:
        """See Backend."""
        decisions = self._home.library.decisions
        change = decisions.add_not_duplicate if different else decisions.remove_not_duplicate
        change(*ordered_pair(first, second))

    def join(self, key: ContentKey, others: Sequence[ContentKey], relation: Relation) -> list[ContentKey]:
        """See Backend."""
        decisions = self._home.library.decisions
        apart = decisions.not_duplicates()
        for other in others:
            decisions.join(key, other, relation)
        return [other for other in others if ordered_pair(key, other) in apart]

    def unjoin(self, key: ContentKey, others: Sequence[ContentKey]) -> None:
        """See Backend."""
        for other in others:
            self._home.library.decisions.unjoin(key, other)

    def preview(self, key: ContentKey) -> bytes | None:
        """See Backend."""
        return self._home.cache.previews.get(key)

    def scanned_preview(self, path: Path) -> bytes | None:
        """See Backend."""
        place = places_now(self._home).of_file(path)
        record = self._home.library.files.by_path(place.volume.key, place.relpath)
        return None if record is None or record.content_key is None else self.preview(record.content_key)

    def picture(self, path: Path, max_side: int | None) -> Picture | FileProblem:
        """See Backend."""
        try:
            drawn = self._renderer.render(path, max_side).result()
        except (PoolClosedError, CancelledError):
            return FileProblem(path, ProblemReason.VANISHED)
        if isinstance(drawn, FileProblem):
            return drawn
        return Picture(drawn.width, drawn.height, drawn.rgb, drawn.full_width, drawn.full_height)

    def inspect(self, width: int, height: int, bgrx: bytes) -> Inspected:
        """See Backend."""
        return inspect(width, height, bgrx)

    def finer_unlikeness(self, photo: Shown, kept: Shown, coarse: bytes, side: int) -> bytes:
        """See Backend."""
        return finer_unlikeness(photo, kept, coarse, side)

    def metadata(self, path: Path) -> list[tuple[str, str]]:
        """See Backend."""
        return metadata_table(path)

    def explain(self, photo: Shot, kept: Shot, level: Level) -> Explained:
        """See Backend."""
        return explain_shots(self._home, self._verifier, photo, kept, level)

    # keeper rules

    def rules(self) -> KeeperRules:
        """See Backend."""
        return load_rules(self._home, places_now(self._home))

    def arrange_rules(self, rules: KeeperRules) -> None:
        """See Backend."""
        save_rules(self._home, places_now(self._home), rules)

    def rules_effect(self, rules: KeeperRules) -> tuple[int, int]:
        """See Backend."""
        card = self._encoder.card
        return groups_changed(grouping_input(self._home, card, card.thresholds.normal), rules)

    def catalogues(self) -> list[CatalogueRecord]:
        """See Backend."""
        return self._home.library.marks.catalogues()

    def add_catalogue(self, path: Path) -> None:
        """See Backend."""
        add_catalogue(self._home, places_now(self._home), path, lambda: None)

    def forget_catalogue(self, path: Path) -> None:
        """See Backend."""
        forget_catalogue(self._home, path)

    # jobs

    def scan(self, folders: Sequence[Path], job: Job) -> ScanReport:
        """See Backend."""
        return scan(self._home, self._encoder, folders, job, self._scan_options)

    def search(
        self, query: Query, count: int, job: Job, early: Callable[[SearchAnswer], object] | None = None
    ) -> SearchAnswer:
        """See Backend."""

        def tell(report: SearchReport) -> None:
            if early is not None:
                early(self._answer(report))

        report = self._searcher.search(query, count, job, tell)
        if report.problem is not None:
            raise UnreadableQueryError(
                tr("This picture can\u2019t be read: {reason}.").format(reason=problem_reason(report.problem))
            )
        return self._answer(report)

    def _answer(self, report: SearchReport) -> SearchAnswer:
        alike = (result for result in report.results if result.verified or result.score >= self.floor())
        return SearchAnswer(
            tuple(
                SearchHit(each.shot, each.score, each.relation, each.verified, each.in_query, each.in_result)
                for each in alike
            ),
            report.own,
        )

    def contain(self, inside: Path, within: Path | None, job: Job) -> ContainReport:
        """See Backend."""
        return contain(self._home, self._encoder, inside, within, job, self._scan_options)

    def plan_cleanup(self, job: Job) -> CleanupPreview:
        """See Backend. A dry run makes the very checks that moving makes."""
        report = self._clean_up(job, dry_run=True)
        shots = load_shots(self._home, places_now(self._home))
        halves = (as_photo(shot, half.other) for shot in shots if (half := given_up(shot)))
        staying = {shot.path: shot for shot in shots} | {half.path: half for half in halves}
        return CleanupPreview(
            leaving=tuple(
                (as_photo(gone.shot, gone.half) if gone.half else gone.shot, staying.get(gone.survivor))
                for gone in report.removed
            ),
            staying=tuple((left.shot, str(left.reason)) for left in report.failed),
            bytes=report.bytes,
            destinations=report.places,
        )

    def clean(self, job: Job) -> CleanupOutcome:
        """See Backend."""
        report = self._clean_up(job, dry_run=False)
        failed = tuple((left.path, str(left.reason)) for left in report.failed)
        return CleanupOutcome(report.session, len(report.removed), report.bytes, failed)

    def mark(self, kind: MarkKind, to: Path | None, job: Job) -> CleanupOutcome:
        """See Backend."""
        report = mark(self._home, self._plan(), kind, to, job)
        failed = tuple((left.path, str(left.reason)) for left in report.failed)
        return CleanupOutcome(report.session, 0, 0, failed, len(report.marked), report.list)

    def restore(self, session: str, paths: Sequence[Path] | None, job: Job) -> RestoreOutcome:
        """See Backend."""
        report = restore(self._home, session, paths, job)
        return RestoreOutcome(
            restored=tuple((back.path, back.to) for back in report.restored),
            failed=tuple((left.path, str(left.reason)) for left in report.failed),
        )

    def empty_session(self, session: str, job: Job) -> int:
        """See Backend."""
        return empty_session(self._home, session, job)

    # history

    def history(self) -> list[SessionSummary]:
        """See Backend."""
        return history(self._home)

    def session_items(self, session: str) -> list[SessionItem]:
        """See Backend."""
        return [
            SessionItem(each.path, each.content_key, each.bytes, str(each.state), each.now_at)
            for each in session_items(self._home, session)
        ]

    def _clean_up(self, job: Job, *, dry_run: bool) -> CleanupReport:
        return carry_out(self._home, self._plan(), job, dry_run=dry_run)

    def _plan(self) -> CleanupPlan:
        card = self._encoder.card
        return plan_cleanup(self._home, model_id=card.id, least_score=card.thresholds.loose)
