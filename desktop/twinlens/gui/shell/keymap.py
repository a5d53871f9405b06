"""Which key does what: the default keys of `commands.py`, and over them what a person changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QWidget
from shiboken6 import isValid

from twinlens.gui.shell.commands import COMMANDS, Command, Place
from twinlens.gui.translating import tr

Keys = tuple[str, ...]
_PORTABLE = QKeySequence.SequenceFormat.PortableText
_SIGNS = {
    Qt.Key.Key_Left: "\u2190",
    Qt.Key.Key_Up: "\u2191",
    Qt.Key.Key_Right: "\u2192",
    Qt.Key.Key_Down: "\u2193",
    Qt.Key.Key_Minus: "\u2212",
}
_NO_KEYS = (
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Meta, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_unknown,
)  # fmt: skip
"""Modifiers mean nothing by themselves."""


class Keymap(QObject):
    """Answers which keys a command has, and which command a key means in a place."""

    changed = Signal()

    def __init__(
        self,
        changes: Mapping[str, Iterable[str]] | None = None,
        commands: tuple[Command, ...] = COMMANDS,
        parent: QObject | None = None,
    ) -> None:
        """`changes` are the keys of those commands that a person changed; of what clashes the defaults stay."""
        super().__init__(parent)
        self.commands = {command.name: command for command in commands}
        self._changes = _without_clashes(self.commands, _readable(self.commands, changes or {}))
        self._followers: list[tuple[QObject, Callable[[], object]]] = []

    def keys(self, name: str) -> Keys:
        """The keys of a command, written portably; none where a person took them away."""
        return self._changes.get(name, self.commands[name].keys)

    def shown(self, name: str) -> str:
        """The first key of a command as people know it; empty where it has none."""
        return next(map(shown_key, self.keys(name)), "")

    def all_shown(self, name: str) -> str:
        """All keys of a command as people know them."""
        return ", ".join(map(shown_key, self.keys(name)))

    def tip(self, words: str, name: str) -> str:
        """Words for a tool tip, with the key where there is one: Keep this photo (K)."""
        key = self.shown(name)
        with_key = tr("{words} ({key})", "a tool tip, with the key that does the same")
        return with_key.format(words=words, key=key) if key else words

    def bind(self, target: QAction | QAbstractButton, name: str) -> None:
        """Give an action, or a button, the keys of a command, now and whenever they change."""

        def dress() -> None:
            sequences = [QKeySequence(key, _PORTABLE) for key in self.keys(name)]
            if isinstance(target, QAction):
                target.setShortcuts(sequences)
            else:
                target.setShortcut(sequences[0] if sequences else QKeySequence())

        self.follow(target, dress)

    def bind_tip(self, widget: QWidget, words: str, name: str) -> None:
        """Let a tool tip name the key of a command, now and whenever it changes."""
        self.follow(widget, lambda: widget.setToolTip(self.tip(words, name)))

    def follow(self, target: QObject, dress: Callable[[], object]) -> None:
        """Call `dress` now, and whenever keys change for as long as `target` lives."""
        self._followers.append((target, dress))
        dress()

    def command(self, event: QKeyEvent, place: Place) -> str | None:
        """The command that a key press means in a place or those around it."""
        pressed = pressed_keys(event)
        for where in place.chain:
            for name, command in self.commands.items():
                if command.place is where and not pressed.isdisjoint(self.keys(name)):
                    return name
        return None

    # changing

    def changes(self) -> dict[str, list[str]]:
        """What differs from the defaults, for the settings."""
        return {name: list(keys) for name, keys in self._changes.items()}

    def clash(self, name: str, key: str) -> Command | None:
        """The other command that has this key where this command is heard."""
        place = self.commands[name].place
        return next(
            (
                other
                for other in self.commands.values()
                if other.name != name and key in self.keys(other.name) and other.place.meets(place)
            ),
            None,
        )

    def assign(self, name: str, keys: Iterable[str]) -> None:
        """Give a command these keys and no others.

        Raises:
            ValueError: one of them means something else there already; ask `clash` first.
        """
        wanted = tuple(dict.fromkeys(keys))
        if any(self.clash(name, key) for key in wanted):
            raise ValueError(name)
        self._change({**self._changes, name: wanted})

    def reset(self, name: str | None = None) -> None:
        """Back to the default keys, of one command or of all.

        Raises:
            ValueError: a default key of the command means something else by now; ask `clash` first.
        """
        if name is None:
            self._change({})
        else:
            self.assign(name, self.commands[name].keys)

    def _change(self, changes: Mapping[str, Keys]) -> None:
        wanted = {name: keys for name, keys in changes.items() if keys != self.commands[name].keys}
        if wanted != self._changes:
            self._changes = wanted
            self._followers = [each for each in self._followers if isValid(each[0])]
            for _target, dress in self._followers:
                dress()
            self.changed.emit()


def shown_key(key: str) -> str:
    """A key as people know it, in their language: Ctrl+\u2190, Enter."""
    sequence = QKeySequence(key, _PORTABLE)
    if sequence.isEmpty():
        return key
    combination = sequence[0]  # type: ignore[index]
    whole = sequence.toString(QKeySequence.SequenceFormat.NativeText)
    if combination.key() is Qt.Key.Key_Return:
        return whole.replace("Return", tr("Enter", "the key"))
    sign = _SIGNS.get(combination.key())
    if sign is None:
        return whole
    alone = QKeySequence(QKeyCombination(combination.key())).toString(QKeySequence.SequenceFormat.NativeText)
    return whole.removesuffix(alone) + sign


def pressed_keys(event: QKeyEvent) -> set[str]:
    """What was pressed, in every way that a table of keys may write it; nothing for a modifier alone.

    The number pad counts as the keys it stands for, Enter as Return, and a sign such as `?` may be written with
    or without the Shift that some keyboards need for it.
    """
    key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
    if key in _NO_KEYS:
        return set()
    if key is Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return {_written(modifiers, key), _written(_without_idle_shift(event), key)}


def written_key(event: QKeyEvent) -> str:
    """What was pressed, in the way that suits a table of keys best; empty for a modifier alone."""
    ways = pressed_keys(event)
    return min(ways, key=len) if ways else ""


def _without_idle_shift(event: QKeyEvent) -> Qt.KeyboardModifier:
    """The modifiers, without the Shift that only makes the sign: of `?`, but not of X."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    sign = event.text()
    makes_sign = len(sign) == 1 and sign.isprintable() and not sign.isalnum() and not sign.isspace()
    return modifiers & ~Qt.KeyboardModifier.ShiftModifier if makes_sign else modifiers


