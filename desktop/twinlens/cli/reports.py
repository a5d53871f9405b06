"""Commands that sum up: contain, export, doctor."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from twinlens.cli.commands import asked_groups
from twinlens.cli.context import Context
from twinlens.cli.output import Document, group_entry, write_json, write_lines
from twinlens.core.containment import Held, LocatedShot, Safety
from twinlens.core.errors import UsageError
from twinlens.workflows.contain import ContainReport, contain
from twinlens.workflows.doctor import examine
from twinlens.workflows.explain import stored_evidence
from twinlens.workflows.export import csv_report, html_report
from twinlens.workflows.model import restore_shipped


def contain_command(given: argparse.Namespace, context: Context) -> int:
    """What of a folder is elsewhere."""
    if len(given.paths) != (1 if given.library else 2):
        raise UsageError("contain takes two folders, or one with --library.")
    inside = given.paths[-1].absolute()
    within = None if given.library else given.paths[0].absolute()
    with context.writing() as home:
        report = contain(home, context.encoder(), inside, within, context.job)
    if context.json:
        write_json(_contain_document(report))
    else:
        write_lines(_contain_lines(report))
    return 0


def _contain_document(report: ContainReport) -> Document:
    missing = [str(path) for path in report.missing]
    return {
        "contained": report.contained,
        "missing": missing,
        "share": report.share,
        "safe": report.safe,
        "safety": {str(safety): count for safety, count in report.safety.items()},
        "shots": [_located_entry(each) for each in report.shots],
        "unreadable": [str(path) for path in report.unreadable],
        "unseen": [str(path) for path in report.unseen],
        "offline": dict(report.offline),
        "folders": [
            {"path": str(each.path), "shots": each.shots, "contained": each.contained}
            | {str(safety): count for safety, count in each.safety.items()}
            for each in report.folders()
        ],
    }


def _located_entry(each: LocatedShot) -> Document:
    return {
        "path": str(each.shot.path),
        "companions": [str(companion.path) for companion in each.shot.companions],
        "safety": str(each.safety),
        "places": each.places,
        "elsewhere": [
            {
                "path": str(holding.path),
                "volume": holding.place,
                "held": str(holding.held),
                "offline": holding.offline,
                "same_drive": holding.same_drive,
            }
            for holding in each.holdings
        ],
    }


_HELD = {
    Held.IDENTICAL: "the same file",
    Held.SAME_PIXELS: "the same picture with other metadata",
    Held.UNPROVED: "what may be the same file, not compared whole while its drive is away",
    Held.REJECTED: "a copy that is rejected",
    Held.PARTLY: "a part of it",
    Held.COPY: "an edited, smaller or re-saved copy",
}


def _why_not(located: LocatedShot) -> str:
    """Why a photo is not safe."""
    best = located.best
    if best is None:
        return "nowhere else"
    return f"only {_HELD[best.held]}{' on the same drive' if best.same_drive else ''}: {best.path}"


def _contain_lines(report: ContainReport) -> Iterator[str]:
    """What is not safe first, one line each, then folders, then the sum."""
    for each in report.shots:
        if report.within is None and each.safety is Safety.RED:
            yield f"red    {each.shot.path}  {_why_not(each)}"
        elif not each.holdings:
            yield str(each.shot.path)
    yield from (f"red    {path}  cannot be read" if report.within is None else str(path) for path in report.unreadable)
    for folder in report.folders():
        yield f"{folder.contained}/{folder.shots}  {folder.path}"
    yield from (f"relied on {drive} (not connected) for {count} photos" for drive, count in report.offline.items())
    if report.unseen:
        yield f"not compared: {len(report.unseen)} files that are no photos, {report.films} of them films or sound"
    share = "nothing to compare" if report.share is None else f"{report.share:.1%}"
    yield f"{report.contained} contained, {len(report.missing)} missing ({share})"
    if report.within is None and report.total:
        counts = ", ".join(f"{count} {safety}" for safety, count in report.safety.items())
        advice = "every photo is safe in another place" if report.safe else "do not format: red photos would be lost"
        yield f"{counts}: {advice}"


def export_command(given: argparse.Namespace, context: Context) -> int:
    """A report of groups on stdout."""
    with context.reading() as home:
        groups = asked_groups(given, context, home)
        if given.format == "json":
            known = stored_evidence(home, groups)
            write_json({"groups": [group_entry(group, known) for group in groups]})
        elif given.format == "csv":
            sys.stdout.buffer.write(csv_report(groups))
        else:
            sys.stdout.buffer.write(html_report(groups, home.cache.previews.get))
    return 0


def doctor_command(given: argparse.Namespace, context: Context) -> int:
    """Health of the installation and of the library; first back to the shipped encoder, if that is asked for."""
    restored = {}
    if given.restore_model:
        with context.writing():
            aside = restore_shipped(context.paths.models)
        restored = {"set_aside": None if aside is None else str(aside)}
    with context.reading() as home:
        report = {**examine(home, context.encoder(), context.verifier()), **restored}
    if context.json:
        write_json(report)
    else:
        write_lines(json.dumps(report, indent=1, ensure_ascii=True).splitlines())
    return 0
