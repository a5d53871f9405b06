"""Ranked results of a search: picture, score as a bar, relation as a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from twinlens.core.relations import DecisionKind
from twinlens.gui import review_wording, wording
from twinlens.gui.backend import SearchHit
from twinlens.gui.look.theme import REJECTED_OPACITY, Size, Space, Tile, Type, set_role
from twinlens.gui.pictures.dragging_out import drag_out
from twinlens.gui.pictures.photo_painter import PhotoPainter, fitted_size
from twinlens.gui.pictures.thumbnails import Wish

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_OWNER = "results"
_ROW_HEIGHT = Tile.RESULT + 2 * Space.S
_BOX = round(Tile.RESULT * 4 / 3)


class ResultModel(QAbstractListModel):
    """Rows are hits, best first."""

    HitRole = int(Qt.ItemDataRole.UserRole) + 1

    def __init__(self, parent: QObject | None = None) -> None:
        """No results."""
        super().__init__(parent)
        self._hits: list[SearchHit] = []
        self._decided: dict[int, DecisionKind | None] = {}

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Number of hits."""
        return 0 if parent.isValid() else len(self._hits)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Results can be dragged out."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The hit for painting, a sentence for screen readers."""
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == self.HitRole:
            return hit
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return review_wording.hit_sentence(hit)
        return None

    def show(self, hits: Sequence[SearchHit]) -> None:
        """Show these hits; what was decided since they were found holds."""
        self.beginResetModel()
        self._hits = [self._as_decided(hit) for hit in hits]
        self.endResetModel()

    def hit(self, row: int) -> SearchHit:
        """One hit."""
        return self._hits[row]

    def decide(self, kinds: Mapping[int, DecisionKind | None]) -> None:
        """Show what was decided of some shots."""
        self._decided.update(kinds)
        for row, hit in enumerate(self._hits):
            if hit.shot.id in kinds:
                self._hits[row] = self._as_decided(hit)
                self.dataChanged.emit(self.index(row), self.index(row))

    def forget_decisions(self) -> None:
        """What is found from now on is as the library says."""
        self._decided.clear()

    def _as_decided(self, hit: SearchHit) -> SearchHit:
        shot = hit.shot
        if self._decided.get(shot.id, shot.decision) is shot.decision:
            return hit
        return replace(hit, shot=replace(shot, decision=self._decided[shot.id]))


