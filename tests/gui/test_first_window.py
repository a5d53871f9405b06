"""The window's ground stands on the screen before the rest is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from twinlens import cli
from twinlens.cli import main
from twinlens.gui import start
from twinlens.gui.application import make_application
from twinlens.gui.first_window import FirstWindow, place_window
from twinlens.gui.main_window import MainWindow
from twinlens.paths import AppPaths
from twinlens.workflows.home import locked


def test_the_commands_are_known_without_importing_them() -> None:
    assert cli.COMMANDS == main.COMMANDS


def test_nothing_heavy_is_imported_before_the_first_window() -> None:
    heavy = ("sqlalchemy", "numpy", "onnxruntime", "cv2", "hnswlib", "PIL")
    code = f"import sys, twinlens.cli, twinlens.gui.start; print([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_one_application_is_made_once(qapp: QApplication) -> None:
    assert make_application() is qapp


def test_the_first_window_stands_where_the_window_will(qtbot: QtBot, window: MainWindow) -> None:
    kept = bytes(window.saveGeometry().data()).hex()
    first = FirstWindow("#1c1c1c", kept)
    qtbot.addWidget(first)
    first.appear()
    assert first.isVisible()
    place_window(window, kept)
    assert first.size() == window.size()
    assert first.grab().toImage().pixelColor(500, 300).name() == "#1c1c1c"


def test_a_second_start_shows_nothing_of_its_own(tmp_path: Path) -> None:
    where = AppPaths.of(tmp_path)
    assert not start.is_open(where)
    with locked(where.home):
        assert start.is_open(where) or not sys.platform.startswith("linux")
    assert not start.is_open(where)
