"""Photographs leave the window as files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from twinlens.gui.pictures import dragging_out
from twinlens.gui.pictures.dragging_out import DragSource, files_as_mime
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.shell.dropping import local_paths

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dragged(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    paths: list[Path] = []
    monkeypatch.setattr(dragging_out, "drag_out", lambda _widget, some: paths.extend(some))
    return paths


def drag(qtbot: QtBot, widget: QWidget, start: QPoint, way: QPoint) -> None:
    qtbot.mousePress(widget, LEFT, pos=start)
    qtbot.mouseMove(widget, start + way)
    qtbot.mouseRelease(widget, LEFT, pos=start + way)


@pytest.mark.skipif(os.name == "nt", reason="names are bytes on POSIX only")
def test_names_survive_whatever_their_bytes() -> None:
    paths = [Path(os.fsdecode(name)) for name in (b"/p/caf\xe9.jpg", b"/p/a b#%.jpg", "/p/写真.jpg".encode())]
    assert local_paths(files_as_mime(paths)) == paths


def test_a_press_that_moves_far_enough_is_a_drag(qtbot: QtBot, dragged: list[Path]) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(200, 200)
    widget.show()
    DragSource(widget, lambda point: [Path(f"/{point.x()}.jpg")])
    drag(qtbot, widget, QPoint(20, 20), QPoint(1, 1))
    assert dragged == []
    drag(qtbot, widget, QPoint(20, 20), QPoint(60, 0))
    assert dragged == [Path("/20.jpg")]


def test_a_photo_of_the_review_is_dragged_by_its_tile(qtbot: QtBot, page: ReviewPage, dragged: list[Path]) -> None:
    rect = page.view.row_rect(0)
    start = QPoint(rect.left() + 100, rect.top() + 90)
    drag(qtbot, page.view.viewport(), start, QPoint(60, 30))
    assert dragged == [page.view.focus_entry.members[0].shot.path]
