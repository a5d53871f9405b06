"""What a person decided: keep or reject for a file, not-a-duplicate or joined for a pair; and how it came about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from twinlens.core.grouping import ContentPair, ordered_pair
from twinlens.core.photos import ContentKey
from twinlens.core.relations import DecisionKind, Relation
from twinlens.core.undo import Choice
from twinlens.library.bulk import chunks
from twinlens.library.connection import Database, now
from twinlens.library.records import NOT_DUPLICATE, ChangeOrigin, DecisionChange
from twinlens.library.schema import DecisionHistoryRow, DecisionRow, FileRow, JoinedRow, NotDuplicateRow

FileSet = set[int]
PairSet = set[ContentPair]
"""Named out here, since within the table `set` is what one does to a decision."""


def holds() -> ColumnElement[bool]:
    """Whether a file's decision is valid: one by which files go is, for the very content that was judged."""
    return or_(DecisionRow.kind == DecisionKind.KEEP, DecisionRow.content_key.is_(FileRow.content_key))


class DecisionTable:
    """Keep and reject belong to one file; not-a-duplicate and joined to two contents, wherever their files are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, file_id: int, kind: DecisionKind | None, origin: ChangeOrigin = ChangeOrigin.PERSON) -> int:
        """Decide on one file, or take the decision back (None); how many decisions that changed."""
        return self.set_many({file_id: kind}, origin)

    def set_many(self, wanted: Mapping[int, DecisionKind | None], origin: ChangeOrigin = ChangeOrigin.PERSON) -> int:
        """Decide on several files in one action; how many decisions that changed."""
        with self._database.writing() as connection:
            changed = apply_decisions(connection, wanted, origin)
            for ids in chunks(wanted):
                flagged = update(FileRow).where(FileRow.id.in_(ids), FileRow.returned == 1)
                connection.execute(flagged.values(returned=0))
            return changed

    def choose(self, choices: Collection[Choice], origin: ChangeOrigin = ChangeOrigin.PERSON) -> FileSet:
        """Decide where the content is the one judged then and what was decided before still holds; where it now does.

        Undo and redo come this way: a step of long ago changes nothing that was decided, or came, since.
        """
        wanted = {choice.shot: choice for choice in choices}
        with self._database.writing() as connection:
            kinds = {shot: choice.after for shot, choice in wanted.items()}
            fitting = {
                change.file_id: change.new
                for change in _compare(connection, kinds)
                if change.content_key == wanted[change.file_id].content
                and change.old in (wanted[change.file_id].before, change.new)
            }
            apply_decisions(connection, fitting, origin)
        return {*fitting}

    def get_all(self) -> dict[int, DecisionKind]:
        """The decision on each file that has one."""
        statement = select(DecisionRow.file_id, DecisionRow.kind).join_from(DecisionRow, FileRow).where(holds())
        with self._database.reading() as connection:
            return {file_id: DecisionKind(kind) for file_id, kind in connection.execute(statement)}

    def newest_then(self) -> dict[int, int]:
        """Of each file with a decision, the highest number that any file had when it was made."""
        what = select(DecisionRow.file_id, DecisionRow.newest_file).join_from(DecisionRow, FileRow).where(holds())
        with self._database.reading() as connection:
            return {file_id: newest for file_id, newest in connection.execute(what) if newest is not None}

    def add_not_duplicate(self, one: ContentKey, other: ContentKey) -> int:
        """Call two contents different photos, joined ones too; how many decisions that changed."""
        return self._tell(one, other, NOT_DUPLICATE)

    def remove_not_duplicate(self, one: ContentKey, other: ContentKey) -> int:
        """Take that back; how many decisions that changed."""
        return self._tell(one, other, None, only=(NOT_DUPLICATE,))

    def join(self, one: ContentKey, other: ContentKey, relation: Relation) -> int:
        """Say that two contents belong together, and how, whatever was said before; how many decisions that changed."""
        return self._tell(one, other, relation)

    def unjoin(self, one: ContentKey, other: ContentKey) -> int:
        """Take that back; how many decisions that changed."""
        return self._tell(one, other, None, only=tuple(Relation))

    def joined(self) -> dict[ContentPair, Relation]:
        """All pairs that were joined, each in order."""
        with self._database.reading() as connection:
            rows = connection.execute(select(JoinedRow.first, JoinedRow.second, JoinedRow.relation))
            return {(ContentKey(first), ContentKey(second)): Relation(told) for first, second, told in rows}

    def not_duplicates(self) -> PairSet:
        """All pairs that are not duplicates, each in order."""
        with self._database.reading() as connection:
            rows = connection.execute(select(NotDuplicateRow.first, NotDuplicateRow.second))
            return {(ContentKey(first), ContentKey(second)) for first, second in rows}

    def _tell(self, one: ContentKey, other: ContentKey, new: str | None, only: Collection[str] | None = None) -> int:
        """Replace a person's word on a pair; with `only`, no other word than these."""
        pair = ordered_pair(one, other)
        with self._database.writing() as connection:
            old = _word_on(connection, pair)
            if old == new or (only is not None and old not in only):
                return 0
            for table in (NotDuplicateRow, JoinedRow):
                connection.execute(delete(table).where(table.first == pair[0], table.second == pair[1]))
            values = {"first": pair[0], "second": pair[1], "decided_at": now()}
            if new == NOT_DUPLICATE:
                connection.execute(insert(NotDuplicateRow).values(**values))
            elif new is not None:
                connection.execute(insert(JoinedRow).values(relation=new, **values))
            _record_pair(connection, pair, old, new)
            return 1

    def history(self, limit: int = 1000) -> list[DecisionChange]:
        """The latest changes, newest first."""
        row = DecisionHistoryRow
        what = (row.id, row.batch, row.changed_at, row.origin, row.file_id, row.first, row.second, row.old, row.new)
        with self._database.reading() as connection:
            rows = connection.execute(select(*what).order_by(row.id.desc()).limit(limit)).all()
        return [
            DecisionChange(number, batch, when, ChangeOrigin(origin), file_id, _pair(first, second), old, new)
            for number, batch, when, origin, file_id, first, second, old, new in rows
        ]


