"""Walks through the window in another language, size of text or scheme, and tells what stands in it, as JSON.

Run by tests in a process of its own, as both are chosen before the window is imported:
`python walked_window.py LANGUAGE FOLDER PERCENT`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path


def main(language: str, folder: str, percent: str) -> None:  # noqa: C901 - a walk, one step after the other
    from twinlens.gui.look.scale import set_text_scale
    from twinlens.gui.translating import speak

    speak(language, Path(folder))
    set_text_scale(int(percent) / 100)
    from twinlens.gui.start import make_application

    application = make_application()
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtGui import QAction, QFont, QFontMetrics
    from PySide6.QtWidgets import (
        QAbstractButton,
        QComboBox,
        QLabel,
        QLineEdit,
        QPushButton,
        QStyle,
        QStyleOptionButton,
        QWidget,
    )

    from fakes import FakeBackend
    from twinlens.gui.library.rules_dialog import RulesDialog
    from twinlens.gui.look.icons import Icons
    from twinlens.gui.look.theme import Theme
    from twinlens.gui.main_window import MainWindow
    from twinlens.gui.services import make_services
    from twinlens.gui.shell.commands import COMMANDS
    from twinlens.gui.shell.keys_dialog import KeysDialog
    from twinlens.gui.shell.memory import Memory
    from twinlens.gui.shell.report_dialog import AboutDialog
    from twinlens.gui.shell.shortcuts_dialog import ShortcutsDialog
    from twinlens.gui.shell.top_bar import Page
    from twinlens.resources import icons_folder

    def pause(milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    theme = Theme()
    theme.install(application)
    services = make_services(FakeBackend(), theme, Icons(theme, icons_folder()))
    window = MainWindow(services, Memory(Path(tempfile.mkdtemp()) / "memory.json"))
    window.resize(1280, 800)
    window.show()
    texts: set[str] = set()
    cut: set[str] = set()

    def read(root: QWidget) -> None:
        for each in (root, *root.findChildren(QWidget)):
            texts.update((each.toolTip(), each.windowTitle(), each.accessibleName()))
            if isinstance(each, QLabel | QAbstractButton):
                texts.add(each.text())
            if isinstance(each, QLineEdit):
                texts.add(each.placeholderText())
            if isinstance(each, QComboBox):
                texts.update(each.itemText(at) for at in range(each.count()))
            if type(each) in (QLabel, QPushButton) and each.isVisible() and not each.visibleRegion().isEmpty():
                cut.update([] if fits(each) else [f"{type(each).__name__}: {each.text()}"])
        texts.update(action.text() for action in root.findChildren(QAction))

    def fits(shown: QLabel | QPushButton) -> bool:
        metrics = QFontMetrics(shown.font())
        if isinstance(shown, QLabel) and shown.wordWrap():
            return shown.height() + 1 >= shown.heightForWidth(shown.width())
        lines = shown.text().split("\n")
        inside = shown.contentsRect()
        if isinstance(shown, QPushButton):  # those that can be chosen are written strong then
            option = QStyleOptionButton()
            shown.initStyleOption(option)
            inside = shown.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, shown)
            strong = QFont(shown.font())
            strong.setWeight(QFont.Weight.DemiBold if shown.isCheckable() else strong.weight())
            metrics = QFontMetrics(strong)
            if not shown.icon().isNull():
                inside.adjust(shown.iconSize().width() + 4, 0, 0, 0)
        return inside.width() + 1 >= max(map(metrics.horizontalAdvance, lines)) and (
            inside.height() + 3 >= metrics.height() * len(lines)
        )

    for page in Page:
        window.show_page(page)
        pause(1200 if page is Page.REVIEW else 300)
        read(window)
    for dialog in (
        ShortcutsDialog(services.keymap, window),
        KeysDialog(services.keymap, window),
        AboutDialog(services, window),
        RulesDialog(services, window),
    ):
        dialog.open()
        pause(200)
        read(dialog)
        dialog.reject()
    window.show_page(Page.REVIEW)
    window.review.open_compare()
    pause(500)
    read(window)
    texts.update(command.words for command in COMMANDS)
    window.hide()
    services.close()
    json.dump({"texts": sorted(texts), "cut": sorted(cut)}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
