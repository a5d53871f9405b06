"""The menu of recent folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from twinlens.gui.library.recent_folders import RecentFolders


def test_a_folder_is_scanned_from_the_menu(qtbot: QtBot) -> None:
    folders = [Path("/photos/Anna & Tom"), Path("/photos/Skye")]
    scanned: list[Sequence[Path]] = []
    window_menu = QMenu()
    qtbot.addWidget(window_menu)
    menu = RecentFolders(lambda: folders, scanned.append).menu(window_menu)
    window_menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["/photos/Anna && Tom", "/photos/Skye"]
    menu.actions()[0].trigger()
    assert scanned == [[Path("/photos/Anna & Tom")]]
    folders.clear()
    window_menu.aboutToShow.emit()
    assert menu.isEmpty()
    assert not menu.isEnabled()
