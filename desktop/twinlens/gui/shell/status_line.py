"""The last line of the window: what just happened, with one thing to do about it, and where the encoder runs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from twinlens.gui import wording
from twinlens.gui.look.controls import ElidedLabel, button, label, row
from twinlens.gui.look.theme import Size, Space, set_role
from twinlens.workflows.renewal import Renewal

_SHOWN_FOR_MS = 12_000


class StatusLine(QFrame):
    """A notice at the left that goes after a while; lasting facts at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing to say yet."""
        super().__init__(parent)
        set_role(self, "bar")
        self.setFixedHeight(Size.CONTROL)
        self._notice = ElidedLabel("", "", Qt.TextElideMode.ElideRight)
        self._notice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._act: Callable[[], object] = lambda: None
        self.action = button("", self._do, "link")
        self.action.hide()
        self._provider = label("", "small-quiet")
        self._waiting = label("", "small-quiet")
        parts = (self._notice, self.action, None, self._waiting, self._provider)
        self.setLayout(row(*parts, gap=Space.M, margins=(Space.L, 0, Space.L, 0)))
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_FOR_MS)
        self._timer.timeout.connect(self.clear)

    @property
    def notice(self) -> str:
        """What is said now."""
        return self._notice.text()

    def say(self, sentence: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Show a notice, and a button for what can be done about it; it goes after a while."""
        self._notice.setText(sentence)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._act = act or (lambda: None)
        self._timer.start()

    def clear(self) -> None:
        """Say nothing."""
        self._timer.stop()
        self._notice.setText("")
        self.action.hide()

    def show_provider(self, provider: str) -> None:
        """Say where the encoder runs."""
        self._provider.setText(wording.provider(provider))

    @property
    def waiting(self) -> str:
        """What is said of photos that wait."""
        return self._waiting.text()

    def show_waiting(self, waiting: Renewal) -> None:
        """Say how many photos the encoder has not seen yet; nothing once it has seen them all."""
        self._waiting.setText(wording.renewal(waiting))
        self._waiting.setToolTip(wording.renewal_details(waiting))

    def _do(self) -> None:
        act = self._act
        self.clear()
        act()
