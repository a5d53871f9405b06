"""Paints a group as a row of photographs: keeper first, what differs in words below, what it saves at the end."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from twinlens.core.relations import DecisionKind
from twinlens.gui import review_wording, wording
from twinlens.gui.look.theme import Size, Space, Tile, Type
from twinlens.gui.pictures.photo_painter import PhotoPainter, mark_of
from twinlens.gui.pictures.row_layout import PlacedTile, RowLayout, lay_out, photo_height
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.review.group_model import GroupModel

_Index = QModelIndex | QPersistentModelIndex
_STATE_TOKENS = {kind: "reject" if kind is DecisionKind.REJECT else "keep" for kind in DecisionKind}


@dataclass(slots=True)
class RowLook:
    """What the view knows beyond the model; it changes with every key and movement of the pointer."""

    focus_row: int = -1
    focus_place: int = 0
    hover_row: int = -1
    hover_place: int = -1
    active: bool = False
    several: bool = False
    """Whether more than one group is selected, and selection therefore shown."""


def layout_of(entry: GroupEntry, row: QRect, first: int) -> RowLayout:
    """The layout of a group's row."""
    return lay_out([(m.shot.facts.width, m.shot.facts.height) for m in entry.members], row, first)


def decision_buttons(tile: PlacedTile) -> tuple[QRect, QRect]:
    """Where the pointer finds keep and reject on the photograph under it."""
    side = Size.ICON + Space.S
    top = tile.photo.top() + Space.XS
    reject = QRect(tile.photo.right() - side - Space.XS, top, side, side)
    return reject.translated(-side - Space.XS, 0), reject


