"""The filters below the levels: facets that fold, their values with counts, a tick before what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QStyle, QStyleOption, QWidget

from twinlens.gui import wording
from twinlens.gui.look import controls, theme
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Size, Space, Theme, Type, set_role
from twinlens.gui.review import filter_wording as words
from twinlens.gui.review.facets import Facet
from twinlens.gui.review.filtering import NO_FILTER, FacetCounts, FacetValue, GroupFilter

_FIRST_SHOWN = 6
_UNFOLDED = frozenset({Facet.RELATION, Facet.FOLDER, Facet.YEAR})
_LINE = Space.XL
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_OF_THE_RAIL = {*_STEPS, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}


class _Line(QAbstractButton):
    """One line of the rail: a sign at the left, a name that gives way, a number at the right."""

    def __init__(self, theme_in_use: Theme, icons: Icons, *, strong: bool = False) -> None:
        super().__init__()
        self._theme, self._icons, self._strong = theme_in_use, icons, strong
        self.sign, self.number, self.indent = "", "", 0
        self.value = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the photographs
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(Size.RAIL, max(_LINE, QFontMetrics(theme.font(Type.BODY)).height() + Space.XS))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A button would go by itself to whichever lies nearest: the rail knows better."""
        if event.key() in _OF_THE_RAIL:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect()
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour("raised"))
            painter.drawRoundedRect(area, Size.RADIUS, Size.RADIUS)
        if self.hasFocus():
            painter.setPen(self._colour("keep"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), Size.RADIUS, Size.RADIUS)
        chosen = self.isChecked()
        left = Space.XS + self.indent * Space.M
        if self.sign:
            at = QRect(left, 0, Size.ICON, area.height())
            pixmap = self._icons.pixmap(self.sign, "text" if chosen else "quiet", Size.ICON, self.devicePixelRatioF())
            painter.drawPixmap(self._mirrored(at).x(), (area.height() - Size.ICON) // 2, pixmap)
        painter.setFont(theme.font(Type.SMALL, strong=self._strong))
        metrics = painter.fontMetrics()
        room = metrics.horizontalAdvance(self.number)
        right = area.adjusted(0, 0, -Space.S, 0)
        number = QRect(right.right() - room, 0, room + 1, area.height())
        painter.setPen(self._colour("text" if chosen else "quiet"))
        painter.drawText(self._mirrored(number), Qt.AlignmentFlag.AlignCenter, self.number)
        painter.setFont(theme.font(Type.BODY if not self._strong else Type.SMALL, strong=chosen or self._strong))
        metrics = painter.fontMetrics()
        name = QRect(left + Size.ICON + Space.XS, 0, 0, area.height())
        name.setRight(number.left() - Space.S)
        if not self._strong:
            painter.setPen(self._colour("text"))
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, name.width())
        along = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(self._mirrored(name), int(self.style().visualAlignment(self.layoutDirection(), along)), text)

    def _mirrored(self, area: QRect) -> QRect:
        return self.style().visualRect(self.layoutDirection(), self.rect(), area)

    def _colour(self, token: str):
        return self._theme.colours.colour(token)


