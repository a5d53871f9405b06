"""Choices are saved as they are made, and the window says what waits for the next start."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from twinlens.gui.look.scale import scaled, set_text_scale
from twinlens.gui.look.theme import Scheme, Theme
from twinlens.gui.preferences import Preferences
from twinlens.gui.services import Services
from twinlens.gui.shell.preferences_dialog import PreferencesDialog
from twinlens.settings import Settings, load_settings


def choose(dialog: PreferencesDialog, name: str, words: str) -> None:
    box = dialog.boxes[name]
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


@pytest.fixture
def dialog(qtbot: QtBot, services: Services) -> PreferencesDialog:
    made = PreferencesDialog(services)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_appearance_changes_at_once(dialog: PreferencesDialog, theme: Theme) -> None:
    before = theme.scheme
    try:
        choose(dialog, "theme", "High contrast")
        assert theme.scheme is Scheme.CONTRAST
        assert not dialog.later.isVisible()
    finally:
        theme.set_scheme(before)


def test_what_waits_for_the_next_start_says_so(dialog: PreferencesDialog, services: Services) -> None:
    choose(dialog, "text_percent", "150\u00a0%")
    assert services.preferences.settings.text_percent == 150
    assert dialog.later.isVisible()


def test_a_choice_of_the_settings_file_is_among_the_choices(qtbot: QtBot, services: Services) -> None:
    services.preferences.change(decode_workers=37, text_percent=123)
    dialog = PreferencesDialog(services)
    qtbot.addWidget(dialog)
    assert dialog.boxes["decode_workers"].value == 37
    assert dialog.boxes["text_percent"].currentText() == "123\u00a0%"


def test_choices_outlive_the_window(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    Preferences(Settings(), path).change(language="en", decode_memory_mb=8192)
    assert load_settings(path) == Settings(language="en", decode_memory_mb=8192)


def test_settings_that_cannot_be_written_still_hold(qtbot: QtBot, tmp_path: Path) -> None:
    preferences = Preferences(Settings(), tmp_path / "file" / "settings.toml")
    (tmp_path / "file").write_text("in the way")
    with qtbot.waitSignals([preferences.not_saved, preferences.changed]):
        preferences.change(theme="dark")
    assert preferences.settings.theme == "dark"


def test_text_is_scaled_within_bounds() -> None:
    try:
        for asked, size in ((0.5, 20), (1.5, 30), (9.0, 40)):
            set_text_scale(asked)
            assert scaled(20) == size
    finally:
        set_text_scale(1.0)
