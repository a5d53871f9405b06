"""The user's guide as it lies in `resources/guide`: chapters in Markdown, in the order of its first page. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FIRST = "index"
KEYS = "keys"
"""The chapter that is made from the table of keys."""
_PART = re.compile(r"^## (.+)$", re.MULTILINE)
_LINK = re.compile(r"^\* \[([^\]]+)\]\(([\w-]+)\.md\)", re.MULTILINE)
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the guide."""

    name: str
    """Its file's name, without the ending."""
    title: str
    part: str
    """The heading it stands under on the first page; empty for that page itself."""
    text: str
    """Markdown."""


@dataclass(frozen=True, slots=True)
class Guide:
    """All of it."""

    folder: Path
    chapters: tuple[Chapter, ...]

    def chapter(self, name: str) -> Chapter | None:
        """The chapter of that name, if there is one."""
        return next((chapter for chapter in self.chapters if chapter.name == name), None)


def read_guide(folder: Path) -> Guide:
    """Read every chapter that the first page names; what is not there is left out."""
    first = _text(folder, FIRST)
    title = _TITLE.search(first)
    chapters = [Chapter(FIRST, title[1] if title else FIRST, "", first)]
    parts = _PART.split(first)
    for part, listed in zip(parts[1::2], parts[2::2], strict=True):
        chapters += [
            Chapter(name, words, part.strip(), _text(folder, name))
            for words, name in _LINK.findall(listed)
            if (folder / f"{name}.md").is_file()
        ]
    return Guide(folder, tuple(chapters))


def slug(heading: str) -> str:
    """A heading as links name it: `History and undo` is `#history-and-undo`."""
    return re.sub(r"[^\w-]", "", heading.strip().lower().replace(" ", "-"))


def _text(folder: Path, name: str) -> str:
    return _COMMENT.sub("", (folder / f"{name}.md").read_text(encoding="utf-8"))
