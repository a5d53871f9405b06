"""At the left of the review: what to find, the levels with their counts, the filters, the order of the groups."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QPushButton, QToolButton, QWidget

from twinlens.core.relations import Level
from twinlens.gui import review_wording, wording
from twinlens.gui.look import controls, theme
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Size, Space, Theme, Type, set_role
from twinlens.gui.review import filter_wording
from twinlens.gui.review.facet_rail import FacetRail
from twinlens.gui.review.order_choice import OrderChoice

_ICONS = {
    Level.COPY: "copies",
    Level.BURST: "bursts",
    Level.BRACKET: "brackets",
    Level.PANORAMA: "panorama",
    Level.SIMILAR: "similar",
}
_REST_MS = 120
"""Words are looked for when the hand rests."""


class _LevelButton(QPushButton):
    """A name at the left and a number at the right."""

    def __init__(self, name: str, theme_in_use: Theme) -> None:
        super().__init__(name)
        self._theme = theme_in_use
        self._count: int | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the photographs
        set_role(self, "rail")

    def set_count(self, count: int | None) -> None:
        self._count = count
        number = "" if count is None else wording.groups(count)
        self.setAccessibleDescription(number)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._count is None:
            return
        painter = QPainter(self)
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(self._theme.colours.colour("text" if self.isChecked() else "quiet"))
        area = self.style().visualRect(
            self.layoutDirection(), self.rect(), QRect(0, 0, self.width() - Space.S, self.height())
        )
        along = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        align = self.style().visualAlignment(self.layoutDirection(), along)
        painter.drawText(area, int(align), wording.count(self._count))


class SearchField(QLineEdit):
    """Words that narrow what is shown, told when the hand rests. Esc empties it, and then gives the keys back."""

    words_changed = Signal(str)
    left = Signal()
    """The keys are wanted by the photographs again."""
    down_pressed = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self.setPlaceholderText(filter_wording.search_hint())
        self.setAccessibleName(filter_wording.search_hint())
        self.setToolTip(filter_wording.search_tip())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._tell)
        self.textEdited.connect(lambda _text: self._rest.start())
        self.textChanged.connect(lambda text: self._tell() if not text else None)
        self._told = ""
        self._icons = icons
        self.addAction(icons.icon("search", "quiet"), self.ActionPosition.LeadingPosition)
        self._empty = self.addAction(icons.icon("close", "quiet"), self.ActionPosition.TrailingPosition)
        self._empty.setToolTip(filter_wording.clear_words())
        self._empty.setVisible(False)
        self._empty.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._empty.setVisible(bool(text)))
        for sign, name in zip(
            self.findChildren(QToolButton), (filter_wording.search_hint(), filter_wording.clear_words()), strict=True
        ):
            sign.setAccessibleName(name)

    def follow_theme(self) -> None:
        """Its signs in the colours of now."""
        for sign, name in zip(self.actions(), ("search", "close"), strict=True):
            sign.setIcon(self._icons.icon(name, "quiet"))

    def show_words(self, text: str) -> None:
        """Show what is looked for."""
        self._told = text
        if not self._rest.isActive() and self.text() != text:
            self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down leave for what was found."""
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        self._rest.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.words_changed.emit(self._told)


class LevelRail(QFrame):
    """Chooses what is reviewed."""

    level_chosen = Signal(object)
    reviewed_chosen = Signal(bool)
    """Whether groups in which nothing is left to decide are shown as well."""

    def __init__(self, theme_in_use: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        """Copies are chosen, by largest gain."""
        super().__init__(parent)
        set_role(self, "panel")
        self.setFixedWidth(Size.RAIL)
        self._buttons: dict[Level, _LevelButton] = {}
        together = QButtonGroup(self)
        for level in Level:
            button = _LevelButton(wording.LEVEL_NAMES[level], theme_in_use)
            icons.dress(button, _ICONS[level], "quiet")
            button.clicked.connect(lambda _checked, level=level: self.level_chosen.emit(level))
            together.addButton(button)
            self._buttons[level] = button
        self._buttons[Level.COPY].setChecked(True)
        self.search = SearchField(icons)
        self.facets = FacetRail(theme_in_use, icons)
        self.order = OrderChoice(icons)
        self.reviewed = QPushButton(review_wording.SHOW_REVIEWED)
        self.reviewed.setCheckable(True)
        self.reviewed.setToolTip(review_wording.SHOW_REVIEWED_TIP)
        self.reviewed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(self.reviewed, "rail")
        icons.dress(self.reviewed, "keep", "quiet")
        self.reviewed.toggled.connect(self.reviewed_chosen)
        levels = controls.column(*self._buttons.values(), gap=Space.XS)
        parts = controls.column(
            self.search, Space.S, levels, Space.XS, controls.rule(), self.facets, controls.rule(),
            self.reviewed, self.order, gap=Space.XS, margins=(Space.S, Space.M, Space.S, Space.M),
        )  # fmt: skip
        parts.setStretchFactor(self.facets, 1)
        self.setLayout(parts)
        self.search.down_pressed.connect(self.go_to_filters)
        self.facets.left_at_top.connect(self.search.setFocus)
        theme_in_use.changed.connect(self.search.follow_theme)

    def take_words(self) -> None:
        """Give the keys to the field, what stands in it to be written over."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def go_to_filters(self) -> None:
        """Give the keys to the first line of the filters."""
        self.facets.take_focus()

    def set_counts(self, counts: Mapping[Level, int]) -> None:
        """Show how many groups each level has; levels not told keep what they show."""
        for level, count in counts.items():
            self._buttons[level].set_count(count)

    def choose(self, level: Level) -> None:
        """Show a level as chosen."""
        self._buttons[level].setChecked(True)
