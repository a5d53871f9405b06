"""All keys on one sheet, opened with a question mark, as they are set."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QWidget

from twinlens.gui.look.controls import button, column, label, row
from twinlens.gui.look.scale import scaled
from twinlens.gui.look.theme import Size, Space, set_role
from twinlens.gui.shell.commands import PLACE_NAMES, Command, Place
from twinlens.gui.shell.keymap import Keymap
from twinlens.gui.shell.keys_dialog import KeysDialog
from twinlens.gui.translating import tr

_KEY_WIDTH = scaled(132)
_WORDS_WIDTH = scaled(200)
_RANGE_FROM = 5
"""From so many keys on, only the first and the last of a family are shown."""
_SHARE_OF_SCREEN = 0.92
_COLUMNS = ((Place.REVIEW, Place.GROUPS), (Place.COMPARISON, Place.HELP), (Place.ANYWHERE, Place.SEARCH))


class ShortcutsDialog(QDialog):
    """Keys at the left of what they do, one block for each place they work in."""

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        """Shows the keys of this moment."""
        super().__init__(parent)
        self._keymap = keymap
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        columns = row(gap=Space.XXL)
        for places in _COLUMNS:
            filled = column(gap=Space.S)
            for place in places:
                filled.addWidget(label(PLACE_NAMES[place], "title"))
                filled.addLayout(self._sheet(place))
                filled.addSpacing(Space.M)
            filled.addStretch(1)
            columns.addLayout(filled)
        change = button(tr("Change keys\u2026"), self._change, "flat")
        close = button(tr("Close"), self.accept)
        close.setDefault(True)
        sheet = QWidget()
        sheet.setLayout(columns)
        scroll = QScrollArea()
        scroll.setWidget(sheet)
        scroll.setAccessibleName(self.windowTitle())
        bar = row(change, None, close)
        self.setLayout(column(scroll, bar, gap=Space.L, margins=(Space.XL, Space.XL, Space.XL, Space.L)))
        # All of it where the screen has the room; the rest is scrolled to.
        whole = sheet.sizeHint() + QSize(2 * Space.XL + Space.XXL, Space.XL + Space.L + Size.BAR + Space.L)
        self.resize(whole.boundedTo(self.screen().availableSize() * _SHARE_OF_SCREEN))
        close.setFocus()

    def _change(self) -> None:
        KeysDialog(self._keymap, self.parentWidget()).open()
        self.accept()

    def _sheet(self, place: Place) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        here = [command for command in self._keymap.commands.values() if command.place is place]
        for line, (_words, family) in enumerate(groupby(here, key=lambda each: each.family or each.words)):
            self._add_line(grid, line, list(family))
        return grid

    def _add_line(self, grid: QGridLayout, line: int, family: list[Command]) -> None:
        cap = label(self._keys(family))
        set_role(cap, "key")
        cap.setFixedWidth(_KEY_WIDTH)
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(cap, line, 0)
        words = label(family[0].family or family[0].words, "quiet", wrap=True)
        words.setFixedWidth(_WORDS_WIDTH)
        words.ensurePolished()
        # A dialog asks its layout for a height before it knows the width, and would cut a second line off.
        words.setMinimumHeight(words.heightForWidth(_WORDS_WIDTH))
        grid.addWidget(words, line, 1)

    def _keys(self, family: list[Command]) -> str:
        keys = [key for command in family if (key := self._keymap.shown(command.name))]
        if len(keys) >= _RANGE_FROM:
            keys = [keys[0], "\u2026", keys[-1]]
        modifiers = keys[0][: keys[0].rfind("+", 0, -1) + 1] if keys else ""
        if all(key.startswith(modifiers) for key in keys if key != "\u2026"):
            keys[1:] = [key.removeprefix(modifiers) for key in keys[1:]]
        return " ".join(keys) or tr("none", "no key")
