"""Above the rows while something is filtered: how many groups are left, a chip for each choice, one button for all."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QLayoutItem, QPushButton, QSizePolicy, QStyle, QWidget

from twinlens.gui.look import controls
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.scale import scaled
from twinlens.gui.look.theme import Size, Space, set_role
from twinlens.gui.review import filter_wording as words
from twinlens.gui.review import rule_wording
from twinlens.gui.review.facets import Facet
from twinlens.gui.review.filtering import NO_FILTER, GroupFilter

_LONGEST = scaled(240)


class FilterChips(QFrame):
    """Hidden while nothing is filtered."""

    filter_chosen = Signal(object)
    rule_requested = Signal()
    """All that the filter leaves is to be decided by a rule."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        """Nothing is filtered."""
        super().__init__(parent)
        set_role(self, "top-bar")
        self._icons = icons
        self._filter = NO_FILTER
        self._found = controls.label("", "quiet")
        self.clear = controls.button(
            words.clear_all(), lambda: self.filter_chosen.emit(NO_FILTER), "flat", tip=words.clear_tip()
        )
        self.rule = controls.button(rule_wording.by_rule(), self.rule_requested.emit, "flat")
        self.chips: list[QPushButton] = []
        self._flow = _Flow()
        holder = QWidget()
        holder.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        parts = controls.row(
            self._found, holder, self.rule, self.clear, gap=Space.M, margins=(Space.L, Space.XS, Space.M, Space.XS)
        )
        parts.setStretch(1, 1)
        self.setLayout(parts)
        self.hide()

    def show_filter(self, given: GroupFilter) -> None:
        """A chip for each thing chosen."""
        self._filter = given
        self._flow.clear()
        self.chips = []
        if given.text.split():
            self._add(words.text_chip(given.text), replace(given, text=""))
        for facet in Facet:
            for value in sorted(given.values(facet)):
                self._add(words.chip(facet, value), given.toggled(facet, value), self._whole(facet, value))
        self.setVisible(bool(given))

    def show_found(self, shown: int, of: int) -> None:
        """How many groups the filter leaves."""
        self._found.setText(words.groups_found(shown, of))
        self.rule.setVisible(shown > 0)

    def _whole(self, facet: Facet, value: str) -> str:
        return words.value_name(facet, value, whole=True) if facet is Facet.FOLDER else ""

    def _add(self, text: str, without: GroupFilter, tip: str = "") -> None:
        chip = QPushButton(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, _LONGEST))
        chip.setLayoutDirection(_other(self.layoutDirection()))  # what takes it away stands behind its words
        self._icons.dress(chip, "close", "quiet", Size.ICON - Space.XS)
        chip.setAccessibleName(words.remove_filter(text))
        chip.setToolTip(controls.tool_tip(tip or words.remove_filter(text)))
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setAutoDefault(False)
        chip.clicked.connect(lambda _checked: self.filter_chosen.emit(without))
        self.chips.append(chip)
        self._flow.addWidget(chip)


def _other(direction: Qt.LayoutDirection) -> Qt.LayoutDirection:
    left_to_right = direction is Qt.LayoutDirection.LeftToRight
    return Qt.LayoutDirection.RightToLeft if left_to_right else Qt.LayoutDirection.LeftToRight


class _Flow(QLayout):
    """Side by side, and on to the next line."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def clear(self) -> None:
        """Take everything out."""
        for item in self._items:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._items = []
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._arrange(area, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._items), default=0)
        return QSize(min(widest, _LONGEST), Size.CONTROL)

    def _arrange(self, area: QRect, *, move: bool) -> int:
        x, y, height = 0, 0, 0
        for item in self._items:
            size = item.sizeHint()
            if x and x + size.width() > area.width():
                x, y, height = 0, y + height + Space.XS, 0
            if move:
                place = QRect(QPoint(area.left() + x, area.top() + y), size)
                item.setGeometry(QStyle.visualRect(QApplication.layoutDirection(), area, place))
            x += size.width() + Space.XS
            height = max(height, size.height())
        return y + height
