"""Where one begins: a wide calm place to drop folders on, and the folders of the library below it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from twinlens.gui.backend import FolderRow
from twinlens.gui.library.drop_zone import DropZone
from twinlens.gui.library.folder_card import FolderCard
from twinlens.gui.library.recent_folders import RecentFolders
from twinlens.gui.library.rules_dialog import RulesDialog
from twinlens.gui.look.controls import button, column, label, row, rule
from twinlens.gui.look.scale import scaled
from twinlens.gui.look.theme import Space, set_role
from twinlens.gui.services import Services
from twinlens.gui.translating import tr

_PAGE_WIDTH = scaled(1120)


class LibraryPage(QWidget):
    """The drop zone and the folders. Whatever is asked of it is told by signals; the main window acts."""

    scan_requested = Signal(list)
    """Folders to scan."""
    folders_changed = Signal()
    """A folder left the library, or its groups have other keepers: what is shown of it is out of date."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        """Shows nothing until the first `reload`."""
        super().__init__(parent)
        self._services = services
        set_role(self, "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._folders: list[FolderRow] = []
        self.drop_zone = DropZone(services, self.choose_folders, self.try_sample)
        self.recent = RecentFolders(self.recent_folders, self.scan_requested.emit)
        self._heading = label(tr("Folders"), "title")
        self._scan_all = button(tr("Scan all again"), self.scan_all)
        self._rules = button(tr("Keeper rules\u2026"), self.arrange_rules)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.XS)
        self._rows.addStretch(1)
        self._cards: dict[Path, FolderCard] = {}
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
        for path in self._cards.keys() - {folder.path for folder in folders}:
            gone = self._cards.pop(path)
            gone.hide()
            gone.deleteLater()
        for place, folder in enumerate(folders):
            card = self._cards.get(folder.path)
            if card is None:
                card = self._cards[folder.path] = self._card_for(folder)
                self._rows.insertWidget(place, card)
            else:
                card.show_folder(folder)
        self._list.setVisible(bool(folders))
        self.drop_zone.set_first_use(not folders)
        self._scan_all.setEnabled(any(not folder.offline for folder in folders))

    def choose_folders(self) -> None:
        """Ask for a folder and scan it."""
        start = str(self._folders[0].path.parent) if self._folders else str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self, tr("Choose a folder of photos"), start)
        if chosen:
            self.scan_requested.emit([Path(chosen)])

    def scan_all(self) -> None:
        """Scan every folder whose drive is here."""
        self.scan_requested.emit([folder.path for folder in self._folders if not folder.offline])

    def recent_folders(self) -> list[Path]:
        """The folders that can be scanned now, the one scanned last first."""
        here = [folder for folder in self._folders if not folder.offline]
        return [folder.path for folder in sorted(here, key=lambda each: each.last_scan or "", reverse=True)]

    def try_sample(self) -> None:
        """Lay the sample pictures out and scan them."""
        backend = self._services.backend
        self._services.reader.run(backend.lay_out_sample, lambda folder: self.scan_requested.emit([folder]), key=self)

    def arrange_rules(self) -> None:
        """Show the rules by which keepers are proposed."""
        RulesDialog(self._services, self.folders_changed.emit, self).open()

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
        held.setLayout(column(row(self._heading, None, self._rules, self._scan_all), rule(), area, gap=Space.S))
        held.hide()
        return held

    def _card_for(self, folder: FolderRow) -> FolderCard:
        card = FolderCard(folder, self._services.icons, self._services.theme)
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
