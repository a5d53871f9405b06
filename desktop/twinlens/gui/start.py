"""The first steps of the window: language and size of text are chosen before what is made of them is imported."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

import twinlens
from twinlens.gui.look.scale import set_text_scale, system_text_scale
from twinlens.gui.translating import let_qt_speak, speak
from twinlens.paths import AppPaths
from twinlens.settings import load_settings


def run_window(home_dir: Path | None, paths: list[Path]) -> int:
    """Open the window on a library, with folders to scan or a picture to search for; returns the exit status."""
    settings = load_settings(AppPaths.of(home_dir).settings)
    speak(settings.language)
    application = make_application()
    set_text_scale(settings.text_percent / 100 * system_text_scale())
    from twinlens.gui import app

    status = app.run_window(home_dir, paths)
    del application
    return status


def make_application() -> QApplication:
    """The one QApplication, named; fractional scales are passed on as they are."""
    made = QCoreApplication.instance()
    if isinstance(made, QApplication):
        return made
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("twinlens")
    application.setApplicationDisplayName("Twinlens")
    application.setApplicationVersion(twinlens.__version__)
    application.setDesktopFileName("twinlens")
    let_qt_speak(application)
    return application
