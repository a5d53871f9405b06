"""Every key does one thing in one place, whatever a person or a settings file changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from pytestqt.qtbot import QtBot

from twinlens.gui.shell.commands import COMMANDS, Command, Place
from twinlens.gui.shell.keymap import Keymap, pressed_keys, shown_key

NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
KEYS = st.sampled_from(["K", "X", "Q", "Ctrl+K", "Space", "Left", "F5", "?", "no such key", "Ctrl+X, Ctrl+C", ""])
NAMES = st.sampled_from([command.name for command in COMMANDS] + ["of.another-version"])


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, text: str = "") -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)


def meanings(keymap: Keymap) -> list[tuple[str, Command]]:
    return [(key, command) for command in keymap.commands.values() for key in keymap.keys(command.name)]


def clashes(keymap: Keymap) -> list[tuple[str, str, str]]:
    found = meanings(keymap)
    return [
        (key, one.name, other.name)
        for at, (key, one) in enumerate(found)
        for same, other in found[at + 1 :]
        if key == same and one.place.meets(other.place)
    ]


def test_no_default_key_means_two_things() -> None:
    assert clashes(Keymap()) == []
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)


def test_defaults_are_written_as_qt_writes_them() -> None:
    portable = QKeySequence.SequenceFormat.PortableText
    for command in COMMANDS:
        for key in command.keys:
            assert QKeySequence(key, portable).toString(portable) == key, command.name


@given(st.dictionaries(NAMES, st.lists(KEYS, max_size=3), max_size=8))
def test_any_settings_leave_every_key_with_one_meaning(changes: dict[str, list[str]]) -> None:
    keymap = Keymap(changes)
    assert clashes(keymap) == []
    again = Keymap(keymap.changes())
    assert all(again.keys(command.name) == keymap.keys(command.name) for command in COMMANDS)
    for name, keys in keymap.changes().items():
        assert tuple(keys) != keymap.commands[name].keys


@given(st.lists(st.tuples(NAMES.filter(lambda name: "another" not in name), KEYS.filter(bool)), max_size=12))
def test_what_is_refused_changes_nothing(steps: list[tuple[str, str]]) -> None:
    keymap = Keymap()
    for name, key in steps:
        before = keymap.changes()
        if keymap.clash(name, key) is None:
            keymap.assign(name, [key])
            assert keymap.keys(name) == (key,)
        else:
            with pytest.raises(ValueError, match=name):
                keymap.assign(name, [key])
            assert keymap.changes() == before
        assert clashes(keymap) == []
    keymap.reset()
    assert keymap.changes() == {}


def test_a_clash_names_the_other_command() -> None:
    keymap = Keymap()
    other = keymap.clash("compare.flicker", "K")
    assert other is not None
    assert other.name == "review.keep"
    assert keymap.clash("groups.first", "D") is None, "the rows do not hear what the comparison hears"
    assert keymap.clash("groups.first", "Ctrl+Q") is not None


def test_a_key_taken_away_goes_to_another_and_comes_back_only_when_free() -> None:
    keymap = Keymap()
    keymap.assign("review.keep", [])
    keymap.assign("review.reject", ["K"])
    with pytest.raises(ValueError, match=r"review\.keep"):
        keymap.reset("review.keep")
    keymap.reset("review.reject")
    keymap.reset("review.keep")
    assert keymap.changes() == {}


def test_a_place_hears_itself_and_what_is_around_it() -> None:
    keymap = Keymap()
    assert keymap.command(press(Qt.Key.Key_Z), Place.COMPARISON) == "compare.actual-size"
    assert keymap.command(press(Qt.Key.Key_K), Place.COMPARISON) == "review.keep"
    assert keymap.command(press(Qt.Key.Key_Z), Place.GROUPS) is None
    assert keymap.command(press(Qt.Key.Key_Z, CTRL), Place.COMPARISON) == "window.undo"


@pytest.mark.parametrize(
    ("event", "written"),
    [
        (press(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier), "Return"),
        (press(Qt.Key.Key_3, Qt.KeyboardModifier.KeypadModifier, "3"), "3"),
        (press(Qt.Key.Key_Question, SHIFT, "?"), "?"),
        (press(Qt.Key.Key_Plus, SHIFT, "+"), "+"),
        (press(Qt.Key.Key_Left, SHIFT), "Shift+Left"),
        (press(Qt.Key.Key_X, SHIFT, "X"), "Shift+X"),
    ],
)
def test_a_press_is_written_as_the_table_writes_it(event: QKeyEvent, written: str) -> None:
    assert written in pressed_keys(event)


def test_shift_makes_another_letter_key_and_modifiers_alone_none() -> None:
    assert "X" not in pressed_keys(press(Qt.Key.Key_X, SHIFT, "X"))
    assert pressed_keys(press(Qt.Key.Key_Shift, SHIFT)) == set()


def test_actions_follow_and_may_be_gone(qtbot: QtBot) -> None:
    keymap = Keymap({"review.keep": ["Q"]})
    action, gone = QAction(), QAction()
    keymap.bind(action, "review.keep")
    keymap.bind(gone, "review.keep")
    assert action.shortcut().toString() == "Q"
    gone.deleteLater()
    del gone
    with qtbot.waitSignal(keymap.changed):
        keymap.assign("review.keep", ["F3", "Ctrl+F3"])
    assert [each.toString() for each in action.shortcuts()] == ["F3", "Ctrl+F3"]
    assert keymap.tip("Keep this photo", "review.keep") == "Keep this photo (F3)"
    keymap.assign("review.keep", [])
    assert keymap.tip("Keep this photo", "review.keep") == "Keep this photo"


@pytest.mark.parametrize(("key", "shown"), [("Left", "←"), ("Shift+Up", "Shift+↑"), ("Return", "Enter"), ("-", "−")])
def test_keys_are_shown_as_people_know_them(key: str, shown: str) -> None:
    assert shown_key(key) == shown
