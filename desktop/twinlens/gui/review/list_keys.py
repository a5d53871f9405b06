"""What a list of Qt does by itself, by our names."""

from __future__ import annotations

from PySide6.QtCore import Qt

_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LIST_KEYS = {
    "review.group-above": (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier),
    "review.group-below": (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
    "groups.first": (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier),
    "groups.last": (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier),
    "groups.select-above": (Qt.Key.Key_Up, _SHIFT),
    "groups.select-below": (Qt.Key.Key_Down, _SHIFT),
    "groups.select-all": (Qt.Key.Key_A, _CTRL),
}
"""Commands that a list knows already, by the keys it knows them by."""
