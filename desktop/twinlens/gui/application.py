"""The one QApplication, made before anything heavy is imported."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

import twinlens
from twinlens.gui.translating import let_qt_speak


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
