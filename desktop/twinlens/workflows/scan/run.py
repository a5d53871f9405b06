"""One scan from folders to stored matches; everything it learns is committed as it goes."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from twinlens.core.job import Job, Stage
from twinlens.core.photos import PARTIAL_PREFIX, CompanionKind, ContentKey, Shot
from twinlens.core.problems import FileProblem
from twinlens.core.relations import Level
from twinlens.files.discovery import FoundFile
from twinlens.files.hashing import full_hash
from twinlens.files.volumes import Volumes
from twinlens.library.records import FileRecord, FileState
from twinlens.vision.decode_pool import DecodePool
from twinlens.vision.decoding import DecodeRequest
from twinlens.workflows.catalogues import refresh_marks
from twinlens.workflows.groups import grouping_input, groups_at_every_sensitivity, load_shots
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.places import Place, Places
from twinlens.workflows.renewal import end_renewal
from twinlens.workflows.scan.examining import examine_matches
from twinlens.workflows.scan.intake import Intake
from twinlens.workflows.scan.matching import Matcher, load_index
from twinlens.workflows.scan.moves import Identified, Moves, recognise_moves
from twinlens.workflows.scan.numbers import bring_numbered_forward
from twinlens.workflows.scan.sequences import relate_sequences
from twinlens.workflows.scan.settling import clues_by_content, pairing_links, reasons_apart
from twinlens.workflows.scan.survey import Survey, take_survey


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """How hard a scan may work."""

    workers: int | None = None
    """Decoding processes; None chooses by the number of processors."""
    timeout_s: float = 60.0
    memory_limit: int | None = None
    """Bytes one decoding may take; None chooses by the machine's memory."""


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan found; counts are of picture files."""

    found: int
    new: int
    changed: int
    moved: int
    unchanged: int
    missing: int
    offline: int
    problems: tuple[FileProblem, ...]
    seconds: float
    renewed: int = 0
    """Unchanged files that were read again because the encoder in use had not seen them."""


def scan(
    home: Home, encoder: LazyEncoder, folders: Sequence[Path], job: Job, options: ScanOptions | None = None
) -> ScanReport:
    """Scan or rescan folders (or single pictures).

    Raises:
        JobCancelledError: cancelled; what was committed stays, and the next scan goes on from there.
        UsageError: a folder does not exist and never was in the library.
        StorageError, ModelRefusedError: the environment's faults.
    """
    return _Scan(home, encoder, job, options or ScanOptions()).run([folder.absolute() for folder in folders])


class _Scan:
    """One run; its steps share what they found."""

    def __init__(self, home: Home, encoder: LazyEncoder, job: Job, options: ScanOptions) -> None:
        self._home = home
        self._encoder = encoder
        self._job = job
        self._options = options
        self._places = Places(Volumes.current(), home.library.folders.volumes())
        self._problems: dict[Path, FileProblem] = {}
        self._renewed = 0
        self._took_in = False
        """Whether anything was read, so that there may be matches which nobody has looked at."""

    def run(self, folders: Sequence[Path]) -> ScanReport:
        started = time.monotonic()
        last = self._home.library.scans.last()
        cut_short = last is not None and last.finished is None
        run_id = self._home.library.scans.begin()
        survey = take_survey(self._home, folders, self._places, self._job)
        self._note_known_problems(survey)
        self._register(survey.roots)
        moved = self._take_in(survey, cut_short=cut_short)
        followed = {record.id for record in moved.departed}
        missing = [record for record in survey.gone if record.id not in followed]
        self._settle(survey, missing)
        if self._took_in:
            relate_sequences(self._home, self._encoder.card, self._job)
            bring_numbered_forward(self._home, self._encoder.card, self._job.check)
            examine_matches(self._home, self._encoder.card, self._job)
        self._read_marks(files_changed=bool(survey.new or survey.changed or missing or moved.moved))
        end_renewal(self._home, self._encoder.card)
        report = self._report(survey, moved, missing, time.monotonic() - started)
        self._home.library.scans.finish(run_id, _counts(report))
        return report

    def _note_known_problems(self, survey: Survey) -> None:
        for problem in survey.problems:
            self._problems[problem.path] = problem
        for file, record in survey.unchanged:
            if record.problem is not None:
                self._problems[file.path] = FileProblem(file.path, record.problem, record.problem_detail)

    def _register(self, roots: Sequence[Place]) -> None:
        covered = [(root.volume.key, root.relpath) for root in self._home.library.folders.roots()]
        for root in roots:
            self._home.library.folders.save_volume(root.volume)
            if not any(key == root.volume.key and _within(root.relpath, relpath) for key, relpath in covered):
                self._home.library.folders.add_root(root.volume, root.relpath)

    def _take_in(self, survey: Survey, *, cut_short: bool) -> Moves:
        """Identify, decode, embed and match all that is new, and what a scan that was cut short left unmatched."""
        companions = survey.companions
        complete = self._complete_contents()
        stale = [
            file
            for file, record in survey.unchanged
            if file.path not in companions and record.problem is None and record.content_key not in complete
        ]
        self._renewed = len(stale)
        fresh = survey.new + survey.changed
        self._took_in = bool(fresh or stale or cut_short or self._home.cache.parts.unmatched(self._encoder.card.id))
        if not self._took_in:
            return Moves()
        sizes = self._home.library.files.sizes()
        suspects = [file for file in fresh if file.path in companions or file.stamp.size in sizes]
        suspected = {file.path for file in suspects}
        unread = [file for file in fresh if file.path not in suspected] + stale
        matcher = Matcher(self._home, self._encoder.card, load_index(self._home, self._encoder.card, self._job.check))
        intake = Intake(self._home, self._encoder, matcher, self._places)
        options = self._options
        with DecodePool(options.workers, timeout_s=options.timeout_s, memory_limit=options.memory_limit) as pool:
            try:
                identified = list(self._identify(pool, suspects, intake))
                moves = recognise_moves(self._home, identified, survey.gone, self._places)
                for each in moves.others:
                    if each.key in complete or each.file.path in companions:
                        intake.known_content(each.file, each.key)
                    else:
                        unread.append(each.file)
                unread += [
                    each.file for each in moves.moved if each.key not in complete and each.file.path not in companions
                ]
                if unread:
                    self._decode(pool, unread, intake, matcher)
            finally:
                intake.commit()
        matcher.complete_stars(self._anchors, self._job.check)
        matcher.match_parts(self._job)
        matcher.save()
        return moves

    def _complete_contents(self) -> set[ContentKey]:
        """Contents that need no decoding: described, and with a vector unless they have too little detail for one."""
        described = self._home.library.files.contents()
        missing = self._home.cache.embeddings.missing(self._encoder.card.id, list(described))
        return described - (missing - self._home.library.files.low_detail())

    def _identify(self, pool: DecodePool, files: Sequence[FoundFile], intake: Intake) -> Iterator[Identified]:
        by_path = {file.path: file for file in files}
        for done, result in enumerate(pool.identify(list(by_path), self._job.check), 1):
            if isinstance(result, FileProblem):
                self._trouble(by_path[result.path], result, intake)
            else:
                path, stamp, key = result
                yield Identified(by_path[path], stamp, key)
            self._job.report(Stage.IDENTIFY, done, len(by_path), problems=len(self._problems))

    def _decode(self, pool: DecodePool, files: Sequence[FoundFile], intake: Intake, matcher: Matcher) -> None:
        by_path = {file.path: file for file in files}
        card = self._encoder.card
        requests = (DecodeRequest(path, card.input_size, parts=card.looks_at_parts) for path in by_path)
        self._job.report(Stage.EMBED, 0, len(by_path), problems=len(self._problems))
        for done, (request, result) in enumerate(pool.decode(requests, self._job.check), 1):
            file = by_path[request.path]
            if isinstance(result, FileProblem):
                self._trouble(file, result, intake)
            else:
                intake.picture(file, result)
            self._job.report(
                Stage.EMBED,
                done,
                len(by_path),
                matches=matcher.found,
                problems=len(self._problems),
                current=str(request.path),
            )

    def _trouble(self, file: FoundFile, problem: FileProblem, intake: Intake) -> None:
        self._problems[file.path] = problem
        intake.problem(file, problem)

    def _anchors(self) -> list[ContentKey]:
        """Contents of the shots that anchor a group at any of the named thresholds, or would at the floor, best first.

        Groups come in the order of their keepers wherever a chain of matches joins them.
        """
        card = self._encoder.card
        given = grouping_input(self._home, card, card.thresholds.floor)
        groups = groups_at_every_sensitivity(given, card, tuple(Level))
        return list(dict.fromkeys(group.keeper.shot.content_key for group in groups))

    def _settle(self, survey: Survey, missing: Sequence[FileRecord]) -> None:
        """Write down what is where now that everything is in: states, shots, and proof that twins are identical."""
        files = self._home.library.files
        files.mark_missing([record.id for record in missing])
        files.mark_present([record.id for _, record in survey.unchanged if record.state is FileState.MISSING])
        records = {
            (record.volume_key, record.relpath): record
            for root in survey.roots
            for record in files.known(root.volume.key, root.relpath)
        }
        files.set_companions(pairing_links(survey, records, self._places))
        files.set_apart(reasons_apart(survey, records, self._places))
        self._home.library.clues.save(clues_by_content(survey, records, self._places))
        for root in survey.roots:
            self._home.library.folders.mark_scanned(root.volume, root.relpath)
        self._prove_twins()

    def _read_marks(self, *, files_changed: bool) -> None:
        for problem in refresh_marks(self._home, self._places, self._job.check, files_changed=files_changed):
            self._problems[problem.path] = problem

    def _prove_twins(self) -> None:
        """Read whole those files of which only parts were hashed and which look identical so far."""
        twins: dict[ContentKey, list[Shot]] = defaultdict(list)
        for shot in load_shots(self._home, self._places):
            if shot.content_key.startswith(PARTIAL_PREFIX):
                twins[shot.content_key].append(shot)
        unproved = [shot for group in twins.values() if len(group) > 1 for shot in group if not shot.full_hash]
        for done, shot in enumerate(unproved, 1):
            self._job.report(Stage.VERIFY, done, len(unproved), current=str(shot.path))
            try:
                self._home.library.files.set_full_hash(shot.id, full_hash(shot.path, self._job.check))
            except OSError:
                continue  # Not proved, so not called identical; the next scan of its folder says why.

    def _report(self, survey: Survey, moves: Moves, missing: Sequence[FileRecord], seconds: float) -> ScanReport:
        moved = {each.file.path for each in moves.moved}
        return ScanReport(
            found=_pictures(survey.files),
            new=_pictures(file for file in survey.new if file.path not in moved),
            changed=_pictures(file for file in survey.changed if file.path not in moved),
            moved=_pictures(each.file for each in moves.moved),
            unchanged=_pictures(file for file, _ in survey.unchanged),
            missing=sum(map(_is_picture, missing)),
            offline=sum(map(_is_picture, survey.offline)),
            problems=tuple(self._problems[path] for path in sorted(self._problems, key=os.fsencode)),
            seconds=round(seconds, 3),
            renewed=self._renewed,
        )


def _pictures(files: Iterable[FoundFile]) -> int:
    return sum(file.kind.is_picture for file in files)


def _is_picture(record: FileRecord) -> bool:
    return record.companion_kind not in (CompanionKind.SIDECAR, CompanionKind.LIVE)


def _within(relpath: bytes, folder: bytes) -> bool:
    return not folder or relpath == folder or relpath.startswith(folder + b"/")


def _counts(report: ScanReport) -> dict[str, float]:
    names = ("found", "new", "changed", "moved", "unchanged", "missing", "offline", "seconds")
    return {name: getattr(report, name) for name in names} | {"problems": len(report.problems)}
