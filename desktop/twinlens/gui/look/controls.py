"""Labels, buttons and layouts in the house style, so that pages say what they hold and not how it is built."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Size, Space, set_role

L = TypeVar("L", bound=QBoxLayout)
Part = QWidget | QLayout | int | None


def tool_tip(text: str) -> str:
    """The text of a tool tip for what may hold names of files: Qt would read a name such as `<b>x.jpg` as markup."""
    return f"<p style='white-space:pre'>{html.escape(text)}</p>" if "<" in text or "&" in text else text


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Plain text: names of files are never read as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        set_role(made, role)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class ElidedLabel(QLabel):
    """One line that gives way in the middle, and tells the whole on hovering."""

    def __init__(self, text: str = "", role: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle) -> None:
        """Paths are elided in the middle unless told otherwise."""
        super().__init__()
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if role:
            set_role(self, role)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show `text`, and all of it as the tool tip."""
        super().setText(text)
        self.setToolTip(tool_tip(text))

    def minimumSizeHint(self) -> QSize:
        """As narrow as the layout wants."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(
            self.rect(), int(self.alignment()) | Qt.TextFlag.TextSingleLine,
            metrics.elidedText(self.text(), self._mode, self.width()),
        )  # fmt: skip


def button(text: str, on_click: Callable[[], object], role: str = "", *, tip: str = "") -> QPushButton:
    """A button that says what it does."""
    made = QPushButton(text)
    if role:
        set_role(made, role)
    if tip:
        made.setToolTip(tip)
    made.setAutoDefault(False)
    made.clicked.connect(lambda _checked: on_click())
    return made


def tool(icons: Icons, icon: str, name: str, on_click: Callable[[], object] | None = None) -> QToolButton:
    """A small button with an icon only; its name is read aloud and shown on hovering."""
    made = QToolButton()
    icons.dress(made, icon)
    name_tool(made, name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setFixedSize(Size.CONTROL, Size.CONTROL)
    if on_click is not None:
        made.clicked.connect(lambda _checked: on_click())
    return made


def name_tool(made: QToolButton, name: str) -> None:
    """Say anew what a tool does."""
    made.setToolTip(name)
    made.setAccessibleName(name)


def frame(role: str) -> QFrame:
    """An area with one of the style sheet's looks."""
    made = QFrame()
    set_role(made, role)
    return made


def rule() -> QFrame:
    """A hairline."""
    made = frame("rule")
    made.setFixedHeight(Size.HAIRLINE)
    return made


def row(*parts: Part, gap: int = Space.S, margins: tuple[int, ...] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Parts side by side; None stretches, a number is a gap."""
    return _filled(QHBoxLayout(), parts, gap, margins)


def column(*parts: Part, gap: int = Space.S, margins: tuple[int, ...] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Parts below each other; None stretches, a number is a gap."""
    return _filled(QVBoxLayout(), parts, gap, margins)


def _filled(layout: L, parts: tuple[Part, ...], gap: int, margins: tuple[int, ...]) -> L:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return layout
