"""The quiet line at the foot of the comparison: what keys do, to be clicked as well; how far one is; the zoom."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QStackedLayout, QWidget

from twinlens.gui.compare.compare_wording import END, HINTS, ZOOM_TOOLS, key_hint
from twinlens.gui.look import controls
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Size, Space, set_role
from twinlens.gui.shell.keymap import Keymap


class HintBar(QFrame):
    """Either the commands that matter most, or one sentence of a mode."""

    wanted = Signal(str)
    """A command, by its name."""

    def __init__(self, icons: Icons, keymap: Keymap, parent: QWidget | None = None) -> None:
        """The commands."""
        super().__init__(parent)
        set_role(self, "bar")
        self.setFixedHeight(Size.CONTROL)
        self._commands = _Commands(keymap)
        self._commands.wanted.connect(self.wanted)
        self._sentence = controls.ElidedLabel("", "small", Qt.TextElideMode.ElideRight)
        self._position = controls.label("", "small-quiet")
        self._pages = QStackedLayout()
        self._pages.addWidget(self._commands)
        self._pages.addWidget(self._mode_line(keymap))
        said = QWidget()
        said.setLayout(self._pages)
        tools = [self._zoom_tool(icons, keymap, *tool) for tool in ZOOM_TOOLS]
        line = controls.row(said, Space.L, self._position, Space.M, *tools, gap=0, margins=(Space.S, 0, Space.S, 0))
        line.setStretch(0, 1)
        self.setLayout(line)

    def say(self, sentence: str, progress: str, *, ends: bool) -> None:
        """A sentence in place of the commands, or none, and whether it is of something to be ended; how far one is."""
        self._sentence.setText(sentence)
        self._end.setVisible(ends)
        self._pages.setCurrentIndex(1 if sentence else 0)
        self._position.setText(progress)

    @property
    def text(self) -> str:
        """What is said."""
        return self._sentence.text() or self._commands.text

    def _mode_line(self, keymap: Keymap) -> QWidget:
        self._end = _hint(partial(self.wanted.emit, "compare.close"))
        keymap.follow(self._end, lambda: self._end.setText(key_hint(keymap.shown("compare.close"), END)))
        line = QWidget()
        across = controls.row(self._sentence, self._end, margins=(Space.XS, 0, 0, 0))
        across.setStretch(0, 1)
        line.setLayout(across)
        return line

    def _zoom_tool(self, icons: Icons, keymap: Keymap, command: str, icon: str, words: str) -> QWidget:
        made = controls.tool(icons, icon, words, partial(self.wanted.emit, command))
        icons.dress(made, icon, "quiet")
        keymap.bind_tip(made, words, command)
        made.setFixedSize(Size.CONTROL, Size.CONTROL - Size.FOCUS)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay with the photographs
        return made


def _hint(act: Callable[[], object]) -> QPushButton:
    made = controls.button("", act, "hint")
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay with the photographs
    return made


class _Commands(QWidget):
    """As many as there is room for, the first ones first."""

    wanted = Signal(str)

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._buttons: list[QPushButton] = []
        for name, words in HINTS:
            button = _hint(partial(self.wanted.emit, name))
            keymap.follow(button, partial(self._dress, keymap, button, name, words))
            self._buttons.append(button)
        self.setLayout(controls.row(*self._buttons, None, gap=Space.XS))

    @property
    def text(self) -> str:
        """What they say."""
        return "  ".join(button.text() for button in self._buttons)

    def minimumSizeHint(self) -> QSize:
        """They give way."""
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show those that fit."""
        super().resizeEvent(event)
        self._show_fitting()

    def _dress(self, keymap: Keymap, button: QPushButton, name: str, words: str) -> None:
        button.setText(key_hint(keymap.shown(name), words))
        self._show_fitting()

    def _show_fitting(self) -> None:
        left = self.width()
        for button in self._buttons:
            left -= button.sizeHint().width()
            button.setVisible(left >= 0)
            left -= Space.XS