class _ResultDelegate(QStyledItemDelegate):
    def __init__(self, brush: PhotoPainter, parent: QObject) -> None:
        super().__init__(parent)
        self._brush = brush

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(_BOX, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        hit: SearchHit = index.data(ResultModel.HitRole)
        row: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        with self._brush.within(row):
            self._paint(painter, row, hit, selected=bool(option.state & QStyle.StateFlag.State_Selected))  # type: ignore[attr-defined]
        painter.restore()

    def _paint(self, painter: QPainter, row: QRect, hit: SearchHit, *, selected: bool) -> None:
        brush, colours = self._brush, self._brush.theme.colours
        if selected:
            painter.fillRect(row, colours.colour("raised"))
            brush.fill(painter, QRect(row.left(), row.top(), Space.XS, row.height()), "keep")
        box = QRect(row.left() + Space.M, row.top() + Space.S, _BOX, Tile.RESULT)
        facts = hit.shot.facts
        height = round(Tile.RESULT * painter.device().devicePixelRatioF())
        painter.setOpacity(REJECTED_OPACITY if hit.shot.decision is DecisionKind.REJECT else 1.0)
        brush.photo(painter, fitted_size(facts.width, facts.height, box), hit.shot.content_key, height, None)
        painter.setOpacity(1.0)
        line = QRect(box.right() + Space.M, box.top() + Space.XS, row.right() - box.right() - 2 * Space.M, Tile.LINE)
        name = wording.shown_name(hit.shot.path)
        brush.text(painter, line, name, "text", pixels=Type.BODY, elide=Qt.TextElideMode.ElideMiddle)
        line.translate(0, Tile.LINE)
        self._bar(
            painter,
            QRect(line.left(), line.center().y() - Tile.SCORE_BAR // 2, line.width(), Tile.SCORE_BAR),
            hit,
        )
        line.translate(0, Tile.LINE)
        words = [wording.relation_name(hit.relation), review_wording.score_label(hit.score)]
        used = brush.text(painter, line, review_wording.DOT.join(words), "text" if hit.verified else "quiet")
        at = QPoint(line.left() + used + Space.S, line.top() + 1)
        for icon, token in _badges(hit):
            brush.icon(painter, at, icon, token)
            at += QPoint(Size.ICON + Space.XS, 0)
        line.translate(0, Tile.LINE)
        brush.facts(painter, line, hit.shot)

    def _bar(self, painter: QPainter, area: QRect, hit: SearchHit) -> None:
        """Bright for what shows the same picture."""
        self._brush.fill(painter, area, "line")
        share = QRect(area.left(), area.top(), round(area.width() * hit.score), area.height())
        self._brush.fill(painter, share, "text" if hit.verified else "faint")


def _badges(hit: SearchHit) -> list[tuple[str, str]]:
    """Icons after the words, each with its colour."""
    found = [("offline", "warn")] if hit.shot.offline else []
    if hit.shot.decision is not None:
        rejected = hit.shot.decision is DecisionKind.REJECT
        found.append(("reject", "reject") if rejected else ("keep", "keep"))
    return found


class ResultList(QListView):
    """Paints what is visible; thumbnails for that are asked for first."""

    chosen = Signal(int)
    """The row in focus."""
    opened = Signal()
    """Two clicks."""

    def __init__(self, model: ResultModel, brush: PhotoPainter, parent: QWidget | None = None) -> None:
        """Shows the model's hits."""
        super().__init__(parent)
        self._brush = brush
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(review_wording.RESULT_LIST)
        self.setItemDelegate(_ResultDelegate(brush, self))
        self.setModel(model)
        set_role(self, "bare")
        self._wishes = QTimer(self, singleShot=True, interval=0)
        self._wishes.timeout.connect(self._want)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._wishes.start())
        model.modelReset.connect(self._wishes.start)
        brush.thumbnails.ready.connect(lambda _key: self.viewport().update())
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def selected_hits(self) -> list[SearchHit]:
        """Those that an action is about, best first."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self.model().index(row, 0).data(ResultModel.HitRole) for row in rows]

    def step(self, step: int, *, extend: bool = False) -> None:
        """To the result below or above; with `extend` it is selected besides those before."""
        count = self.model().rowCount()
        if count:
            row = min(max(self.currentIndex().row() + step, 0), count - 1)
            how = QItemSelectionModel.SelectionFlag
            flags = how.Select if extend else how.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.model().index(row, 0), flags)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """The files go to another program, which copies them."""
        hits = self.selected_hits()
        height = round(Tile.RESULT * self.devicePixelRatioF())
        picture = self._brush.thumbnails.get(hits[0].shot.content_key, height) if hits else None
        drag_out(self, [hit.shot.path for hit in hits], picture)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Another result is in focus."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages and ends; every other key is the sheet's."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def keyboardSearch(self, search: str) -> None:
        """Letters are shortcuts."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A taller list shows more."""
        super().resizeEvent(event)
        self._wishes.start()

    def _want(self) -> None:
        model = self.model()
        first = self.verticalScrollBar().value() // _ROW_HEIGHT
        rows = range(first, min(first + self.viewport().height() // _ROW_HEIGHT + 3, model.rowCount()))
        height = round(Tile.RESULT * self.devicePixelRatioF())
        hits = [model.index(row, 0).data(ResultModel.HitRole) for row in rows]
        self._brush.thumbnails.want(_OWNER, [Wish(hit.shot.content_key, height) for hit in hits])
        self.setMinimumWidth(_BOX + Size.RAIL)
