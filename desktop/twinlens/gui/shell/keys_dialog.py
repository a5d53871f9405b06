"""Changes keys: choose a command, press the new key. A key that means something else there is refused at once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from twinlens.gui.look.controls import button, column, label, row
from twinlens.gui.look.theme import Size, Space
from twinlens.gui.shell.commands import PLACE_NAMES, Place
from twinlens.gui.shell.keymap import Keymap, shown_key, written_key
from twinlens.gui.translating import tr

_NAME = Qt.ItemDataRole.UserRole
_HEIGHT = 520


class KeysDialog(QDialog):
    """All commands with their keys, a field that narrows them, and what can be done to the one chosen."""

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        """Every change holds, and is saved, as it is made."""
        super().__init__(parent)
        self._keymap = keymap
        self._listening = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Change keys"))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter by what it does or by its key"))
        self.filter.setAccessibleName(tr("Filter by what it does or by its key"))
        self.filter.textChanged.connect(self._narrow)
        self.tree = self._make_tree()
        self.said = label(tr("Choose a command and press Enter, then its new key."), "quiet", wrap=True)
        self.change = button(tr("New key\u2026"), self.listen)
        self.remove = button(tr("Take the key away"), self._take_away, "flat")
        self.reset = button(tr("Default key"), self._reset, "flat")
        everything = button(tr("All defaults"), self._reset_all, "flat")
        close = button(tr("Close"), self.accept)
        bar = row(self.change, self.remove, self.reset, None, everything, close)
        self.setLayout(column(self.filter, self.tree, self.said, bar, gap=Space.M, margins=(Space.XL,) * 4))
        self.resize(Size.TEXT_COLUMN, _HEIGHT)
        keymap.follow(self, self._show_keys)
        self.choose(next(iter(self._items)))
        self._show_choice()

    @property
    def chosen(self) -> str:
        """The name of the command chosen; empty for the head of a place."""
        item = self.tree.currentItem()
        return (item.data(0, _NAME) or "") if item is not None else ""

    def choose(self, name: str) -> None:
        """Choose a command by its name."""
        self.tree.setCurrentItem(self._items[name])

    def listen(self) -> None:
        """The next key pressed is the new key."""
        if not self.chosen:
            return
        self._listening = True
        self.tree.setFocus()
        self._say(tr("Press the new key for \u201c{command}\u201d. Esc leaves it as it is."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catches the new key before the list or a shortcut hears it."""
        if event.type() is QEvent.Type.ShortcutOverride and self._listening:
            event.accept()
            return True
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self._listening:
                self._hear(event)
                return True
            if written_key(event) == "Return":
                self.listen()
                return True
        if event.type() is QEvent.Type.FocusOut and self._listening:
            self._stop()
        return super().eventFilter(watched, event)

    def _hear(self, event: QKeyEvent) -> None:
        key = written_key(event)
        if not key:
            return
        if key == "Esc":
            self._stop()
            return
        other = self._keymap.clash(self.chosen, key)
        if other is not None:
            self._say(
                tr("{key} already means \u201c{other}\u201d. Press another key, or take it away there first."),
                key=shown_key(key), other=other.words,
            )  # fmt: skip
            return
        self._listening = False
        self._keymap.assign(self.chosen, [key])
        self._say(tr("{key} is now the key for \u201c{command}\u201d."), key=shown_key(key))

    def _stop(self) -> None:
        self._listening = False
        self._say(tr("\u201c{command}\u201d keeps its key."))

    def _take_away(self) -> None:
        self._keymap.assign(self.chosen, [])
        self._say(tr("\u201c{command}\u201d has no key now."))

    def _reset(self) -> None:
        for key in self._keymap.commands[self.chosen].keys:
            other = self._keymap.clash(self.chosen, key)
            if other is not None:
                self._say(
                    tr("{key} means \u201c{other}\u201d now. Take it away there first."),
                    key=shown_key(key), other=other.words,
                )  # fmt: skip
                return
        self._keymap.reset(self.chosen)
        self._say(tr("\u201c{command}\u201d has its default key again."))

    def _reset_all(self) -> None:
        self._keymap.reset()
        self.said.setText(tr("All keys are the defaults again."))

    def _say(self, sentence: str, **values: str) -> None:
        """A sentence about the command chosen."""
        command = self._keymap.commands[self.chosen].words
        self.said.setText(sentence.format(command=command, **values))

    # the list

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setAccessibleName(tr("Commands and their keys"))
        tree.setHeaderLabels([tr("What it does"), tr("Keys")])
        tree.setRootIsDecorated(False)
        tree.setItemsExpandable(False)
        tree.setUniformRowHeights(True)
        tree.header().setStretchLastSection(False)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._heads: dict[Place, QTreeWidgetItem] = {}
        for place in Place:
            head = self._heads[place] = QTreeWidgetItem(tree, [PLACE_NAMES[place]])
            strong = head.font(0)
            strong.setBold(True)
            head.setFont(0, strong)
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for command in self._keymap.commands.values():
                if command.place is place:
                    item = QTreeWidgetItem(head, [command.words, ""])
                    item.setData(0, _NAME, command.name)
                    self._items[command.name] = item
        tree.expandAll()
        tree.installEventFilter(self)
        tree.currentItemChanged.connect(lambda _now, _before: self._show_choice())
        tree.itemDoubleClicked.connect(lambda _item, _column: self.listen())
        return tree

    def _show_keys(self) -> None:
        changed = self._keymap.changes()
        for name, item in self._items.items():
            item.setText(1, self._keymap.all_shown(name) or tr("none", "no key"))
            strong = item.font(1)
            strong.setBold(name in changed)
            item.setFont(1, strong)
        self._show_choice()

    def _show_choice(self) -> None:
        name = self.chosen
        self.change.setEnabled(bool(name))
        self.remove.setEnabled(bool(name) and bool(self._keymap.keys(name)))
        self.reset.setEnabled(bool(name) and name in self._keymap.changes())

    def _narrow(self, text: str) -> None:
        wanted = text.casefold()
        for item in self._items.values():
            item.setHidden(wanted not in item.text(0).casefold() and wanted != item.text(1).casefold())
        for place, head in self._heads.items():
            here = (item for name, item in self._items.items() if self._keymap.commands[name].place is place)
            head.setHidden(all(item.isHidden() for item in here))