@dataclass(frozen=True, slots=True)
class _Change:
    file_id: int
    content_key: str | None
    old: DecisionKind | None
    new: DecisionKind | None


def apply_decisions(connection: Connection, wanted: Mapping[int, DecisionKind | None], origin: ChangeOrigin) -> int:
    """Change decisions and write down each change; files that the library does not know are passed over."""
    changes = [change for change in _compare(connection, wanted) if change.old != change.new]
    if not changes:
        return 0
    moment, batch = now(), _next_batch(connection)
    for ids in chunks(change.file_id for change in changes):
        connection.execute(delete(DecisionRow).where(DecisionRow.file_id.in_(ids)))
    newest = connection.execute(select(func.max(FileRow.id))).scalar()
    when = {"decided_at": moment, "newest_file": newest}
    decided = [
        {"file_id": change.file_id, "kind": change.new, "content_key": change.content_key, **when}
        for change in changes
        if change.new is not None
    ]
    if decided:
        connection.execute(insert(DecisionRow), decided)
    entry = {"batch": batch, "changed_at": moment, "origin": origin, "first": None, "second": None}
    entries = [{"file_id": change.file_id, "old": change.old, "new": change.new, **entry} for change in changes]
    connection.execute(insert(DecisionHistoryRow), entries)
    return len(changes)


def drop_rejections(connection: Connection, file_ids: Iterable[int], origin: ChangeOrigin) -> list[int]:
    """Take back what was rejected among these files, whole or one half of it; which those were."""
    rejected: list[int] = []
    for ids in chunks(file_ids):
        found = select(DecisionRow.file_id).where(DecisionRow.file_id.in_(ids), DecisionRow.kind != DecisionKind.KEEP)
        rejected += connection.execute(found).scalars()
    apply_decisions(connection, dict.fromkeys(rejected), origin)
    return rejected


def _compare(connection: Connection, wanted: Mapping[int, DecisionKind | None]) -> Iterable[_Change]:
    columns = (FileRow.id, FileRow.content_key, DecisionRow.kind, holds())
    statement = select(*columns).join_from(FileRow, DecisionRow, isouter=True)
    for ids in chunks(wanted):
        for file_id, content_key, kind, valid in connection.execute(statement.where(FileRow.id.in_(ids))):
            old = DecisionKind(kind) if kind and valid else None
            yield _Change(file_id, content_key, old, wanted[file_id])


def _word_on(connection: Connection, pair: ContentPair) -> str | None:
    """What a person said of a pair: not-duplicate, or as what it was joined."""
    apart = select(NotDuplicateRow.first).where(NotDuplicateRow.first == pair[0], NotDuplicateRow.second == pair[1])
    if connection.execute(apart).first():
        return NOT_DUPLICATE
    told = select(JoinedRow.relation).where(JoinedRow.first == pair[0], JoinedRow.second == pair[1])
    return connection.execute(told).scalar()


def _record_pair(connection: Connection, pair: ContentPair, old: str | None, new: str | None) -> None:
    values: dict[str, Any] = {
        "first": pair[0],
        "second": pair[1],
        "old": old,
        "new": new,
        "origin": ChangeOrigin.PERSON,
    }
    values |= {"batch": _next_batch(connection), "changed_at": now()}
    connection.execute(insert(DecisionHistoryRow).values(**values))


def _next_batch(connection: Connection) -> int:
    return (connection.execute(select(func.max(DecisionHistoryRow.batch))).scalar() or 0) + 1


def _pair(first: str | None, second: str | None) -> ContentPair | None:
    return (ContentKey(first), ContentKey(second)) if first is not None and second is not None else None
