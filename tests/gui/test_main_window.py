"""The shell: what is dropped, what follows a job, and how the window goes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSlider, QApplication, QScrollBar
from pytestqt.qtbot import QtBot

from fakes import HOME, FakeBackend
from twinlens.core.errors import StorageError
from twinlens.core.relations import DecisionKind, Level
from twinlens.gui import wording
from twinlens.gui.backend import SearchAnswer
from twinlens.gui.cleanup.cleanup_dialog import CleanupDialog
from twinlens.gui.job_runner import JobKind
from twinlens.gui.look.theme import DARK, LIGHT, Scheme
from twinlens.gui.main_window import MainWindow
from twinlens.gui.services import Services
from twinlens.gui.shell.memory import Memory
from twinlens.gui.shell.report_dialog import AboutDialog, ReportDialog, TroubleDialog
from twinlens.gui.shell.shortcuts_dialog import ShortcutsDialog
from twinlens.gui.shell.top_bar import Page
from twinlens.workflows.renewal import Renewal
from twinlens.workflows.scan import ScanReport
from window_hands import dialog_of, opened, settle, wait_for_job


def drop(window: MainWindow, mime: QMimeData) -> bool:
    at, actions, buttons = QPointF(50, 50), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), actions, mime, buttons, none)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(at, actions, mime, buttons, none)
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def urls(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_first_use_begins_in_the_library(qtbot: QtBot, services: Services, backend: FakeBackend, remembered) -> None:
    backend.scanned = False
    window = MainWindow(services, remembered)
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, services)
    assert window.page is Page.LIBRARY
    assert window.library.drop_zone.primary.isVisible()


def test_a_known_library_begins_with_review(window: MainWindow) -> None:
    assert window.page is Page.REVIEW


def test_photos_that_another_encoder_saw_are_compared_anew_without_being_asked_for(
    qtbot: QtBot, services: Services, backend: FakeBackend, remembered: Memory
) -> None:
    backend.waiting = Renewal((HOME,), 1200, 34)
    backend.step_s = 0.01
    window, status = opened(qtbot, services, remembered)
    qtbot.waitUntil(lambda: services.jobs.kind is JobKind.SCAN)
    assert status.notice == wording.RENEWING
    assert status.waiting == wording.renewal(Renewal((HOME,), 1200, 34))
    assert window.page is Page.REVIEW
    assert window.review.model.rowCount() > 0, "the groups of before stay in sight"
    wait_for_job(qtbot, services)
    assert backend.scanned_folders == [HOME]
    qtbot.waitUntil(lambda: status.waiting == wording.renewal(Renewal(offline=34)))


def test_comparing_anew_can_be_stopped_and_begins_again_with_the_next_window(
    qtbot: QtBot, services: Services, backend: FakeBackend, remembered: Memory
) -> None:
    backend.waiting = Renewal((HOME,), 1200, 0)
    backend.step_s = 0.01
    _window, status = opened(qtbot, services, remembered)
    qtbot.waitUntil(lambda: services.jobs.kind is JobKind.SCAN)
    services.jobs.cancel()
    wait_for_job(qtbot, services)
    assert backend.scanned_folders == [HOME]
    assert status.waiting == wording.renewal(backend.waiting) != ""
    opened(qtbot, services, remembered)
    qtbot.waitUntil(lambda: backend.scanned_folders == [HOME, HOME])
    wait_for_job(qtbot, services)


def test_photos_on_absent_drives_wait_and_are_named(
    qtbot: QtBot, services: Services, backend: FakeBackend, remembered: Memory
) -> None:
    backend.waiting = Renewal(offline=1204)
    _window, status = opened(qtbot, services, remembered)
    qtbot.waitUntil(lambda: status.notice == wording.renewal_left(backend.waiting))
    assert services.jobs.kind is None
    assert backend.scanned_folders == []


def test_a_dropped_folder_is_scanned(
    qtbot: QtBot, window: MainWindow, services: Services, backend: FakeBackend, tmp_path: Path
) -> None:
    assert drop(window, urls(tmp_path))
    settle(qtbot, services)
    wait_for_job(qtbot, services)
    assert backend.scanned_folders == [tmp_path]


def test_folders_dropped_during_a_scan_are_scanned_next(
    qtbot: QtBot, window: MainWindow, services: Services, backend: FakeBackend
) -> None:
    window.scan([Path("/first")])
    window.scan([Path("/second")])
    window.scan([Path("/third")])
    qtbot.waitUntil(lambda: backend.scanned_folders == [Path("/first"), Path("/second"), Path("/third")])
    wait_for_job(qtbot, services)


def test_a_dropped_picture_is_searched_for(
    qtbot: QtBot, window: MainWindow, services: Services, backend: FakeBackend, tmp_path: Path, monkeypatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(backend, "search", lambda query, *_rest: asked.append(query.source) or SearchAnswer(()))
    picture = tmp_path / "a.jpg"
    picture.touch()
    with qtbot.waitSignal(services.searches.succeeded):
        assert drop(window, urls(picture))
    assert asked == [picture]


def test_a_pasted_picture_is_searched_for(
    qtbot: QtBot, window: MainWindow, services: Services, backend: FakeBackend, monkeypatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(backend, "search", lambda query, *_rest: asked.append(query.source) or SearchAnswer(()))
    mime = QMimeData()
    mime.setData("image/png", b"picture")
    QGuiApplication.clipboard().setMimeData(mime)
    with qtbot.waitSignal(services.searches.succeeded):
        qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert asked == [b"picture"]


def test_a_dropped_text_is_not_taken(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("hello")
    assert not drop(window, mime)


def test_keys_turn_the_pages(qtbot: QtBot, window: MainWindow) -> None:
    for key, page in ((Qt.Key.Key_2, Page.LIBRARY), (Qt.Key.Key_3, Page.HISTORY), (Qt.Key.Key_4, Page.PROBLEMS)):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.page is page


def test_a_question_mark_shows_the_keys(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, "?")
    dialog_of(window, ShortcutsDialog).accept()


def test_a_clean_up_can_be_undone_from_the_window(
    qtbot: QtBot, window: MainWindow, services: Services, backend: FakeBackend
) -> None:
    group = backend.groups(0.5, Level.COPY)[0]
    backend.decide([member.shot for member in group.members[1:]], DecisionKind.REJECT)
    window.clean_up()
    dialog = dialog_of(window, CleanupDialog)
    qtbot.waitUntil(dialog.primary.isVisible)
    dialog.primary.click()
    qtbot.waitUntil(dialog.undo.isVisible)
    assert backend.history()[0].restorable == len(group.members) - 1
    assert services.undo.canUndo()
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: backend.history()[0].restorable == 0)
    wait_for_job(qtbot, services)
    assert backend.gone == set()
    assert not services.undo.canUndo()
    assert not services.undo.canRedo()


def test_undoing_a_clean_up_during_a_scan_waits_for_its_end(
    qtbot: QtBot, window: MainWindow, services: Services, backend: FakeBackend
) -> None:
    group = backend.groups(0.5, Level.COPY)[0]
    backend.decide([member.shot for member in group.members[1:]], DecisionKind.REJECT)
    with qtbot.waitSignal(services.jobs.succeeded):
        services.jobs.start(JobKind.CLEAN, backend.clean)
    gate = threading.Event()

    def work(_job):
        gate.wait(5)
        return ScanReport(0, 0, 0, 0, 0, 0, 0, (), 0.0)

    services.jobs.start(JobKind.SCAN, work)
    services.undo.undo()
    assert backend.gone != set()
    gate.set()
    qtbot.waitUntil(lambda: backend.gone == set())
    wait_for_job(qtbot, services)


def test_one_trouble_is_told_once(window: MainWindow) -> None:
    for _ in range(3):
        window.tell_failure(StorageError("The disk is full."))
    assert len([each for each in window.findChildren(TroubleDialog) if each.isVisible()]) == 1
    dialog_of(window, TroubleDialog).accept()


def test_no_clean_up_while_a_scan_runs(qtbot: QtBot, window: MainWindow, services: Services) -> None:
    gate = threading.Event()

    def work(_job):
        gate.wait(5)
        return ScanReport(0, 0, 0, 0, 0, 0, 0, (), 0.0)

    services.jobs.start(JobKind.SCAN, work)
    window.clean_up()
    assert window.findChildren(CleanupDialog) == []
    gate.set()
    wait_for_job(qtbot, services)


def test_a_fault_of_the_environment_is_one_sentence(
    qtbot: QtBot, window: MainWindow, services: Services, backend: FakeBackend
) -> None:
    backend.error = StorageError("The disk is full: free some space and scan again.")
    window.scan([Path("/photos")])
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(TroubleDialog)))
    dialog_of(window, TroubleDialog).accept()
    assert window.findChildren(ReportDialog) == []


def test_a_bug_is_a_report_that_can_be_copied(qtbot: QtBot, window: MainWindow, backend: FakeBackend) -> None:
    backend.error = ZeroDivisionError("what nobody thought of")
    window.scan([Path("/photos")])
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(ReportDialog)))
    dialog = dialog_of(window, ReportDialog)
    dialog.copy()
    assert "what nobody thought of" in QGuiApplication.clipboard().text()
    dialog.accept()


def test_closing_during_a_scan_stops_it_first(qtbot: QtBot, window: MainWindow, services: Services) -> None:
    reached = threading.Event()

    def work(job):
        reached.set()
        while True:
            job.check()

    services.jobs.start(JobKind.SCAN, work)
    reached.wait(5)
    window.close()
    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert services.jobs.kind is None


def test_every_look_can_be_worn(qtbot: QtBot, window: MainWindow, services: Services) -> None:
    for scheme, colours in ((Scheme.LIGHT, LIGHT), (Scheme.CONTRAST, None), (Scheme.DARK, DARK)):
        services.theme.set_scheme(scheme)
        seen = window.grab().toImage().pixelColor(window.width() - 100, 10).name()
        if colours is not None:
            assert seen == colours.panel


@pytest.mark.parametrize("page", list(Page))
def test_every_control_has_a_name_to_be_read_aloud(window: MainWindow, page: Page) -> None:
    window.show_page(page)
    kinds = (QAbstractButton, QAbstractSlider, QAbstractItemView)
    nameless = [
        f"{type(each).__name__} in {type(each.parent()).__name__}"
        for kind in kinds
        for each in window.findChildren(kind)
        if each.isVisible()
        and not (each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()))
        and not isinstance(each, QScrollBar)
    ]
    assert nameless == []


def test_tab_goes_round_the_whole_library_page(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page(Page.LIBRARY)
    window.activateWindow()
    seen = []
    for _ in range(40):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    names = {each.accessibleName() or each.text() for each in seen if isinstance(each, QAbstractButton)}
    assert {"Scan all again", "Scan again", "More", "Review", "Menu"} <= names


def test_about_says_what_it_runs_on(window: MainWindow, services: Services) -> None:
    AboutDialog(services, window).open()
    dialog_of(window, AboutDialog).accept()
