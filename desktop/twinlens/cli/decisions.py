"""Commands that decide and act: decide, clean, history, restore."""

from __future__ import annotations

import argparse

from twinlens.cli.context import Context
from twinlens.cli.output import failed_entries, size_text, write_json, write_lines
from twinlens.core.errors import UsageError
from twinlens.core.halves import raw_of
from twinlens.core.relations import DecisionKind, Half, Level, Relation
from twinlens.workflows.cleanup import carry_out, plan_cleanup
from twinlens.workflows.decide import decide, decide_not_duplicate, give_up, join, unjoin
from twinlens.workflows.groups import load_groups
from twinlens.workflows.history import history
from twinlens.workflows.mark import MarkKind, MarkReport, mark
from twinlens.workflows.restore import restore

_KINDS = {"keep": DecisionKind.KEEP, "reject": DecisionKind.REJECT, "clear": None}
_OF_PAIRS = ("not-duplicate", "join", "unjoin")


def decide_command(given: argparse.Namespace, context: Context) -> int:
    """Record decisions."""
    if given.kind in _OF_PAIRS and len(given.paths) != 2:
        raise UsageError(f"{given.kind} takes exactly two pictures.")
    if given.relation and given.kind != "join":
        raise UsageError("--as says how two pictures are joined, and goes with join alone.")
    half = _half_to_go(given)
    with context.writing() as home:
        if half is not None:
            changed = give_up(home, half, given.paths)
        elif given.kind == "not-duplicate":
            changed = decide_not_duplicate(home, *given.paths)
        elif given.kind == "join":
            first, second = given.paths
            changed = join(home, first, second, Relation(given.relation or Relation.COPY))
        elif given.kind == "unjoin":
            changed = unjoin(home, *given.paths)
        else:
            changed = decide(home, _KINDS[given.kind], given.paths)
    if context.json:
        write_json({"changed": changed})
    else:
        write_lines([f"{changed} changed"])
    return 0


def _half_to_go(given: argparse.Namespace) -> Half | None:
    """Rejecting one half of a pair and keeping only the other are one decision."""
    if given.part is None:
        return None
    if given.kind not in ("keep", "reject"):
        raise UsageError("--part goes with keep and reject alone.")
    if given.part == "pair":
        return None
    half = Half(given.part)
    return half if given.kind == "reject" else half.other


def clean_command(given: argparse.Namespace, context: Context) -> int:
    """Carry out rejections, or only mark them for another program."""
    if (given.mark == MarkKind.CSV) != (given.to is not None):
        raise UsageError("--mark csv takes the list's place with --to FILE, and nothing else does.")
    with context.writing() as home:
        card = context.encoder().card
        proposed = []
        if given.proposed:
            proposed = load_groups(home, card, threshold=card.thresholds.strict, levels=(Level.COPY,))
        loose = card.thresholds.loose
        plan = plan_cleanup(home, model_id=card.id, proposed_groups=proposed, least_score=loose)
        if given.mark:
            marked = mark(home, plan, MarkKind(given.mark), given.to, context.job, dry_run=given.dry_run)
            return _tell_marks(marked, context, dry_run=given.dry_run)
        report = carry_out(home, plan, context.job, dry_run=given.dry_run)
    if context.json:
        removed = [
            {
                "path": str(each.path),
                "companions": [str(companion) for companion in each.companions],
                "to": None if each.to is None else str(each.to),
                "catalogued": each.shot.marks.catalogued,
                "part": "pair" if each.half is None and raw_of(each.shot) else each.half,
            }
            for each in report.removed
        ]
        failed = failed_entries((each.path, each.reason) for each in report.failed)
        write_json({"session": report.session, "removed": removed, "failed": failed, "bytes": report.bytes})
    else:
        write_lines(f"{each.path} -> {each.to}" if each.to else str(each.path) for each in report.removed)
        write_lines(f"left alone: {each.path} ({each.reason})" for each in report.failed)
        listed = sum(each.shot.marks.catalogued for each in report.removed)
        write_lines([f"{listed} of these are in a catalogue, which will miss them"] if listed else [])
        does = "would be moved" if given.dry_run else f"moved in session {report.session}"
        write_lines([f"{len(report.removed)} photos, {size_text(report.bytes)}, {does}"])
    return int(bool(report.failed))


def _tell_marks(report: MarkReport, context: Context, *, dry_run: bool) -> int:
    if context.json:
        marked = [{"path": str(each.shot.path), "sidecars": list(map(str, each.sidecars))} for each in report.marked]
        failed = failed_entries((each.path, each.reason) for each in report.failed)
        place = None if report.list is None else str(report.list)
        write_json({"session": report.session, "marked": marked, "list": place, "failed": failed})
    else:
        write_lines(
            f"{each.shot.path} -> {', '.join(map(str, each.sidecars)) or report.list}" for each in report.marked
        )
        write_lines(f"left alone: {each.path} ({each.reason})" for each in report.failed)
        done = "marked already" if report.session is None else f"marked in session {report.session}"
        write_lines([f"{len(report.marked)} photos {'would be marked' if dry_run else done}, none moved"])
    return int(bool(report.failed))


def history_command(given: argparse.Namespace, context: Context) -> int:
    """List clean-ups."""
    with context.reading() as home:
        sessions = history(home)
    if context.json:
        rows = [
            {
                "id": each.id,
                "when": each.when,
                "files": each.files,
                "bytes": each.bytes,
                "restorable": each.restorable,
            }
            for each in sessions
        ]
        write_json({"sessions": rows})
    else:
        write_lines(
            f"{each.id}  {each.when}  {each.files} files  {size_text(each.bytes)}  {each.restorable} restorable"
            for each in sessions
        )
    return 0


def restore_command(given: argparse.Namespace, context: Context) -> int:
    """Undo a clean-up."""
    with context.writing() as home:
        report = restore(home, given.session, [path.absolute() for path in given.paths] or None, context.job)
    if context.json:
        restored = [{"path": str(each.path), "to": str(each.to)} for each in report.restored]
        failed = failed_entries((each.path, each.reason) for each in report.failed)
        write_json({"restored": restored, "failed": failed})
    else:
        write_lines(
            f"{each.path} restored" + (f" to {each.to}" if each.to != each.path else "") for each in report.restored
        )
        write_lines(f"not restored: {each.path} ({each.reason})" for each in report.failed)
    return int(bool(report.failed))
