"""At the left of the review: the levels with their counts, and the order of the groups."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QPushButton, QWidget

from twinlens.core.relations import Level
from twinlens.gui import review_wording, wording
from twinlens.gui.look import controls, theme
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Size, Space, Theme, Type, set_role
from twinlens.gui.review.arrangement import Order

_ICONS = {
    Level.COPY: "copies",
    Level.BURST: "bursts",
    Level.BRACKET: "brackets",
    Level.PANORAMA: "panorama",
    Level.SIMILAR: "similar",
}


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
        number = "" if count is None else wording.counted(count, "group")
        self.setAccessibleDescription(number)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._count is None:
            return
        painter = QPainter(self)
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(self._theme.colours.colour("text" if self.isChecked() else "quiet"))
        area = QRect(0, 0, self.width() - Space.S, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, wording.count(self._count))


class _OrderBox(QComboBox):
    """A choice with our own arrow: a style sheet's box has none."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        corner = QPoint(self.width() - Size.ICON - Space.S, (self.height() - Size.ICON) // 2)
        painter.drawPixmap(corner, self._icons.pixmap("down", "quiet", Size.ICON, self.devicePixelRatioF()))


class LevelRail(QFrame):
    """Chooses what is reviewed."""

    level_chosen = Signal(object)
    order_chosen = Signal(object)
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
        self._order = _OrderBox(icons)
        self._order.setAccessibleName(review_wording.ORDER)
        for order, name in review_wording.ORDER_NAMES.items():
            self._order.addItem(name, order)
        self._order.activated.connect(lambda _at: self.order_chosen.emit(Order(self._order.currentData())))
        title = controls.label(review_wording.ORDER, "small-quiet")
        self.reviewed = QPushButton(review_wording.SHOW_REVIEWED)
        self.reviewed.setCheckable(True)
        self.reviewed.setToolTip(review_wording.SHOW_REVIEWED_TIP)
        self.reviewed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reviewed.setShortcut(QKeySequence("V"))
        set_role(self.reviewed, "rail")
        icons.dress(self.reviewed, "keep", "quiet")
        self.reviewed.toggled.connect(self.reviewed_chosen)
        margins = (Space.S, Space.M, Space.S, Space.M)
        self.setLayout(
            controls.column(
                *self._buttons.values(), None, self.reviewed, title, self._order, gap=Space.XS, margins=margins
            )
        )

    def set_counts(self, counts: Mapping[Level, int]) -> None:
        """Show how many groups each level has; levels not told keep what they show."""
        for level, count in counts.items():
            self._buttons[level].set_count(count)

    def choose(self, level: Level) -> None:
        """Show a level as chosen."""
        self._buttons[level].setChecked(True)

    def choose_order(self, order: Order) -> None:
        """Show an order as chosen."""
        self._order.setCurrentIndex(self._order.findData(order))
