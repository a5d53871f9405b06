"""The bar at the top: which page is shown, the way to search, and the menu."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from math import ceil

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QPushButton, QWidget

from twinlens.gui import wording
from twinlens.gui.look.controls import row, tool
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Size, Space, Type, font, set_role
from twinlens.gui.shell.keymap import Keymap
from twinlens.gui.translating import tr


class Page(IntEnum):
    """The window's pages, in the order of their tabs."""

    REVIEW = 0
    LIBRARY = 1
    HISTORY = 2
    PROBLEMS = 3
    BACKUPS = 4


PAGE_NAMES: Mapping[Page, str] = {
    Page.REVIEW: tr("Review"),
    Page.LIBRARY: tr("Library"),
    Page.HISTORY: tr("History"),
    Page.PROBLEMS: tr("Problems"),
    Page.BACKUPS: tr("Backups"),
}


def page_named(remembered: object) -> Page:
    """The page to begin with; a library that was never looked at begins with itself."""
    return next((page for page in Page if str(int(page)) == str(remembered)), Page.LIBRARY)


class TopBar(QFrame):
    """Tabs at the left, tools at the right."""

    page_chosen = Signal(object)
    search_requested = Signal()

    def __init__(self, icons: Icons, menu: QMenu, keymap: Keymap, parent: QWidget | None = None) -> None:
        """`menu` opens at the right end."""
        super().__init__(parent)
        set_role(self, "top-bar")
        self.setFixedHeight(Size.BAR)
        self._menu = menu
        self._group = QButtonGroup(self)
        self._tabs: dict[Page, QPushButton] = {}
        layout = row(gap=Space.S, margins=(Space.L, 0, Space.S, 0))
        for page, name in PAGE_NAMES.items():
            layout.addWidget(self._tab(page, name, keymap))
        layout.addStretch(1)
        search = tool(icons, "search", tr("Search by a picture"), self.search_requested.emit)
        keymap.bind_tip(search, tr("Search by a picture"), "window.search")
        self._menu_button = tool(icons, "menu", tr("Menu"), self.open_menu)
        keymap.bind_tip(self._menu_button, tr("Menu"), "window.menu")
        layout.addWidget(search)
        layout.addWidget(self._menu_button)
        self.setLayout(layout)

    def show_page(self, page: Page) -> None:
        """Mark the tab of the page that is shown."""
        self._tabs[page].setChecked(True)

    def set_count(self, page: Page, number: int) -> None:
        """Say on a tab how many things wait there."""
        name = PAGE_NAMES[page]
        self._name_tab(self._tabs[page], f"{name}  {wording.count(number)}" if number else name)

    def open_menu(self) -> None:
        """Open the menu below its button."""
        corner = self._menu_button.mapToGlobal(QPoint(self._menu_button.width(), self._menu_button.height()))
        self._menu.popup(corner - QPoint(self._menu.sizeHint().width(), 0))

    def _name_tab(self, tab: QPushButton, text: str) -> None:
        """The chosen tab is written strong: all have the room for that, so that none moves."""
        tab.setText(text)
        widest = QFontMetricsF(font(Type.BODY, strong=True)).horizontalAdvance(text)
        tab.setMinimumWidth(ceil(widest) + 2 * Space.S + Space.XS)

    def _tab(self, page: Page, name: str, keymap: Keymap) -> QPushButton:
        tab = QPushButton()
        self._name_tab(tab, name)
        tab.setCheckable(True)
        set_role(tab, "tab")
        keymap.follow(tab, lambda: tab.setToolTip(keymap.shown(f"window.{page.name.lower()}")))
        tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tab.clicked.connect(lambda: self.page_chosen.emit(page))
        self._group.addButton(tab)
        self._tabs[page] = tab
        return tab
