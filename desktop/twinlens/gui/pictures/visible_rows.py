"""Asks for the thumbnails of the rows in sight, whenever what is in sight changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QTimer
from PySide6.QtWidgets import QListView

from twinlens.core.photos import ContentKey
from twinlens.gui.pictures.thumbnails import Thumbnails, Wish

_SETTLE_MS = 30
_AHEAD = 6
"""Rows beyond the edge that are read too."""


class VisibleRows(QObject):
    """Ties a list view to the thumbnails. `keys_of` tells which pictures a row shows."""

    def __init__(
        self,
        view: QListView,
        thumbnails: Thumbnails,
        height: int,
        keys_of: Callable[[QModelIndex], Iterable[ContentKey]],
    ) -> None:
        """Lives as long as the view."""
        super().__init__(view)
        self._view = view
        self._thumbnails = thumbnails
        self._height = height
        self._keys_of = keys_of
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self.ask)
        view.verticalScrollBar().valueChanged.connect(lambda _value: self._timer.start())
        view.model().modelReset.connect(self._timer.start)
        view.viewport().installEventFilter(self)
        thumbnails.ready.connect(self._arrived)

    @property
    def wish_height(self) -> int:
        """Height to paint with, in pixels of the screen."""
        return round(self._height * self._view.devicePixelRatioF())

    def ask(self) -> None:
        """Wish for what is in sight, first things first; nothing while the view is hidden."""
        model = self._view.model()
        if not self._view.isVisible() or not model.rowCount():
            self._thumbnails.want(str(id(self)), ())
            return
        first = self._row_at(0, 0)
        last = self._row_at(self._view.viewport().height() - 1, model.rowCount() - 1)
        rows = range(first, min(last + _AHEAD, model.rowCount() - 1) + 1)
        keys = dict.fromkeys(key for row in rows for key in self._keys_of(model.index(row, 0)))
        self._thumbnails.want(str(id(self)), [Wish(key, self.wish_height) for key in keys])

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Another size, or another time on the screen, shows other rows."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._timer.start()
        return False

    def _row_at(self, height: int, otherwise: int) -> int:
        index = self._view.indexAt(QPoint(self._view.viewport().width() // 2, height))
        return index.row() if index.isValid() else otherwise

    def _arrived(self, _key: str) -> None:
        if self._view.isVisible():
            self._view.viewport().update()
