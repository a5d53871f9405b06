"""Library, problems, the scan bar and the clean-up dialog, each by itself."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from fakes import HOME, FakeBackend
from twinlens.core.job import Job, Stage
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.core.relations import DecisionKind, Level
from twinlens.gui.backend import CleanupOutcome
from twinlens.gui.cleanup.cleanup_dialog import CleanupDialog
from twinlens.gui.job_runner import JobKind
from twinlens.gui.library.folder_card import FolderCard
from twinlens.gui.library.library_page import LibraryPage
from twinlens.gui.library.mosaic import Mosaic
from twinlens.gui.library.problems_page import ProblemsPage
from twinlens.gui.library.scan_bar import ScanBar
from twinlens.gui.services import Services
from twinlens.gui.shell.status_line import StatusLine
from twinlens.workflows.scan import ScanReport


def texts(widget) -> list[str]:
    """Everything the labels say."""
    return [label.text().replace("\u00a0", " ") for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


# library


@pytest.fixture
def library(qtbot: QtBot, services: Services) -> LibraryPage:
    page = LibraryPage(services)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    return page


def test_first_use_promises_that_nothing_happens_by_itself(library: LibraryPage) -> None:
    library.show_folders([])
    assert any("until you decide" in text for text in texts(library))
    assert library.findChildren(FolderCard) == []


def test_the_sample_is_laid_out_and_scanned(qtbot: QtBot, library: LibraryPage) -> None:
    library.show_folders([])
    with qtbot.waitSignal(library.scan_requested) as asked:
        qtbot.mouseClick(library.drop_zone.sample, Qt.MouseButton.LeftButton)
    assert asked.args[0] == [Path("/photos/Sample pictures")]


def test_the_welcome_goes_with_the_first_folder(library: LibraryPage, backend: FakeBackend) -> None:
    library.show_folders(backend.folders())
    assert not library.drop_zone.sample.isVisible()
    assert not any("until you decide" in text for text in texts(library))


def test_folders_are_rows_with_their_figures(library: LibraryPage, backend: FakeBackend) -> None:
    library.show_folders(backend.folders())
    said = texts(library)
    assert "Archive" in said
    assert "48,002" in said
    assert "not connected" in said
    cards = [card for card in library.findChildren(FolderCard) if card.isVisibleTo(library)]
    assert cards[0].accessibleName().startswith(str(HOME))


def test_offline_folders_are_not_scanned_again(qtbot: QtBot, library: LibraryPage, backend: FakeBackend) -> None:
    library.show_folders(backend.folders())
    with qtbot.waitSignal(library.scan_requested) as asked:
        library.scan_all()
    assert Path("/media/card/DCIM") not in asked.args[0]


def test_recent_folders_are_those_that_can_be_scanned_now(library: LibraryPage, backend: FakeBackend) -> None:
    library.show_folders(backend.folders())
    assert library.recent_folders() == [HOME, Path("/photos/Exports für Kunden/المغرب 日本")]


def test_the_shield_protects(qtbot: QtBot, library: LibraryPage, backend: FakeBackend) -> None:
    library.show_folders(backend.folders())
    card = library.findChildren(FolderCard)[0]
    shield = next(tool for tool in card.findChildren(QToolButton) if tool.accessibleName().startswith("Protect"))
    shield.click()
    qtbot.waitUntil(lambda: backend.protected == {HOME})


def test_news_of_a_folder_leaves_the_focus_where_it_is(
    qtbot: QtBot, library: LibraryPage, backend: FakeBackend
) -> None:
    library.show_folders(backend.folders())
    library.activateWindow()
    card = library.findChildren(FolderCard)[0]
    more = next(tool for tool in card.findChildren(QToolButton) if tool.accessibleName() == "More")
    more.setFocus()
    news = [replace(folder, shots=49_000, offline=True) for folder in backend.folders()]
    library.show_folders(news)
    assert library.focusWidget() is more
    assert "49,000" in texts(library)
    library.show_folders(news[1:])
    assert "Archive" not in texts(library)


def test_a_folder_can_be_forgotten(qtbot: QtBot, library: LibraryPage, backend: FakeBackend) -> None:
    library.show_folders(backend.folders())
    with qtbot.waitSignal(library.folders_changed):
        library.findChildren(FolderCard)[0].forget_requested.emit()
    assert backend.forgotten == {HOME}


# problems


@pytest.fixture
def problems(qtbot: QtBot, services: Services) -> ProblemsPage:
    page = ProblemsPage(services)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    return page


def test_problem_files_can_be_copied_whatever_their_names(
    qtbot: QtBot, problems: ProblemsPage, backend: FakeBackend
) -> None:
    with qtbot.waitSignal(problems.counted) as counted:
        problems.reload()
    assert counted.args == [len(backend.problems())]
    problems.copy_list()
    copied = QGuiApplication.clipboard().text()
    assert "caf\ufffd.png" in copied
    assert "The file is empty" in copied
    problems.grab()


def test_two_selected_lines_are_copied_alone(problems: ProblemsPage, backend: FakeBackend) -> None:
    problems.show_problems(backend.problems())
    for row in (1, 2):
        problems.list.selectionModel().select(problems.model.index(row), QItemSelectionModel.SelectionFlag.Select)
    problems.list.selectionModel().select(problems.model.index(0), QItemSelectionModel.SelectionFlag.Deselect)
    problems.copy_list()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2


def test_no_problem_is_said_too(problems: ProblemsPage) -> None:
    problems.show_problems([])
    assert "No problem files" in texts(problems)


# scan bar


@pytest.fixture
def bar(qtbot: QtBot, services: Services) -> ScanBar:
    bar = ScanBar(services)
    qtbot.addWidget(bar)
    bar.resize(1200, 60)
    return bar


def summary(found: int = 10) -> ScanReport:
    return ScanReport(found, found, 0, 0, 0, 0, 0, (), 1.0)


def test_the_bar_follows_a_scan_and_tells_its_result(qtbot: QtBot, bar: ScanBar, services: Services) -> None:
    gate = threading.Event()

    def work(job: Job) -> ScanReport:
        job.report(Stage.EMBED, 5, 10, matches=3, problems=2)
        gate.wait(5)
        return summary()

    services.jobs.start(JobKind.SCAN, work)
    qtbot.waitUntil(lambda: any(text.startswith("Reading photos  \u00b7  5 of 10") for text in texts(bar)))
    assert "3 matches" in texts(bar)
    gate.set()
    qtbot.waitUntil(lambda: any(text.startswith("10 photos") for text in texts(bar)))


def test_the_bar_pauses_and_stops(qtbot: QtBot, bar: ScanBar, services: Services) -> None:
    reached = threading.Event()

    def work(job: Job) -> None:
        reached.set()
        while True:
            job.check()

    services.jobs.start(JobKind.SCAN, work)
    reached.wait(5)
    bar.toggle_pause()
    assert services.jobs.paused
    assert "Paused" in texts(bar)
    bar.toggle_pause()
    assert not services.jobs.paused
    services.jobs.cancel()
    qtbot.waitUntil(lambda: any(text.startswith("Stopped") for text in texts(bar)))


def scanned(qtbot: QtBot, bar: ScanBar, services: Services, *, problems: int = 0) -> None:
    """A scan from its beginning to its end."""
    faults = tuple(FileProblem(Path(f"/photos/{each}.jpg"), ProblemReason.DAMAGED) for each in range(problems))
    with qtbot.waitSignal(services.jobs.succeeded):
        services.jobs.start(JobKind.SCAN, lambda _job: replace(summary(), problems=faults))


def test_what_came_of_a_scan_goes_as_one_works_on(qtbot: QtBot, bar: ScanBar, services: Services) -> None:
    scanned(qtbot, bar, services)
    assert bar.isVisible()
    bar.work_goes_on()
    assert not bar.isVisible()
    scanned(qtbot, bar, services)
    bar.step_aside(True)
    bar.step_aside(False)
    assert not bar.isVisible()


@pytest.mark.parametrize(("problems", "goes"), [(0, True), (2, False)])
def test_it_goes_by_itself_beside_the_groups_where_there_are_no_problem_files(
    qtbot: QtBot, bar: ScanBar, services: Services, monkeypatch: pytest.MonkeyPatch, problems: int, goes: bool
) -> None:
    monkeypatch.setattr(bar, "underMouse", lambda: False)
    scanned(qtbot, bar, services, problems=problems)
    bar._linger.timeout.emit()
    assert bar.isVisible(), "the review is not even shown"
    bar.offer_review(False)
    assert bar._linger.isActive()
    bar._linger.timeout.emit()
    assert bar.isVisible() is not goes
    bar.work_goes_on()
    assert not bar.isVisible()


def test_a_scan_is_shown_beside_a_comparison_and_one_to_go_on_with_waits(
    qtbot: QtBot, bar: ScanBar, services: Services
) -> None:
    bar.offer_to_go_on([Path("/photos")])
    bar.step_aside(True)
    assert not bar.isVisible()
    assert bar.stopped == [Path("/photos")]
    gate = threading.Event()
    services.jobs.start(JobKind.SCAN, lambda _job: gate.wait(5) and summary())
    qtbot.waitUntil(bar.isVisible)
    with qtbot.waitSignal(services.jobs.succeeded):
        gate.set()
    assert not bar.isVisible()
    bar.step_aside(False)


def test_other_jobs_are_not_the_bars_business(qtbot: QtBot, bar: ScanBar, services: Services) -> None:
    with qtbot.waitSignal(services.jobs.succeeded):
        services.jobs.start(JobKind.RESTORE, lambda _job: None)
    assert not bar.isVisible()


def test_the_mosaic_gives_the_oldest_place_to_the_newest(qtbot: QtBot, services: Services, backend) -> None:
    mosaic = Mosaic(services.theme)
    qtbot.addWidget(mosaic)
    mosaic.resize(180, mosaic.height())
    mosaic.show()
    jpeg = backend.preview(backend.groups(0.5, Level.COPY)[0].keeper.shot.content_key)
    for _ in range(9):
        mosaic.add(jpeg)
    mosaic.add(None)
    mosaic.add(b"no picture")
    assert len(mosaic.tiles) == 6
    mosaic.clear()
    assert mosaic.tiles == ()


# clean-up


@pytest.fixture
def cleanup(qtbot: QtBot, services: Services) -> CleanupDialog:
    dialog = CleanupDialog(services)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    return dialog


def reject(backend: FakeBackend, groups: int = 12) -> int:
    shots = [member.shot for group in backend.groups(0.5, Level.COPY)[:groups] for member in group.members[1:]]
    backend.decide(shots, DecisionKind.REJECT)
    return len(shots)


def test_nothing_rejected_means_nothing_to_move(qtbot: QtBot, cleanup: CleanupDialog) -> None:
    cleanup.open()
    qtbot.waitUntil(lambda: "Nothing to move" in texts(cleanup))
    assert not cleanup.primary.isVisible()
    cleanup.reject()


def test_the_button_carries_the_number_and_exceptions_come_first(
    qtbot: QtBot, cleanup: CleanupDialog, backend: FakeBackend
) -> None:
    rejected = reject(backend)
    cleanup.open()
    qtbot.waitUntil(cleanup.primary.isVisible)
    staying = sum(
        1 for index in range(cleanup.list.rows.rowCount()) if "stays:" in cleanup.list.rows.index(index).data()
    )
    assert staying > 0
    assert "stays: Its folder is protected" in cleanup.list.rows.index(1).data()
    assert f"{rejected - staying} photos" in cleanup.primary.text().replace("\u00a0", " ")
    cleanup.grab()
    cleanup.reject()


def test_cancelling_moves_nothing(qtbot: QtBot, cleanup: CleanupDialog, backend: FakeBackend) -> None:
    reject(backend)
    cleanup.open()
    qtbot.waitUntil(cleanup.primary.isVisible)
    cleanup.reject()
    assert backend.history() == []
    assert not cleanup.isVisible()


def test_closing_while_photos_move_stops_and_tells(
    qtbot: QtBot, cleanup: CleanupDialog, backend: FakeBackend, services: Services, monkeypatch
) -> None:
    reject(backend)
    reached = threading.Event()

    def slow(job: Job) -> CleanupOutcome:
        reached.set()
        while True:
            job.check()

    monkeypatch.setattr(backend, "clean", slow)
    cleanup.open()
    qtbot.waitUntil(cleanup.primary.isVisible)
    cleanup.primary.click()
    reached.wait(5)
    cleanup.close()
    qtbot.waitUntil(lambda: "Stopped" in texts(cleanup))
    assert cleanup.isVisible()
    cleanup.reject()


def test_what_failed_is_listed(cleanup: CleanupDialog) -> None:
    cleanup.show()
    failed = tuple((Path(f"/photos/{number}.jpg"), "changed") for number in range(12))
    cleanup.show_outcome(CleanupOutcome("s", 3, 1000, failed))
    said = "\n".join(texts(cleanup))
    assert "/photos/0.jpg: The file has changed" in said
    assert "and 4 more" in said
    assert cleanup.undo.isVisible()


# status line


def test_a_notice_offers_one_thing_to_do(qtbot: QtBot) -> None:
    line, done = StatusLine(), []
    qtbot.addWidget(line)
    line.show()
    line.say("Rejected 3 photos.", "Undo", lambda: done.append(True))
    line.action.click()
    assert done == [True]
    assert line.notice == ""
