"""Windows: what is asked of it by way of its own programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QProcess


class Explorer:
    """See `FileManager`."""

    def __init__(self, start: Callable[[str, Sequence[str]], object] = QProcess.startDetached) -> None:
        """`start` begins a program without waiting for it."""
        self._start = start

    def show(self, path: Path) -> None:
        """See FileManager. The comma belongs to the option; joined with the path it would be quoted along with it."""
        self._start("explorer", ["/select,", str(path)])
