"""Windows are real and drawn offscreen; a Qt warning or a thread left behind fails the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from review_hands import read
from twinlens.gui.compare.compare_view import CompareView
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Theme
from twinlens.gui.main_window import MainWindow
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.services import Services, make_services
from twinlens.gui.shell.memory import Memory
from window_hands import settle

ICONS = Path(__file__).parents[2] / "resources" / "icons"
_HARMLESS = ("This plugin does not support",)
"""What the offscreen platform says of itself."""


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


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """The dark theme, worn by the application. Whoever changes it puts it back."""
    theme = Theme()
    theme.install(qapp)
    return theme


@pytest.fixture(scope="session")
def icons(theme: Theme) -> Icons:
    """The project's icons."""
    return Icons(theme, ICONS)


@pytest.fixture
def backend() -> FakeBackend:
    """A small made-up library."""
    return FakeBackend()


@pytest.fixture
def services(backend: FakeBackend, theme: Theme, icons: Icons) -> Iterator[Services]:
    """What pages are given, over the made-up library."""
    made = make_services(backend, theme, icons)
    yield made
    made.close()


@pytest.fixture
def remembered(tmp_path: Path) -> Memory:
    """Where the window stood: nothing yet."""
    return Memory(tmp_path / "window.json")


@pytest.fixture
def window(qtbot: QtBot, services: Services, remembered: Memory) -> Iterator[MainWindow]:
    """The whole window on the screen, read to its end."""
    window = MainWindow(services, remembered)
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, services)
    yield window
    if services.jobs.kind is not None:
        services.jobs.cancel()
        qtbot.waitUntil(lambda: services.jobs.kind is None)
    services.undo.clear()


@pytest.fixture
def page(qtbot: QtBot, services: Services) -> Iterator[ReviewPage]:
    """A review page on the screen, read to its end."""
    page = ReviewPage(services)
    qtbot.addWidget(page, before_close_func=lambda widget: widget.hide())
    page.resize(1280, 800)
    page.show()
    read(qtbot, page, keep_places=False)
    page.view.setFocus()
    yield page
    page.hide()


@pytest.fixture
def compare(page: ReviewPage) -> CompareView:
    """A group of at least four, its first duplicate beside the keeper."""
    row = next(row for row, entry in enumerate(page.model.entries) if len(entry.members) >= 4)
    page.view.set_focus(row, 1)
    page.open_compare()
    return page.compare
