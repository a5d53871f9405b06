"""Windows are real and drawn offscreen; a Qt warning or a thread left behind fails the test."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from fakes import FakeBackend
from twinlens.gui.icons import Icons
from twinlens.gui.theme import Theme

ICONS = Path(__file__).parents[2] / "resources" / "icons"
_HARMLESS = ("This plugin does not support",)


@pytest.fixture(autouse=True)
def no_qt_warnings() -> Iterator[None]:
    """Fail on anything Qt complains about."""
    said: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not message.startswith(_HARMLESS):
            said.append(message)

    before = qInstallMessageHandler(hear)
    yield
    qInstallMessageHandler(before)
    assert said == []


@pytest.fixture(autouse=True)
def no_threads_left() -> Iterator[None]:
    """Fail when a test leaves one of our threads running."""
    yield
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("twinlens")] == []


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The dark theme, worn by the application."""
    theme = Theme()
    theme.install(qapp)
    yield theme
    theme.changed.disconnect()


@pytest.fixture
def icons(theme: Theme) -> Icons:
    """The project's icons."""
    return Icons(theme, ICONS)


@pytest.fixture
def backend() -> FakeBackend:
    """A small made-up library."""
    return FakeBackend()
