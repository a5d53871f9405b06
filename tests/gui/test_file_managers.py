"""Showing a file in the file manager of each system, through fakes of what the system is asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from test_desktop import FakeBus
from twinlens.gui.desktop import desktop
from twinlens.gui.desktop.freedesktop import FileManager1
from twinlens.gui.desktop.macos import Finder
from twinlens.gui.desktop.windows import Explorer

PHOTO = Path("/photos/Skye, 2024/IMG 1.jpg")
posix = pytest.mark.skipif(os.name == "nt", reason="names of any bytes")


def test_windows_and_macos_are_asked_with_the_path_as_one_word() -> None:
    started: list[tuple[str, list[str]]] = []

    def start(program: str, arguments: list[str]) -> None:
        started.append((program, arguments))

    Explorer(start).show(PHOTO)
    Finder(start).show(PHOTO)
    assert started == [("explorer", ["/select,", str(PHOTO)]), ("open", ["-R", str(PHOTO)])]


@posix
@pytest.mark.parametrize(
    ("path", "address"),
    [
        (PHOTO, "file:///photos/Skye%2C%202024/IMG%201.jpg"),
        (Path(os.fsdecode(b"/photos/caf\xe9.jpg")), "file:///photos/caf%E9.jpg"),
    ],
)
def test_linux_asks_whoever_shows_files_on_the_bus(qtbot: QtBot, path: Path, address: str) -> None:
    bus, opened = FakeBus(), []
    FileManager1(bus, opened.append).show(path)
    (message,) = bus.sent
    assert message.member() == "ShowItems"
    assert message.arguments() == [[address], ""]
    assert opened == []


@pytest.mark.parametrize("bus", [FakeBus(refuses=True), FakeBus(connected=False)])
def test_where_nobody_shows_files_the_folder_is_opened(qtbot: QtBot, bus: FakeBus) -> None:
    opened: list[QUrl] = []
    manager = FileManager1(bus, opened.append)
    manager.show(PHOTO)
    qtbot.waitUntil(lambda: bool(opened))
    assert [Path(url.toLocalFile()) for url in opened] == [PHOTO.parent]


@pytest.mark.parametrize(("system", "kind"), [("win32", Explorer), ("darwin", Finder), ("linux", FileManager1)])
def test_each_system_has_its_own(qapp, monkeypatch: pytest.MonkeyPatch, system: str, kind: type) -> None:
    monkeypatch.setattr("sys.platform", system)
    desktop.file_manager_here.cache_clear()
    assert isinstance(desktop.file_manager_here(), kind)
    desktop.file_manager_here.cache_clear()
