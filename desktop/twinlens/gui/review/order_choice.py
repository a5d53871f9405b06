"""The order of the groups, and a button that turns it round."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QWidget

from twinlens.gui import review_wording
from twinlens.gui.look import controls
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Size, Space
from twinlens.gui.review import filter_wording as words
from twinlens.gui.review.arrangement import Order


class _OrderBox(QComboBox):
    """A choice with our own arrow: a style sheet's box has none."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        rightmost = self.width() - Size.ICON - Space.S
        left = Space.S if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else rightmost
        corner = QPoint(left, (self.height() - Size.ICON) // 2)
        painter.drawPixmap(corner, self._icons.pixmap("down", "quiet", Size.ICON, self.devicePixelRatioF()))


class OrderChoice(QWidget):
    """By what, and from which end."""

    chosen = Signal(object, bool)
    """The Order, and whether it is turned round."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        """By largest gain."""
        super().__init__(parent)
        self._icons = icons
        self._box = _OrderBox(icons)
        self._box.setAccessibleName(review_wording.ORDER)
        for order, name in words.order_names().items():
            self._box.addItem(name, order)
        self._box.activated.connect(lambda _at: self._tell())
        self._turn = controls.tool(icons, "sort-down", words.turn_order(turned=False), self._tell)
        self._turn.setCheckable(True)
        self._turn.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        across = controls.row(self._box, self._turn, gap=Space.XS)
        across.setStretch(0, 1)
        self.setLayout(across)

    def show_order(self, order: Order, *, turned: bool) -> None:
        """Show an order as chosen."""
        self._box.setCurrentIndex(self._box.findData(order))
        self._turn.setChecked(turned)
        self._dress()

    def _tell(self) -> None:
        self._dress()
        self.chosen.emit(Order(self._box.currentData()), self._turn.isChecked())

    def _dress(self) -> None:
        turned = self._turn.isChecked()
        self._icons.dress(self._turn, "sort-up" if turned else "sort-down", "quiet")
        controls.name_tool(self._turn, words.turn_order(turned=turned))