class _FacetBox(QWidget):
    """One facet. Its lines are used again from one count to the next."""

    toggled = Signal(object, object)

    def __init__(self, facet: Facet, theme_in_use: Theme, icons: Icons) -> None:
        super().__init__()
        self._facet = facet
        self.folded = facet not in _UNFOLDED
        self._all = False
        self._make: Callable[[], _Line] = lambda: _Line(theme_in_use, icons)
        self.head = _Line(theme_in_use, icons, strong=True)
        self.head.setText(words.facet_name(facet))
        self.head.clicked.connect(lambda: self.fold(not self.folded))
        self.more = _Line(theme_in_use, icons)
        self.more.clicked.connect(self._show_more)
        self.lines: list[_Line] = []
        self._values: Sequence[FacetValue] = ()
        self._chosen: frozenset[str] = frozenset()
        self._column = controls.column(self.head, self.more, gap=0)
        self.setLayout(self._column)
        self._fill()

    def show_values(self, values: Sequence[FacetValue], chosen: frozenset[str]) -> None:
        """Show what there is to choose; a facet that tells nothing apart is not there.

        What is reviewed is counted also while it is not shown: it is the way to it.
        """
        self._values, self._chosen = values, chosen
        tells_apart = len(values) > 1 or (bool(values) and self._facet is Facet.PROGRESS)
        self.setVisible(tells_apart or bool(chosen))
        self._fill()

    def fold(self, folded: bool) -> None:
        """Show the head alone, or all."""
        self.folded = folded
        self._fill()

    def _show_more(self) -> None:
        self._all = not self._all
        self._fill()

    @property
    def stops(self) -> list[_Line]:
        """Its lines from the top; none where it is not there."""
        return [] if self.isHidden() else [self.head, *self.lines, self.more]

    def _fill(self) -> None:
        shown = () if self.folded else self._values if self._all else self._first_values()
        while len(self.lines) < len(shown):
            line = self._make()
            line.setCheckable(True)
            line.clicked.connect(lambda _checked, line=line: self.toggled.emit(self._facet, line.value))
            self._column.insertWidget(1 + len(self.lines), line)
            self.setTabOrder(self.lines[-1] if self.lines else self.head, line)
            self.setTabOrder(line, self.more)
            self.lines.append(line)
        for place, line in enumerate(self.lines):
            line.setVisible(place < len(shown))
            if place < len(shown):
                self._write(line, shown[place])
        rest = 0 if self.folded else len(self._values) - len(shown)
        self.more.setVisible(rest > 0 or (self._all and not self.folded and len(self._values) > _FIRST_SHOWN))
        self.more.setText(words.more_values(rest) if rest else words.fewer_values())
        self.head.sign = "right" if self.folded else "down"
        self.head.number = str(len(self._chosen)) if self._chosen and self.folded else ""
        name = words.facet_name(self._facet)
        self.head.setAccessibleName(words.fold_state(name, folded=self.folded, chosen=len(self._chosen)))
        self.head.update()

    def _first_values(self) -> list[FacetValue]:
        """The most frequent, and always what is chosen."""
        return [each for place, each in enumerate(self._values) if place < _FIRST_SHOWN or each.value in self._chosen]

    def _write(self, line: _Line, value: FacetValue) -> None:
        chosen = value.value in self._chosen
        line.value = value.value
        line.setText(words.value_name(self._facet, value.value))
        line.setToolTip(controls.tool_tip(words.value_name(self._facet, value.value, whole=True)))
        line.setAccessibleName(words.value_sentence(self._facet, value.value, value.count))
        line.number, line.indent = wording.count(value.count), value.depth
        line.sign = "tick" if chosen else ""
        line.setChecked(chosen)
        line.update()


class FacetRail(QScrollArea):
    """All facets; up and down go over their lines."""

    filter_chosen = Signal(object)
    """The GroupFilter with one value more, or less."""
    left_at_top = Signal()
    """The keys went up past the first line."""
    left = Signal()
    """The keys are wanted by the photographs again."""

    def __init__(self, theme_in_use: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        """Nothing to choose yet."""
        super().__init__(parent)
        self._filter = NO_FILTER
        self._counts: FacetCounts = {}
        self._boxes = {facet: _FacetBox(facet, theme_in_use, icons) for facet in Facet}
        inner = QWidget()
        inner.setLayout(controls.column(*self._boxes.values(), None, gap=Space.XS))
        for box in self._boxes.values():
            box.toggled.connect(self._toggle)
            box.hide()
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(words.filters_name())
        set_role(self, "bare")
        theme_in_use.changed.connect(inner.update)

    def show_counts(self, counts: FacetCounts) -> None:
        """Show how many groups each value would leave."""
        self._counts = counts
        self._fill()

    def show_filter(self, given: GroupFilter) -> None:
        """Show what is chosen; the counts follow."""
        self._filter = given
        self._fill()

    def take_focus(self) -> None:
        """Give the keys to the first head there is."""
        for box in self._boxes.values():
            if not box.isHidden():
                box.head.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def folds(self) -> Mapping[str, bool]:
        """Which facets are folded, to be remembered."""
        return {str(facet): box.folded for facet, box in self._boxes.items()}

    def fold(self, folds: Mapping[str, object]) -> None:
        """Fold and unfold them as they were."""
        for facet, box in self._boxes.items():
            if isinstance(folded := folds.get(str(facet)), bool):
                box.fold(folded)

    def _fill(self) -> None:
        for facet, box in self._boxes.items():
            box.show_values(self._counts.get(facet, ()), self._filter.values(facet))

    def _toggle(self, facet: Facet, value: str) -> None:
        self.filter_chosen.emit(self._filter.toggled(facet, value))

    def _step(self, step: int) -> None:
        lines = [line for box in self._boxes.values() for line in box.stops if not line.isHidden()]
        place = next((place for place, line in enumerate(lines) if line.hasFocus()), 0) + step
        if 0 <= place < len(lines):
            lines[place].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(lines[place], 0, Space.S)
        elif place < 0:
            self.left_at_top.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go from line to line; right unfolds, left folds."""
        inside = self.focusWidget()
        box = next((box for box in self._boxes.values() if inside is not None and box.isAncestorOf(inside)), None)
        key = Qt.Key(event.key())
        if key in _STEPS and box is not None:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and box is not None:
            box.fold(key == Qt.Key.Key_Left)
            box.head.setFocus()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(inside, QAbstractButton):
            inside.click()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