def _written(modifiers: Qt.KeyboardModifier, key: Qt.Key) -> str:
    return QKeySequence(QKeyCombination(modifiers, key)).toString(_PORTABLE)


def _readable(commands: Mapping[str, Command], changes: Mapping[str, Iterable[str]]) -> dict[str, Keys]:
    """Changes as the settings have them, without what this version does not know and what is no key."""
    found = {}
    for name, keys in changes.items():
        if name not in commands:
            continue
        sequences = [QKeySequence(key, _PORTABLE) for key in keys]
        written = tuple(dict.fromkeys(each.toString(_PORTABLE) for each in sequences if each.count() == 1))
        if len(written) == len(sequences) and all(written) and written != commands[name].keys:
            found[name] = written
    return found


def _without_clashes(commands: Mapping[str, Command], changes: dict[str, Keys]) -> dict[str, Keys]:
    """The changes that can stand beside each other and the defaults: a settings file may hold anything."""
    while clashing := _clashing(commands, changes):
        changes = {name: keys for name, keys in changes.items() if name not in clashing}
    return changes


def _clashing(commands: Mapping[str, Command], changes: Mapping[str, Keys]) -> set[str]:
    holders: dict[str, list[Command]] = {}
    for command in commands.values():
        for key in changes.get(command.name, command.keys):
            holders.setdefault(key, []).append(command)
    pairs = (pair for found in holders.values() for pair in combinations(found, 2))
    return {command.name for pair in pairs if pair[0].place.meets(pair[1].place) for command in pair}
