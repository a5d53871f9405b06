"""The keeper rules, to be dragged into order and switched off, with a look at what that changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QWidget,
)
from shiboken6 import isValid

from twinlens.core.keepers import DEFAULT_RULES, KeeperReason, KeeperRules
from twinlens.gui import wording
from twinlens.gui.library import rules_wording as words
from twinlens.gui.look.controls import button, column, label, row, tool
from twinlens.gui.look.scale import scaled
from twinlens.gui.look.theme import Space, set_role
from twinlens.gui.services import Services
from twinlens.library.marks import CatalogueRecord

_SIZE = (840, 640)
_ROW_HEIGHT = scaled(26)
_VALUE = Qt.ItemDataRole.UserRole


class RulesDialog(QDialog):
    """Nothing is arranged before it is accepted; catalogues are read at once."""

    def __init__(self, services: Services, changed: Callable[[], None], parent: QWidget | None = None) -> None:
        """Shows the rules as they are; `changed` is called when keepers may be others, if need be after the closing."""
        super().__init__(parent)
        self._services = services
        self._changed = changed
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.TITLE)
        self.resize(*_SIZE)
        self.rules = OrderedList(words.RULES)
        self.folders = OrderedList(words.FOLDERS)
        self.catalogues = OrderedList(words.CATALOGUES, movable=False)
        self.effect = label(words.COUNTING, "quiet")
        self.use = button(words.USE, self.accept, "primary")
        self.use.setDefault(True)
        self.setLayout(self._layout())
        self.rules.changed.connect(self._look)
        self.folders.changed.connect(self._look)
        self._catalogues: Sequence[CatalogueRecord] = ()
        self.show_rules(services.backend.rules())
        services.reader.run(services.backend.catalogues, self._show_catalogues)

    def show_rules(self, rules: KeeperRules) -> None:
        """Put these into the lists."""
        self.rules.fill([(words.NAMES[reason], reason) for reason in rules.whole_order], off=rules.off)
        self.folders.fill([(wording.shown_folder(Path(folder)), folder) for folder in rules.folders])
        self._look()

    def arrangement(self) -> KeeperRules:
        """The rules as they stand in the lists."""
        return KeeperRules(
            order=tuple(KeeperReason(value) for value in self.rules.values()),
            off=frozenset(KeeperReason(value) for value in self.rules.unchecked()),
            folders=tuple(self.folders.values()),
        )

    def accept(self) -> None:
        """Arrange them."""
        rules, backend = self.arrangement(), self._services.backend
        changed = self._changed
        self._services.reader.run(lambda: backend.arrange_rules(rules), lambda _done: changed())
        super().accept()

    def _layout(self) -> QHBoxLayout:
        hint = label(words.HINT, "quiet", wrap=True)
        right = column(
            label(words.FOLDERS, "title"), self.folders, self._movers(self.folders, self._add_folder), Space.M,
            label(words.CATALOGUES, "title"), label(words.CATALOGUES_HINT, "quiet", wrap=True), self.catalogues,
            row(button(words.ADD_CATALOGUE, self._add_catalogue), None, button(words.REMOVE, self._forget_catalogue)),
        )  # fmt: skip
        left = column(label(words.RULES, "title"), self.rules, self._movers(self.rules))
        lists = row(gap=Space.XL)
        lists.addLayout(left, 1)
        lists.addLayout(right, 1)
        buttons = row(
            button(words.DEFAULTS, lambda: self.show_rules(DEFAULT_RULES)), Space.M, self.effect, None,
            button(words.CANCEL, self.reject), self.use,
        )  # fmt: skip
        whole = row()
        whole.addLayout(column(hint, lists, buttons, gap=Space.L, margins=(Space.XL,) * 4))
        return whole

    def _movers(self, moved: OrderedList, add: Callable[[], object] | None = None) -> QHBoxLayout:
        icons = self._services.icons
        made = row(
            tool(icons, "up", words.UP, lambda: moved.move(-1)), tool(icons, "down", words.DOWN, lambda: moved.move(1))
        )
        if add is not None:
            made.insertWidget(0, button(words.ADD_FOLDER, add))
            made.addWidget(button(words.REMOVE, moved.remove))
        made.insertStretch(0 if add is None else 1)
        return made

    def _look(self) -> None:
        """Say what the arrangement would change; only the newest question is answered."""
        rules, backend = self.arrangement(), self._services.backend
        self.effect.setText(words.COUNTING)
        self._services.reader.run(lambda: backend.rules_effect(rules), self._show_effect, key=self.effect)

    def _show_effect(self, effect: tuple[int, int]) -> None:
        self.effect.setText(words.changed(*effect))

    def _add_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, words.CHOOSE_FOLDER)
        if chosen:
            self.prefer(Path(chosen))

    def prefer(self, folder: Path) -> None:
        """Put a folder at the end of the preferred ones."""
        if str(folder) not in self.folders.values():
            self.folders.append(wording.shown_folder(folder), str(folder))

    def _add_catalogue(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, words.CHOOSE_CATALOGUE, "", words.CATALOGUE_FILES)
        if chosen:
            self.read_catalogue(Path(chosen))

    def read_catalogue(self, path: Path) -> None:
        """Read a catalogue; what is wrong with it is said by the main window."""
        backend = self._services.backend
        self._services.reader.run(lambda: backend.add_catalogue(path), lambda _done: self._follow_catalogues())

    def _forget_catalogue(self) -> None:
        place, backend = self.catalogues.currentRow(), self._services.backend
        if place >= 0:
            path = self._catalogues[place].path
            self._services.reader.run(lambda: backend.forget_catalogue(path), lambda _done: self._follow_catalogues())

    def _follow_catalogues(self) -> None:
        self._changed()
        if isValid(self):  # Reading takes a while: it may have been closed meanwhile.
            self._services.reader.run(self._services.backend.catalogues, self._show_catalogues)
            self._look()

    def _show_catalogues(self, records: Sequence[CatalogueRecord]) -> None:
        self._catalogues = records
        self.catalogues.fill([(words.catalogue(record), str(record.path)) for record in records])

    def done(self, result: int) -> None:
        """Nobody waits for answers any more."""
        for waiting in (self._show_catalogues, self.effect):
            self._services.reader.forget(waiting)
        super().done(result)


class OrderedList(QListWidget):
    """Lines that are dragged, or moved by Alt and the arrows; those of a rule have a box to switch it off."""

    changed = Signal()

    def __init__(self, name: str, *, movable: bool = True) -> None:
        """`name` is read aloud."""
        super().__init__()
        set_role(self, "bare")
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self._filling = False
        self.itemChanged.connect(lambda _item: self._tell())
        if movable:
            self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
            self.model().rowsMoved.connect(lambda *_: self._tell())
            for key, step in ((Qt.Key.Key_Up, -1), (Qt.Key.Key_Down, 1)):
                keys = QKeySequence(Qt.Modifier.ALT | key)
                shortcut = QShortcut(keys, self, context=Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(lambda step=step: self.move(step))

    def fill(self, lines: Sequence[tuple[str, str]], off: frozenset[str] | None = None) -> None:
        """Show words with the values they stand for; with `off` each has a box, empty for those."""
        self._filling = True
        self.clear()
        for text, value in lines:
            self._add(text, value, None if off is None else value not in off)
        self._filling = False

    def append(self, text: str, value: str) -> None:
        """One more, at the end."""
        self._add(text, value, None)
        self._tell()

    def values(self) -> list[str]:
        """What the lines stand for, from the top."""
        return [_value(self.item(place)) for place in range(self.count())]

    def unchecked(self) -> list[str]:
        """What is switched off."""
        items = [self.item(place) for place in range(self.count())]
        return [_value(item) for item in items if item.checkState() is Qt.CheckState.Unchecked]

    def move(self, step: int) -> None:
        """Move the current line."""
        place = self.currentRow()
        if place < 0 or not 0 <= place + step < self.count():
            return
        item = self.takeItem(place)
        self.insertItem(place + step, item)
        self.setCurrentItem(item)
        self._tell()

    def remove(self) -> None:
        """Take the current line out."""
        if self.currentRow() >= 0:
            self.takeItem(self.currentRow())
            self._tell()

    def _add(self, text: str, value: str, checked: bool | None) -> None:
        item = QListWidgetItem(text)
        item.setData(_VALUE, json.dumps(str(value)))
        item.setSizeHint(QSize(0, _ROW_HEIGHT))
        if checked is not None:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
        self.addItem(item)

    def _tell(self) -> None:
        if not self._filling:
            self.changed.emit()


def _value(item: QListWidgetItem) -> str:
    """Kept as ASCII: Qt holds text alone, and a folder's name may be none."""
    return str(json.loads(item.data(_VALUE)))
