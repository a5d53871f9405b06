"""The shell: pages in a stack, bars above and below, drop and paste anywhere, and what follows when a job ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QWidget

from twinlens.core.errors import TwinlensError, UsageError
from twinlens.core.job import Progress
from twinlens.core.undo import ClearedAway, Step
from twinlens.gui import wording
from twinlens.gui.backend import FolderRow
from twinlens.gui.backups import backup_wording
from twinlens.gui.backups.backup_page import BackupPage
from twinlens.gui.cleanup.cleanup_dialog import CleanupDialog
from twinlens.gui.cleanup.history_page import HistoryPage
from twinlens.gui.desktop.desktop import Desktop
from twinlens.gui.desktop.telling import Telling
from twinlens.gui.first_window import place_window
from twinlens.gui.help.help_window import Help
from twinlens.gui.job_runner import JobKind
from twinlens.gui.library.library_page import LibraryPage
from twinlens.gui.library.problems_page import ProblemsPage
from twinlens.gui.library.scan_bar import ScanBar
from twinlens.gui.look.controls import column
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.search import search_wording
from twinlens.gui.search.search_sheet import SearchSheet
from twinlens.gui.services import Services
from twinlens.gui.shell import restart_wording
from twinlens.gui.shell.arrivals import Arrivals
from twinlens.gui.shell.diagnostics import Diagnostics
from twinlens.gui.shell.drive_watch import DriveWatch
from twinlens.gui.shell.drop_cover import DropCover
from twinlens.gui.shell.memory import Memory
from twinlens.gui.shell.pace import Pace
from twinlens.gui.shell.preferences_dialog import PreferencesDialog
from twinlens.gui.shell.report_dialog import AboutDialog, ReportDialog, TroubleDialog
from twinlens.gui.shell.shortcuts_dialog import ShortcutsDialog
from twinlens.gui.shell.standing import Standing
from twinlens.gui.shell.status_line import StatusLine
from twinlens.gui.shell.top_bar import Page, TopBar, page_named
from twinlens.gui.shell.undo_journal import UndoJournal
from twinlens.gui.shell.undoing import CleanupCommand, KeptCommand, KeptUndo
from twinlens.gui.shell.window_menu import WindowActions, build_menu
from twinlens.gui.shell.work import Work
from twinlens.workflows.renewal import Renewal


class MainWindow(QMainWindow):
    """One window, one library."""

    def __init__(self, services: Services, memory: Memory, journal: UndoJournal | None = None) -> None:
        """What is kept from one start to the next: where the window stands, and what can be undone."""
        super().__init__()
        self.services = services
        self._memory = memory
        self._immersed = False
        self._first_look = True
        self._matches_shown = 0
        self._pace = Pace()
        self.setWindowTitle(wording.APP_NAME)
        self._build_pages()
        self._build_frame()
        self._connect()
        self._undo = KeptUndo(services.undo, journal or UndoJournal(None), self)
        self._undo.restore(self._command_of)
        self._drives = DriveWatch(services.backend, services.reader, self)
        self._drives.noticed.connect(self._follow_drives)
        self._standing = Standing(memory, self._parts(), self)
        self._restore_state()

    # pages

    def show_page(self, page: Page) -> None:
        """Bring a page to the front, read anew where it may have aged."""
        if self._search.isVisible():
            self._search.close_sheet()
        self._turn_to(page)
        if page is Page.HISTORY:
            self.history.reload()
        self._give_focus()

    @property
    def page(self) -> Page:
        """The page in front."""
        return Page(self._pages.currentIndex())

    def reload(self) -> None:
        """Read everything anew."""
        backend = self.services.backend
        self.review.reload()
        self.services.reader.run(backend.folders, self._show_folders)
        self.problems.reload()
        self.history.reload()
        self.services.reader.run(backend.start_encoder, self._status.show_provider)

    def _begin(self) -> None:
        self._offer_to_go_on()
        if self._memory.refused:
            self._status.say(restart_wording.memory_refused())
        elif self._undo.refused:
            self._status.say(restart_wording.undo_refused())
        self.reload()
        self._standing.start()
        self._drives.look()
        self._drives.start()
        self.services.reader.run(self.services.backend.renewal, self._renew)

    # what is asked for

    def come_forward(self, paths: Sequence[Path]) -> None:
        """A later start asks for the window, and hands over what it was given."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if paths:
            self.open_paths(paths)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Scan folders, search for a picture."""
        self._arrivals.open_paths(paths)

    def scan(self, folders: Sequence[Path]) -> None:
        """Scan now, or right after the scan that is running."""
        self._matches_shown = 0
        if self._work.scan(folders) and self._first_look and self.page is Page.LIBRARY:
            self._scan_bar.show_details(True)

    def _take_folders(self, folders: Sequence[Path]) -> None:
        """What is dropped on the backup check is checked, anywhere else it is scanned."""
        (self.backups.take if self.page is Page.BACKUPS else self.scan)(folders)

    def _offer_scan(self, why: str, folders: list[Path]) -> None:
        self._status.say(why, search_wording.SCAN_THEIR_FOLDERS, partial(self._take_folders, folders))

    def search(self, query: Path | bytes | Sequence[Path | bytes]) -> None:
        """Look for the likes of pictures."""
        self._lay_out_sheet()
        self._search.search(query)

    def clean_up(self) -> None:
        """Ask before anything is moved: the dialog says what would happen."""
        if self._work.is_free():
            dialog = CleanupDialog(self.services, self)
            dialog.undo_requested.connect(self.services.undo.undo)
            dialog.open()

    def choose_picture(self) -> None:
        """Ask for a picture to search by."""
        chosen, _kinds = QFileDialog.getOpenFileNames(self, search_wording.CHOOSE_PICTURES)
        if chosen:
            self.open_paths([Path(each) for each in chosen])

    def _renew(self, waiting: Renewal) -> None:
        """What another encoder saw is seen anew without being asked for: a scan like any other, that one may stop."""
        self._status.show_waiting(waiting)
        if waiting.folders:
            self._begin_with_review()
            self.scan(waiting.folders)
            self._status.say(wording.RENEWING)
        elif waiting.offline:
            self._status.say(wording.renewal_left(waiting))

    def _recount_waiting(self) -> None:
        self.services.reader.run(self.services.backend.renewal, self._status.show_waiting)

    def _follow_drives(self, sentence: str) -> None:
        self._status.say(sentence)
        if self.services.jobs.kind is None:
            self.reload()

    def appear_on(self, desktop: Desktop) -> None:
        """Let the system's desktop show how far a scan is, and say that it has ended."""
        telling = Telling(desktop, self.services.jobs, self)
        self._scan_bar.moved.connect(telling.follow)

    def say(self, sentence: str) -> None:
        """One sentence on the status line, as soon as the window has begun."""
        QTimer.singleShot(0, self, lambda: self._status.say(sentence))

    # building

    def _build_pages(self) -> None:
        self.review = ReviewPage(self.services)
        self.library = LibraryPage(self.services)
        self.history = HistoryPage(self.services)
        self.problems = ProblemsPage(self.services)
        self.backups = BackupPage(self.services)
        self._pages = QStackedWidget()
        for page in (self.review, self.library, self.history, self.problems, self.backups):
            self._pages.addWidget(page)

    def _build_frame(self) -> None:
        self._help = Help(self.services, self)
        actions = WindowActions(
            add_folder=self.library.choose_folders,
            scan_all=self.library.scan_all,
            recent=self.library.recent,
            search=self.choose_picture,
            paste=lambda: self._arrivals.paste(),  # noqa: PLW0108 - made further down
            clean_up=self.clean_up,
            rules=self.library.arrange_rules,
            show_page=self.show_page,
            full_screen=self._toggle_full_screen,
            help=self._help.open,
            preferences=lambda: PreferencesDialog(self.services, self).open(),
            shortcuts=lambda: ShortcutsDialog(self.services.keymap, self).open(),
            diagnostics=Diagnostics(self.services, self.say),
            about=lambda: AboutDialog(self.services, self).open(),
            quit=self.close,
        )
        keymap = self.services.keymap
        menu = build_menu(self, actions, self.services.undo, self.services.theme, keymap)
        self._top = TopBar(self.services.icons, menu, keymap)
        self._scan_bar = ScanBar(self.services)
        self._status = StatusLine()
        self._work = Work(self.services, self._status, self)
        body = self._body = QWidget()
        layout = column(self._top, self._pages, self._scan_bar, self._status, gap=0)
        layout.setStretch(1, 1)
        body.setLayout(layout)
        self.setCentralWidget(body)
        self._search = SearchSheet(self.services, body)
        self._search.hide()
        self._cover = DropCover(self.services.theme, body)
        invite = partial(backup_wording.drop_invitation, checks=lambda: self.page is Page.BACKUPS)
        self._arrivals = Arrivals(self, self._cover, self.services.reader, invite)
        open_menu = QAction(self)
        keymap.bind(open_menu, "window.menu")
        open_menu.triggered.connect(lambda _checked: self._top.open_menu())
        self.addAction(open_menu)

    def _connect(self) -> None:
        self.services.jobs.progressed.connect(self._follow)
        self._work.changed.connect(self.reload)
        self._work.scanned.connect(lambda _report: self._look_at_scanned())
        self._work.failed.connect(self.tell_failure)
        self._work.ended.connect(self._recount_waiting)
        self._work.idle.connect(self.close)
        self.services.reader.failed.connect(self.tell_failure)
        self._arrivals.folders_came.connect(self._take_folders)
        self._arrivals.pictures_came.connect(self.search)
        self._arrivals.scan_offered.connect(self._offer_scan)
        self._search.result_actions.decided.connect(self.review.decisions.decide)
        self._search.result_actions.joined.connect(self.review.decisions.join_contents)
        self.review.decisions.made.connect(self._search.show_decisions)
        self._top.page_chosen.connect(self.show_page)
        self._top.search_requested.connect(self.choose_picture)
        self._scan_bar.review_requested.connect(lambda: self.show_page(Page.REVIEW))
        self._scan_bar.scan_requested.connect(self.scan)
        self.review.decisions.made.connect(lambda _made: self._scan_bar.work_goes_on())
        self._scan_bar.problems_requested.connect(lambda: self.show_page(Page.PROBLEMS))
        self.library.scan_requested.connect(self.scan)
        self.library.folders_changed.connect(self.reload)
        self.library.folders_changed.connect(self._recount_waiting)
        for each in (self.history, self.backups, self.review, self._arrivals, self._search.result_actions):
            each.notice.connect(self._status.say)
        self.problems.counted.connect(partial(self._top.set_count, Page.PROBLEMS))
        self.review.cleanup_requested.connect(self.clean_up)
        self.review.library_requested.connect(lambda: self.show_page(Page.LIBRARY))
        self.review.search_requested.connect(self.search)
        self.review.immersed.connect(self._immerse)

    # jobs

    def _follow(self, kind: JobKind, progress: Progress) -> None:
        """What is looked at grows while the scan runs."""
        if kind is not JobKind.SCAN or progress.matches == self._matches_shown or not self._pace.due:
            return
        self._matches_shown = progress.matches
        self._pace.begin()
        if self.page is Page.REVIEW:
            self.review.reload()
        elif self.page is Page.LIBRARY:
            self.library.reload()
        self.services.reader.run(lambda: None, lambda _done: self._pace.end(), key=self._pace)

    def _look_at_scanned(self) -> None:
        self._begin_with_review()
        self._first_look = False

    def tell_failure(self, error: BaseException) -> None:
        """A sentence for what a person can mend, a report for what only we can."""
        if not isinstance(error, TwinlensError | UsageError):
            ReportDialog(error, self.services, self).open()
        elif all(dialog.sentence != str(error) for dialog in self.findChildren(TroubleDialog)):
            TroubleDialog(error, self).open()

    def _show_folders(self, folders: list[FolderRow]) -> None:
        self.library.show_folders(folders)
        self.backups.offer(folders)
        self._first_look |= not folders
        if folders and self.services.jobs.kind is None:
            self._begin_with_review()

    def _begin_with_review(self) -> None:
        """There is something to review already: a first look at the library is not what one came for."""
        if self._first_look and self.page is Page.LIBRARY:
            self._turn_to(Page.REVIEW)
            self._give_focus()
        self._first_look = False

    # the window itself

    def _give_focus(self) -> None:
        shown = self._pages.currentWidget()
        if shown is not None and not self._search.isVisible():
            shown.setFocus()

    def _turn_to(self, page: Page) -> None:
        self._pages.setCurrentIndex(page)
        self._top.show_page(page)
        self._scan_bar.offer_review(page is not Page.REVIEW)
        self._matches_shown = -1
        self._pace.hurry()
        self._make_room()

    def _immerse(self, immersed: bool) -> None:
        self._immersed = immersed
        self._make_room()

    def _make_room(self) -> None:
        """Comparison has the window to itself."""
        alone = self._immersed and self.page is Page.REVIEW
        for each in (self._top, self._status):
            each.setVisible(not alone)
        self._scan_bar.step_aside(alone)

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _lay_out_sheet(self) -> None:
        below = self._status.height() if self._status.isVisible() else 0
        self._search.setGeometry(self._body.rect().adjusted(0, 0, 0, -below))
        self._cover.setGeometry(self._body.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What covers the window grows with it."""
        super().resizeEvent(event)
        self._lay_out_sheet()

    def changeEvent(self, event: QEvent) -> None:
        """Drives come and go while one looks elsewhere."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.page is Page.LIBRARY:
            self.services.reader.run(self.services.backend.folders, self._show_folders)
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A running job is asked to stop first; the window goes when it has."""
        if self._work.stop():
            event.ignore()
            self._body.setEnabled(False)
            return
        self._standing.keep()
        self._standing.stop()
        self._undo.stop()
        self.services.searches.cancel()
        super().closeEvent(event)

    # from one start to the next

    def _parts(self) -> dict[str, Callable[[], object]]:
        return {
            "geometry": lambda: bytes(self.saveGeometry().data()).hex(),
            "page": lambda: int(self.page),
            "review": lambda: None if self.review.reading else self.review.state(),
            "history": self.history.state,
            "help": self._help.state,
            "scanning": lambda: [str(folder) for folder in self._work.scanning or self._scan_bar.stopped],
        }

    def _restore_state(self) -> None:
        place_window(self, self._standing.of("geometry"))
        self._standing.restore("review", self.review.restore_state)
        self._standing.restore("history", self.history.restore_state)
        self._standing.restore("help", self._help.restore_state)
        page = page_named(self._standing.of("page"))
        self._first_look = page is Page.LIBRARY and self._standing.of("page") != int(page)
        self._turn_to(page)
        self._give_focus()
        QTimer.singleShot(0, self, self._begin)

    def _command_of(self, step: Step) -> KeptCommand | None:
        if isinstance(step, ClearedAway):
            return CleanupCommand(step, self._work.bring_back)
        return self.review.decisions.command_of(step)

    def _offer_to_go_on(self) -> None:
        """Nothing begins by itself: a scan that was cut short waits for a word."""
        if self._standing.scanning and self.services.jobs.kind is None:
            self._scan_bar.offer_to_go_on(self._standing.scanning)
