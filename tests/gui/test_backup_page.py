"""The backup check: a plain answer, the photos it is about, and every state on the way there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from fakes import CARD, HOME, FakeBackend
from making import make_shot
from twinlens.core.containment import Held, Holding, LocatedShot, Safety
from twinlens.core.errors import StorageError
from twinlens.gui.backups import backup_wording
from twinlens.gui.backups.backup_page import BackupPage
from twinlens.gui.main_window import MainWindow
from twinlens.gui.services import Services
from twinlens.gui.shell.memory import Memory
from twinlens.gui.shell.top_bar import Page
from twinlens.workflows.contain import ContainReport


@pytest.fixture
def page(qtbot: QtBot, services: Services) -> BackupPage:
    made = BackupPage(services)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    with qtbot.waitExposed(made):
        made.show()
    return made


def checked(qtbot: QtBot, page: BackupPage, services: Services, *folders: Path) -> None:
    with qtbot.waitSignal(services.jobs.succeeded):
        page.take(list(folders))


def test_it_invites_before_anything_was_chosen(page: BackupPage) -> None:
    assert page.text.startswith(backup_wording.INVITATION)
    assert not page.check.isVisible()
    assert not page.stop.isVisible()


def test_a_card_against_the_library(qtbot: QtBot, page: BackupPage, services: Services) -> None:
    checked(qtbot, page, services, CARD)
    lost = len(page.shown)
    assert page.text.startswith(f"No. {lost} of ")
    assert {row.safety for row in page.shown} == {Safety.RED}
    assert page.shown[-1].reason == backup_wording.UNREADABLE
    assert page.photos.hasFocus()
    QTestKeys(qtbot, page).copy_all()
    assert len(QGuiApplication.clipboard().text().splitlines()) == lost
    page._tabs[Safety.GREEN].click()
    assert {row.reason for row in page.shown} == {"Safe in 2 other places"}
    assert "(not connected)" in page.shown[0].where


class QTestKeys:
    def __init__(self, qtbot: QtBot, page: BackupPage) -> None:
        self._qtbot, self._page = qtbot, page

    def copy_all(self) -> None:
        self._qtbot.keyClick(self._page.photos, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self._qtbot.keyClick(self._page.photos, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def test_two_folders_and_the_other_way_round(qtbot: QtBot, page: BackupPage, services: Services) -> None:
    checked(qtbot, page, services, CARD, HOME)
    assert "of DCIM is in Archive" in page.text
    assert "are only in DCIM" in page.text
    with qtbot.waitSignal(services.jobs.succeeded):
        page.swap.click()
    assert (page.inside.path, page.within.path) == (HOME, CARD)
    assert "of Archive is in DCIM" in page.text


def test_another_choice_is_another_question(qtbot: QtBot, page: BackupPage, services: Services) -> None:
    checked(qtbot, page, services, CARD, HOME)
    with qtbot.waitSignal(services.jobs.succeeded):
        page.within.choose(None)
    assert page.text.startswith("No. ")


def test_stopped_and_failed_say_so(qtbot: QtBot, page: BackupPage, services: Services, backend: FakeBackend) -> None:
    backend.step_s = 0.02
    page.take([CARD])
    assert page.stop.isVisible()
    assert not page.inside.isEnabled()
    with qtbot.waitSignal(services.jobs.cancelled):
        page.stop.click()
    assert page.text.startswith(backup_wording.STOPPED)
    backend.error = StorageError("The disk is full.")
    with qtbot.waitSignal(services.jobs.failed):
        page.check.click()
    assert "The disk is full." in page.text
    assert page.inside.isEnabled()


def test_a_drop_while_something_runs_is_answered(
    qtbot: QtBot, page: BackupPage, services: Services, backend: FakeBackend
) -> None:
    backend.step_s = 0.02
    page.take([CARD])
    with qtbot.waitSignal(page.notice):
        page.take([HOME])
    with qtbot.waitSignal(services.jobs.cancelled):
        services.jobs.cancel()


def report(*located: LocatedShot, within: Path | None = None, **more) -> ContainReport:
    return ContainReport(Path("/card"), within, located, **more)


def one(held: Held | None = None, *, places: int = 1, same_drive: bool = False) -> LocatedShot:
    holdings = [Holding(f"d{n}", Path("/d/x.jpg"), held, same_drive=same_drive) for n in range(places)] if held else []
    return LocatedShot(make_shot(1), tuple(holdings))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (report(), "There are no photos in card"),
        (report(one(Held.IDENTICAL, places=2)), "Yes. The one photo is safe in two other places."),
        (report(one(Held.IDENTICAL)), "Yes. The one photo is safe elsewhere, in one place only."),
        (report(one(Held.COPY)), "No. 1 of 1 photo is safe nowhere else."),
        (report(one(Held.IDENTICAL, same_drive=True)), "No. 1 of 1 photo is safe nowhere else."),
        (
            report(one(Held.IDENTICAL, places=2), unseen=(Path("/card/a.mp4"),)),
            "The one photo is safe elsewhere. But 1 film was not compared.",
        ),
        (report(one(Held.COPY), within=Path("/a")), "The one photo of card is in a."),
        (report(one(), one(Held.IDENTICAL), within=Path("/a")), "50 % of card is in a. 1 photo is only in card."),
    ],
)
def test_the_answer_is_one_plain_sentence(given: ContainReport, said: str) -> None:
    assert backup_wording.headline(given).replace("\xa0", " ") == said


def test_a_copy_on_the_same_drive_is_called_so() -> None:
    assert backup_wording.reason(one(Held.IDENTICAL, same_drive=True), card=True) == "Only on this same drive"
    assert backup_wording.reason(one(Held.IDENTICAL, same_drive=True), card=False) == "The same file"


def test_long_names_leave_the_smallest_window_its_size(qtbot: QtBot, page: BackupPage, services: Services) -> None:
    deep = Path("/media/photographer") / ("a very long name of a card " * 4) / "صور 写真"
    checked(qtbot, page, services, deep, deep / "another")
    assert page.minimumSizeHint().width() <= 960


def test_folders_dropped_on_the_page_are_checked_and_anywhere_else_scanned(
    qtbot: QtBot, services: Services, backend: FakeBackend, tmp_path: Path
) -> None:
    window = MainWindow(services, Memory(tmp_path / "window.json"))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.show_page(Page.BACKUPS)
    with qtbot.waitSignal(services.jobs.succeeded):
        window.open_paths([tmp_path])
    assert window.backups.inside.path == tmp_path
    assert backend.scanned_folders == []
    window.show_page(Page.LIBRARY)
    with qtbot.waitSignal(services.jobs.succeeded):
        window.open_paths([tmp_path])
    assert backend.scanned_folders == [tmp_path]
    window.close()
