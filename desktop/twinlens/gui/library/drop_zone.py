"""The place to drop things on. Where nothing was ever scanned it is also the welcome."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from twinlens.gui.look.controls import button, column, label, row
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.scale import scaled
from twinlens.gui.look.theme import Size, Space
from twinlens.gui.services import Services
from twinlens.gui.translating import tr

_LENSES = 96
_SIGN = 32
_SENTENCE_WIDTH = scaled(240)
_HEIGHT = scaled(132)
_ROOM_FOR_LENSES = scaled(300) + 112
"""In less height, as beside the mosaic of the first scan, the words go before."""
_LARGEST = 16777215
"""Qt's own limit of a size: none."""
_DASHES = (8, 6)
_WELCOME = (
    ("copies", tr("Twinlens finds copies, crops, edits and bursts among your photos, and says which one to keep.")),
    (
        "shield-check",
        tr("Nothing is ever lost: photos stay where they are until you decide, and what you move away can come back."),
    ),
    ("folder-add", tr("Drop a folder or a card here, or see with sample pictures how it all works.")),
)  # fmt: skip


class DropZone(QFrame):
    """Says what may be dropped. Drops themselves are taken by the whole window."""

    def __init__(self, services: Services, choose: Callable[[], object], try_sample: Callable[[], object]) -> None:
        """`choose` is called by the primary button, `try_sample` by the quiet one beside it."""
        super().__init__()
        self._services = services
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = label(role="head")
        self._hint = label(
            tr("A folder or a card is scanned for near-duplicates. A single photo is searched for in your library."),
            "quiet",
            wrap=True,
        )
        for each in (self._title, self._hint):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._welcome = _Welcome(services.icons)
        self.primary = button(tr("Choose a folder\u2026"), choose, "primary")
        self.sample = button(tr("Try it with sample pictures"), try_sample)
        self._promise = label(tr("It works without a network. Nothing leaves this computer."), "small-quiet")
        self._promise.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._first_use = (self._welcome, self.sample, self._promise)
        self.set_first_use(True)
        buttons = row(None, self.primary, self.sample, None, gap=Space.M)
        words = column(self._title, self._hint, row(self._welcome), gap=Space.M)
        below = column(buttons, self._promise, gap=Space.M)
        self.setLayout(column(None, self._picture, words, below, None, gap=Space.L, margins=(Space.XL,) * 4))

    def set_first_use(self, first: bool) -> None:
        """Large and inviting on first use, a calm strip afterwards."""
        for each in self._first_use:
            each.setVisible(first)
        self._show_lenses()
        self._hint.setVisible(not first)
        self._title.setText(tr("Welcome to Twinlens") if first else tr("Drop folders, a card or a photo"))
        self.setMaximumHeight(_LARGEST if first else _HEIGHT + 2 * Space.XL)
        self.setMinimumHeight(_HEIGHT)

    def _show_lenses(self) -> None:
        self._picture.setVisible(self._welcome.isVisibleTo(self) and self.height() >= _ROOM_FOR_LENSES)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words before pictures where there is no room for both."""
        super().resizeEvent(event)
        self._show_lenses()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed edge, and the lenses drawn for the screen's own scale."""
        super().paintEvent(event)
        ratio = self.devicePixelRatioF()
        if self._picture.pixmap().devicePixelRatio() != ratio or self._picture.pixmap().isNull():
            self._picture.setPixmap(self._services.icons.lenses(_LENSES, ratio))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._services.theme.colours.colour("faint"), Size.HAIRLINE)
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        inset = Size.HAIRLINE / 2
        painter.drawRoundedRect(self.rect().toRectF().adjusted(inset, inset, -inset, -inset), Size.RADIUS, Size.RADIUS)


class _Welcome(QWidget):
    """What it does, that nothing is lost, what to do now: three sentences side by side, each under its sign."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        columns = [column(_Sign(icons, sign), self._sentence(words), None) for sign, words in _WELCOME]
        layout = row(*columns, gap=Space.XXL, margins=(0, Space.M, 0, Space.S))
        for number in range(len(columns)):
            layout.setStretch(number, 1)
        self.setLayout(layout)
        self.setMaximumWidth(len(columns) * _SENTENCE_WIDTH + (len(columns) - 1) * Space.XXL)

    @staticmethod
    def _sentence(words: str) -> QLabel:
        made = label(words, wrap=True)
        made.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        return made


class _Sign(QWidget):
    """An icon that is only looked at; drawn anew whenever it is painted, in the colours of that moment."""

    def __init__(self, icons: Icons, name: str) -> None:
        super().__init__()
        self._icons, self._name = icons, name
        self.setFixedHeight(_SIGN)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """In the middle of the column."""
        drawn = self._icons.pixmap(self._name, "quiet", _SIGN, self.devicePixelRatioF())
        QPainter(self).drawPixmap((self.width() - _SIGN) // 2, 0, drawn)
