"""Asks for the thumbnails of the rows in sight, whenever what is in sight changes, and paints them as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from twinlens.gui.pictures.thumbnails import Thumbnails, Wish

if TYPE_CHECKING:
    from twinlens.gui.review.group_view import GroupView

_OWNER = "review"
_ROWS_AHEAD = 2


class RowWishes(QObject):
    """What the rows of a view want to be painted with."""

    def __init__(self, view: GroupView, thumbnails: Thumbnails) -> None:
        """Lives as long as the view."""
        super().__init__(view)
        self._view = view
        self._thumbnails = thumbnails
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._ask)
        view.verticalScrollBar().valueChanged.connect(self.tell)
        thumbnails.ready.connect(self._repaint)

    def tell(self) -> None:
        """Something else may be in sight; cheap to call often."""
        self._timer.start()

    def _ask(self) -> None:
        """For what is visible first, then for a little below and above."""
        view = self._view
        visible, rows = view.visible_rows(), view.model().rowCount()
        ahead = [row for row in range(visible.stop, visible.stop + _ROWS_AHEAD) if row < rows]
        behind = [row for row in range(visible.start - 1, visible.start - 1 - _ROWS_AHEAD, -1) if row >= 0]
        height = round(view.photo_height * view.devicePixelRatioF())
        wishes = [Wish(key, height) for row in [*visible, *ahead, *behind] for key in view.contents_shown(row)]
        self._thumbnails.want(_OWNER, wishes)

    def _repaint(self, key: str) -> None:
        for row in self._view.visible_rows():
            if key in self._view.contents_shown(row):
                self._view.viewport().update(self._view.row_rect(row))
