"""macOS: what is asked of it by way of its own programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QProcess


class Finder:
    """See `FileManager`."""

    def __init__(self, start: Callable[[str, Sequence[str]], object] = QProcess.startDetached) -> None:
        """`start` begins a program without waiting for it."""
        self._start = start

    def show(self, path: Path) -> None:
        """See FileManager."""
        self._start("open", ["-R", str(path)])
