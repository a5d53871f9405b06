"""What a clean-up would move, photo by photo: what leaves beside what stays, exceptions first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from twinlens.core.photos import ContentKey, Shot
from twinlens.gui import wording
from twinlens.gui.backend import CleanupPreview
from twinlens.gui.cleanup import cleanup_wording
from twinlens.gui.look.controls import tool_tip
from twinlens.gui.look.scale import scaled
from twinlens.gui.look.theme import Size, Space, Type
from twinlens.gui.pictures.mirrored_delegate import MirroredDelegate
from twinlens.gui.pictures.photo_painter import Mark, PhotoPainter, fitted_size
from twinlens.gui.pictures.visible_rows import VisibleRows
from twinlens.gui.services import Services
from twinlens.gui.translating import tr

_THUMB = QSize(108, 72)
_ROW_HEIGHT = _THUMB.height() + Space.M
_HEADING_HEIGHT = scaled(32)
_LINE = scaled(18)
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class CleanupRow:
    """A shot that leaves beside the one that stays; or, with a reason, one that is left alone; or a heading."""

    shot: Shot | None = None
    kept: Shot | None = None
    exception: str = ""
    losses: str = ""
    """What it holds that the one that stays does not."""
    headings: tuple[str, str] = ("", "")

    @property
    def keys(self) -> tuple[ContentKey, ...]:
        """The pictures shown."""
        return tuple(shot.content_key for shot in (self.shot, self.kept) if shot is not None)


class CleanupModel(QAbstractListModel):
    """Rows of a plan."""

    RowRole = int(Qt.ItemDataRole.UserRole) + 1

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._rows: Sequence[CleanupRow] = ()

    def show(self, plan: CleanupPreview) -> None:
        """Exceptions first, then what leaves: first of all what holds something that stays nowhere."""
        self.beginResetModel()
        rows: list[CleanupRow] = []
        if plan.staying:
            rows.append(CleanupRow(headings=(cleanup_wording.STAY_HEADING, "")))
            rows += [CleanupRow(shot, exception=reason) for shot, reason in plan.staying]
        if plan.leaving:
            rows.append(CleanupRow(headings=(cleanup_wording.LEAVE_HEADING, cleanup_wording.KEPT_HEADING)))
            leaving = [CleanupRow(shot, kept, losses=cleanup_wording.losses(shot, kept)) for shot, kept in plan.leaving]
            rows += sorted(leaving, key=lambda row: not row.losses)
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Number of photos."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings are passed over by the keys."""
        return super().flags(index) if self._rows[index.row()].shot else Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself for painting, a sentence for reading aloud."""
        row = self._rows[index.row()]
        if role == self.RowRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if row.shot is None:
                return ", ".join(filter(None, row.headings))
            return cleanup_wording.cleanup_row(row.shot, row.kept, row.exception, row.losses)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip("\n".join(wording.shown(shot.path) for shot in (row.shot, row.kept) if shot is not None))
        return None


class CleanupList(QListView):
    """The rows of a plan; thousands scroll as easily as three."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        """Empty until `show_plan`."""
        super().__init__(parent)
        self.rows = CleanupModel()
        self.setModel(self.rows)
        self.setAccessibleName(tr("Photos that leave, and what stays"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        visible = VisibleRows(
            self, services.thumbnails, _THUMB.height(), lambda index: index.data(CleanupModel.RowRole).keys
        )
        self.setItemDelegate(_RowDelegate(services, visible, self))

    def show_plan(self, plan: CleanupPreview) -> None:
        """Show what would happen."""
        self.rows.show(plan)


class _RowDelegate(MirroredDelegate):
    def __init__(self, services: Services, visible: VisibleRows, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._visible = visible
        self._theme = services.theme
        self._brush = PhotoPainter(services.theme, services.icons, services.thumbnails)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        is_heading = index.data(CleanupModel.RowRole).shot is None
        return QSize(2 * _THUMB.width(), _HEADING_HEIGHT if is_heading else _ROW_HEIGHT)

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: CleanupRow = index.data(CleanupModel.RowRole)
        area = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            self._brush.fill(painter, QRect(area.left(), area.top(), 2 * Size.FOCUS, area.height()), "keep")
        painter.fillRect(area.left(), area.bottom(), area.width(), Size.HAIRLINE, self._colour("line"))
        left = area.adjusted(Space.S, 0, -area.width() // 2 - Space.S, 0)
        right = area.adjusted(area.width() // 2 + Space.S, 0, -Space.S, 0)
        if row.shot is None:
            for where, heading in zip((left, right), row.headings, strict=True):
                self._brush.text(painter, where, heading, "quiet")
        elif row.exception:
            self._shot(painter, left, row.shot, None, "")
            self._reason(painter, right, row.exception)
        else:
            self._shot(painter, left, row.shot, Mark.REJECTED, wording.size(row.shot.bytes), row.losses)
            if row.kept is not None:
                self._shot(painter, right, row.kept, Mark.PROPOSED, wording.size(row.kept.bytes))
        painter.restore()

    def _shot(self, painter: QPainter, area: QRect, shot: Shot, mark: Mark | None, size: str, losses: str = "") -> None:
        box = QRect(area.left(), area.top() + (area.height() - _THUMB.height()) // 2, _THUMB.width(), _THUMB.height())
        picture = fitted_size(shot.facts.width, shot.facts.height, box)
        self._brush.photo(painter, picture, shot.content_key, self._visible.wish_height, mark)
        text = QRect(box.right() + Space.M, 0, area.right() - box.right() - Space.M, _LINE)
        text.moveTop(area.center().y() - ((4 if losses else 3) * _LINE) // 2)
        middle = Qt.TextElideMode.ElideMiddle
        self._brush.text(painter, text, wording.shown_name(shot.path), "text", pixels=Type.BODY, elide=middle)
        text.translate(0, _LINE)
        self._brush.text(painter, text, wording.shown_folder(shot.path.parent), "quiet", elide=middle)
        text.translate(0, _LINE)
        size_and_files = "  \u00b7  ".join(filter(None, (size, cleanup_wording.companions(shot))))
        self._brush.text(painter, text, size_and_files, "quiet")
        if losses:
            text.translate(0, _LINE)
            self._brush.text(painter, text, cleanup_wording.lacking(losses), "warn")

    def _reason(self, painter: QPainter, area: QRect, reason: str) -> None:
        middle = area.center().y()
        icon = area.topLeft()
        icon.setY(middle - Size.ICON // 2)
        self._brush.icon(painter, icon, "warn", "warn")
        text = area.adjusted(Size.ICON + Space.S, 0, 0, 0)
        self._brush.text(painter, text, cleanup_wording.staying_reason(reason), "text", pixels=Type.BODY)

    def _colour(self, token: str):
        return self._theme.colours.colour(token)
