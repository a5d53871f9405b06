"""What a screen reader is told: every place the keys can go to has a name and a role, and lists read their rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from review_hands import read
from twinlens.core.relations import DecisionKind, Level
from twinlens.gui.help.guide import read_guide
from twinlens.gui.help.help_window import HelpWindow
from twinlens.gui.library.rules_dialog import RulesDialog
from twinlens.gui.main_window import MainWindow
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.services import Services
from twinlens.gui.shell.keys_dialog import KeysDialog
from twinlens.gui.shell.memory import Memory
from twinlens.gui.shell.preferences_dialog import PreferencesDialog
from twinlens.gui.shell.report_dialog import AboutDialog
from twinlens.gui.shell.shortcuts_dialog import ShortcutsDialog
from twinlens.gui.shell.top_bar import Page
from twinlens.resources import resource_folder

NAME = QAccessible.Text.Name


@pytest.fixture
def window(qtbot: QtBot, services: Services, backend: FakeBackend, tmp_path) -> Iterator[MainWindow]:
    backend.scanned = True
    made = MainWindow(services, Memory(tmp_path / "window.json"))
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    read(qtbot, made.review, keep_places=False)
    yield made
    made.hide()


def told(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None, widget
    return found


def places(root: QWidget) -> list[QWidget]:
    """Where the keys can go."""
    return [
        each
        for each in (root, *root.findChildren(QWidget))
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def nameless(root: QWidget) -> list[str]:
    found = []
    for each in places(root):
        interface = told(each)
        if interface.text(NAME).strip() and interface.role() is not QAccessible.Role.NoRole:
            continue
        found.append(f"{type(each).__name__} in {type(each.parent()).__name__}, {interface.role()}")
    return found


@pytest.mark.parametrize("page", list(Page))
def test_every_place_of_a_page_has_a_name_and_a_role(qtbot: QtBot, window: MainWindow, page: Page) -> None:
    window.show_page(page)
    qtbot.wait(50)
    assert len(places(window)) > 4
    assert nameless(window) == []


def test_every_place_of_the_comparison_has_a_name_and_a_role(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page(Page.REVIEW)
    window.review.open_compare()
    assert nameless(window.review.compare) == []
    qtbot.keyClick(window.review.compare, Qt.Key.Key_1)
    assert told(window.review.compare).text(QAccessible.Text.Description).startswith("1 of ")


@pytest.mark.parametrize(
    "make",
    [
        lambda services, window: ShortcutsDialog(services.keymap, window),
        lambda services, window: KeysDialog(services.keymap, window),
        PreferencesDialog,
        AboutDialog,
        RulesDialog,
        lambda services, window: HelpWindow(services, read_guide(resource_folder("guide")), window),
    ],
    ids=["sheet", "keys", "preferences", "about", "rules", "help"],
)
def test_every_place_of_a_dialog_has_a_name_and_a_role(window: MainWindow, services: Services, make) -> None:
    dialog: QDialog = make(services, window)
    dialog.open()
    assert nameless(dialog) == []
    assert dialog.windowTitle()
    dialog.reject()


def test_a_group_is_read_as_one_sentence(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    entry = page.model.entry(0)
    page.decisions.decide([member.shot for member in entry.members[1:]], DecisionKind.REJECT)
    rows = told(page.view)
    assert rows.childCount() >= page.model.rowCount()
    sentence = rows.child(0).text(NAME).replace("\u00a0", " ")
    keeper = entry.members[entry.keeper].shot.path.name
    assert sentence.startswith(f"Group 1 of {page.model.rowCount()}: {len(entry.members)} photos, keeper ")
    assert keeper in sentence
    assert f"{len(entry.members) - 1} rejected" in sentence
    assert len(backend.groups(0.5, Level.COPY)) >= page.model.rowCount()


def test_the_photograph_in_focus_is_told_as_the_keys_move(qtbot: QtBot, page: ReviewPage) -> None:
    qtbot.keyClick(page.view, Qt.Key.Key_1)
    before = told(page.view).text(QAccessible.Text.Description)
    qtbot.keyClick(page.view, Qt.Key.Key_2)
    after = told(page.view).text(QAccessible.Text.Description)
    assert "1 of" in before
    assert "2 of" in after


@pytest.mark.parametrize("page", [page for page in Page if page is not Page.REVIEW])
def test_tab_goes_through_a_page_and_comes_round(qtbot: QtBot, window: MainWindow, page: Page) -> None:
    window.show_page(page)
    window.activateWindow()
    qtbot.wait(50)
    seen: list[QWidget | None] = []
    for _ in range(2 * len(places(window)) + 4):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
        if seen.count(seen[0]) > 1:
            break
    assert seen.count(seen[0]) > 1, "it is caught somewhere"
    assert len(set(seen)) > 3, "of tabs that exclude one another the keys stop at the chosen one"
