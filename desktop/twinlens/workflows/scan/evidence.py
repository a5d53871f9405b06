"""Clues for pairing files into shots: remembered for unchanged files, read from the heads of others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from twinlens.core.clues import Clues
from twinlens.core.photos import ContentKey
from twinlens.files.clues import read_clues
from twinlens.files.discovery import FoundFile
from twinlens.library.records import FileRecord
from twinlens.workflows.home import Home


@dataclass(slots=True)
class Evidence:
    """Asked about a file while shots are paired."""

    home: Home
    unchanged: Callable[[FoundFile], FileRecord | None]
    """The library's record of a file, unless the file has changed since."""
    check: Callable[[], None]
    read: dict[Path, Clues] = field(default_factory=dict)
    """What was read now, for the library to remember."""
    _given: dict[Path, Clues] = field(default_factory=dict)
    _stored: Mapping[ContentKey, Clues] | None = None

    def of(self, file: FoundFile) -> Clues:
        """What the file's head says; nothing where it cannot be read."""
        clues = self._given.get(file.path)
        if clues is None:
            clues = self._given[file.path] = self._find(file)
        return clues

    def _find(self, file: FoundFile) -> Clues:
        if self._stored is None:
            self._stored = self.home.library.clues.load()
        record = self.unchanged(file)
        if record is not None and record.content_key is not None and record.content_key in self._stored:
            return self._stored[record.content_key]
        self.check()
        clues = read_clues(file.path)
        if clues is None:
            return Clues()
        self.read[file.path] = clues
        return clues
