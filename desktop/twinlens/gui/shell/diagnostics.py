"""The diagnostic report, as the window offers it: copied from the menu, or with a bug from its dialog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication

from twinlens.gui import wording
from twinlens.gui.services import Services
from twinlens.gui.translating import tr
from twinlens.settings import Settings
from twinlens.workflows.diagnostics import diagnostic_report, last_lines
from twinlens.workflows.doctor import versions


class Diagnostics:
    """Gathers what helps to mend a fault."""

    def __init__(self, services: Services, say: Callable[[str], object]) -> None:
        """`say` tells a person what became of what they asked for."""
        self._services = services
        self._say = say

    def copy(self) -> None:
        """Put the report on the clipboard."""
        backend, settings, log = self._services.backend, changed_settings(self._services), self._services.logs

        def gather() -> str:
            facts = {**backend.describe(), **_window_facts()}
            drives = {folder.volume for folder in backend.folders()} | backend.absent_drives()
            return diagnostic_report(facts, settings, last_lines(log), drives=drives)

        self._services.reader.run(gather, self._hand_over)

    def open_logs(self) -> None:
        """Show the folder of the logs in the system's file manager."""
        logs = self._services.logs
        if logs is None or not logs.is_dir():
            self._say(tr("There is no log yet."))
        else:  # said in any case: not every system that takes the wish has a program to show a folder
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(logs)))
            self._say(tr("The logs are in {folder}.").format(folder=wording.shown_folder(logs)))

    def _hand_over(self, report: str) -> None:
        QGuiApplication.clipboard().setText(report)
        self._say(tr("The diagnostic report is on the clipboard. It holds no names of folders, files or people."))


def report_of(error: BaseException, services: Services) -> str:
    """What we need to mend a bug; made on the spot, so nothing is asked of the library."""
    facts = {**versions(), **_window_facts()}
    return diagnostic_report(facts, changed_settings(services), last_lines(services.logs), error)


def changed_settings(services: Services) -> dict[str, Any]:
    """The settings that differ from the defaults."""
    defaults = asdict(Settings())
    return {name: value for name, value in asdict(services.preferences.settings).items() if value != defaults[name]}


def _window_facts() -> dict[str, Any]:
    screens = (
        f"{screen.size().width()}x{screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    )
    return {"qt": qVersion(), "window system": QGuiApplication.platformName(), "screens": ", ".join(screens)}
