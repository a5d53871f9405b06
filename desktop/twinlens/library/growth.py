"""A shot that grows: what was decided of it was not decided of the files that join it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, select

from twinlens.core.photos import CompanionKind
from twinlens.core.relations import DecisionKind
from twinlens.library.bulk import chunks
from twinlens.library.decisions import apply_decisions, holds
from twinlens.library.records import ChangeOrigin, CompanionLink
from twinlens.library.schema import DecisionRow, FileRow


def decide_grown(connection: Connection, links: Sequence[CompanionLink]) -> None:
    """Before the links are made: keep shots that a kept file joins, and unreject those that another file joins.

    That one half of a pair goes was said of the pair as it was, and is taken back too. Sidecars join in silence: they
    say something of a picture, and are none.
    """
    joining = _joining(connection, links)
    decisions = _decisions(connection, {number for pair in joining for number in pair})
    wanted: dict[int, DecisionKind | None] = {}
    by_picture: defaultdict[int, set[DecisionKind | None]] = defaultdict(set)
    for companion, picture in joining:
        by_picture[picture].add(decisions.get(companion))
    for picture, of_companions in by_picture.items():
        if DecisionKind.KEEP in of_companions:
            wanted[picture] = DecisionKind.KEEP
        elif _is_outgrown(decisions.get(picture), of_companions):
            wanted[picture] = None
    apply_decisions(connection, wanted, ChangeOrigin.GROWN)


def _is_outgrown(decision: DecisionKind | None, of_companions: set[DecisionKind | None]) -> bool:
    if decision is DecisionKind.REJECT:
        return of_companions != {DecisionKind.REJECT}
    return decision is not None and decision.gives_up is not None


def _joining(connection: Connection, links: Sequence[CompanionLink]) -> list[tuple[int, int]]:
    """Companion and picture of the links that are news."""
    wanted = {
        link.companion_id: link.picture_id
        for link in links
        if link.picture_id is not None and link.kind is not CompanionKind.SIDECAR
    }
    found: list[tuple[int, int]] = []
    for ids in chunks(wanted):
        rows = connection.execute(select(FileRow.id, FileRow.companion_of).where(FileRow.id.in_(ids)))
        found += [(number, wanted[number]) for number, before in rows if before != wanted[number]]
    return found


def _decisions(connection: Connection, files: set[int]) -> dict[int, DecisionKind]:
    found: dict[int, DecisionKind] = {}
    statement = select(DecisionRow.file_id, DecisionRow.kind).join_from(DecisionRow, FileRow).where(holds())
    for ids in chunks(sorted(files)):
        rows = connection.execute(statement.where(DecisionRow.file_id.in_(ids)))
        found |= {number: DecisionKind(kind) for number, kind in rows}
    return found
