"""The folders of the library in the menu, the one scanned last first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu

from twinlens.gui import wording
from twinlens.gui.translating import tr

_MOST = 12
"""A menu that is read at a glance; the rest stand in the library."""


class RecentFolders:
    """Asked anew whenever the menu opens."""

    def __init__(self, folders: Callable[[], Sequence[Path]], scan: Callable[[Sequence[Path]], object]) -> None:
        """`folders` that can be scanned now, and what scans them."""
        self._folders = folders
        self._scan = scan

    def menu(self, parent: QMenu) -> QMenu:
        """A menu within `parent`, which cannot be opened while there is nothing in it."""
        made = QMenu(tr("Scan a recent folder"), parent)
        parent.aboutToShow.connect(partial(self._fill, made))
        return made

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for folder in self._folders()[:_MOST]:
            name = wording.shown_folder(folder).replace("&", "&&")  # or Qt would take it for a mnemonic
            menu.addAction(name).triggered.connect(partial(self._scan, [folder]))
        menu.setEnabled(not menu.isEmpty())
