"""The window's menu and shortcuts: every action in one list, reachable by key and by pointer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QUndoStack
from PySide6.QtWidgets import QMenu, QWidget

from twinlens.gui.library.recent_folders import RecentFolders
from twinlens.gui.look.theme import Scheme, Theme
from twinlens.gui.shell.diagnostics import Diagnostics
from twinlens.gui.shell.keymap import Keymap
from twinlens.gui.shell.top_bar import PAGE_NAMES, Page
from twinlens.gui.translating import tr

SCHEME_NAMES = {
    Scheme.SYSTEM: tr("As the system"),
    Scheme.DARK: tr("Dark"),
    Scheme.LIGHT: tr("Light"),
    Scheme.CONTRAST: tr("High contrast"),
}


@dataclass(frozen=True, slots=True)
class WindowActions:
    """What the menu can ask of the window."""

    add_folder: Callable[[], object]
    scan_all: Callable[[], object]
    recent: RecentFolders
    search: Callable[[], object]
    paste: Callable[[], object]
    clean_up: Callable[[], object]
    rules: Callable[[], object]
    show_page: Callable[[Page], object]
    full_screen: Callable[[], object]
    preferences: Callable[[], object]
    help: Callable[[], object]
    shortcuts: Callable[[], object]
    diagnostics: Diagnostics
    about: Callable[[], object]
    quit: Callable[[], object]


def build_menu(window: QWidget, do: WindowActions, undo: QUndoStack, theme: Theme, keymap: Keymap) -> QMenu:
    """Make the menu; its shortcuts work in the whole window, whether it is open or not."""
    menu = QMenu(window)

    def add(text: str, name: str, act: Callable[[], object], to: QMenu = menu) -> None:
        action = QAction(text, window)
        if name:
            keymap.bind(action, name)
        action.triggered.connect(lambda _checked: act())
        window.addAction(action)
        to.addAction(action)

    add(tr("Add a folder\u2026"), "window.add-folder", do.add_folder)
    add(tr("Scan all again"), "window.scan-all", do.scan_all)
    menu.addMenu(do.recent.menu(menu))
    menu.addSeparator()
    add(tr("Search by a picture\u2026"), "window.search", do.search)
    add(tr("Paste a picture or folders"), "window.paste", do.paste)
    menu.addSeparator()
    for action in _steps(window, undo, keymap):
        window.addAction(action)
        menu.addAction(action)
    add(tr("Move rejected photos away\u2026"), "window.clean-up", do.clean_up)
    add(tr("Keeper rules\u2026"), "window.rules", do.rules)
    menu.addSeparator()
    pages = menu.addMenu(tr("Go to"))
    for page, words in PAGE_NAMES.items():
        add(words, f"window.{page.name.lower()}", partial(do.show_page, page), pages)
    menu.addMenu(_appearance(menu, theme))
    add(tr("Preferences\u2026"), "window.preferences", do.preferences)
    add(tr("Full screen"), "window.full-screen", do.full_screen)
    menu.addSeparator()
    add(tr("Help"), "window.help", do.help)
    add(tr("Keyboard shortcuts"), "window.shortcuts", do.shortcuts)
    add(tr("Copy diagnostic report"), "", do.diagnostics.copy)
    add(tr("Open the folder of logs"), "", do.diagnostics.open_logs)
    add(tr("About Twinlens"), "", do.about)
    add(tr("Quit"), "window.quit", do.quit)
    return menu


class _Step(QAction):
    """Undo or redo, saying what it would do."""

    def __init__(self, window: QWidget, bare: str, with_step: str) -> None:
        super().__init__(bare, window)
        self._bare, self._with_step = bare, with_step

    def name_step(self, step: str) -> None:
        """The step is handed in: a stack that is being taken down still tells, but can no longer be asked."""
        self.setText(self._with_step.format(step=step) if step else self._bare)


def _steps(window: QWidget, undo: QUndoStack, keymap: Keymap) -> tuple[QAction, QAction]:
    back = _Step(window, tr("Undo"), tr("Undo: {step}"))
    again = _Step(window, tr("Redo"), tr("Redo: {step}"))
    keymap.bind(back, "window.undo")
    keymap.bind(again, "window.redo")
    back.triggered.connect(undo.undo)
    again.triggered.connect(undo.redo)
    back.setEnabled(undo.canUndo())
    again.setEnabled(undo.canRedo())
    undo.canUndoChanged.connect(back.setEnabled)
    undo.canRedoChanged.connect(again.setEnabled)
    undo.undoTextChanged.connect(back.name_step)
    undo.redoTextChanged.connect(again.name_step)
    back.name_step(undo.undoText())
    again.name_step(undo.redoText())
    return back, again


def _appearance(menu: QMenu, theme: Theme) -> QMenu:
    schemes = QMenu(tr("Appearance"), menu)
    group = QActionGroup(schemes)
    for scheme, name in SCHEME_NAMES.items():
        action = QAction(name, group, checkable=True, checked=theme.scheme is scheme)
        action.triggered.connect(lambda _checked, scheme=scheme: theme.set_scheme(scheme))
        # The theme may outlive the window, and is asked when somebody looks.
        schemes.aboutToShow.connect(lambda action=action, scheme=scheme: action.setChecked(theme.scheme is scheme))
        schemes.addAction(action)
    return schemes
