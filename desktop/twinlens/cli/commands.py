"""Commands that look: scan, folders, groups, search, compare, embed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from twinlens.cli.context import Context
from twinlens.cli.explained import explanation_entry, explanation_lines
from twinlens.cli.output import (
    evidence_entry,
    evidence_lines,
    group_entry,
    problem_entries,
    say,
    search_entry,
    size_text,
    write_json,
    write_lines,
)
from twinlens.core.photos import Group
from twinlens.core.relations import Level, Relation, Sensitivity
from twinlens.vision.encoder import ModelCard
from twinlens.workflows.compare import compare
from twinlens.workflows.embed import embed
from twinlens.workflows.explain import stored_evidence
from twinlens.workflows.folders import forget, list_folders, protect
from twinlens.workflows.groups import load_groups, only_relations
from twinlens.workflows.home import Home
from twinlens.workflows.renewal import find_renewal
from twinlens.workflows.scan import ScanOptions, scan
from twinlens.workflows.search import Searcher


def scan_command(given: argparse.Namespace, context: Context) -> int:
    """Scan folders."""
    settings = context.settings()
    options = ScanOptions(
        workers=given.workers or settings.decode_workers or None,
        timeout_s=settings.decode_timeout_s,
        memory_limit=settings.decode_memory_mb * 2**20,
    )
    with context.writing() as home:
        report = scan(home, context.encoder(), given.paths, context.job, options)
    counts = {
        name: getattr(report, name) for name in ("found", "new", "changed", "moved", "unchanged", "missing", "offline")
    }
    if context.json:
        write_json({**counts, "problems": problem_entries(report.problems), "seconds": report.seconds})
    else:
        write_lines(f"{problem.path}: {problem.reason} {problem.detail}".rstrip() for problem in report.problems)
        anew = {"compared anew": report.renewed} if report.renewed else {}
        told = ", ".join(f"{count} {name}" for name, count in {**counts, **anew}.items())
        write_lines([f"{told}, {len(report.problems)} problem files in {report.seconds:.1f} s"])
    return int(bool(report.problems))


def folders_command(given: argparse.Namespace, context: Context) -> int:
    """List or change the folders of the library."""
    if given.protect or given.unprotect or given.forget:
        with context.writing() as home:
            if given.forget:
                forget(home, given.forget)
            else:
                protect(home, given.protect or given.unprotect, protected=given.protect is not None)
    with context.reading() as home:
        folders = list_folders(home)
    if context.json:
        write_json(
            {
                "folders": [
                    {
                        "path": str(folder.path),
                        "protected": folder.protected,
                        "shots": folder.shots,
                        "offline": folder.offline,
                        "scanned": folder.scanned,
                    }
                    for folder in folders
                ]
            }
        )
    else:
        for folder in folders:
            notes = [name for name, holds in (("protected", folder.protected), ("offline", folder.offline)) if holds]
            write_lines(["  ".join([str(folder.path), f"{folder.shots} shots", *notes])])
    return 0


def groups_command(given: argparse.Namespace, context: Context) -> int:
    """Show groups."""
    with context.reading() as home:
        groups = asked_groups(given, context, home)
        known = stored_evidence(home, groups) if context.json else {}
    if context.json:
        write_json({"groups": [group_entry(group, known) for group in groups]})
        return 0
    for group in groups:
        write_lines([f"{group.level} group {group.id}, saves {size_text(group.reclaimable)}"])
        for member in group.members:
            score = "joined by hand" if member.score is None else f"{member.score:.3f}"
            told = "keeper" if member.relation is None else f"{member.relation} {score}"
            reasons = ", ".join(str(reason) for reason in member.reasons) if member.relation is None else ""
            write_lines([f"  {member.shot.path}  {told}  {reasons}".rstrip()])
    write_lines([f"{len(groups)} groups, {size_text(sum(group.reclaimable for group in groups))} could go"])
    return 0


def asked_groups(given: argparse.Namespace, context: Context, home: Home) -> list[Group]:
    """The groups that the grouping options ask for, from what the encoder in use has seen."""
    card = context.encoder().card
    say_what_waits(home, card)
    threshold = card.thresholds.of(Sensitivity(given.sensitivity)) if given.threshold is None else given.threshold
    relations = _relations(given.relation)
    levels = tuple({relation.level: None for relation in relations}) if relations else (Level.COPY,)
    groups = load_groups(home, card, threshold=threshold, levels=levels, folders=given.folders or None)
    return only_relations(groups, relations) if relations else groups


def say_what_waits(home: Home, card: ModelCard) -> None:
    """On stderr: groups are not complete before the encoder in use has seen all photographs."""
    waiting = find_renewal(home, card)
    if waiting.photos or waiting.offline:
        absent = f" ({waiting.offline} on drives that are not connected)" if waiting.offline else ""
        number = waiting.photos + waiting.offline
        say(f"{number} photos{absent} are not compared by this encoder yet; scan their folders again.")


def _relations(names: Sequence[str] | None) -> tuple[Relation, ...]:
    if not names:
        return ()
    return tuple(Relation) if "all" in names else tuple(dict.fromkeys(map(Relation, names)))


def search_command(given: argparse.Namespace, context: Context) -> int:
    """Query by example."""
    with context.reading() as home:
        report = Searcher(home, context.encoder()).search(given.image.absolute(), given.k, context.job)
    problems = [report.problem] if report.problem else []
    if context.json:
        results = [search_entry(result) for result in report.results]
        query = str(given.image.absolute())
        write_json({"query": query, "results": results, "problems": problem_entries(problems)})
    else:
        write_lines(
            f"{each.score:.3f}  {each.relation:<12}  {'same' if each.verified else 'alike'}  {each.shot.path}"
            for each in report.results
        )
        write_lines(f"{problem.path}: {problem.reason}" for problem in problems)
    return int(bool(problems))


def compare_command(given: argparse.Namespace, context: Context) -> int:
    """Relation of two files."""
    encoder, verifier = context.encoder(), context.verifier()
    result = compare(encoder, verifier, given.first.absolute(), given.second.absolute(), context.job)
    relation = None if result.relation is None else str(result.relation)
    if context.json:
        differences = [{"name": each.name, "a": each.first, "b": each.second} for each in result.differences]
        write_json(
            {
                "score": round(result.score, 6),
                "relation": relation,
                "probability": None if result.probability is None else round(result.probability, 6),
                "region": None if result.region is None else [round(number, 4) for number in result.region],
                "differences": differences,
                "evidence": evidence_entry(result.evidence),
                "explanation": explanation_entry(result),
                "problems": problem_entries(result.problems),
            }
        )
    else:
        write_lines(f"{problem.path}: {problem.reason}" for problem in result.problems)
        same = "" if result.probability is None else f"  same picture with probability {result.probability:.3f}"
        write_lines([f"{relation or 'not alike'}  {result.score:.3f}{same}"])
        write_lines(evidence_lines(result.evidence))
        write_lines(f"  {each.name}: {each.first} / {each.second}" for each in result.differences)
        write_lines(explanation_lines(result))
    return int(bool(result.problems))


def embed_command(given: argparse.Namespace, context: Context) -> int:
    """Vectors of files."""
    report = embed(context.encoder(), [path.absolute() for path in given.paths], context.job)
    if context.json:
        write_json(
            {
                "model": report.model,
                "vectors": [{"path": str(path), "vector": list(vector)} for path, vector in report.vectors],
                "problems": problem_entries(report.problems),
            }
        )
    else:
        write_lines(f"{path}  " + " ".join(f"{value:.5f}" for value in vector) for path, vector in report.vectors)
        write_lines(f"{problem.path}: {problem.reason}" for problem in report.problems)
    return int(bool(report.problems))
