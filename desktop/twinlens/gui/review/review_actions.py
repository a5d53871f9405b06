"""What can be done to a photograph, as actions: one place for their words, keys and menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from twinlens.core.halves import raw_of
from twinlens.core.photos import Shot
from twinlens.gui import review_wording
from twinlens.gui.shell.keymap import Keymap

_GROUPS = (
    ("compare",),
    ("keep", "reject", "half", "clear", "apart", "cut", "join", "others"),
    ("alike", "reveal", "open"),
)


class ReviewActions:
    """Actions of a page, working wherever the focus is within it. `do` says what each one does."""

    def __init__(self, page: QWidget, do: Mapping[str, Callable[[], object]], keymap: Keymap) -> None:
        """Space is only named here: the rows and the comparison hear it themselves."""
        self._page = page
        self._actions: dict[str, QAction] = {}
        self._more: list[QAction] = []
        for name, act in do.items():
            action = QAction(review_wording.ACTIONS[name], page)
            keymap.bind(action, f"review.{name}")
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked, act=act: act())
            self._actions[name] = action
            if name != "compare":
                page.addAction(action)

    def add_to_menu(self, *actions: QAction) -> None:
        """What else the menu offers, at its end."""
        self._more += actions

    def trigger(self, command: str) -> None:
        """Do what a command of the review says."""
        self._actions[command.removeprefix("review.")].trigger()

    def open_menu(self, at: QPoint, shot: Shot, groups: Sequence[object], undecided: Sequence[object]) -> None:
        """The menu of the photograph in focus, with the number that "all but the keeper" stands for."""
        nothing_to_say = () if raw_of(shot) else ("half",)
        self._actions["others"].setText(review_wording.reject_others(len(groups), len(undecided)))
        menu = QMenu(self._page)
        for names in _GROUPS:
            menu.addActions([self._actions[name] for name in names if name not in nothing_to_say])
            menu.addSeparator()
        menu.addActions(self._more)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)


class GroupActions:
    """What can be done to the rows as a whole, heard in the overview alone."""

    def __init__(self, overview: QWidget, do: Mapping[str, Callable[[], object]], keymap: Keymap) -> None:
        """`do` says what each one does."""
        self._actions: dict[str, QAction] = {}
        for name, act in do.items():
            command = f"groups.{name}"
            action = QAction(keymap.commands[command].words, overview)
            keymap.bind(action, command)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked, act=act: act())
            overview.addAction(action)
            self._actions[name] = action

    def named(self, name: str) -> QAction:
        """One of them."""
        return self._actions[name]
