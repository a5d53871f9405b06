"""Rows of the backup check: photos with how it stands with them, and folders with their shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyle, QStyleOptionViewItem

from twinlens.core.containment import LocatedShot, Safety
from twinlens.core.photos import ContentKey
from twinlens.gui import wording
from twinlens.gui.backups import backup_wording
from twinlens.gui.cleanup.history_lists import Records
from twinlens.gui.look.scale import scaled
from twinlens.gui.look.theme import Size, Space, Type
from twinlens.gui.pictures.mirrored_delegate import MirroredDelegate
from twinlens.gui.pictures.photo_painter import PhotoPainter, fitted_size
from twinlens.gui.pictures.uniform_rows import UniformRows
from twinlens.gui.pictures.visible_rows import VisibleRows
from twinlens.gui.services import Services
from twinlens.gui.translating import tr
from twinlens.workflows.contain import FolderShare

_Index = QModelIndex | QPersistentModelIndex
_THUMB = QSize(84, 56)
_PHOTO_HEIGHT = scaled(68)
_FOLDER_HEIGHT = scaled(52)
_LINE = scaled(18)
_BAR = 4
_HALF_ICON = QRect(0, 0, Size.ICON, Size.ICON).center()


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """One photo, or a file that could not be read, and how it stands with it."""

    path: Path
    key: ContentKey | None
    width: int
    height: int
    reason: str
    where: str
    safety: Safety


@dataclass(frozen=True, slots=True)
class FolderLine:
    """One folder; the parts of its bar with their colours."""

    path: Path
    name: str
    share: str
    parts: tuple[tuple[str, int], ...]


def photo_row(located: LocatedShot, *, card: bool) -> PhotoRow:
    """A photo's row; against another folder, `safety` means nothing."""
    safety = located.safety if card else Safety.RED if located.best is None else Safety.AMBER
    if not card and located.held is not None and located.held.is_proof:
        safety = Safety.GREEN
    said, where = backup_wording.reason(located, card=card), backup_wording.where(located, card=card)
    shot = located.shot
    return PhotoRow(shot.path, shot.content_key, shot.facts.width, shot.facts.height, said, where, safety)


def unreadable_row(path: Path) -> PhotoRow:
    """The row of a file that could not be read."""
    return PhotoRow(path, None, 1, 1, backup_wording.UNREADABLE, "", Safety.RED)


def folder_line(share: FolderShare, inside: Path, *, card: bool) -> FolderLine:
    """A folder's row."""
    looks = backup_wording.SAFETY_LOOKS
    if card:
        parts = tuple((looks[safety][1], share.safety[safety]) for safety in Safety)
    else:
        parts = (("safe", share.contained), ("lost", share.shots - share.contained))
    name = backup_wording.folder_name(share, inside)
    return FolderLine(share.path, name, backup_wording.folder_share(share, card=card), parts)


def photo_list(services: Services) -> tuple[UniformRows, Records[PhotoRow]]:
    """Photos; several can be selected."""
    model: Records[PhotoRow] = Records(lambda row: ", ".join(filter(None, (wording.shown(row.path), row.reason))))
    view = _rows(tr("Photos"), model, _PHOTO_HEIGHT)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def keys_of(index: QModelIndex) -> Sequence[ContentKey]:
        key = index.data(Records.RecordRole).key
        return () if key is None else (key,)

    visible = VisibleRows(view, services.thumbnails, _THUMB.height(), keys_of)
    view.setItemDelegate(_PhotoDelegate(services, visible, view))
    return view, model


def folder_list(services: Services) -> tuple[UniformRows, Records[FolderLine]]:
    """Folders with their shares."""
    model: Records[FolderLine] = Records(lambda line: f"{line.name}, {line.share}")
    view = _rows(tr("Folders"), model, _FOLDER_HEIGHT)
    view.setItemDelegate(_FolderDelegate(services, view))
    return view, model


def _rows(name: str, model: Records, height: int) -> UniformRows:
    view = UniformRows(height)
    view.setModel(model)
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setMouseTracking(True)
    return view


