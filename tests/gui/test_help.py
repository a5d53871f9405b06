"""Help: chapters, links, words that are looked for, and where one was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from twinlens.gui.help.guide import FIRST, KEYS, read_guide, slug
from twinlens.gui.help.help_window import Help, HelpWindow
from twinlens.gui.help.reader import Reader
from twinlens.gui.look.theme import Scheme
from twinlens.gui.main_window import MainWindow
from twinlens.gui.services import Services
from twinlens.resources import resource_folder

SHORT = {
    "index": "# The guide\n\n## Part one\n\n* [Apples](apples.md): red\n* [Pears](pears.md): green\n"
    "* [Nowhere](nowhere.md): gone\n\n## Part two\n\n* [Keyboard](keys.md)\n",
    "apples": "# Apples\n\n<!-- not shown -->\nAn apple. See [pears](pears.md#ripe-pears).\n",
    "pears": "# Pears\n\n" + "One line.\n\n" * 60 + "## Ripe pears\n\nA pear, and an apple.\n\n" + "More.\n\n" * 60,
    "keys": "# Keyboard\n\nOutdated.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in SHORT.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def shown(qtbot: QtBot, services: Services, folder: Path) -> Iterator[HelpWindow]:
    made = HelpWindow(services, read_guide(folder))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def top_line(reader: Reader) -> str:
    return reader.cursorForPosition(reader.viewport().rect().topLeft()).block().text()


def titles(window: HelpWindow) -> list[str]:
    items = [window.list.item(at) for at in range(window.list.count())]
    return [item.text() for item in items if not item.isHidden()]


def test_chapters_are_those_that_the_first_page_names(folder: Path) -> None:
    guide = read_guide(folder)
    assert [(each.name, each.title, each.part) for each in guide.chapters] == [
        (FIRST, "The guide", ""),
        ("apples", "Apples", "Part one"),
        ("pears", "Pears", "Part one"),
        (KEYS, "Keyboard", "Part two"),
    ]
    assert "not shown" not in guide.chapters[1].text


def test_headings_are_named_as_links_name_them() -> None:
    assert slug("History and undo") == "history-and-undo"
    assert slug("What's kept, and where?") == "whats-kept-and-where"


def test_links_lead_to_chapters_and_headings_and_back(qtbot: QtBot, shown: HelpWindow) -> None:
    shown.reader.anchorClicked.emit(QUrl("apples.md"))
    assert shown.chapter == "apples"
    shown.reader.anchorClicked.emit(QUrl("pears.md#ripe-pears"))
    assert shown.chapter == "pears"
    assert shown.reader.verticalScrollBar().value() > 0
    qtbot.keyClick(shown, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shown.chapter == "apples"
    qtbot.keyClick(shown, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert shown.chapter == "pears"
    assert shown.windowTitle() == "Pears – Help"
    shown.reader.anchorClicked.emit(QUrl("nowhere.md"))
    assert shown.chapter == "pears"


def test_links_to_the_web_open_elsewhere(monkeypatch: pytest.MonkeyPatch, shown: HelpWindow) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    shown.reader.anchorClicked.emit(QUrl("https://example.org/a.md"))
    assert opened == ["https://example.org/a.md"]
    assert shown.chapter == FIRST


def test_words_are_found_in_all_chapters(qtbot: QtBot, shown: HelpWindow) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_Slash)
    assert shown.field.hasFocus()
    qtbot.keyClicks(shown.field, "APPLE")
    assert titles(shown) == ["Apples  2", "Pears  1"]
    assert shown.said.text() == "3 places"
    assert shown.chapter == "apples"
    assert len(shown.reader.extraSelections()) == 2
    qtbot.keyClick(shown.field, Qt.Key.Key_Return)
    qtbot.keyClick(shown.field, Qt.Key.Key_Return)
    assert shown.chapter == "pears", "on into the next chapter"
    qtbot.keyClick(shown.field, Qt.Key.Key_Return)
    assert shown.chapter == "apples", "and round"
    qtbot.keyClick(shown.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert shown.chapter == "pears"
    qtbot.keyClick(shown.field, Qt.Key.Key_Escape)
    assert shown.isVisible()
    assert len(titles(shown)) == 6
    qtbot.keyClicks(shown.field, "quince")
    assert (titles(shown), shown.said.text()) == ([], "0 places")


def test_chapters_are_stepped_through_by_keys(qtbot: QtBot, shown: HelpWindow) -> None:
    for _ in range(5):
        qtbot.keyClick(shown, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert shown.chapter == KEYS
    qtbot.keyClick(shown, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert shown.chapter == "pears"


def test_the_chapter_of_keys_follows_what_a_person_changes(shown: HelpWindow, services: Services) -> None:
    shown.open_chapter(KEYS)
    assert "Outdated" not in shown.reader.toPlainText()
    services.keymap.assign("review.keep", ["Ctrl+F3"])
    assert "Ctrl+F3" in shown.reader.toPlainText()
    shown.field.setText("ctrl+f3")
    assert shown.said.text() == "1 place"


def test_pictures_are_as_wide_as_the_text(qtbot: QtBot, services: Services) -> None:
    shown = HelpWindow(services, read_guide(resource_folder("guide")))
    qtbot.addWidget(shown)
    shown.show()
    image = QTextDocument.ResourceType.ImageResource.value
    wide = shown.reader.loadResource(image, QUrl("pictures/review.webp"))
    shown.resize(shown.minimumSizeHint())
    narrow = shown.reader.loadResource(image, QUrl("pictures/review.webp"))
    assert 0 < narrow.deviceIndependentSize().width() < wide.deviceIndependentSize().width() < 800
    assert shown.reader.loadResource(image, QUrl("pictures/none.webp")).isNull()
    qtbot.waitUntil(lambda: shown.reader.horizontalScrollBar().maximum() == 0)


def test_the_scheme_is_followed_without_losing_the_place(shown: HelpWindow, services: Services) -> None:
    shown.open_chapter("pears", "ripe-pears")
    before = shown.reader.verticalScrollBar().value()
    services.theme.set_scheme(Scheme.LIGHT)
    try:
        assert abs(shown.reader.verticalScrollBar().value() - before) <= 2
    finally:
        services.theme.set_scheme(Scheme.DARK)


def test_no_paragraph_is_cut_off_at_the_right(qtbot: QtBot, services: Services) -> None:
    shown = HelpWindow(services, read_guide(resource_folder("guide")))
    qtbot.addWidget(shown)
    shown.show()
    reader = shown.reader
    for chapter in read_guide(resource_folder("guide")).chapters:
        shown.open_chapter(chapter.name)
        qtbot.waitUntil(lambda: reader.document().size().width() <= reader.viewport().width())


def test_f1_opens_one_window_that_remembers_its_place(qtbot: QtBot, window: MainWindow, services: Services) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    opened = [each for each in window.findChildren(QDialog) if isinstance(each, HelpWindow)]
    assert [each.isVisible() for each in opened] == [True]
    assert not opened[0].isModal(), "one reads and does"
    opened[0].open_chapter("safety")
    opened[0].reader.verticalScrollBar().setValue(120)
    kept = opened[0].state()
    opened[0].close()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert (opened[0].isVisible(), opened[0].chapter) == (True, "safety")
    opened[0].close()

    later = Help(services, window)
    later.restore_state(kept)
    assert later.state() == kept, "what was not opened stands as it stood"
    later.open()
    assert later.window is not None
    assert later.window.chapter == "safety"
    assert later.window.reader.verticalScrollBar().value() == 120
    later.window.close()


@pytest.mark.parametrize("state", [None, {}, {"chapter": "gone", "place": 3, "geometry": ""}, {"chapter": 3}, "x"])
def test_what_is_not_understood_begins_at_the_first_page(
    qtbot: QtBot, services: Services, window: MainWindow, state: object
) -> None:
    later = Help(services, window)
    later.restore_state(state)
    later.open()
    assert later.window is not None
    assert later.window.chapter == FIRST
    later.window.close()
