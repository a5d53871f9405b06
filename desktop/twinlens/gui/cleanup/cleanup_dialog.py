"""Before photos are moved away: one sentence on what will happen, the photos, one button with the number in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QProgressBar, QPushButton, QStackedWidget, QWidget

from twinlens.core.job import Job, Progress
from twinlens.gui import wording
from twinlens.gui.backend import CleanupOutcome, CleanupPreview
from twinlens.gui.cleanup import cleanup_wording, freed_wording
from twinlens.gui.cleanup.cleanup_list import CleanupList
from twinlens.gui.job_runner import JobKind
from twinlens.gui.look.controls import button, column, label, row, rule
from twinlens.gui.look.theme import Space
from twinlens.gui.services import Services
from twinlens.gui.translating import tr
from twinlens.workflows.mark import MarkKind

_DIALOG_SIZE = (960, 680)
_RESULT_SIZE = (560, 180)
_LIST_SIZE = (720, 420)
_PERMILLE = 1000
_FAILURES_SHOWN = 8
_DOING = (JobKind.CLEAN, JobKind.MARK)


class CleanupDialog(QDialog):
    """Plans on opening, asks, moves, tells the result. Closing it at any moment is safe."""

    undo_requested = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        """The plan is made when the dialog opens."""
        super().__init__(parent)
        self._services = services
        self._destinations: tuple[str, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Clean up"))
        self.resize(*_DIALOG_SIZE)
        self._title = label(tr("Checking what you rejected"), "head")
        self._sentence = label("", "quiet", wrap=True)
        self.list = CleanupList(services)
        self._progress = QProgressBar(textVisible=False, maximum=0)
        self._progress.setAccessibleName(tr("Progress"))
        self._result = label("", "", wrap=True, selectable=True)
        self._pages = QStackedWidget()
        self._pages.addWidget(_padded(self._progress))
        self._pages.addWidget(self.list)
        self._pages.addWidget(_padded(self._result))
        self._cancel = button(tr("Cancel"), self.reject)
        self.primary = button("", self._move, "primary")
        self.primary.hide()
        self.only_mark = self._build_only_mark()
        self.only_mark.hide()
        self.undo = button(tr("Undo"), self._undo)
        self.undo.setShortcut(QKeySequence.StandardKey.Undo)
        self.undo.hide()
        self._build()
        self._connect()

    def open(self) -> None:
        """Show the dialog and begin to plan."""
        super().open()
        self._services.jobs.start(JobKind.PLAN, self._services.backend.plan_cleanup)

    def reject(self) -> None:
        """Stop planning and close; while photos move, stop moving and wait for the word of it."""
        kind = self._services.jobs.kind
        if kind in (JobKind.PLAN, *_DOING):
            self._services.jobs.cancel()
        if kind in _DOING:
            self._title.setText(tr("Stopping"))
            self._cancel.setEnabled(False)
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross in the frame means the same as Cancel."""
        event.ignore()
        self.reject()

    def _build(self) -> None:
        head = column(self._title, self._sentence, gap=Space.S)
        buttons = row(self.only_mark, None, self.undo, self._cancel, self.primary)
        self._rule = rule()
        layout = column(head, self._rule, self._pages, buttons, gap=Space.L, margins=(Space.XL,) * 4)
        layout.setStretch(2, 1)
        layout.insertStretch(3)  # takes the room where the pages are hidden
        self.setLayout(layout)

    def _build_only_mark(self) -> QPushButton:
        """For people whose catalogue must do the deleting."""
        made = button(cleanup_wording.ONLY_MARK, lambda: None, tip=cleanup_wording.ONLY_MARK_HINT)
        menu = QMenu(made)
        menu.addAction(cleanup_wording.MARK_SIDECARS, lambda: self.mark(MarkKind.XMP, None))
        menu.addAction(cleanup_wording.MARK_LIST, self._choose_list)
        made.setMenu(menu)
        return made

    def _connect(self) -> None:
        jobs = self._services.jobs
        jobs.progressed.connect(self._advance)
        jobs.succeeded.connect(self._succeed)
        jobs.cancelled.connect(self._stopped)
        jobs.failed.connect(self._failed)

    # what the job tells

    def _advance(self, _kind: JobKind, progress: Progress) -> None:
        self._progress.setMaximum(_PERMILLE if progress.total else 0)
        if progress.total:
            self._progress.setValue(_PERMILLE * progress.done // progress.total)
        self._sentence.setText(wording.progress_line(progress))

    def _succeed(self, kind: JobKind, result: object) -> None:
        if kind is JobKind.PLAN and isinstance(result, CleanupPreview):
            self.show_plan(result)
        elif kind in _DOING and isinstance(result, CleanupOutcome):
            self.show_outcome(result)

    def _stopped(self, kind: JobKind) -> None:
        if kind in _DOING:
            self._show_end(tr("Stopped"), cleanup_wording.STOPPED[_DOING.index(kind)])

    def _failed(self, kind: JobKind, error: BaseException) -> None:
        if kind in (JobKind.PLAN, *_DOING):
            self._show_end(tr("That did not work"), wording.failure(error))

    # what is shown

    def show_plan(self, plan: CleanupPreview) -> None:
        """Ask."""
        number = len(plan.leaving)
        self._destinations = plan.destinations
        self._title.setText(cleanup_wording.cleanup_title(plan))
        self._sentence.setText(cleanup_wording.cleanup_sentence(plan))
        self.list.show_plan(plan)
        self._pages.setCurrentWidget(self.list)
        self.primary.setText(cleanup_wording.move_button(number, plan.destinations))
        self.primary.setVisible(number > 0)
        self.only_mark.setVisible(number > 0)
        self._cancel.setText(tr("Cancel") if number else tr("Close"))
        _give_focus(self.primary if number else self._cancel)

    def show_outcome(self, outcome: CleanupOutcome) -> None:
        """Tell what happened."""
        lines = [f"{wording.shown(path)}: {cleanup_wording.staying_reason(reason)}" for path, reason in outcome.failed]
        more = len(lines) - _FAILURES_SHOWN
        lines = lines[:_FAILURES_SHOWN] + ([tr("and %n more", "files", more)] if more > 0 else [])
        freed = freed_wording.freed_later(self._destinations) if outcome.removed else ""
        after = " ".join(filter(None, (freed, cleanup_wording.cleanup_after(outcome))))
        self._show_end(cleanup_wording.cleanup_done(outcome), after, "\n".join(lines))
        self.undo.setVisible(outcome.session is not None)

    def _show_end(self, title: str, sentence: str, details: str = "") -> None:
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._result.setText(details)
        self._pages.setCurrentIndex(2)
        self.primary.hide()
        self.only_mark.hide()
        self._cancel.setText(tr("Close"))
        self._cancel.setEnabled(True)
        _give_focus(self._cancel)
        self._rule.setVisible(bool(details))
        self._pages.setVisible(bool(details))
        self._resize_in_place(*(_LIST_SIZE if details else _RESULT_SIZE))

    def _resize_in_place(self, width: int, height: int) -> None:
        """Another size around the same middle: the eye stays where the question was."""
        middle = self.frameGeometry().center()
        layout = self.layout()
        if layout is not None:
            layout.activate()  # what was hidden a moment ago would still ask for its room
        self.resize(width, height)
        frame = self.frameGeometry()
        frame.moveCenter(middle)
        self.move(frame.topLeft())

    # what the buttons do

    def _move(self) -> None:
        self._begin(JobKind.CLEAN, tr("Moving"), self._services.backend.clean)

    def mark(self, kind: MarkKind, to: Path | None) -> None:
        """Hand the rejections on instead of moving anything."""
        self._begin(JobKind.MARK, tr("Marking"), partial(self._services.backend.mark, kind, to))

    def _begin(self, kind: JobKind, doing: str, work: Callable[[Job], object]) -> None:
        if self._services.jobs.start(kind, work):
            self._title.setText(doing)
            self._pages.setCurrentIndex(0)
            self._progress.setMaximum(0)
            self.primary.hide()
            self.only_mark.hide()
            self._cancel.setText(tr("Stop"))

    def _choose_list(self) -> None:
        start = str(Path.home() / cleanup_wording.LIST_NAME)
        option = QFileDialog.Option.DontConfirmOverwrite  # nothing is ever overwritten
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("Write the list to"), start, tr("CSV (*.csv)"), options=option
        )
        if chosen:
            self.mark(MarkKind.CSV, Path(chosen))

    def _undo(self) -> None:
        self.accept()
        self.undo_requested.emit()


def _padded(widget: QWidget) -> QWidget:
    holder = QWidget()
    holder.setLayout(column(widget, None))
    return holder


def _give_focus(target: QPushButton) -> None:
    target.setDefault(True)
    target.setFocus()
