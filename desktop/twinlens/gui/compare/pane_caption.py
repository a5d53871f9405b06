"""The one quiet line above a compared picture: what was decided, its name, how it is related, how large it is shown."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from twinlens.gui import review_wording, wording
from twinlens.gui.look.theme import Size, Space, Tile, Type
from twinlens.gui.pictures.photo_painter import Mark, PhotoPainter, mark_of
from twinlens.gui.review.group_entry import GroupEntry

_TOKENS = {Mark.REJECTED: "reject", Mark.DIFFERENT: "quiet"}


class PaneCaption(QWidget):
    """Painted, so that a long name gives way and the numbers stay."""

    def __init__(self, brush: PhotoPainter, parent: QWidget | None = None) -> None:
        """An empty line."""
        super().__init__(parent)
        self._brush = brush
        self._entry: GroupEntry | None = None
        self._place = 0
        self._focused = False
        self._zoom = ""
        self._number = ""
        self._other = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(Size.DETAILS, Size.CONTROL + Space.XS)

    def show_photo(
        self,
        entry: GroupEntry,
        place: int,
        *,
        focused: bool,
        zoom: str,
        number: int | None = None,
        other: int | None = None,
    ) -> None:
        """Say what is shown below, with the number that chooses it; at the right the `other` one over it."""
        self._number = "" if number is None else str(number)
        self._other = "" if other is None else wording.shown_name(entry.members[other].shot.path)
        self._entry, self._place, self._focused, self._zoom = entry, place, focused, zoom
        self.setAccessibleName(review_wording.photo_sentence(entry, place))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Mark, word, name, relation, facts; the magnification at the right end."""
        if self._entry is None:
            return
        painter = QPainter(self)
        if self._focused:
            edge = QRect(0, self.height() - Size.FOCUS, self.width(), Size.FOCUS)
            painter.fillRect(edge, self._brush.theme.colours.colour("keep"))
        with self._brush.within(self.rect()):
            self._draw(painter, self._entry)

    def _draw(self, painter: QPainter, entry: GroupEntry) -> None:
        brush = self._brush
        line = self.rect().adjusted(Space.M, 0, -Space.M, -Size.FOCUS)
        narrow = self.width() < Size.DETAILS
        zoom = "" if narrow else self._zoom
        brush.text(painter, line, zoom, "quiet", align=Qt.AlignmentFlag.AlignRight)
        line.setRight(line.right() - brush.metrics(Type.SMALL).horizontalAdvance(zoom) - Space.M)
        if self._number:
            used = brush.text(painter, line, self._number, "quiet", strong=True)
            line = line.adjusted(used + Space.S, 0, 0, 0)
        if self._other:
            room = line.adjusted(line.width() // 2, 0, 0, 0)
            used = brush.text(
                painter, room, self._other, "text", pixels=Type.BODY, strong=True, align=Qt.AlignmentFlag.AlignRight
            )
            line.setRight(line.right() - used - Space.L)
        line = self._state(painter, line)
        member = entry.members[self._place]
        facts = [review_wording.relation_label(member, entry.members[0].shot)]
        if not narrow:
            facts += [review_wording.score_label(member.score), review_wording.photo_facts(member.shot)]
        rest = "".join(review_wording.DOT + fact for fact in facts if fact)
        rest_width = brush.metrics(Type.SMALL).horizontalAdvance(rest)
        name_line = line.adjusted(0, 0, -min(rest_width, line.width() // 2), 0)
        name = wording.shown_name(member.shot.path)
        used = brush.text(
            painter, name_line, name, "text", pixels=Type.BODY, strong=True, elide=Qt.TextElideMode.ElideMiddle
        )
        brush.text(painter, line.adjusted(used, 0, 0, 0), rest, "quiet")

    def _state(self, painter: QPainter, line: QRect) -> QRect:
        assert self._entry is not None
        mark = mark_of(self._entry, self._place)
        if mark is None:
            return line
        self._brush.badge(painter, QPoint(line.left(), line.center().y() - Tile.BADGE // 2 + 1), mark)
        line = line.adjusted(Tile.BADGE + Space.S, 0, 0, 0)
        word = review_wording.state_word(self._entry, self._place)
        used = self._brush.text(painter, line, word, _TOKENS.get(mark, "keep"), strong=True)
        return line.adjusted(used + Space.S, 0, 0, 0)
