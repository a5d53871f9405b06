import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from twinlens.gui.look.controls import ElidedLabel, tool_tip
from twinlens.gui.shell.keymap import Keymap
from twinlens.gui.shell.shortcuts_dialog import ShortcutsDialog


@pytest.mark.parametrize("name", ["plain.jpg", "<b>x</b>.jpg", "a &amp; b.jpg", "1 < 2.jpg"])
def test_names_in_tool_tips_are_shown_as_they_are(qtbot: QtBot, name: str) -> None:
    tip = tool_tip(name)
    document = QTextDocument()
    (document.setHtml if tip.startswith("<p ") else document.setPlainText)(tip)
    assert document.toPlainText() == name
    label = ElidedLabel(name)
    qtbot.addWidget(label)
    assert label.toolTip() == tip


def test_no_line_of_the_shortcuts_is_cut_off(qtbot: QtBot) -> None:
    dialog = ShortcutsDialog(Keymap())
    dialog.show()
    qtbot.addWidget(dialog)
    for words in dialog.findChildren(QLabel):
        if words.wordWrap():
            assert words.height() >= words.heightForWidth(words.width()), words.text()
