"""Commands that sum up: contain, export, doctor."""

from __future__ import annotations

import argparse
import json
import sys

from twinlens.cli.commands import asked_groups
from twinlens.cli.context import Context
from twinlens.cli.output import group_entry, write_json, write_lines
from twinlens.core.errors import UsageError
from twinlens.workflows.contain import contain
from twinlens.workflows.doctor import examine
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
        missing = [str(path) for path in report.missing]
        write_json({"contained": report.contained, "missing": missing, "share": report.share})
    else:
        write_lines(str(path) for path in report.missing)
        share = "nothing to compare" if report.share is None else f"{report.share:.1%}"
        write_lines([f"{report.contained} contained, {len(report.missing)} missing ({share})"])
    return 0


def export_command(given: argparse.Namespace, context: Context) -> int:
    """A report of groups on stdout."""
    with context.reading() as home:
        groups = asked_groups(given, context, home)
        if given.format == "json":
            write_json({"groups": [group_entry(group) for group in groups]})
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
