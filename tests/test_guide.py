"""The user's guide is whole, and says nothing that the program does not know."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import pytest
from PIL import Image

from twinlens.cli.parser import build_parser
from twinlens.gui.help.guide import FIRST, read_guide, slug
from twinlens.gui.help.keys_page import keys_markdown
from twinlens.gui.shell.commands import COMMANDS
from twinlens.gui.shell.keymap import Keymap

GUIDE = Path(__file__).parents[1] / "resources" / "guide"
CHAPTERS = sorted(GUIDE.glob("*.md"))
LARGEST = 80_000
CODE = re.compile(r"`([^`\n]+)`")
KEY = re.compile(
    r"(?:(?:Ctrl|Shift|Alt)\+)*(?:[A-Z0-9/?,+←→↑↓−]|F\d+|Space|Enter|Esc|Tab|Home|End|Backspace|Ins|PgUp|PgDown)"
)
SPOKEN = {"A", "B", "1", "2", "3"}
"""Code that looks like a key, and is an argument or an exit code."""


def texts() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in CHAPTERS}


def test_every_chapter_is_named_on_the_first_page() -> None:
    assert {chapter.name for chapter in read_guide(GUIDE).chapters} == set(texts())
    assert read_guide(GUIDE).chapters[0].name == FIRST


def test_every_picture_is_there_and_small_and_none_is_left_over() -> None:
    named = {name for text in texts().values() for name in re.findall(r"!\[[^\]]+\]\(pictures/([\w-]+\.webp)\)", text)}
    there = {path.name: path for path in (GUIDE / "pictures").iterdir()}
    assert named == set(there)
    for name, path in there.items():
        assert path.stat().st_size <= LARGEST, name
        with Image.open(path) as picture:
            assert picture.width <= 1280, name


def test_every_link_leads_somewhere() -> None:
    headings = {name: {slug(each) for each in re.findall(r"^#+ (.+)$", text, re.M)} for name, text in texts().items()}
    for name, text in texts().items():
        for target, heading in re.findall(r"(?<!!)\[[^\]]+\]\((?!https?:)([\w.-]*)#?([\w-]*)\)", text):
            chapter = target.removesuffix(".md") or name
            assert chapter in headings, f"{name}: {target}"
            assert not heading or heading in headings[chapter], f"{name}: {target}#{heading}"


@pytest.mark.skipif(sys.platform == "darwin", reason="keys are written with other signs there")
def test_the_keyboard_chapter_is_that_of_the_table_of_keys() -> None:
    written = (GUIDE / "keys.md").read_text(encoding="utf-8")
    assert written == keys_markdown(Keymap()), "python3 dev.py guide writes it anew"


@pytest.mark.skipif(sys.platform == "darwin", reason="keys are written with other signs there")
def test_every_key_that_is_named_is_a_key() -> None:
    keymap = Keymap()
    known = {key for command in COMMANDS for key in keymap.all_shown(command.name).split(", ")}
    for name, text in texts().items():
        keys = {code for code in CODE.findall(text) if KEY.fullmatch(code)}
        assert keys <= known | (SPOKEN if name == "command-line" else set()), name


def test_the_command_line_chapter_names_every_command_and_only_real_options() -> None:
    text = (GUIDE / "command-line.md").read_text(encoding="utf-8")
    choices = next(each.choices for each in build_parser()._actions if isinstance(each, argparse._SubParsersAction))
    named = set(re.findall(r"twinlens ([a-z]+)\b", text))
    assert named == set(choices), "commands"
    real = {option for parser in choices.values() for each in parser._actions for option in each.option_strings}
    options = set(re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", text))
    assert options <= real | {"--version"}
    for code in (0, 1, 2, 3, 130):
        assert f"| {code} |" in text


def test_the_page_for_developers_names_files_that_are_there() -> None:
    root = GUIDE.parents[1]
    text = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    application = root / "desktop" / "twinlens"
    paths = [
        code for code in CODE.findall(text) if re.fullmatch(r"[\w./-]+/[\w./-]+", code) and not code.endswith(".ts")
    ]
    assert len(paths) > 20
    for path in paths:
        assert (root / path).exists() or (application / path).exists(), path
    source = "".join(path.read_text(encoding="utf-8") for path in application.rglob("*.py"))
    names = [code for code in CODE.findall(text) if code.isidentifier() and re.match("_?[A-Z]", code)]
    assert [name for name in names if name not in source] == []
