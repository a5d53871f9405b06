"""The two lists of History: clean-ups by time, and the files of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyleOptionViewItem,
)

from twinlens.gui import wording
from twinlens.gui.backend import SessionItem
from twinlens.gui.cleanup import cleanup_wording
from twinlens.gui.look.scale import scaled
from twinlens.gui.look.theme import REJECTED_OPACITY, Size, Space, Type
from twinlens.gui.pictures.mirrored_delegate import MirroredDelegate
from twinlens.gui.pictures.photo_painter import PhotoPainter, fitted_size
from twinlens.gui.pictures.visible_rows import VisibleRows
from twinlens.gui.services import Services
from twinlens.gui.translating import tr
from twinlens.workflows.history import SessionSummary

T = TypeVar("T")
_Index = QModelIndex | QPersistentModelIndex
_SESSION_HEIGHT = scaled(68)
_ITEM_HEIGHT = scaled(64)
_THUMB = QSize(84, 56)
_LINE = scaled(18)
_STATE_WIDTH = scaled(152)
_STATE_ICONS = {
    "restorable": ("restore", "quiet"),
    "restored": ("keep", "keep"),
    "gone": ("close", "faint"),
    "offline": ("offline", "warn"),
}


class Records(QAbstractListModel, Generic[T]):
    """Values in memory, one a row."""

    RecordRole = int(Qt.ItemDataRole.UserRole) + 1

    def __init__(self, spoken: Callable[[T], str]) -> None:
        """`spoken` makes the sentence that is read aloud."""
        super().__init__()
        self._records: list[T] = []
        self._spoken: Callable[[T], str] = spoken

    @property
    def records(self) -> Sequence[T]:
        """All rows."""
        return self._records

    def show(self, records: Sequence[T]) -> None:
        """Show these; where they are shown already, selection and scrolling stay as they are."""
        if list(records) == self._records:
            return
        self.beginResetModel()
        self._records = list(records)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._records)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The value itself for painting, a sentence for reading aloud."""
        if role == self.RecordRole:
            return self._records[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._spoken(self._records[index.row()])
        return None


def session_list(services: Services) -> tuple[QListView, Records[SessionSummary]]:
    """Clean-ups, the newest first."""
    model: Records[SessionSummary] = Records(cleanup_wording.session_sentence)
    view = _plain_list(tr("Clean-ups"), model)
    view.setItemDelegate(_SessionDelegate(services, view))
    return view, model


def item_list(services: Services) -> tuple[QListView, Records[SessionItem]]:
    """Files of one clean-up; several can be selected."""
    model: Records[SessionItem] = Records(cleanup_wording.item_sentence)
    view = _plain_list(tr("Files of this clean-up"), model)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def keys_of(index: QModelIndex):
        key = index.data(Records.RecordRole).content_key
        return () if key is None else (key,)

    visible = VisibleRows(view, services.thumbnails, _THUMB.height(), keys_of)
    view.setItemDelegate(_ItemDelegate(services, visible, view))
    return view, model


def _plain_list(name: str, model: QAbstractListModel) -> QListView:
    view = QListView()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setUniformItemSizes(True)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    return view


class _RowDelegate(MirroredDelegate):
    def __init__(self, services: Services, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._theme = services.theme
        self._brush = PhotoPainter(services.theme, services.icons, services.thumbnails)

    def ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        area = option.rect
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(area, self._theme.colours.colour("raised"))
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.fillRect(
                QRect(area.left(), area.top(), 2 * Size.FOCUS, area.height()), self._theme.colours.colour("keep")
            )
        painter.fillRect(area.left(), area.bottom(), area.width(), Size.HAIRLINE, self._theme.colours.colour("line"))


class _SessionDelegate(_RowDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, _SESSION_HEIGHT)

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        session: SessionSummary = index.data(Records.RecordRole)
        painter.save()
        self.ground(painter, option)
        token = "text" if session.restorable else "quiet"
        line = option.rect.adjusted(Space.L, 0, -Space.M, 0)
        line.setHeight(_LINE)
        line.moveTop(option.rect.center().y() - (3 * _LINE) // 2)
        title = cleanup_wording.session_title(session)
        self._brush.text(painter, line, title, token, pixels=Type.BODY, strong=True)
        line.translate(0, _LINE)
        self._brush.text(painter, line, cleanup_wording.session_line(session), "quiet")
        state = cleanup_wording.session_state(session)
        line.translate(0, _LINE)
        self._brush.text(painter, line, state, "quiet" if session.restorable else "faint")
        painter.restore()


class _ItemDelegate(_RowDelegate):
    def __init__(self, services: Services, visible: VisibleRows, view: QListView) -> None:
        super().__init__(services, view)
        self._visible = visible
        self._thumbnails = services.thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, _ITEM_HEIGHT)

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item: SessionItem = index.data(Records.RecordRole)
        area = option.rect
        painter.save()
        self.ground(painter, option)
        box = QRect(area.left() + Space.S, 0, _THUMB.width(), _THUMB.height())
        box.moveTop(area.top() + (area.height() - _THUMB.height()) // 2)
        self._picture(painter, box, item)
        state = QRect(area.right() - _STATE_WIDTH, area.top(), _STATE_WIDTH - Space.S, area.height())
        icon, token = _STATE_ICONS.get(item.state, ("info", "quiet"))
        corner = state.topLeft()
        corner.setY(area.center().y() - Size.ICON // 2)
        self._brush.icon(painter, corner, icon, token)
        words = cleanup_wording.item_state(item.state)
        self._brush.text(painter, state.adjusted(Size.ICON + Space.S, 0, 0, 0), words, "quiet")
        text = QRect(box.right() + Space.M, 0, state.left() - box.right() - 2 * Space.M, _LINE)
        text.moveTop(area.center().y() - _LINE)
        middle = Qt.TextElideMode.ElideMiddle
        size = f"  \u00b7  {wording.size(item.bytes)}" if item.bytes else ""
        name = wording.shown_name(item.path) + size
        self._brush.text(painter, text, name, "text", pixels=Type.BODY, elide=middle)
        text.translate(0, _LINE)
        self._brush.text(painter, text, wording.shown_folder(item.path.parent), "quiet", elide=middle)
        painter.restore()

    def _picture(self, painter: QPainter, box: QRect, item: SessionItem) -> None:
        key = item.content_key
        height = self._visible.wish_height
        pixmap = None if key is None else self._thumbnails.get(key, height)
        if key is None or (pixmap is None and self._thumbnails.is_missing(key)):
            self._brush.icon(painter, box.center() - _HALF_ICON, "image", "faint")
            return
        where = box if pixmap is None else fitted_size(pixmap.width(), pixmap.height(), box)
        self._brush.photo(painter, where, key, height, None)
        if item.state == "gone":
            shade = self._theme.colours.colour("canvas")
            shade.setAlphaF(1 - REJECTED_OPACITY)
            painter.fillRect(where, shade)


_HALF_ICON = QRect(0, 0, Size.ICON, Size.ICON).center()
