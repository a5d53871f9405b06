"""Where the window stands, looked at again and again, so that nothing that moves it on has to think of keeping it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from twinlens.gui.shell.memory import Memory

_EVERY_MS = 1000
_log = logging.getLogger(__name__)


class Standing(QTimer):
    """Keeps what its parts say of themselves."""

    def __init__(self, memory: Memory, parts: Mapping[str, Callable[[], object]], parent: QObject) -> None:
        """Each of `parts` says where it stands, in plain values; None while it does not know: what was kept stays."""
        super().__init__(parent, interval=_EVERY_MS)
        self._memory = memory
        self._parts = parts
        self.timeout.connect(self.keep)
        # The desktop session ends. What runs is not stopped by this: somebody may still call it off.
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.commitDataRequest.connect(self.keep)

    def keep(self) -> None:
        """Keep it now."""
        said = {name: part() for name, part in self._parts.items()}
        self._memory.keep({name: self.of(name) if value is None else value for name, value in said.items()})

    def of(self, name: str) -> object:
        """Where a part stood."""
        return self._memory.value(name)

    def restore(self, name: str, take_up: Callable[[object], object]) -> None:
        """Let a part stand there again; what it does not understand is nothing."""
        try:
            take_up(self.of(name))
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            _log.warning("where the %s stood is not understood: %r", name, error)

    @property
    def scanning(self) -> list[Path]:
        """The folders of a scan that was cut short."""
        kept = self.of("scanning")
        return [Path(each) for each in kept if isinstance(each, str)] if isinstance(kept, list) else []
