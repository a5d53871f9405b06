"""The rows of groups: a list that paints only what is visible, with a focus that moves over photographs.

The list's current index is the group in focus; which photograph of it is in focus is kept here. Reading
groups again keeps both, the selection, and what is on the screen, by the ids of groups and shots.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QWidget

from twinlens.core.photos import ContentKey
from twinlens.core.relations import DecisionKind
from twinlens.gui import review_wording
from twinlens.gui.look.theme import set_role
from twinlens.gui.pictures.dragging_out import DragSource
from twinlens.gui.pictures.photo_painter import PhotoPainter
from twinlens.gui.pictures.row_layout import ROW_HEIGHT, RowLayout, first_to_show, photo_height, row_height_for
from twinlens.gui.pictures.uniform_rows import UniformRows
from twinlens.gui.review.group_delegate import GroupDelegate, RowLook, decision_buttons, layout_of
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.review.group_model import GroupModel
from twinlens.gui.review.list_keys import LIST_KEYS
from twinlens.gui.review.row_anchor import Anchor, anchor_at
from twinlens.gui.review.row_wishes import RowWishes
from twinlens.gui.shell.commands import Place
from twinlens.gui.shell.keymap import Keymap


class GroupView(UniformRows):
    """Groups as rows of photographs."""

    focus_moved = Signal(int, int)
    """Row and place of the photograph in focus."""
    pointed = Signal(int, int)
    """Row and place of the photograph under the pointer; -1 when it left."""
    compare_requested = Signal()
    next_requested = Signal()
    decision_requested = Signal(object)
    """A decision by the pointer upon the photograph in focus."""
    photo_height_changed = Signal()

    def __init__(
        self, model: GroupModel, brush: PhotoPainter, keymap: Keymap | None = None, parent: QWidget | None = None
    ) -> None:
        """The view lives as long as the model, the brush and its thumbnails. Without a keymap the default keys hold."""
        super().__init__(ROW_HEIGHT, parent)
        self._keymap = keymap or Keymap()
        self._do = self._make_commands()
        self._groups = model
        self._brush = brush
        self.thumbnails = brush.thumbnails
        self._look = RowLook()
        self._firsts: dict[str, int] = {}
        self._focus_shot = -1
        self._chosen_height = 0
        self._anchor: Anchor | None = None
        self._dress()
        self.setModel(model)
        self._wishes = RowWishes(self, brush.thumbnails)
        self.delegate = GroupDelegate(brush, self._look, self._firsts, self)
        self.setItemDelegate(self.delegate)
        model.modelAboutToBeReset.connect(self._remember_place)
        model.modelReset.connect(self._return_to_place)
        model.rowsInserted.connect(self._rows_added)
        model.dataChanged.connect(self._rows_changed)
        self.selectionModel().selectionChanged.connect(self._show_selection)
        brush.theme.changed.connect(self.viewport().update)
        DragSource(self.viewport(), self._photos_at)

    def _dress(self) -> None:
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(review_wording.GROUP_LIST)
        set_role(self, "bare")

    # focus

    @property
    def focus_row(self) -> int:
        """Row of the group in focus, -1 in an empty list."""
        return self._look.focus_row

    @property
    def focus_place(self) -> int:
        """Place of the photograph in focus within its group."""
        return self._look.focus_place

    @property
    def pointed_at(self) -> tuple[int, int]:
        """Row and place of the photograph under the pointer; -1 where there is none."""
        return self._look.hover_row, self._look.hover_place

    @property
    def focus_entry(self) -> GroupEntry | None:
        """The group in focus."""
        return self._groups.entry(self.focus_row) if 0 <= self.focus_row < self._groups.rowCount() else None

    def set_focus(self, row: int, place: int, *, select: bool = True) -> None:
        """Put the focus on a photograph and bring it into sight."""
        if not 0 <= row < self._groups.rowCount():
            return
        if self.currentIndex().row() != row:
            how = (
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                if select
                else QItemSelectionModel.SelectionFlag.NoUpdate
            )
            self.selectionModel().setCurrentIndex(self._groups.index(row), how)
        self._take_focus(row, place)

    def selected_rows(self) -> list[int]:
        """Rows selected, in order; the row in focus alone where nothing else is."""
        ranges = sorted((part.top(), part.bottom()) for part in self.selectionModel().selection().toList())
        rows = [row for top, bottom in ranges for row in range(top, bottom + 1)]
        return rows or ([self.focus_row] if self.focus_row >= 0 else [])

    def clear_selection(self) -> None:
        """Select the group in focus alone."""
        self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.setFocus()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """The keys moved to another group: its photograph that is to be decided first gets the focus."""
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != self._look.focus_row:
            self._take_focus(current.row(), self._groups.entry(current.row()).first_undecided())

    def _take_focus(self, row: int, place: int) -> None:
        entry = self._groups.entry(row)
        self._look.focus_row = row
        self._look.focus_place = max(0, min(place, len(entry.members) - 1))
        self._focus_shot = entry.members[self._look.focus_place].shot.id
        sizes = [(m.shot.facts.width, m.shot.facts.height) for m in entry.members]
        first = self._firsts.get(entry.group.id, 1)
        self._firsts[entry.group.id] = first_to_show(sizes, self.row_rect(row), self._look.focus_place, first)
        self.viewport().update()
        self._wishes.tell()
        self._say_focus()
        self.focus_moved.emit(row, self._look.focus_place)

    def _say_focus(self) -> None:
        """To screen readers: a list's own rows know nothing of the photograph within."""
        entry = self.focus_entry
        if entry is not None and self.focus_place < len(entry.members):
            self.setAccessibleDescription(review_wording.photo_sentence(entry, self.focus_place))
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Over photographs and groups, choose, compare, go on; pages and whatever else a list knows are its own."""
        command = self._keymap.command(event, Place.GROUPS) or ""
        if command in LIST_KEYS:
            super().keyPressEvent(QKeyEvent(event.type(), *LIST_KEYS[command]))
        elif command in self._do:
            self._do[command]()
        else:
            super().keyPressEvent(event)

    def _make_commands(self) -> dict[str, Callable[[], object]]:
        """What each key does here, by the name of its command."""
        return {
            "review.photo-before": partial(self._step, -1),
            "review.photo-after": partial(self._step, 1),
            **{f"review.choose-{number}": partial(self._choose, number - 1) for number in range(1, 10)},
            "review.compare": self.compare_requested.emit,
            "review.next": self.next_requested.emit,
        }

    def _choose(self, place: int) -> None:
        if self.focus_entry is not None:
            self._take_focus(self.focus_row, place)

    def _step(self, step: int) -> None:
        """To the photo beside; past the end of a group on to the next."""
        entry = self.focus_entry
        if entry is None:
            return
        place = self.focus_place + step
        if 0 <= place < len(entry.members):
            self._take_focus(self.focus_row, place)
        elif 0 <= self.focus_row + step < self._groups.rowCount():
            row = self.focus_row + step
            self.set_focus(row, 0 if step > 0 else len(self._groups.entry(row).members) - 1)

    def keyboardSearch(self, search: str) -> None:
        """Letters decide; they don't search."""

    # pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click puts the focus on a photograph; on its buttons, it decides."""
        super().mousePressEvent(event)
        row, layout = self._row_at(event.position().toPoint())
        if layout is None:
            return
        point = self._from_left(event.position().toPoint())
        tile = layout.tile_at(point)
        if tile is not None:
            self._take_focus(row, tile.place)
            if event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
                keep, reject = decision_buttons(tile)
                if keep.contains(point):
                    self.decision_requested.emit(DecisionKind.KEEP)
                elif reject.contains(point):
                    self.decision_requested.emit(DecisionKind.REJECT)
        elif layout.after is not None and layout.after.contains(point):
            self._take_focus(row, layout.tiles[-1].place + 1)
        elif layout.before is not None and layout.before.contains(point):
            self._take_focus(row, layout.tiles[1].place - 1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks on a photograph compare; on its buttons they are two decisions."""
        point = event.position().toPoint()
        _, layout = self._row_at(point)
        point = self._from_left(point)
        tile = layout.tile_at(point) if layout is not None else None
        if tile is None or any(button.contains(point) for button in decision_buttons(tile)):
            self.mousePressEvent(event)
        else:
            self.compare_requested.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What the pointer is on shows its buttons, and its reasons in the details."""
        point = event.position().toPoint()
        row, layout = self._row_at(point)
        tile = layout.tile_at(self._from_left(point)) if layout is not None else None
        self._hover(row if tile is not None else -1, tile.place if tile is not None else -1)
        if not event.buttons():
            super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer left."""
        super().leaveEvent(event)
        self._hover(-1, -1)

    def _hover(self, row: int, place: int) -> None:
        if (row, place) != (self._look.hover_row, self._look.hover_place):
            self._look.hover_row, self._look.hover_place = row, place
            self.viewport().update()
            self.pointed.emit(row, place)

    def _from_left(self, point: QPoint) -> QPoint:
        """A point as it lies from left to right, as rows are laid out; the brush mirrors them the same way."""
        return QStyle.visualPos(self.layoutDirection(), self.viewport().rect(), point)

    def _photos_at(self, point: QPoint) -> list[Path]:
        row, layout = self._row_at(point)
        at = self._from_left(point)
        tile = layout.tile_at(at) if layout is not None else None
        if tile is None or any(button.contains(at) for button in decision_buttons(tile)):
            return []
        return [self._groups.entry(row).members[tile.place].shot.path]

    def _row_at(self, point: QPoint) -> tuple[int, RowLayout | None]:
        index = self.indexAt(point)
        return (index.row(), self.layout_of_row(index.row())) if index.isValid() else (-1, None)

    # what is visible

    def layout_of_row(self, row: int) -> RowLayout:
        """Where the photographs of a row stand now, in the viewport."""
        entry = self._groups.entry(row)
        return layout_of(entry, self.row_rect(row), self._firsts.get(entry.group.id, 1))

    def contents_shown(self, row: int) -> list[ContentKey]:
        """What the photographs show that stand in a row now."""
        members = self._groups.entry(row).members
        return [members[tile.place].shot.content_key for tile in self.layout_of_row(row).tiles]

    def _show_selection(self, _new: QItemSelection, _old: QItemSelection) -> None:
        several = sum(part.height() for part in self.selectionModel().selection().toList()) > 1
        if several or self._look.several:
            self._look.several = several
            self.viewport().update()

    # how high

    @property
    def photo_height(self) -> int:
        """How high photographs are now."""
        return photo_height(self.row_height)

    @property
    def chosen_height(self) -> int:
        """How high photographs were asked to be; 0 where the window decides."""
        return self._chosen_height

    def choose_photo_height(self, height: int) -> None:
        """Have photographs this high; 0 leaves it to the window. What is in focus stays where it is."""
        self._chosen_height = height
        self._suit_height()

    def _suit_height(self) -> None:
        height = row_height_for(self.viewport().width(), self._chosen_height)
        if height == self.row_height:
            return
        in_sight = self.focus_row in self.visible_rows()
        self._remember_place()
        self.set_row_height(height)
        self._return_to_place()
        if in_sight:
            self.scrollTo(self.currentIndex())
        self.photo_height_changed.emit()

    # keeping the place

    def _remember_place(self) -> None:
        rows = self._groups.rowCount()
        if not rows:
            self._anchor = None
            return
        visible = self.visible_rows()
        row = self.focus_row if self.focus_row in visible else visible.start
        row = max(0, min(row, rows - 1))
        place = self.focus_place if row == self.focus_row else 0
        top, entries = self.row_rect(row).top(), self._groups.entries
        self._anchor = anchor_at(entries, row, place, top, self.selected_rows())

    def _return_to_place(self) -> None:
        self._look.focus_row, self._look.hover_row, self._look.hover_place = -1, -1, -1
        self._firsts.clear()
        rows = self._groups.rowCount()
        self.doItemsLayout()
        if not rows:
            return
        anchor, self._anchor = self._anchor, None
        if anchor is None:
            self.set_focus(0, self._groups.entry(0).first_undecided())
            return
        row, place = anchor.found_in(self._groups.entries, self._groups.position_of)
        self.verticalScrollBar().setValue(row * self.row_height - anchor.top)
        self._look.focus_row = row
        self.selectionModel().setCurrentIndex(self._groups.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.verticalScrollBar().setValue(row * self.row_height - anchor.top)
        self._select_again(anchor.selected)
        self._take_focus(row, place)

    def _select_again(self, shot_ids: tuple[int, ...]) -> None:
        if len(shot_ids) < 2:
            return
        selection = QItemSelection()
        for found in filter(None, map(self._groups.position_of, shot_ids)):
            index = self._groups.index(found[0])
            selection.select(index, index)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _rows_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self.focus_row <= last.row():
            self._stay_on_photo(self._groups.entry(self.focus_row))
            self._say_focus()
        self._wishes.tell()

    def _stay_on_photo(self, entry: GroupEntry) -> None:
        """Photographs may have left the group, or come back to it."""
        places = {member.shot.id: place for place, member in enumerate(entry.members)}
        self._look.focus_place = places.get(self._focus_shot, entry.first_undecided())
        self._focus_shot = entry.members[self._look.focus_place].shot.id

    def _rows_added(self) -> None:
        if self._look.focus_row < 0 and self._groups.rowCount():
            self.set_focus(0, self._groups.entry(0).first_undecided())
        self._wishes.tell()

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider window shows more of each group, and a wide one shows it larger."""
        super().resizeEvent(event)
        self._suit_height()
        self._wishes.tell()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring turns bright."""
        super().focusInEvent(event)
        self._look.active = True
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring turns quiet."""
        super().focusOutEvent(event)
        self._look.active = False
        self.viewport().update()
