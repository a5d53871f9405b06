"""The files that could not be read: which, why, and what to do about each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from twinlens.core.problems import FileProblem
from twinlens.gui import wording
from twinlens.gui.library import problem_wording
from twinlens.gui.look.controls import button, column, label, row, tool_tip
from twinlens.gui.look.scale import scaled
from twinlens.gui.look.theme import Size, Space, Type, font, set_role
from twinlens.gui.reveal import reveal
from twinlens.gui.services import Services
from twinlens.gui.translating import tr

_ROW_HEIGHT = scaled(56)
_REASON_WIDTH = scaled(420)
_PAGE_WIDTH = scaled(1120)
_Index = QModelIndex | QPersistentModelIndex


class ProblemsModel(QAbstractListModel):
    """Problem files in memory."""

    ProblemRole = int(Qt.ItemDataRole.UserRole) + 1

    def __init__(self) -> None:
        """No problems."""
        super().__init__()
        self._problems: list[FileProblem] = []

    def rowCount(self, parent: _Index | None = None) -> int:
        """Number of problem files."""
        return 0 if parent is not None and parent.isValid() else len(self._problems)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The problem itself for painting, a sentence for reading aloud, the detail as a tool tip."""
        problem = self._problems[index.row()]
        if role == self.ProblemRole:
            return problem
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return problem_wording.problem_sentence(problem)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip("\n".join(filter(None, (wording.shown(problem.path), problem.detail))))
        return None

    def show(self, problems: Sequence[FileProblem]) -> bool:
        """Show these; says whether they are others than before."""
        if list(problems) == self._problems:
            return False
        self.beginResetModel()
        self._problems = list(problems)
        self.endResetModel()
        return True


class ProblemsPage(QWidget):
    """A list with reason and remedy; reveal and copy for whoever mends."""

    counted = Signal(int)
    """How many problem files there are."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        """Shows nothing until the first `reload`."""
        super().__init__(parent)
        self._services = services
        set_role(self, "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = ProblemsModel()
        self.list = self._build_list()
        self._title = label("", "title")
        self._hint = label(problem_wording.HINT, "quiet", wrap=True)
        self._reveal = button(tr("Show in the file manager"), self.reveal_selected)
        self._copy = button(tr("Copy the list"), self.copy_list)
        filled = QWidget()
        head = row(self._reveal, self._copy)
        head.insertLayout(0, column(self._title, self._hint, gap=2), 1)
        filled.setLayout(column(head, self.list, gap=Space.L))
        nothing = QWidget()
        empty, comfort = (
            label(tr("No problem files"), "title"),
            label(tr("Every file that was found could be read."), "quiet"),
        )
        nothing.setLayout(column(None, row(None, empty, None), row(None, comfort, None), None))
        self._pages = QStackedWidget()
        self._pages.setMaximumWidth(_PAGE_WIDTH)
        self._pages.addWidget(nothing)
        self._pages.addWidget(filled)
        self.setLayout(row(self._pages, margins=(Space.XL,) * 4))
        self.setFocusProxy(self.list)

    def reload(self) -> None:
        """Read the problem files anew."""
        self._services.reader.run(self._services.backend.problems, self.show_problems)

    def show_problems(self, problems: Sequence[FileProblem]) -> None:
        """Show these problem files."""
        changed = self.model.show(problems)
        self._title.setText(tr("%n\u00a0file(s) could not be read", "", len(problems)))
        self._pages.setCurrentIndex(1 if problems else 0)
        if problems and changed:
            self.list.setCurrentIndex(self.model.index(0))
        self.counted.emit(len(problems))

    def reveal_selected(self) -> None:
        """Show the current file in the file manager."""
        problem = self.list.currentIndex().data(ProblemsModel.ProblemRole)
        if isinstance(problem, FileProblem):
            reveal(problem.path)

    def copy_list(self) -> None:
        """Put the selected lines on the clipboard, or all of them where fewer than two are selected."""
        chosen = sorted(self.list.selectedIndexes(), key=lambda index: index.row())
        if len(chosen) < 2:
            chosen = [self.model.index(place) for place in range(self.model.rowCount())]
        QGuiApplication.clipboard().setText("\n".join(index.data() for index in chosen))

    def _build_list(self) -> QListView:
        view = QListView()
        view.setAccessibleName(tr("Problem files"))
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setModel(self.model)
        view.setItemDelegate(_ProblemDelegate(self._services, view))
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setUniformItemSizes(True)
        view.activated.connect(lambda _index: self.reveal_selected())
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_menu)
        copy = view.addAction(tr("Copy"))
        copy.setShortcuts(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_list)
        return view

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Show in the file manager"), self.reveal_selected)
        menu.addAction(tr("Copy"), self.copy_list)
        menu.popup(self.list.viewport().mapToGlobal(at))


class _ProblemDelegate(QStyledItemDelegate):
    """Name over folder at the left, reason over remedy at the right."""

    def __init__(self, services: Services, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._services = services

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        problem: FileProblem = index.data(ProblemsModel.ProblemRole)
        colours = self._services.theme.colours
        area = option.rect
        painter.save()
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(area, colours.colour("panel"))
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            edge = QRect(area.left(), area.top(), 2 * Size.FOCUS, area.height())
            painter.fillRect(self._placed(edge, area), colours.colour("keep"))
        painter.fillRect(area.left(), area.bottom(), area.width(), Size.HAIRLINE, colours.colour("line"))
        icon = self._services.icons.pixmap("warn", "warn", Size.ICON, self._view.devicePixelRatioF())
        corner = QRect(area.left() + Space.M, area.center().y() - Size.ICON // 2, Size.ICON, Size.ICON)
        painter.drawPixmap(self._placed(corner, area).topLeft(), icon)
        reason_width = min(_REASON_WIDTH, area.width() // 2)
        right = area.adjusted(area.width() - reason_width, 0, -Space.M, 0)
        left = area.adjusted(Space.M + Size.ICON + Space.M, 0, -reason_width - Space.L, 0)
        middle = Qt.TextElideMode.ElideMiddle
        left, right = self._placed(left, area), self._placed(right, area)
        self._lines(painter, left, wording.shown_name(problem.path), wording.shown_folder(problem.path.parent), middle)
        end = Qt.TextElideMode.ElideRight
        self._lines(
            painter, right, problem_wording.problem_reason(problem), problem_wording.problem_remedy(problem), end
        )
        painter.restore()

    def _placed(self, part: QRect, row: QRect) -> QRect:
        """Where a part of a row lies: mirrored where the language runs from right to left."""
        return QStyle.visualRect(self._view.layoutDirection(), row, part)

    def _lines(self, painter: QPainter, area: QRect, first: str, second: str, mode: Qt.TextElideMode) -> None:
        colours = self._services.theme.colours
        half = area.height() // 2
        top = area.adjusted(0, 0, 0, -half)
        bottom = area.adjusted(0, half, 0, 0)
        for place, text, token, pixels, flags in (
            (top.adjusted(0, 0, 0, -1), first, "text", Type.BODY, Qt.AlignmentFlag.AlignBottom),
            (bottom.adjusted(0, 3, 0, 0), second, "quiet", Type.SMALL, Qt.AlignmentFlag.AlignTop),
        ):
            painter.setFont(font(pixels))
            painter.setPen(colours.colour(token))
            painter.drawText(place, flags, QFontMetrics(painter.font()).elidedText(text, mode, place.width()))
