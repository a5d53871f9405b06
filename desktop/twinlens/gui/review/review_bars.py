"""The bars below the rows: what is selected, and what the whole review adds up to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from twinlens.gui import review_wording, wording
from twinlens.gui.look import controls
from twinlens.gui.look.theme import Size, Space, set_role
from twinlens.gui.review import rule_wording
from twinlens.gui.review.group_rows import ReviewTotals
from twinlens.gui.review.sensitivity import SensitivitySlider


class SelectionBar(QFrame):
    """Shown while several groups are selected: what can be done to them all, with its number."""

    reject_requested = Signal()
    rule_requested = Signal()
    clear_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Hidden."""
        super().__init__(parent)
        set_role(self, "bar")
        self.setFixedHeight(Size.BAR)
        self._selected = controls.label("", "strong")
        self._reject = controls.button("", self.reject_requested.emit)
        clear = controls.button(review_wording.CLEAR_SELECTION, self.clear_requested.emit, "flat")
        rule = controls.button(rule_wording.by_rule(), self.rule_requested.emit)
        self.setLayout(controls.row(self._selected, None, clear, rule, self._reject, margins=(Space.L, 0, Space.M, 0)))
        self.hide()

    def show_selection(self, groups: int, touched: int, undecided: int) -> None:
        """Say how many groups are selected, and in how many of them how many photos would be rejected."""
        self.setVisible(groups > 1)
        self._selected.setText(review_wording.selected(groups))
        self._reject.setText(review_wording.reject_others(touched, undecided))
        self._reject.setEnabled(undecided > 0)

    @property
    def text(self) -> str:
        """What it says and offers."""
        return f"{self._selected.text()} {self._reject.text()}"


class ReviewBar(QFrame):
    """The slider at the left, the totals in the middle, at the right the size of the photographs and what to do."""

    cleanup_requested = Signal()

    def __init__(self, heights: QWidget, parent: QWidget | None = None) -> None:
        """Nothing counted yet. `heights` changes how large the photographs are."""
        super().__init__(parent)
        set_role(self, "bar")
        self.setFixedHeight(Size.BAR + Space.S)
        self.slider = SensitivitySlider()
        self._totals = controls.ElidedLabel("", "quiet", Qt.TextElideMode.ElideRight)
        self._totals.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.move_button = controls.button("", self.cleanup_requested.emit, "primary")
        parts = (self.slider, self._totals, heights, Space.S, self.move_button)
        across = controls.row(*parts, margins=(Space.L, 0, Space.M, 0))
        across.setStretch(1, 1)
        self.setLayout(across)

    def show_totals(self, totals: ReviewTotals, rejected: int) -> None:
        """Say what it adds up to, and how many photos were rejected in all levels."""
        self._totals.setText(review_wording.totals(totals.groups, totals.reviewed, totals.saving))
        self.move_button.setText(wording.move_button(rejected))
        self.move_button.setEnabled(rejected > 0)

    @property
    def text(self) -> str:
        """The totals in words."""
        return self._totals.text()
