"""The groups under review as a Qt model: values in memory, no database, decisions shown the moment they are made.

The model holds what was read last plus what was decided since. Reading again keeps the order in which
groups stand on the screen: known groups stay where they are, new ones come after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from twinlens.core.relations import DecisionKind
from twinlens.gui import review_wording
from twinlens.gui.group_entry import GroupEntry, in_shown_order, with_decisions, with_separation

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class ReviewTotals:
    """What the bottom bar says."""

    groups: int = 0
    reviewed: int = 0
    saving: int = 0

    def changed(self, before: GroupEntry, after: GroupEntry) -> ReviewTotals:
        """The totals when one group becomes another."""
        return ReviewTotals(
            self.groups,
            self.reviewed + after.reviewed - before.reviewed,
            self.saving + after.saving - before.saving,
        )


class GroupModel(QAbstractListModel):
    """Rows are groups. Everything is answered from memory."""

    GroupRole = int(Qt.ItemDataRole.UserRole) + 1
    totals_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """An empty model."""
        super().__init__(parent)
        self._entries: list[GroupEntry] = []
        self._row_of_group: dict[str, int] = {}
        self._row_of_shot: dict[int, int] = {}
        self._totals = ReviewTotals()

    # what Qt asks

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Number of groups."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The entry itself for painting, sentences for screen readers."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == self.GroupRole:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return review_wording.group_sentence(entry)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return review_wording.group_members(entry)
        return None

    # what the window asks

    @property
    def totals(self) -> ReviewTotals:
        """Counts over all groups."""
        return self._totals

    @property
    def entries(self) -> Sequence[GroupEntry]:
        """All groups in the order shown."""
        return self._entries

    def entry(self, row: int) -> GroupEntry:
        """One group."""
        return self._entries[row]

    def row_of_group(self, group_id: str) -> int | None:
        """Where a group stands."""
        return self._row_of_group.get(group_id)

    def position_of(self, shot_id: int) -> tuple[int, int] | None:
        """Row and place of a shot."""
        row = self._row_of_shot.get(shot_id)
        if row is None:
            return None
        return row, next(place for place, member in enumerate(self._entries[row].members) if member.shot.id == shot_id)

    def next_undecided(self, after: int) -> int | None:
        """The next row with something to decide, beginning again at the top; None if nothing is left."""
        rows = len(self._entries)
        for step in range(1, rows + 1):
            row = (after + step) % rows
            if not self._entries[row].reviewed:
                return row
        return None

    # what changes it

    def show(self, entries: Sequence[GroupEntry], *, keep_places: bool = True) -> None:
        """Show what was read. With `keep_places`, what is on the screen stays in its order and new groups follow."""
        arranged = self._arranged(entries) if keep_places and self._entries else list(entries)
        before = [entry.group.id for entry in self._entries]
        if before and [entry.group.id for entry in arranged[: len(before)]] == before:
            self._replace_and_append(arranged)
        else:
            self.beginResetModel()
            self._entries = arranged
            self._index_rows()
            self.endResetModel()
        self._totals = ReviewTotals(
            len(arranged), sum(entry.reviewed for entry in arranged), sum(entry.saving for entry in arranged)
        )
        self.totals_changed.emit()

    def decide(self, changes: Mapping[int, DecisionKind | None]) -> None:
        """Show decisions: shot id to what was decided, None for cleared."""
        self._change(changes, lambda entry: with_decisions(entry, changes))

    def separate(self, shot_id: int, *, different: bool) -> None:
        """Show that a shot is (no longer) said to differ from the keeper."""
        self._change([shot_id], lambda entry: with_separation(entry, shot_id, different=different))

    def _change(self, shot_ids: Iterable[int], changed: Callable[[GroupEntry], GroupEntry]) -> None:
        rows = sorted({row for row in map(self._row_of_shot.get, shot_ids) if row is not None})
        for row in rows:
            before, after = self._entries[row], changed(self._entries[row])
            self._entries[row] = after
            self._totals = self._totals.changed(before, after)
        for first, last in _runs(rows):
            self.dataChanged.emit(self.index(first), self.index(last))
        if rows:
            self.totals_changed.emit()

    def _replace_and_append(self, arranged: Sequence[GroupEntry]) -> None:
        known = len(self._entries)
        changed = [row for row in range(known) if self._entries[row] != arranged[row]]
        for row in changed:
            self._entries[row] = arranged[row]
        if len(arranged) > known:
            self.beginInsertRows(QModelIndex(), known, len(arranged) - 1)
            self._entries += arranged[known:]
            self._index_rows()
            self.endInsertRows()
        else:
            self._index_rows()
        for first, last in _runs(changed):
            self.dataChanged.emit(self.index(first), self.index(last))

    def _arranged(self, entries: Sequence[GroupEntry]) -> list[GroupEntry]:
        known: list[tuple[int, GroupEntry]] = []
        new: list[GroupEntry] = []
        for entry in entries:
            row = self._known_row(entry)
            if row is None:
                new.append(entry)
            else:
                known.append((row, in_shown_order(entry, self._entries[row])))
        known.sort(key=lambda placed: placed[0])
        return [entry for _, entry in known] + new

    def _known_row(self, entry: GroupEntry) -> int | None:
        """A group is known by its id, or by its keeper having been shown in it."""
        row = self._row_of_group.get(entry.group.id)
        return self._row_of_shot.get(entry.members[0].shot.id) if row is None else row

    def _index_rows(self) -> None:
        self._row_of_group = {entry.group.id: row for row, entry in enumerate(self._entries)}
        self._row_of_shot = {m.shot.id: row for row, entry in enumerate(self._entries) for m in entry.members}


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Consecutive rows, first and last of each run."""
    start = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or rows[place] != rows[place - 1] + 1:
            yield rows[start], rows[place - 1]
            start = place