class GroupDelegate(QStyledItemDelegate):
    """Paints rows; every row is equally high."""

    def __init__(self, brush: PhotoPainter, look: RowLook, firsts: dict[str, int], parent: QObject) -> None:
        """`look` and `firsts` belong to the view, which changes them."""
        super().__init__(parent)
        self._brush = brush
        self._look = look
        self._firsts = firsts
        self.painted_rows = 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one group."""
        entry: GroupEntry = index.data(GroupModel.GroupRole)
        row, number = option.rect, index.row()  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        self.painted_rows += 1
        painter.save()
        with self._brush.within(row):
            self._paint(painter, entry, row, number, state)
        painter.restore()

    def _paint(self, painter: QPainter, entry: GroupEntry, row: QRect, number: int, state: QStyle.StateFlag) -> None:
        selected = self._look.several and bool(state & QStyle.StateFlag.State_Selected)
        self._background(painter, row, number, selected=selected)
        layout = layout_of(entry, row, self._firsts.get(entry.group.id, 1))
        sharp = round(photo_height(row.height()) * painter.device().devicePixelRatioF())
        for tile in layout.tiles:
            self._tile(painter, entry, tile, number, sharp)
        for rect, hidden in ((layout.before, layout.hidden_before), (layout.after, layout.hidden_after)):
            if rect is not None:
                more = rect.adjusted(0, Tile.PADDING, 0, -Tile.PADDING)
                self._brush.fill(painter, more, "panel" if selected else "raised")
                text = review_wording.more_photos(hidden)
                self._brush.text(painter, more, text, "text", pixels=Type.BODY, align=Qt.AlignmentFlag.AlignHCenter)
        self._saving(painter, entry, layout.saving)

    def _background(self, painter: QPainter, row: QRect, number: int, *, selected: bool) -> None:
        if selected:
            painter.fillRect(row, self._colour("raised"))
            self._brush.fill(painter, QRect(row.left(), row.top(), Space.XS, row.height()), "keep")
        elif number == self._look.focus_row:
            painter.fillRect(row, self._colour("panel"))
        painter.fillRect(QRect(row.left(), row.bottom(), row.width(), Size.HAIRLINE), self._colour("line"))

    def _tile(self, painter: QPainter, entry: GroupEntry, tile: PlacedTile, number: int, sharp: int) -> None:
        look, member = self._look, entry.members[tile.place]
        hovered = number == look.hover_row and tile.place == look.hover_place
        self._brush.photo(painter, tile.photo, member.shot.content_key, sharp, mark_of(entry, tile.place))
        self._brush.badges(painter, tile.photo, review_wording.badges(member.shot))
        if number == look.focus_row and tile.place == look.focus_place:
            self._brush.ring(painter, tile.photo, active=look.active)
        if hovered:
            self._buttons(painter, tile)
        if member.new:
            self._new(painter, tile.photo)
        self._caption(painter, entry, tile)

    def _buttons(self, painter: QPainter, tile: PlacedTile) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for rect, name in zip(decision_buttons(tile), ("keep", "reject"), strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour("raised"))
            painter.drawRoundedRect(self._brush.placed(rect), Size.RADIUS, Size.RADIUS)
            self._brush.icon(painter, rect.topLeft() + QPoint(Space.XS, Space.XS), name, name)

    def _new(self, painter: QPainter, photo: QRect) -> None:
        """A plate in the last corner: the others tell what was decided and what goes with the photo."""
        plate = QRect(photo.right() + 1 - 2 * Space.XL, photo.bottom() + 1 - Tile.LINE, 2 * Space.XL, Tile.LINE)
        self._brush.fill(painter, plate, "raised")
        centre = Qt.AlignmentFlag.AlignHCenter
        self._brush.text(painter, plate, review_wording.NEW, "text", strong=True, align=centre)

    def _caption(self, painter: QPainter, entry: GroupEntry, tile: PlacedTile) -> None:
        member = entry.members[tile.place]
        shot = member.shot
        line = QRect(tile.caption.left(), tile.caption.top(), tile.caption.width(), Tile.LINE)
        flags = [
            name
            for name, is_so in (("shield", shot.protected), ("offline", shot.offline), ("restore", shot.returned))
            if is_so
        ]
        flag_room = len(flags) * (Size.ICON + Space.XS)
        name_line = line.adjusted(0, 0, -flag_room, 0)
        name = wording.shown_name(shot.path)
        used = self._brush.text(painter, name_line, name, "text", pixels=Type.BODY, elide=Qt.TextElideMode.ElideMiddle)
        for place, flag in enumerate(flags):
            corner = QPoint(line.left() + used + Space.XS + place * (Size.ICON + Space.XS), line.top() + 1)
            self._brush.icon(painter, corner, flag, "quiet" if flag == "shield" else "warn")
        self._state_line(painter, entry, tile.place, line.translated(0, Tile.LINE))
        self._brush.facts(painter, line.translated(0, 2 * Tile.LINE), shot)

    def _state_line(self, painter: QPainter, entry: GroupEntry, place: int, line: QRect) -> None:
        member = entry.members[place]
        word = review_wording.state_word(entry, place)
        token = _STATE_TOKENS.get(member.shot.decision) if member.shot.decision else None  # type: ignore[arg-type]
        token = token or ("keep" if place == entry.keeper else "quiet")
        used = self._brush.text(painter, line, word, token, strong=True) if word else 0
        label = review_wording.relation_label(member, entry.members[0].shot)
        text = review_wording.DOT.join(part for part in (label, review_wording.score_label(member.score)) if part)
        if text:
            text = f"{review_wording.DOT}{text}" if used else text
            self._brush.text(painter, line.adjusted(used, 0, 0, 0), text, "quiet")

    def _saving(self, painter: QPainter, entry: GroupEntry, column: QRect) -> None:
        right = Qt.AlignmentFlag.AlignRight
        line = QRect(column.left(), column.top() + Space.M + Tile.PADDING, column.width(), Tile.LINE)
        if entry.saving:
            self._brush.text(painter, line, wording.size(entry.saving), "text", pixels=Type.BODY, align=right)
            self._brush.text(painter, line.translated(0, Tile.LINE), review_wording.SAVED, "quiet", align=right)
        line = line.translated(0, 2 * Tile.LINE + Space.XS)
        if entry.all_rejected:
            self._brush.text(painter, line, review_wording.NOTHING_KEPT, "warn", align=right)
        elif entry.reviewed:
            used = self._brush.text(painter, line, review_wording.REVIEWED, "quiet", align=right)
            corner = QPoint(line.right() - used - Size.ICON - Space.XS, line.top() + 1)
            self._brush.icon(painter, corner, "keep", "quiet")

    def _colour(self, token: str):
        return self._brush.theme.colours.colour(token)
