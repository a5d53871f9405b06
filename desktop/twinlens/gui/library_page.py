"""Where one begins: a wide calm place to drop folders on, and the folders of the library below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from twinlens.gui import wording
from twinlens.gui.backend import FolderRow
from twinlens.gui.controls import ElidedLabel, button, column, label, row, rule, tool
from twinlens.gui.icons import Icons
from twinlens.gui.reveal import reveal
from twinlens.gui.services import Services
from twinlens.gui.theme import Size, Space, set_role

_LENSES_FIRST_USE = 96
_NUMBER_COLUMN = 112
_TIME_COLUMN = 152
_VOLUME_COLUMN = 144
_PAGE_WIDTH = 1120
_DROP_HEIGHT = 132
_DASHES = (8, 6)


class LibraryPage(QWidget):
    """The drop zone and the folders. Whatever is asked of it is told by signals; the main window acts."""

    scan_requested = Signal(list)
    """Folders to scan."""
    folders_changed = Signal()
    """A folder left the library: whatever is shown of it is out of date."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        """Shows nothing until the first `reload`."""
        super().__init__(parent)
        self._services = services
        set_role(self, "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._folders: list[FolderRow] = []
        self.drop_zone = DropZone(services, self.choose_folders)
        self._heading = label("Folders", "title")
        self._scan_all = button("Scan all again", self.scan_all)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.XS)
        self._list = self._build_list()
        page = QWidget()
        page.setMaximumWidth(_PAGE_WIDTH)
        page.setLayout(column(self.drop_zone, self._list, gap=Space.XL, margins=(Space.XL,) * 4))
        centred = row(page, margins=(0, 0, 0, 0))
        self.setLayout(centred)
        self.setFocusProxy(self.drop_zone.primary)

    def reload(self) -> None:
        """Read the folders anew."""
        self._services.reader.run(self._services.backend.folders, self.show_folders)

    def show_folders(self, folders: Sequence[FolderRow]) -> None:
        """Show these folders."""
        self._folders = list(folders)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for folder in folders:
            self._rows.addWidget(self._row_for(folder))
        self._rows.addStretch(1)
        self._list.setVisible(bool(folders))
        self.drop_zone.set_first_use(not folders)
        self._scan_all.setEnabled(any(not folder.offline for folder in folders))

    def choose_folders(self) -> None:
        """Ask for a folder and scan it."""
        start = str(self._folders[0].path.parent) if self._folders else str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self, "Choose a folder of photos", start)
        if chosen:
            self.scan_requested.emit([Path(chosen)])

    def scan_all(self) -> None:
        """Scan every folder whose drive is here."""
        self.scan_requested.emit([folder.path for folder in self._folders if not folder.offline])

    def _build_list(self) -> QWidget:
        inner = QWidget()
        inner.setLayout(self._rows)
        set_role(inner, "canvas")
        self._rows.setContentsMargins(0, 0, Space.S, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        held = QWidget()
        held.setLayout(column(row(self._heading, None, self._scan_all), rule(), area, gap=Space.S))
        held.hide()
        return held

    def _row_for(self, folder: FolderRow) -> FolderCard:
        card = FolderCard(folder, self._services.icons)
        card.scan_requested.connect(lambda: self.scan_requested.emit([folder.path]))
        card.protect_toggled.connect(lambda protected: self._protect(folder, protected))
        card.forget_requested.connect(lambda: self._forget(folder))
        return card

    def _protect(self, folder: FolderRow, protected: bool) -> None:
        backend = self._services.backend
        self._services.reader.run(lambda: backend.protect(folder.path, protected), lambda _done: self.reload())

    def _forget(self, folder: FolderRow) -> None:
        backend = self._services.backend
        self._services.reader.run(lambda: backend.forget(folder.path), lambda _done: self.folders_changed.emit())


class DropZone(QFrame):
    """Says what may be dropped. Drops themselves are taken by the whole window."""

    def __init__(self, services: Services, choose: Callable[[], object]) -> None:
        """`choose` is called by the primary button."""
        super().__init__()
        self._services = services
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = label("Drop folders, a card or a photo", "head")
        self._hint = label(role="quiet", wrap=True)
        self.primary = button("Choose a folder\u2026", choose, "primary")
        self._promise = label(
            "Your photos stay where they are until you decide. Nothing leaves this computer.", "small-quiet"
        )
        for each in (self._title, self._hint, self._promise):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.set_first_use(True)
        self._body = column(
            None, self._picture, self._title, self._hint, Space.XS,
            row(None, self.primary, None), Space.S, self._promise, None, margins=(Space.XL,) * 4,
        )  # fmt: skip
        self.setLayout(self._body)

    def set_first_use(self, first: bool) -> None:
        """Large and inviting on first use, a calm strip afterwards."""
        self._picture.setVisible(first)
        self._promise.setVisible(first)
        self._hint.setText(
            "A folder or a card is scanned for near-duplicates. A single photo is searched for in your library."
        )
        self.setMaximumHeight(16777215 if first else _DROP_HEIGHT + 2 * Space.XL)
        self.setMinimumHeight(_DROP_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed edge, and the lenses drawn for the screen's own scale."""
        super().paintEvent(event)
        ratio = self.devicePixelRatioF()
        if self._picture.pixmap().devicePixelRatio() != ratio or self._picture.pixmap().isNull():
            self._picture.setPixmap(self._services.icons.lenses(_LENSES_FIRST_USE, ratio))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._services.theme.colours.colour("faint"), Size.HAIRLINE)
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        inset = Size.HAIRLINE / 2
        painter.drawRoundedRect(self.rect().toRectF().adjusted(inset, inset, -inset, -inset), Size.RADIUS, Size.RADIUS)


