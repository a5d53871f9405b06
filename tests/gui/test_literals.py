"""No words reach a person but through `tr`: read from the code, so that a sentence nobody opened is found too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

GUI = Path(__file__).parents[2] / "desktop" / "twinlens" / "gui"
FILES = sorted(GUI.rglob("*.py"))
SHOWS = {
    "label", "button", "setText", "setToolTip", "setWindowTitle", "setAccessibleName", "setAccessibleDescription",
    "setPlaceholderText", "setStatusTip", "say", "ElidedLabel", "QLabel", "QPushButton", "QCheckBox", "QAction",
    "addAction", "addMenu", "addItem", "setTitle", "setLabelText", "setInformativeText", "setHeaderLabels", "name_tool",
}  # fmt: skip
"""What shows its first arguments to a person."""
UNSEEN = {"_log", "info", "warning", "error", "debug", "exception"}
"""The log speaks English, for whoever mends."""
NAMES = {"Twinlens", "RAW", "Qt", "Python"}
"""Names, the same in every language."""
SEVERAL_WORDS = re.compile(r"[A-Za-z]{2,}[,.:;]? [a-z]{2,}")
TOKEN = re.compile(r"#?[a-z]+([-.][a-z]*)*")
"""The name of an icon, a role, a colour or a command."""
WORD = re.compile(r"[A-Za-z]{2,}")
NOT_SHOWN = {
    "look/stylesheet.py": "the style sheet",
    "look/controls.py": "markup round a tool tip",
    "review/filtering.py": "text that is searched, not shown",
}


class Finder(ast.NodeVisitor):
    """Notes words that stand outside `tr`."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self._showing = False

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Raise(self, _node: ast.Raise) -> None:
        """An exception tells whoever mends; what a person reads of it was worded where it was made."""

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ("tr", *UNSEEN):
            self.visit(node.func)
            for value in node.args[1:] if name == "tr" else ():
                if not isinstance(value, ast.Constant):
                    self.visit(value)
            return
        self.visit(node.func)
        for place, argument in enumerate(node.args):
            before, self._showing = self._showing, name in SHOWS and place < 2
            self.visit(argument)
            self._showing = before
        for keyword in node.keywords:
            before, self._showing = self._showing, keyword.arg in ("tip", "text", "title")
            self.visit(keyword.value)
            self._showing = before

    def visit_Dict(self, node: ast.Dict) -> None:
        for value in node.values:  # the keys are looked up
            self.visit(value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if not isinstance(node.value, str) or set(WORD.findall(node.value)) <= NAMES:
            return
        is_word = self._showing and WORD.search(node.value) and not TOKEN.fullmatch(node.value)
        if is_word or SEVERAL_WORDS.search(node.value):
            self.found.append((node.lineno, node.value))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(GUI)))
def test_every_sentence_passes_through_tr(file: Path) -> None:
    if file.relative_to(GUI).as_posix() in NOT_SHOWN:
        return
    finder = Finder()
    finder.visit(ast.parse(file.read_text(encoding="utf-8")))
    assert finder.found == [], 'write these as tr("…")'


def calls_of_tr() -> Iterator[tuple[Path, ast.Call]]:
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr":
                yield file, node


def test_tr_is_given_literals_and_a_number_wherever_the_sentence_has_one() -> None:
    for file, call in calls_of_tr():
        where = f"{file.name}:{call.lineno}"
        text = call.args[0]
        assert isinstance(text, ast.Constant), f"{where}: lupdate finds literals only"
        assert len(call.args) < 2 or isinstance(call.args[1], ast.Constant), where
        has_number = len(call.args) == 3 or any(keyword.arg == "n" for keyword in call.keywords)
        assert ("%n" in text.value) == has_number, f"{where}: %n and a number go together"
        assert not re.search(r"\{\}|\{\d", text.value), f"{where}: places have names"


def test_the_finder_finds() -> None:
    finder = Finder()
    finder.visit(ast.parse('label("Close", "title"); x = "two words"; say(tr("All good")); button(f"Move {n}")'))
    assert [text for _, text in finder.found] == ["Close", "two words", "Move "]
