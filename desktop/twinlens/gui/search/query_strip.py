"""The pictures that are searched for, in a row: all their results, or those of one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from twinlens.gui.look.controls import tool_tip
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Size, Space, Type, font, set_role
from twinlens.gui.pictures.pictures import Pictures, PictureWish
from twinlens.gui.search import search_wording
from twinlens.gui.search.queries import Asked

_ICON = QSize(Size.ROW, Size.CONTROL + Space.M)
_SIDE = 256
_Where = Qt.ItemDataRole.UserRole


class QueryStrip(QListWidget):
    """Hidden for a single picture."""

    chosen = Signal(object)
    """The place of a query, or None for all."""

    def __init__(self, pictures: Pictures, icons: Icons, parent: QWidget | None = None) -> None:
        """Nothing is searched for."""
        super().__init__(parent)
        self._pictures = pictures
        self._icons = icons
        self._lacking: set[int] = set()
        set_role(self, "bare")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setIconSize(_ICON)
        self.setFont(font(Type.SMALL))
        self.setSpacing(Space.XS)
        self.setFixedHeight(_ICON.height() + Space.XL)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(search_wording.QUERIES)
        self.currentItemChanged.connect(self._tell)
        self.hide()

    def show_queries(self, asked: Sequence[Asked]) -> None:
        """One for each, after the one for all."""
        self.blockSignals(True)
        self.clear()
        self._lacking = set(range(1, len(asked) + 1))
        everything = QListWidgetItem(search_wording.ALL_QUERIES)
        everything.setSizeHint(QSize(_ICON.width(), _ICON.height()))
        everything.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addItem(everything)
        for each in asked:
            item = QListWidgetItem()
            item.setSizeHint(_ICON + QSize(Space.S, 0))
            item.setIcon(self._icons.icon("image", "faint"))
            item.setToolTip(tool_tip(each.name))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, each.name)
            item.setData(_Where, str(each.path))
            self.addItem(item)
            self.show_picture(each.path)
        self.setCurrentRow(0)
        self.blockSignals(False)
        self.setVisible(len(asked) > 1)

    def step(self, step: int) -> None:
        """To the query before or after."""
        if self.isVisible():
            self.setCurrentRow(min(max(self.currentRow() + step, 0), self.count() - 1))

    def show_picture(self, path: Path) -> None:
        """There is a picture of one of them."""
        for row in range(1, self.count()):
            item = self.item(row)
            if row in self._lacking and item.data(_Where) == str(path):
                picture = self._pictures.best(path, _SIDE)
                if picture is not None:
                    self._lacking.discard(row)
                    item.setIcon(
                        QIcon(QPixmap.fromImage(picture.scaled(_ICON * 2, Qt.AspectRatioMode.KeepAspectRatio)))
                    )

    def wishes(self, asked: Sequence[Asked]) -> list[PictureWish]:
        """The pictures that are still lacking."""
        if self.count() < 3:
            return []
        files = [each for each in asked if not each.is_pasted]
        return [PictureWish(each.path, _SIDE) for each in files if self._pictures.best(each.path, _SIDE) is None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All keys are the sheet's."""
        event.ignore()

    def _tell(self) -> None:
        row = self.currentRow()
        self.chosen.emit(row - 1 if row > 0 else None)