class _Delegate(MirroredDelegate):
    def __init__(self, services: Services, view: UniformRows) -> None:
        super().__init__(view)
        self._view = view
        self._colours = services.theme
        self._brush = PhotoPainter(services.theme, services.icons, services.thumbnails)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, self._view.row_height)

    def ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        area, colours = option.rect, self._colours.colours
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, colours.colour("raised"))
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.fillRect(QRect(area.left(), area.top(), 2 * Size.FOCUS, area.height()), colours.colour("keep"))
        painter.fillRect(area.left(), area.bottom(), area.width(), Size.HAIRLINE, colours.colour("line"))


class _PhotoDelegate(_Delegate):
    """Thumbnail, name over folder, and at the right what is known of it elsewhere."""

    def __init__(self, services: Services, visible: VisibleRows, view: UniformRows) -> None:
        super().__init__(services, view)
        self._visible = visible

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: PhotoRow = index.data(Records.RecordRole)
        area = option.rect
        painter.save()
        self.ground(painter, option)
        box = QRect(area.left() + Space.M, 0, _THUMB.width(), _THUMB.height())
        box.moveTop(area.top() + (area.height() - _THUMB.height()) // 2)
        if row.key is None:
            self._brush.icon(painter, box.center() - _HALF_ICON, "image", "faint")
        else:
            picture = fitted_size(row.width, row.height, box)
            self._brush.photo(painter, picture, row.key, self._visible.wish_height, None)
        half = area.left() + area.width() // 2
        text = QRect(box.right() + Space.M, 0, half - box.right() - 2 * Space.M, _LINE)
        self._two_lines(painter, text, area, wording.shown_name(row.path), wording.shown_folder(row.path.parent))
        corner = QRect(half, area.center().y() - Size.ICON // 2, Size.ICON, Size.ICON).topLeft()
        self._brush.icon(painter, corner, *backup_wording.SAFETY_LOOKS[row.safety])
        text = QRect(half + Size.ICON + Space.M, 0, area.right() - half - Size.ICON - 2 * Space.M, _LINE)
        self._two_lines(painter, text, area, row.reason, row.where, Qt.TextElideMode.ElideRight)
        painter.restore()

    def _two_lines(
        self, painter: QPainter, text: QRect, area: QRect, first: str, second: str,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
    ) -> None:  # fmt: skip
        text.moveTop(area.center().y() - (_LINE if second else _LINE // 2))
        self._brush.text(painter, text, first, "text", pixels=Type.BODY, elide=elide)
        text.translate(0, _LINE)
        self._brush.text(painter, text, second, "quiet", elide=Qt.TextElideMode.ElideMiddle)


class _FolderDelegate(_Delegate):
    """Name and share over a bar of its parts."""

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: FolderLine = index.data(Records.RecordRole)
        area = option.rect.adjusted(Space.M, 0, -Space.M, 0)
        painter.save()
        self.ground(painter, option)
        text = QRect(area.left(), area.top() + Space.S, area.width(), _LINE)
        share = self._brush.metrics(Type.SMALL, strong=False).horizontalAdvance(line.share)
        left = text.adjusted(0, 0, -share - Space.M, 0)
        self._brush.text(painter, left, line.name, "text", pixels=Type.BODY, elide=Qt.TextElideMode.ElideMiddle)
        self._brush.text(painter, text, line.share, "quiet", align=Qt.AlignmentFlag.AlignRight)
        self._bar(painter, QRect(area.left(), text.bottom() + Space.S, area.width(), _BAR), line.parts)
        painter.restore()

    def _bar(self, painter: QPainter, bar: QRect, parts: Sequence[tuple[str, int]]) -> None:
        total, done = max(1, sum(count for _, count in parts)), 0
        for token, count in parts:
            begin, done = bar.width() * done // total, done + count
            end = bar.width() * done // total
            # One photo among thousands is still worth seeing.
            width = max(end - begin, 2 * Size.FOCUS if count else 0)
            begin = min(begin, bar.width() - width)
            self._brush.fill(painter, QRect(bar.left() + begin, bar.top(), width, _BAR), token)
