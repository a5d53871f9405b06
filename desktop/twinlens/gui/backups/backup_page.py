"""May this card be formatted? One question over two folders, a plain answer, and the photos it is about."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QProgressBar, QPushButton, QStackedWidget, QWidget

from twinlens.core.containment import Safety
from twinlens.core.job import Progress
from twinlens.gui import wording
from twinlens.gui.backend import FolderRow
from twinlens.gui.backups import backup_wording
from twinlens.gui.backups.backup_lists import (
    FolderLine,
    PhotoRow,
    folder_line,
    folder_list,
    photo_list,
    photo_row,
    unreadable_row,
)
from twinlens.gui.backups.place_picker import PlacePicker
from twinlens.gui.job_runner import JobKind
from twinlens.gui.look.calm_state import CalmState
from twinlens.gui.look.controls import button, column, frame, label, row, tool
from twinlens.gui.look.scale import scaled
from twinlens.gui.look.theme import Size, Space, Type, font, set_role
from twinlens.gui.reveal import reveal
from twinlens.gui.services import Services
from twinlens.gui.translating import tr
from twinlens.workflows.contain import ContainReport

_PAGE_WIDTH = scaled(1280)
_PERMILLE = 1000
_FOLDERS_WIDTH = scaled(320)
_TAB_ROOM = Size.ICON + Space.XXL
"""What a tab needs beside its words, which are bold while it is chosen."""
_SAFEST_LAST = (Safety.RED, Safety.AMBER, Safety.GREEN)
_FOLDER_TAB_NAMES = {
    Safety.RED: tr("only here"),
    Safety.AMBER: tr("there in another form"),
    Safety.GREEN: tr("also there"),
}


class BackupPage(QWidget):
    """Asks, checks in the worker thread, answers."""

    notice = Signal(str)
    """One sentence for the status line."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        """Asks nothing of anybody before a folder is chosen."""
        super().__init__(parent)
        self._services = services
        self._report: ContainReport | None = None
        self._rows: dict[Safety, list[PhotoRow]] = {}
        set_role(self, "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.inside = PlacePicker(services.icons, tr("Look for the photos of"), offers_library=False)
        self.within = PlacePicker(services.icons, tr("Look in"), offers_library=True)
        self.swap = tool(services.icons, "swap", tr("The other way round"), self._swap)
        self.check = button(tr("Check again"), self.start)
        self.stop = button(tr("Stop"), services.jobs.cancel)
        self._calm = CalmState()
        self._progress = QProgressBar(textVisible=False, maximum=0)
        self._progress.setAccessibleName(tr("Progress"))
        self._doing = label("", "head")
        self._line = label("", "quiet")
        self._headline = label("", "head", wrap=True, selectable=True)
        self._details = label("", "quiet", wrap=True, selectable=True)
        self.photos, self._photo_rows = photo_list(services)
        self.folders, self._folder_lines = folder_list(services)
        self._reveal = button(tr("Show in the file manager"), self.reveal_chosen)
        self._copy = button(tr("Copy the list"), self.copy_list)
        self._tabs, self._tab_group = self._build_tabs()
        self._pages = QStackedWidget()
        for each in (self._calm, self._build_working(), self._build_answer()):
            self._pages.addWidget(each)
        body = QWidget()
        body.setMaximumWidth(_PAGE_WIDTH)
        body.setLayout(column(self._build_question(), self._pages, gap=Space.XL, margins=(Space.XL,) * 4))
        self.setLayout(row(body, gap=0))
        self._connect()
        self._invite()

    # what is asked of it

    def offer(self, folders: Sequence[FolderRow]) -> None:
        """The folders of the library, to choose from."""
        known = [folder.path for folder in folders]
        self.inside.offer([folder.path for folder in folders if not folder.offline])
        self.within.offer(known)

    def take(self, folders: Sequence[Path]) -> None:
        """Check what was dropped: a card against the library, or the first of two folders against the second."""
        self.inside.show_path(folders[0])
        self.within.show_path(folders[1] if len(folders) > 1 else None)
        self._show_choice()
        self.start()

    def start(self) -> None:
        """Check what is chosen."""
        if self.inside.path is None:
            self.inside.browse()
            return
        work = partial(self._services.backend.contain, self.inside.path, self.within.path)
        if not self._services.jobs.start(JobKind.CONTAIN, work):
            self.notice.emit(tr("One moment: something else is still running."))
            return
        self._doing.setText(tr("Looking through {folder}").format(folder=backup_wording.name(self.inside.path)))
        self._line.setText("")
        self._progress.setMaximum(0)
        self._pages.setCurrentIndex(1)
        self._show_choice()
        self.stop.setFocus()

    def show_report(self, report: ContainReport) -> None:
        """Answer."""
        self._report = report
        if not report.total:
            hint = " ".join(filter(None, (backup_wording.NOTHING_HINT, backup_wording.details(report))))
            self._say(backup_wording.headline(report), hint, (backup_wording.CHOOSE, "", self.inside.browse))
            return
        card = report.within is None
        self._headline.setText(backup_wording.headline(report))
        self._details.setText(backup_wording.details(report))
        self._details.setVisible(bool(self._details.text()))
        self._rows = self._sorted(report)
        self._folder_lines.show([folder_line(each, report.inside, card=card) for each in report.folders()])
        for safety, tab in self._tabs.items():
            name = backup_wording.SAFETY_NAMES[safety] if card else _FOLDER_TAB_NAMES[safety]
            counted = tr("{number} {what}", "a tab: 12 safe nowhere else")
            tab.setText(counted.format(number=wording.count(len(self._rows[safety])), what=name))
            tab.setMinimumWidth(QFontMetrics(font(Type.BODY, strong=True)).horizontalAdvance(tab.text()) + _TAB_ROOM)
            tab.setEnabled(bool(self._rows[safety]))
        self._show_safety(next((safety for safety in _SAFEST_LAST if self._rows[safety]), Safety.GREEN))
        self._pages.setCurrentIndex(2)
        self.photos.setFocus()

    @property
    def text(self) -> str:
        """What is said now."""
        return self._headline.text() if self._pages.currentIndex() == 2 else self._calm.text

    @property
    def shown(self) -> Sequence[PhotoRow]:
        """The photos in the list."""
        return self._photo_rows.records

    def copy_list(self) -> None:
        """Put the selected paths on the clipboard, or all of the list where fewer than two are selected."""
        chosen = self._chosen()
        paths = [each.path for each in (chosen if len(chosen) > 1 else self.shown)]
        QGuiApplication.clipboard().setText("\n".join(map(wording.shown, paths)))
        self.notice.emit(tr("%n\u00a0path(s) copied.", "", len(paths)))

    def reveal_chosen(self) -> None:
        """Show the current photo in the file manager."""
        current = self.photos.currentIndex()
        if current.isValid():
            reveal(current.data(self._photo_rows.RecordRole).path)

    # building

    def _build_question(self) -> QWidget:
        asked = frame("card")
        words = (label(tr("Are the photos of"), "quiet"), label(tr("safe in"), "quiet"))
        parts = (words[0], self.inside, words[1], self.within, self.swap, None, self.stop, self.check)
        asked.setLayout(row(*parts, gap=Space.M, margins=(Space.L, Space.M, Space.L, Space.M)))
        return asked

    def _build_working(self) -> QWidget:
        page = QWidget()
        middle = QWidget()
        middle.setFixedWidth(Size.TEXT_COLUMN)
        middle.setLayout(column(self._doing, self._progress, self._line, gap=Space.M))
        page.setLayout(column(None, row(None, middle, None), None))
        return page

    def _build_answer(self) -> QWidget:
        page = QWidget()
        head = column(self._headline, self._details, gap=Space.S)
        tabs, foot = row(*self._tabs.values(), None), row(None, self._reveal, self._copy)
        left = QWidget()
        left.setLayout(column(tabs, self.photos, foot, gap=Space.M))
        right = QWidget()
        right.setFixedWidth(_FOLDERS_WIDTH)
        title = label(tr("By folder"), "title")
        title.setMinimumHeight(self.check.sizeHint().height())
        right.setLayout(column(title, self.folders, gap=Space.M))
        page.setLayout(column(head, row(left, right, gap=Space.XL), gap=Space.L))
        return page

    def _build_tabs(self) -> tuple[dict[Safety, QPushButton], QButtonGroup]:
        group = QButtonGroup(self)
        tabs = {}
        for safety in _SAFEST_LAST:
            tab = tabs[safety] = button("", partial(self._show_safety, safety), "rail")
            tab.setCheckable(True)
            self._services.icons.dress(tab, *backup_wording.SAFETY_LOOKS[safety])
            group.addButton(tab)
        return tabs, group

    def _connect(self) -> None:
        jobs = self._services.jobs
        jobs.progressed.connect(self._advance)
        jobs.succeeded.connect(self._succeed)
        jobs.cancelled.connect(self._cancelled)
        jobs.failed.connect(self._failed)
        for picker in (self.inside, self.within):
            picker.chosen.connect(self._chose)
        self.photos.activated.connect(lambda _index: self.reveal_chosen())
        self.folders.activated.connect(lambda _index: self._reveal_folder())
        copy = self.photos.addAction(tr("Copy"))
        copy.setShortcuts(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_list)

    # what the job tells

    def _advance(self, kind: JobKind, progress: Progress) -> None:
        if kind is JobKind.CONTAIN:
            self._progress.setMaximum(_PERMILLE if progress.total else 0)
            if progress.total:
                self._progress.setValue(_PERMILLE * progress.done // progress.total)
            self._line.setText(wording.progress_line(progress))

    def _succeed(self, kind: JobKind, result: object) -> None:
        if kind is JobKind.CONTAIN and isinstance(result, ContainReport):
            self.show_report(result)
            self._show_choice()

    def _cancelled(self, kind: JobKind) -> None:
        if kind is JobKind.CONTAIN:
            self._say(backup_wording.STOPPED, backup_wording.STOPPED_HINT, (tr("Check again"), "primary", self.start))
            self._show_choice()

    def _failed(self, kind: JobKind, error: BaseException) -> None:
        if kind is JobKind.CONTAIN:
            self._say(backup_wording.FAILED, wording.failure(error), (tr("Try again"), "primary", self.start))
            self._show_choice()

    # what is shown

    def _invite(self) -> None:
        choose = (backup_wording.CHOOSE, "primary", self.inside.browse)
        self._say(backup_wording.INVITATION, backup_wording.INVITATION_HINT, choose)
        self._show_choice()

    def _say(self, head: str, hint: str, *actions) -> None:
        self._calm.say(head, hint, *actions)
        self._pages.setCurrentIndex(0)
        self.setFocusProxy(self._calm)
        if self.isVisible():
            self._calm.setFocus()

    def _show_choice(self) -> None:
        running = self._services.jobs.kind is JobKind.CONTAIN
        for each in (self.inside, self.within):
            each.setEnabled(not running)
        self.swap.setVisible(self.within.path is not None)
        self.swap.setEnabled(not running)
        self.check.setVisible(self.inside.path is not None and not running)
        self.stop.setVisible(running)

    def _sorted(self, report: ContainReport) -> dict[Safety, list[PhotoRow]]:
        rows: dict[Safety, list[PhotoRow]] = {safety: [] for safety in Safety}
        made = (photo_row(each, card=report.within is None) for each in report.shots)
        for each in (*made, *map(unreadable_row, report.unreadable)):
            rows[each.safety].append(each)
        return rows

    def _show_safety(self, safety: Safety) -> None:
        self._tabs[safety].setChecked(True)
        self._photo_rows.show(self._rows[safety])
        self.photos.scrollToTop()
        if self._rows[safety]:
            first = self._photo_rows.index(0)
            self.photos.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.setFocusProxy(self.photos)

    def _chosen(self) -> list[PhotoRow]:
        places = sorted(index.row() for index in self.photos.selectedIndexes())
        return [self.shown[place] for place in places]

    def _chose(self) -> None:
        """Another question: the answer to the one before would mislead."""
        if self.inside.path is not None:
            self.start()
        self._show_choice()

    def _swap(self) -> None:
        if self.inside.path is not None and self.within.path is not None:
            self.take([self.within.path, self.inside.path])

    def _reveal_folder(self) -> None:
        line: FolderLine = self.folders.currentIndex().data(self._folder_lines.RecordRole)
        reveal(line.path / ".")
