"""What a person chose, as the window holds it: changed here, saved at once, heard by whoever follows it."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from twinlens.settings import Settings, save_settings

_log = logging.getLogger(__name__)


class Preferences(QObject):
    """The settings in force. One that cannot be saved still holds until the window closes."""

    changed = Signal()
    not_saved = Signal(object)
    """The OSError that kept the settings from being written."""

    def __init__(self, settings: Settings | None = None, path: Path | None = None) -> None:
        """Without a path nothing is written."""
        super().__init__()
        self.settings = settings or Settings()
        self._path = path

    def change(self, **values: Any) -> None:
        """Choose otherwise, by the names of `Settings`."""
        wanted = replace(self.settings, **values)
        if wanted == self.settings:
            return
        self.settings = wanted
        if self._path is not None:
            try:
                save_settings(wanted, self._path)
            except OSError as error:
                _log.warning("the settings could not be saved: %s", error)
                self.not_saved.emit(error)
        self.changed.emit()
