"""A delegate whose rows run the way the language does."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from twinlens.gui.pictures.photo_painter import PhotoPainter


class MirroredDelegate(QStyledItemDelegate):
    """Draws with its brush from left to right; the brush mirrors what it draws where the language asks for it."""

    _brush: PhotoPainter

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        with self._brush.within(option.rect):  # type: ignore[attr-defined]
            self.draw(painter, option, index)

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw one row as it lies from left to right."""
        raise NotImplementedError
