"""What a page shows when it has nothing to show: a line, a hint, perhaps a button. Never a bare void."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from twinlens.gui.look import controls
from twinlens.gui.look.theme import Size, Space, set_role

_MIDDLE_FIRST = 1000
"""The text gets the room there is, up to its widest; the margins share the rest."""


class CalmState(QWidget):
    """A quiet message in the middle of a page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Says nothing yet."""
        super().__init__(parent)
        set_role(self, "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._head = controls.label("", "head", wrap=True)
        self._hint = controls.label("", "quiet", wrap=True)
        for label in (self._head, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons: list[QPushButton] = []
        self._row = controls.row(gap=Space.S)
        body = controls.column(self._head, self._hint, Space.L, self._row, gap=Space.S)
        body.setAlignment(self._row, Qt.AlignmentFlag.AlignHCenter)
        middle = QWidget()  # a label narrower than its column would stand at the left of it
        middle.setMaximumWidth(Size.TEXT_COLUMN)
        middle.setLayout(body)
        across = controls.row(None, middle, None, margins=(Space.L, 0, Space.L, 0))
        across.setStretch(1, _MIDDLE_FIRST)
        self.setLayout(controls.column(None, across, None))

    def say(self, head: str, hint: str = "", *actions: tuple[str, str, Callable[[], object]]) -> None:
        """Say something; each action is a button's text, role and what it does."""
        self._head.setText(head)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [controls.button(text, act, role) for text, role, act in actions]
        for button in self._buttons:
            self._row.addWidget(button)
        if self._buttons:
            self.setFocusProxy(self._buttons[0])

    @property
    def text(self) -> str:
        """What is said."""
        return f"{self._head.text()} {self._hint.text()}".strip()
