"""The groups under review as a Qt model: values in memory, no database, decisions shown the moment they are made.

The model holds what was read last plus what was decided since. Reading again keeps the order in which
groups stand on the screen: known groups stay where they are, new ones come after.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from twinlens.core.photos import Shot
from twinlens.core.relations import DecisionKind
from twinlens.gui import review_wording
from twinlens.gui.review.group_entry import GroupEntry, with_decisions, with_separation
from twinlens.gui.review.group_rows import GroupRows, ReviewTotals, RowChange, change_to

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class GroupModel(QAbstractListModel):
    """Rows are groups. Everything is answered from memory."""

    GroupRole = int(Qt.ItemDataRole.UserRole) + 1
    totals_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """An empty model."""
        super().__init__(parent)
        self._rows = GroupRows()
        self._count = 0
        """Asked for by Qt twice for every row of a layout: kept at hand."""

    # what Qt asks

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Number of groups."""
        return 0 if parent.isValid() else self._count

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The entry itself for painting, sentences for screen readers."""
        if not index.isValid():
            return None
        entry = self._rows.entries[index.row()]
        if role == self.GroupRole:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return review_wording.group_sentence(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return review_wording.group_in_review(entry, index.row(), self.rowCount())
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return review_wording.group_members(entry)
        return None

    # what the window asks

    @property
    def totals(self) -> ReviewTotals:
        """Counts over all groups."""
        return self._rows.totals

    @property
    def entries(self) -> Sequence[GroupEntry]:
        """All groups in the order shown."""
        return self._rows.entries

    @property
    def rows(self) -> GroupRows:
        """All that is shown; the model changes it, so take a snapshot to work from on another thread."""
        return self._rows

    def entry(self, row: int) -> GroupEntry:
        """One group."""
        return self._rows.entries[row]

    def row_of_group(self, group_id: str) -> int | None:
        """Where a group stands."""
        return self._rows.row_of_group.get(group_id)

    def position_of(self, shot_id: int) -> tuple[int, int] | None:
        """Row and place of a shot."""
        row = self._rows.row_of_shot.get(shot_id)
        if row is None:
            return None
        return row, next(
            place for place, member in enumerate(self._rows.entries[row].members) if member.shot.id == shot_id
        )

    def holds(self, shot_ids: Collection[int]) -> bool:
        """Whether all these shots are shown."""
        return all(map(self._rows.row_of_shot.__contains__, shot_ids))

    def shots(self, shot_ids: Collection[int]) -> list[Shot]:
        """Those of these shots that are shown, as they are decided now."""
        rows = {row for row in map(self._rows.row_of_shot.get, shot_ids) if row is not None}
        return [member.shot for row in rows for member in self._rows.entries[row].members if member.shot.id in shot_ids]

    def next_undecided(self, after: int) -> int | None:
        """The next row with something to decide, beginning again at the top; None if nothing is left."""
        rows = len(self._rows.entries)
        for step in range(1, rows + 1):
            row = (after + step) % rows
            if not self._rows.entries[row].reviewed:
                return row
        return None

    # what changes it

    def show(self, entries: Sequence[GroupEntry], *, keep_places: bool = True) -> None:
        """Show groups at once. With `keep_places`, what is on the screen stays in its order and new groups follow."""
        self.apply(change_to(entries, self._rows if keep_places and self._rows.entries else None))

    def apply(self, change: RowChange) -> None:
        """Show what was read, as it was worked out; anew if other rows have come on the screen meanwhile."""
        if change.shown is not None and not change.still_fits(self._rows):
            change = change_to(change.rows.entries, self._rows)
        known = len(self._rows.entries)
        if not change.appends:
            self.beginResetModel()
            self._take(change.rows)
            self.endResetModel()
        elif len(change.rows.entries) > known:
            self.beginInsertRows(QModelIndex(), known, len(change.rows.entries) - 1)
            self._take(change.rows)
            self.endInsertRows()
        else:
            self._take(change.rows)
        for first, last in _runs(change.changed):
            self.dataChanged.emit(self.index(first), self.index(last))
        self.totals_changed.emit()

    def _take(self, rows: GroupRows) -> None:
        self._rows, self._count = rows, len(rows.entries)

    def decide(self, changes: Mapping[int, DecisionKind | None]) -> None:
        """Show decisions: shot id to what was decided, None for cleared."""
        self._change(changes, lambda entry: with_decisions(entry, changes))

    def separate(self, shot_id: int, *, different: bool) -> None:
        """Show that a shot is (no longer) said to differ from the keeper."""
        self._change([shot_id], lambda entry: with_separation(entry, shot_id, different=different))

    def _change(self, shot_ids: Iterable[int], changed: Callable[[GroupEntry], GroupEntry]) -> None:
        rows = sorted({row for row in map(self._rows.row_of_shot.get, shot_ids) if row is not None})
        for row in rows:
            before, after = self._rows.entries[row], changed(self._rows.entries[row])
            self._rows.entries[row] = after
            self._rows.totals = self._rows.totals.changed(before, after)
        for first, last in _runs(rows):
            self.dataChanged.emit(self.index(first), self.index(last))
        if rows:
            self.totals_changed.emit()


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Consecutive rows, first and last of each run."""
    start = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or rows[place] != rows[place - 1] + 1:
            yield rows[start], rows[place - 1]
            start = place
