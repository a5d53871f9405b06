"""One folder of the library as a row: its figures, its shield, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QWidget

from twinlens.gui import wording
from twinlens.gui.backend import FolderRow
from twinlens.gui.look.controls import ElidedLabel, column, label, name_tool, row, tool
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.scale import scaled
from twinlens.gui.look.theme import Size, Space, Theme, set_role
from twinlens.gui.reveal import reveal
from twinlens.gui.translating import tr

_NUMBER_COLUMN = scaled(112)
_TIME_COLUMN = scaled(152)
_VOLUME_COLUMN = scaled(144)


class FolderCard(QFrame):
    """Shows a folder and, when told more of it, shows that: the focus stays where it is."""

    scan_requested = Signal()
    protect_toggled = Signal(bool)
    forget_requested = Signal()

    def __init__(self, folder: FolderRow, icons: Icons, theme: Theme) -> None:
        """`show_folder` tells it more later; it always stays the same folder."""
        super().__init__()
        self._folder = folder
        self._icons = icons
        set_role(self, "card")
        self.setFixedHeight(Size.ROW)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self._menu().popup(self.mapToGlobal(at)))
        self._symbol = QLabel()
        self._symbol.setFixedWidth(Size.ICON)
        self._name = ElidedLabel(wording.shown_name(folder.path) or wording.shown(folder.path))
        self._place = ElidedLabel(wording.shown_folder(folder.path.parent), "small-quiet")
        self._volume = ElidedLabel("", "quiet", Qt.TextElideMode.ElideRight)
        self._state = label()
        self._figures = tuple((label(), label(role="small-quiet")) for _ in range(3))
        self._shield = tool(icons, "shield", "", lambda: self.protect_toggled.emit(not self._folder.protected))
        self._rescan = tool(icons, "rescan", tr("Scan again"), self.scan_requested.emit)
        self._more = tool(icons, "more", tr("More"), self._open_menu)
        self._lay_out()
        self.show_folder(folder)
        theme.changed.connect(self._show_symbol)

    def show_folder(self, folder: FolderRow) -> None:
        """Show what is known now."""
        self._folder = folder
        offline = folder.offline
        self.setAccessibleName(wording.folder_sentence(folder))
        set_role(self._name, "quiet" if offline else "strong")
        self._volume.setText(wording.volume(folder.volume))
        self._state.setText(tr("not connected") if offline else tr("drive"))
        set_role(self._state, "warn" if offline else "small-quiet")
        said = (
            (wording.count(folder.shots), tr("photos", "under a number")),
            (wording.count(folder.duplicates), tr("duplicates", "under a number")),
            wording.last_scan(folder),
        )
        for (number, what), (value, name) in zip(self._figures, said, strict=True):
            number.setText(value)
            what.setText(name)
            set_role(number, "quiet" if offline else "")
        shield, colour = ("shield-check", "keep") if folder.protected else ("shield", "faint")
        self._icons.dress(self._shield, shield, colour)
        name_tool(self._shield, wording.UNPROTECT if folder.protected else wording.PROTECT)
        self._rescan.setEnabled(not offline)
        self._show_symbol()

    def _show_symbol(self) -> None:
        name, token = ("offline", "warn") if self._folder.offline else ("folder", "quiet")
        self._symbol.setPixmap(self._icons.pixmap(name, token, Size.ICON, self.devicePixelRatioF()))

    def _lay_out(self) -> None:
        names, volume = QWidget(), QWidget()
        names.setLayout(column(None, self._name, self._place, None, gap=2))
        volume.setLayout(column(None, self._volume, self._state, None, gap=2))
        volume.setFixedWidth(_VOLUME_COLUMN)
        parts = row(self._symbol, names, volume, gap=Space.M, margins=(Space.L, 0, Space.S, 0))
        parts.setStretch(1, 1)
        for figure, width in zip(self._figures, (_NUMBER_COLUMN, _NUMBER_COLUMN, _TIME_COLUMN), strict=True):
            holder = QWidget()
            holder.setFixedWidth(width)
            for each in figure:
                each.setAlignment(Qt.AlignmentFlag.AlignRight)
            holder.setLayout(column(None, *figure, None, gap=2))
            parts.addWidget(holder)
        for button in (self._shield, self._rescan, self._more):
            parts.addWidget(button)
        self.setLayout(parts)

    def _open_menu(self) -> None:
        self._menu().popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rescan = menu.addAction(tr("Scan again"), self.scan_requested.emit)
        shown = menu.addAction(tr("Show in the file manager"), lambda: reveal(self._folder.path / "."))
        for action in (rescan, shown):
            action.setEnabled(not self._folder.offline)
        protect = QAction(tr("Protect"), menu, checkable=True, checked=self._folder.protected)
        protect.triggered.connect(self.protect_toggled)
        menu.addAction(protect)
        menu.addSeparator()
        menu.addAction(tr("Remove from Twinlens (photos stay)"), self.forget_requested.emit)
        return menu
