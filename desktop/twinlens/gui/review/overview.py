"""The parts of the overview and where they stand: rail, rows, details, bars. What they mean is the page's."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from twinlens.gui import review_wording
from twinlens.gui.look import controls
from twinlens.gui.look.theme import Size
from twinlens.gui.pictures.photo_painter import PhotoPainter
from twinlens.gui.review.details_panel import DetailsPanel
from twinlens.gui.review.filter_chips import FilterChips
from twinlens.gui.review.group_model import GroupModel
from twinlens.gui.review.group_view import GroupView
from twinlens.gui.review.level_rail import LevelRail
from twinlens.gui.review.photo_heights import PhotoHeights, PhotoHeightSlider
from twinlens.gui.review.review_bars import ReviewBar, SelectionBar
from twinlens.gui.review.review_calm import ReviewCalm
from twinlens.gui.services import Services

_DETAILS_FROM = Size.RAIL + Size.TEXT_COLUMN + Size.DETAILS
"""Narrower windows go without the details."""


class Overview(QWidget):
    """Groups as rows, with everything round them."""

    def __init__(
        self, services: Services, model: GroupModel, brush: PhotoPainter, parent: QWidget | None = None
    ) -> None:
        """Shows the rows."""
        super().__init__(parent)
        self.view = GroupView(model, brush, services.keymap)
        self.rail = LevelRail(services.theme, services.icons)
        services.keymap.bind(self.rail.reviewed, "groups.show-reviewed")
        services.keymap.bind_tip(self.rail.reviewed, review_wording.SHOW_REVIEWED_TIP, "groups.show-reviewed")
        self.chips = FilterChips(services.icons)
        self.details = DetailsPanel(services.icons, services.explanations, services.keymap)
        self.heights = PhotoHeights(self.view)
        self.bar = ReviewBar(PhotoHeightSlider(services.icons, services.keymap, self.heights))
        self.selection_bar = SelectionBar()
        self.calm = ReviewCalm()
        self._middle = QStackedWidget()
        self._middle.addWidget(self.view)
        self._middle.addWidget(self.calm)
        centre = QWidget()
        stacked = controls.column(self.chips, self._middle, self.selection_bar, gap=0)
        stacked.setStretch(1, 1)
        centre.setLayout(stacked)
        areas = controls.row(self.rail, centre, self.details, gap=Size.HAIRLINE)
        areas.setStretch(1, 1)
        self.setLayout(controls.column(areas, self.bar, gap=0))

    @property
    def calm_shown(self) -> bool:
        """Whether a message stands in place of the rows."""
        return self._middle.currentWidget() is self.calm

    def show_rows(self) -> None:
        """Rows in place of the message; the keys go to them where nothing else has them."""
        focus = self.focusWidget()
        had_focus = focus is None or self.calm.isAncestorOf(focus)
        self._middle.setCurrentWidget(self.view)
        if had_focus:
            self.view.setFocus()

    def show_calm(self) -> None:
        """The message in place of rows; the keys stay where they are, unless the rows had them."""
        had_focus = self.view.hasFocus()
        self._middle.setCurrentWidget(self.calm)
        if had_focus:
            self.calm.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the photographs come before the details; comparison still shows what differs."""
        super().resizeEvent(event)
        self.details.setVisible(self.width() >= _DETAILS_FROM)
