"""Results as JSON documents: one function per kind of value, nothing but plain data out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from twinlens.core.evidence import Evidence, Region
from twinlens.core.explaining import Outline
from twinlens.core.grouping import ContentPair
from twinlens.core.photos import Group, Member
from twinlens.core.problems import FileProblem
from twinlens.workflows.search import SearchResult

Document = Mapping[str, Any]


def write_json(document: Document) -> None:
    r"""One ASCII document on stdout; undecodable bytes of names come out as `\udcXX`."""
    _write([json.dumps(document, ensure_ascii=True, indent=1, default=str)])


def write_lines(lines: Iterable[str]) -> None:
    """Plain text on stdout; what the terminal cannot show is escaped rather than fatal."""
    encoding = sys.stdout.encoding or "ascii"
    _write(line.encode(encoding, "backslashreplace").decode(encoding) for line in lines)


def _write(lines: Iterable[str]) -> None:
    """A reader that has seen enough (`| head`) takes nothing from the work, nor from its exit code."""
    try:
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def say(message: object) -> None:
    """One sentence on stderr."""
    encoding = sys.stderr.encoding or "ascii"
    sys.stderr.write(f"twinlens: {message}\n".encode(encoding, "backslashreplace").decode(encoding))


def problem_entries(problems: Iterable[FileProblem]) -> list[Document]:
    """Problem files."""
    return [{"path": str(each.path), "reason": str(each.reason), "detail": each.detail} for each in problems]


def failed_entries(failed: Iterable[tuple[Path, str]]) -> list[Document]:
    """Files left alone, and why."""
    return [{"path": str(path), "reason": str(reason)} for path, reason in failed]


def group_entry(group: Group, known: Mapping[ContentPair, Evidence] = MappingProxyType({})) -> Document:
    """One group, keeper first, with what is known of how each of its members lies over the keeper."""
    keeper = group.keeper.shot.content_key
    shots = [_member_entry(member, known.get((member.shot.content_key, keeper))) for member in group.members]
    return {"id": group.id, "level": str(group.level), "shots": shots}


def _member_entry(member: Member, evidence: Evidence | None) -> Document:
    shot = member.shot
    return {
        "path": str(shot.path),
        "companions": [str(companion.path) for companion in shot.companions],
        "role": str(member.role),
        "relation": None if member.relation is None else str(member.relation),
        "score": None if member.score is None else round(member.score, 6),
        "reasons": [str(reason) for reason in member.reasons],
        "bytes": shot.bytes,
        "width": shot.facts.width,
        "height": shot.facts.height,
        "decision": None if shot.decision is None else str(shot.decision),
        "protected": shot.protected,
        "offline": shot.offline,
        "apart": None if shot.apart is None else str(shot.apart),
        "evidence": None if evidence is None or member.relation is None else _evidence_of_member(evidence),
    }


def _evidence_of_member(evidence: Evidence) -> Document:
    """Shares of the areas, and the box in the keeper round what the member shows of it."""
    return {
        "inliers": evidence.inliers,
        "agreement": round(evidence.agreement, 4),
        "shown_by_keeper": round(evidence.first_in_second, 4),
        "of_keeper": round(evidence.second_in_first, 4),
        "region_in_keeper": _region(evidence.region_in_second),
        "changes": [str(change) for change in evidence.changes],
    }


def _region(region: Region) -> list[float]:
    return [round(number, 4) for number in region]


def search_entry(result: SearchResult) -> Document:
    """One result of a search; `region` is in the parent, be that the query or the result."""
    region = result.evidence.parent_region if result.evidence and result.verified else None
    return {
        "path": str(result.shot.path),
        "score": round(result.score, 6),
        "relation": str(result.relation),
        "region": None if region is None else _region(region),
        "verified": result.verified,
        "in_query": _outline(result.in_query),
        "in_result": _outline(result.in_result),
    }


def _outline(outline: Outline | None) -> list[list[float]] | None:
    return None if outline is None else [[round(number, 4) for number in corner] for corner in outline]


def size_text(count: int) -> str:
    """Bytes as a person reads them, in powers of a thousand as disks are sold."""
    value = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if value >= 10 or unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def evidence_entry(evidence: Evidence | None) -> Document | None:
    """How two pictures lie over one another, for JSON."""
    if evidence is None:
        return None
    return {
        "inliers": evidence.inliers,
        "agreement": round(evidence.agreement, 4),
        "a_in_b": round(evidence.first_in_second, 4),
        "b_in_a": round(evidence.second_in_first, 4),
        "region_in_a": _region(evidence.region_in_first),
        "region_in_b": _region(evidence.region_in_second),
        "changes": [str(change) for change in evidence.changes],
    }


def evidence_lines(evidence: Evidence | None) -> Iterator[str]:
    """The same in words."""
    if evidence is None:
        return
    found = f"{evidence.inliers} places found again, " if evidence.inliers else ""
    yield (
        f"  {found}{evidence.agreement:.0%} of what both show agrees; "
        f"B shows {evidence.first_in_second:.0%} of A, A shows {evidence.second_in_first:.0%} of B"
    )
    if evidence.changes:
        yield f"  changed: {', '.join(evidence.changes)}"
