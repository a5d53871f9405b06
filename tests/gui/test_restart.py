"""What the window takes up again with the next start."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from twinlens.gui.library.scan_bar import ScanBar
from twinlens.gui.main_window import MainWindow
from twinlens.gui.services import Services
from twinlens.gui.shell import restart_wording
from twinlens.gui.shell.memory import Memory
from twinlens.gui.shell.top_bar import Page
from window_hands import opened, wait_for_job


def test_geometry_is_remembered(qtbot: QtBot, services: Services, remembered: Memory) -> None:
    window = MainWindow(services, remembered)
    qtbot.addWidget(window)
    window.show()
    window.resize(1111, 655)
    window.close()
    again = MainWindow(services, remembered)
    qtbot.addWidget(again)
    assert again.height() == 655


def test_one_goes_on_where_one_was(qtbot: QtBot, services: Services, remembered: Memory) -> None:
    window = MainWindow(services, remembered)
    qtbot.addWidget(window)
    window.show()
    window.show_page(Page.HISTORY)
    window.close()
    again = MainWindow(services, remembered)
    qtbot.addWidget(again)
    assert again.page is Page.HISTORY


def test_one_who_looked_at_the_library_looks_at_it_again(qtbot: QtBot, services: Services, remembered: Memory) -> None:
    remembered.keep({"page": int(Page.LIBRARY)})
    window, _status = opened(qtbot, services, remembered)
    assert window.page is Page.LIBRARY


def test_what_is_found_can_be_reviewed_while_the_scan_runs(
    qtbot: QtBot, window: MainWindow, services: Services, backend: FakeBackend
) -> None:
    window.show_page(Page.LIBRARY)
    backend.step_s = 0.02
    window.scan([Path("/photos")])
    bar = window.findChild(ScanBar)
    review = next(each for each in bar.findChildren(QAbstractButton) if each.text() == "Review")
    qtbot.waitUntil(review.isVisible)
    review.click()
    assert window.page is Page.REVIEW
    assert not review.isVisible()
    services.jobs.cancel()
    wait_for_job(qtbot, services)


def test_where_the_window_stands_outlives_a_kill(
    qtbot: QtBot, window: MainWindow, services: Services, tmp_path: Path
) -> None:
    window.show_page(Page.HISTORY)
    kept = tmp_path / "window.json"
    qtbot.waitUntil(lambda: kept.exists() and Memory(kept).value("page") == int(Page.HISTORY))
    again = MainWindow(services, Memory(kept))
    qtbot.addWidget(again)
    assert again.page is Page.HISTORY


def test_a_photo_in_focus_is_in_focus_again(
    qtbot: QtBot, window: MainWindow, services: Services, tmp_path: Path
) -> None:
    window.review.view.set_focus(3, 1)
    shot = window.review.view.focus_entry.members[1].shot
    kept = tmp_path / "window.json"
    qtbot.waitUntil(lambda: kept.exists() and Memory(kept).value("review") == window.review.state())
    again = MainWindow(services, Memory(kept))
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.review.view.focus_entry is not None)
    qtbot.waitUntil(lambda: again.review.view.focus_entry.members[again.review.view.focus_place].shot.id == shot.id)


def test_a_scan_that_was_cut_short_waits_for_a_word(
    qtbot: QtBot, services: Services, backend: FakeBackend, remembered: Memory
) -> None:
    remembered.keep({"scanning": ["/photos/one", "/photos/two"]})
    window, _status = opened(qtbot, services, remembered)
    assert services.jobs.kind is None
    bar = window.findChild(ScanBar)
    go_on = next(each for each in bar.findChildren(QAbstractButton) if each.text() == "Go on")
    assert go_on.isVisible()
    go_on.click()
    wait_for_job(qtbot, services)
    assert backend.scanned_folders == [Path("/photos/one"), Path("/photos/two")]
    assert not go_on.isVisible()


def test_closing_during_a_scan_offers_to_go_on_next_time(
    qtbot: QtBot, window: MainWindow, services: Services, backend: FakeBackend, remembered: Memory
) -> None:
    backend.step_s = 0.01
    window.scan([Path("/photos/one")])
    window.scan([Path("/photos/two")])
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert remembered.value("scanning") == ["/photos/one", "/photos/two"]


@pytest.mark.parametrize(
    "text", ["", "not json", "[1, 2]", "\x00\xff", '{"geometry": 7, "page": [], "review": {"a": 1}}']
)
def test_a_spoiled_memory_begins_anew_and_is_kept_aside(
    qtbot: QtBot, services: Services, tmp_path: Path, text: str
) -> None:
    kept = tmp_path / "window.json"
    kept.write_bytes(text.encode("latin-1"))
    window, status = opened(qtbot, services, Memory(kept))
    assert window.page is Page.REVIEW
    if text.startswith("{"):
        return
    assert status.notice == restart_wording.memory_refused()
    assert (tmp_path / "window.json.unreadable").read_bytes() == text.encode("latin-1")
