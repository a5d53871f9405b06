"""The order of the groups, and a button that turns it round."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from twinlens.gui import review_wording
from twinlens.gui.look import controls
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Space
from twinlens.gui.review import filter_wording as words
from twinlens.gui.review.arrangement import Order
from twinlens.gui.review.choice_box import ChoiceBox


class OrderChoice(QWidget):
    """By what, and from which end."""

    chosen = Signal(object, bool)
    """The Order, and whether it is turned round."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        """By largest gain."""
        super().__init__(parent)
        self._icons = icons
        self._box = ChoiceBox(
            icons, review_wording.ORDER, ((name, order) for order, name in words.order_names().items())
        )
        self._box.activated.connect(lambda _at: self._tell())
        self._turn = controls.tool(icons, "sort-down", words.turn_order(turned=False), self._tell)
        self._turn.setCheckable(True)
        self._turn.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        across = controls.row(self._box, self._turn, gap=Space.XS)
        across.setStretch(0, 1)
        self.setLayout(across)

    def show_order(self, order: Order, *, turned: bool) -> None:
        """Show an order as chosen."""
        self._box.choose(order)
        self._turn.setChecked(turned)
        self._dress()

    def _tell(self) -> None:
        self._dress()
        self.chosen.emit(self._box.value, self._turn.isChecked())

    def _dress(self) -> None:
        turned = self._turn.isChecked()
        self._icons.dress(self._turn, "sort-up" if turned else "sort-down", "quiet")
        controls.name_tool(self._turn, words.turn_order(turned=turned))
