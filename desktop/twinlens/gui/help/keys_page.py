"""The chapter of keys, written from the table of keys: in the window as they are set, in the guide as they ship.

`python -m twinlens.gui.help.keys_page FILE` writes the guide's.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from twinlens.gui.shell.commands import PLACE_NAMES, Command, Place
from twinlens.gui.shell.keymap import Keymap
from twinlens.gui.translating import tr


def keys_markdown(keymap: Keymap) -> str:
    """Every command with its keys, a table for each place."""
    lines = [
        f"# {tr('Keyboard')}",
        "",
        tr("Every key. In the window `{key}` shows them too, and there each can be changed.").format(
            key=keymap.shown("window.shortcuts") or tr("Keyboard shortcuts")
        ),
    ]
    for place in Place:
        lines += ["", f"## {PLACE_NAMES[place]}", "", f"| {tr('key')} | {tr('does')} |", "| --- | --- |"]
        here = [command for command in keymap.commands.values() if command.place is place]
        for words, family in groupby(here, key=lambda each: each.family or each.words):
            lines.append(f"| {_keys(keymap, list(family))} | {words} |")
    return "\n".join(lines) + "\n"


def _keys(keymap: Keymap, family: list[Command]) -> str:
    shown = [keymap.all_shown(command.name) for command in family]
    keys = [key for each in shown for key in each.split(", ") if key]
    return " ".join(f"`{key}`" for key in keys) or tr("none", "no key")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(keys_markdown(Keymap()), encoding="utf-8")
