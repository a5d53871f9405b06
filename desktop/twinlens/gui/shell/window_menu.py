"""The window's menu and shortcuts: every action in one list, reachable by key and by pointer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMenu, QWidget

from twinlens.gui.look.theme import Scheme, Theme
from twinlens.gui.shell.top_bar import PAGE_NAMES, Page

SCHEME_NAMES = {
    Scheme.SYSTEM: "As the system",
    Scheme.DARK: "Dark",
    Scheme.LIGHT: "Light",
    Scheme.CONTRAST: "High contrast",
}


@dataclass(frozen=True, slots=True)
class WindowActions:
    """What the menu can ask of the window."""

    add_folder: Callable[[], object]
    scan_all: Callable[[], object]
    search: Callable[[], object]
    paste: Callable[[], object]
    clean_up: Callable[[], object]
    rules: Callable[[], object]
    show_page: Callable[[Page], object]
    full_screen: Callable[[], object]
    shortcuts: Callable[[], object]
    about: Callable[[], object]
    quit: Callable[[], object]


def build_menu(window: QWidget, do: WindowActions, undo: QUndoStack, theme: Theme) -> QMenu:
    """Make the menu; its shortcuts work in the whole window, whether it is open or not."""
    menu = QMenu(window)
    _add(window, menu, "Add a folder\u2026", "Ctrl+O", do.add_folder)
    _add(window, menu, "Scan all again", "F5", do.scan_all)
    menu.addSeparator()
    _add(window, menu, "Search by a picture\u2026", "Ctrl+F", do.search)
    _add(window, menu, "Paste a picture or folders", QKeySequence.StandardKey.Paste, do.paste)
    menu.addSeparator()
    for action, keys in (
        (undo.createUndoAction(window, "Undo"), QKeySequence.StandardKey.Undo),
        (undo.createRedoAction(window, "Redo"), QKeySequence.StandardKey.Redo),
    ):
        action.setShortcuts(keys)
        window.addAction(action)
        menu.addAction(action)
    _add(window, menu, "Move rejected photos away\u2026", "Ctrl+Backspace", do.clean_up)
    _add(window, menu, "Keeper rules\u2026", "Ctrl+K", do.rules)
    menu.addSeparator()
    pages = menu.addMenu("Go to")
    for page, name in PAGE_NAMES.items():
        _add(window, pages, name, f"Ctrl+{page + 1}", partial(do.show_page, page))
    menu.addMenu(_appearance(menu, theme))
    _add(window, menu, "Full screen", "F11", do.full_screen)
    menu.addSeparator()
    _add(window, menu, "Keyboard shortcuts", "?", do.shortcuts)
    _add(window, menu, "About Twinlens", "", do.about)
    _add(window, menu, "Quit", "Ctrl+Q", do.quit)
    return menu


def _add(
    window: QWidget, menu: QMenu, text: str, keys: str | QKeySequence.StandardKey, act: Callable[[], object]
) -> QAction:
    action = QAction(text, window)
    if keys:
        action.setShortcuts(
            QKeySequence.keyBindings(keys) if isinstance(keys, QKeySequence.StandardKey) else [QKeySequence(keys)]
        )
    action.triggered.connect(lambda _checked: act())
    window.addAction(action)
    menu.addAction(action)
    return action


def _appearance(menu: QMenu, theme: Theme) -> QMenu:
    schemes = QMenu("Appearance", menu)
    group = QActionGroup(schemes)
    for scheme, name in SCHEME_NAMES.items():
        action = QAction(name, group, checkable=True, checked=theme.scheme is scheme)
        action.triggered.connect(lambda _checked, scheme=scheme: theme.set_scheme(scheme))
        schemes.addAction(action)
    return schemes
