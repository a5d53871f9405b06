"""Keys are changed by pressing them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from twinlens.gui.preferences import Preferences
from twinlens.gui.services import Services
from twinlens.gui.shell.keymap import Keymap
from twinlens.gui.shell.keys_dialog import KeysDialog
from twinlens.gui.shell.shortcuts_dialog import ShortcutsDialog
from twinlens.settings import Settings, load_settings


@pytest.fixture
def keymap() -> Keymap:
    return Keymap()


@pytest.fixture
def dialog(qtbot: QtBot, keymap: Keymap) -> KeysDialog:
    made = KeysDialog(keymap)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_new_key_is_pressed_and_shown_at_once(qtbot: QtBot, dialog: KeysDialog, keymap: Keymap) -> None:
    dialog.choose("compare.flicker")
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Return)
    qtbot.keyClick(dialog.tree, Qt.Key.Key_F3)
    assert keymap.keys("compare.flicker") == ("F3",)
    assert dialog.said.text() == "F3 is now the key for “flicker: both in one place”."
    assert dialog.reset.isEnabled()
    dialog.reset.click()
    assert keymap.changes() == {}


def test_a_key_with_another_meaning_is_refused_with_its_name(qtbot: QtBot, dialog: KeysDialog, keymap: Keymap) -> None:
    dialog.choose("compare.flicker")
    dialog.listen()
    qtbot.keyClick(dialog.tree, Qt.Key.Key_K)
    assert "K already means “keep”" in dialog.said.text()
    assert keymap.changes() == {}
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "Esc ends the listening, not the dialog"


def test_a_default_taken_by_another_is_refused(dialog: KeysDialog, keymap: Keymap) -> None:
    dialog.choose("review.keep")
    dialog.remove.click()
    keymap.assign("review.reject", ["K"])
    dialog.reset.click()
    assert "K means “reject” now" in dialog.said.text()


def test_the_field_narrows_by_words_and_by_key(qtbot: QtBot, dialog: KeysDialog) -> None:
    def left() -> list[str]:
        heads = [dialog.tree.topLevelItem(at) for at in range(dialog.tree.topLevelItemCount())]
        items = [head.child(at) for head in heads for at in range(head.childCount())]
        return [item.text(0) for item in items if not item.isHidden()]

    qtbot.keyClicks(dialog.filter, "flick")
    assert left() == ["flicker: both in one place"]
    dialog.filter.setText("k")
    assert "keep" in left()


def test_what_is_changed_is_shown_on_the_sheet_and_saved(qtbot: QtBot, tmp_path) -> None:
    preferences = Preferences(Settings(), tmp_path / "settings.toml")
    keymap = Keymap(preferences.settings.keys)
    keymap.changed.connect(lambda: preferences.change(keys=keymap.changes()))
    keymap.assign("review.keep", ["Ctrl+F3"])
    assert load_settings(tmp_path / "settings.toml").keys == {"review.keep": ["Ctrl+F3"]}
    sheet = ShortcutsDialog(keymap)
    qtbot.addWidget(sheet)
    assert "Ctrl+F3" in [each.text() for each in sheet.findChildren(QLabel)]


def test_the_sheet_leads_to_the_change(qtbot: QtBot, services: Services) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    sheet = ShortcutsDialog(services.keymap, window)
    sheet.open()
    next(each for each in sheet.findChildren(QPushButton) if each.text() == "Change keys…").click()
    assert window.findChild(KeysDialog).isVisible()