class FolderCard(QFrame):
    """One folder of the library."""

    scan_requested = Signal()
    protect_toggled = Signal(bool)
    forget_requested = Signal()

    def __init__(self, folder: FolderRow, icons: Icons) -> None:
        """Everything shown is known from the start; a change makes another card."""
        super().__init__()
        self._folder = folder
        self._icons = icons
        set_role(self, "card")
        self.setFixedHeight(Size.ROW)
        self.setAccessibleName(wording.folder_sentence(folder))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self._menu().popup(self.mapToGlobal(at)))
        dim = "quiet" if folder.offline else ""
        names = column(
            None,
            ElidedLabel(
                wording.shown_name(folder.path) or wording.shown(folder.path), "quiet" if folder.offline else "strong"
            ),
            ElidedLabel(wording.shown_folder(folder.path.parent), "small-quiet"),
            None,
            gap=2,
        )
        holder = QWidget()
        holder.setLayout(names)
        parts = row(self._symbol(), holder, self._volume(), gap=Space.M, margins=(Space.L, 0, Space.S, 0))
        parts.setStretch(1, 1)
        parts.addWidget(_figure(wording.count(folder.shots), "photos", dim))
        parts.addWidget(_figure(wording.count(folder.duplicates), "duplicates", dim))
        parts.addWidget(_figure(*wording.last_scan(folder), dim, width=_TIME_COLUMN))
        parts.addWidget(self._shield())
        rescan = tool(icons, "rescan", "Scan again", self.scan_requested.emit)
        rescan.setEnabled(not folder.offline)
        parts.addWidget(rescan)
        more = tool(icons, "more", "More")
        more.clicked.connect(lambda: self._menu().popup(more.mapToGlobal(QPoint(0, more.height()))))
        parts.addWidget(more)
        self.setLayout(parts)

    def _symbol(self) -> QLabel:
        symbol = QLabel()
        token = "warn" if self._folder.offline else "quiet"
        name = "offline" if self._folder.offline else "folder"
        symbol.setPixmap(self._icons.pixmap(name, token, Size.ICON, self.devicePixelRatioF()))
        symbol.setFixedWidth(Size.ICON)
        return symbol

    def _volume(self) -> QWidget:
        offline = self._folder.offline
        shown = ElidedLabel(wording.volume(self._folder.volume), "quiet", Qt.TextElideMode.ElideRight)
        state = label("not connected" if offline else "drive", "warn" if offline else "small-quiet")
        holder = QWidget()
        holder.setFixedWidth(_VOLUME_COLUMN)
        holder.setLayout(column(None, shown, state, None, gap=2))
        return holder

    def _shield(self) -> QWidget:
        protected = self._folder.protected
        name = (
            "Protected: nothing in here is ever moved. Click to allow it again." if protected else "Protect this folder"
        )
        shield = tool(self._icons, "shield-check" if protected else "shield", name)
        if not protected:
            self._icons.dress(shield, "shield", "faint")
        else:
            self._icons.dress(shield, "shield-check", "keep")
        shield.clicked.connect(lambda: self.protect_toggled.emit(not protected))
        return shield

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rescan = menu.addAction("Scan again", self.scan_requested.emit)
        shown = menu.addAction("Show in the file manager", lambda: reveal(self._folder.path / "."))
        for action in (rescan, shown):
            action.setEnabled(not self._folder.offline)
        protect = QAction("Protect", menu, checkable=True, checked=self._folder.protected)
        protect.triggered.connect(self.protect_toggled)
        menu.addAction(protect)
        menu.addSeparator()
        menu.addAction("Remove from Twinlens (photos stay)", self.forget_requested.emit)
        return menu


def _figure(value: str, name: str, role: str, width: int = _NUMBER_COLUMN) -> QWidget:
    """A number over its name, right-aligned so that rows compare."""
    number, what = label(value, role), label(name, "small-quiet")
    for each in (number, what):
        each.setAlignment(Qt.AlignmentFlag.AlignRight)
    holder = QWidget()
    holder.setFixedWidth(width)
    holder.setLayout(column(None, number, what, None, gap=2))
    return holder
