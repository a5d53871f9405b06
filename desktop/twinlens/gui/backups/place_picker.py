"""A button that names a folder and opens a menu of others to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from twinlens.gui import wording
from twinlens.gui.backups import backup_wording
from twinlens.gui.look.controls import tool_tip
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.scale import scaled
from twinlens.gui.translating import tr

_WIDEST = scaled(168)
_MIDDLE = Qt.TextElideMode.ElideMiddle


class PlacePicker(QPushButton):
    """Holds the folder that was chosen; None is the whole library, or nothing yet."""

    chosen = Signal()

    def __init__(self, icons: Icons, name: str, *, offers_library: bool, parent: QWidget | None = None) -> None:
        """`name` is read aloud; `offers_library` makes None mean the whole library."""
        super().__init__(parent)
        self._name = name
        self._offers_library = offers_library
        self._folders: Sequence[Path] = ()
        self.path: Path | None = None
        icons.dress(self, "library" if offers_library else "folder", "quiet")
        self.setAutoDefault(False)
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self.setMenu(menu)
        self.show_path(None)

    def offer(self, folders: Sequence[Path]) -> None:
        """Folders that the menu lists."""
        self._folders = list(folders)

    def show_path(self, path: Path | None) -> None:
        """Name another folder without telling anyone."""
        self.path = path
        nothing = backup_wording.WHOLE_LIBRARY if self._offers_library else tr("a card or folder")
        text = nothing if path is None else wording.shown_folder(path)
        shown = QFontMetrics(self.font()).elidedText(text, _MIDDLE, _WIDEST)
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(tool_tip(text))
        self.setAccessibleName(f"{self._name}: {text}")

    def choose(self, path: Path | None) -> None:
        """Name another folder as a person does."""
        self.show_path(path)
        self.chosen.emit()

    def browse(self) -> None:
        """Ask for a folder."""
        start = str(self.path or (self._folders[0] if self._folders else Path.home()))
        found = QFileDialog.getExistingDirectory(self, tr("Choose a card or folder"), start)
        if found:
            self.choose(Path(found))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        if self._offers_library:
            menu.addAction(_capital(backup_wording.WHOLE_LIBRARY), partial(self.choose, None))
            menu.addSeparator()
        for folder in self._folders:
            menu.addAction(wording.shown_folder(folder).replace("&", "&&"), partial(self.choose, folder))
        menu.addSeparator()
        menu.addAction(backup_wording.CHOOSE, self.browse)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
