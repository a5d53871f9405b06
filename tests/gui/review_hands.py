"""What a person does on the review page, for its tests."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from twinlens.gui.review.review_page import ReviewPage


def read(qtbot: QtBot, page: ReviewPage, *, keep_places: bool = True) -> None:
    page.reload(keep_places=keep_places)
    qtbot.waitUntil(lambda: not page.reading)


def press(qtbot: QtBot, page: ReviewPage, *keys: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        qtbot.keyClick(page.compare if page.compare.isVisible() else page.view, key, modifier)
