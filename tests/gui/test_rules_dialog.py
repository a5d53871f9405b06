"""The keeper rules in the window: moved, switched off, looked at before they are used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from twinlens.core.keepers import DEFAULT_ORDER, DEFAULT_RULES, KeeperReason, KeeperRules
from twinlens.gui.library import rules_wording
from twinlens.gui.library.rules_dialog import RulesDialog
from twinlens.gui.services import Services


@pytest.fixture
def told() -> list[str]:
    """One entry for each time that keepers may have changed."""
    return []


@pytest.fixture
def dialog(qtbot: QtBot, services: Services, told: list[str]) -> RulesDialog:
    made = RulesDialog(services, lambda: told.append("changed"))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.effect.text() != rules_wording.COUNTING)
    return made


def test_every_rule_has_a_name() -> None:
    assert set(rules_wording.NAMES) == set(DEFAULT_ORDER)


def test_rules_are_shown_as_they_are_and_the_effect_of_others_is_told(dialog: RulesDialog, qtbot: QtBot) -> None:
    assert dialog.arrangement() == DEFAULT_RULES
    assert "stays the same in all of 24" in dialog.effect.text()
    dialog.rules.setCurrentRow(1)
    dialog.rules.move(-1)
    dialog.rules.item(2).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: "in 8 of 24" in dialog.effect.text())
    rules = dialog.arrangement()
    assert rules.order[:2] == (DEFAULT_ORDER[1], DEFAULT_ORDER[0])
    assert rules.off == {DEFAULT_ORDER[2]}


def test_the_keyboard_moves_a_rule_and_stops_at_the_ends(dialog: RulesDialog, qtbot: QtBot) -> None:
    dialog.rules.setFocus()
    dialog.rules.setCurrentRow(0)
    qtbot.keyClick(dialog.rules, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert dialog.arrangement().order == DEFAULT_ORDER
    dialog.rules.move(1)
    dialog.rules.move(1)
    assert dialog.rules.currentRow() == 2
    assert dialog.arrangement().order[2] is DEFAULT_ORDER[0]


def test_nothing_is_arranged_before_it_is_accepted(
    dialog: RulesDialog, backend: FakeBackend, qtbot: QtBot, told: list[str]
) -> None:
    dialog.rules.setCurrentRow(1)
    dialog.rules.move(-1)
    arranged = dialog.arrangement()
    assert backend.arranged == DEFAULT_RULES
    dialog.accept()
    qtbot.waitUntil(lambda: told == ["changed"])
    assert backend.arranged == arranged


def test_leaving_changes_nothing(dialog: RulesDialog, backend: FakeBackend, told: list[str]) -> None:
    dialog.rules.setCurrentRow(1)
    dialog.rules.move(-1)
    dialog.reject()
    assert backend.arranged == DEFAULT_RULES
    assert told == []


def test_back_to_the_defaults(dialog: RulesDialog) -> None:
    dialog.show_rules(KeeperRules((KeeperReason.OLDER,), frozenset({KeeperReason.RAW}), ("/x",)))
    assert dialog.arrangement().order[0] is KeeperReason.OLDER
    assert dialog.arrangement().off == {KeeperReason.RAW}
    dialog.show_rules(DEFAULT_RULES)
    assert dialog.arrangement() == DEFAULT_RULES


def test_preferred_folders_of_any_name(dialog: RulesDialog) -> None:
    odd, long = os.fsdecode(b"/photos/caf\xe9"), "/photos/" + "long " * 40
    for folder in (odd, "/photos/المغرب", long, odd):
        dialog.prefer(Path(folder))
    assert dialog.arrangement().folders == (odd, "/photos/المغرب", str(Path(long)))
    dialog.folders.setCurrentRow(2)
    dialog.folders.move(-1)
    dialog.folders.setCurrentRow(0)
    dialog.folders.remove()
    assert dialog.arrangement().folders == (str(Path(long)), "/photos/المغرب")


def test_catalogues_are_read_at_once_and_forgotten(
    dialog: RulesDialog, backend: FakeBackend, qtbot: QtBot, told: list[str]
) -> None:
    dialog.read_catalogue(Path("/photos/Lightroom.lrcat"))
    qtbot.waitUntil(lambda: dialog.catalogues.count() == 1)
    assert "41,310 of 48,002" in dialog.catalogues.item(0).text()
    dialog.catalogues.setCurrentRow(0)
    dialog._forget_catalogue()
    qtbot.waitUntil(lambda: dialog.catalogues.count() == 0)
    assert backend.catalogues_read == []
    assert told == ["changed", "changed"]
