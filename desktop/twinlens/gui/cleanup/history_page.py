"""Every clean-up ever made: what went, where it is, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from twinlens.gui.backend import SessionItem
from twinlens.gui.cleanup import cleanup_wording, freed_wording
from twinlens.gui.cleanup.empty_dialog import EmptyDialog
from twinlens.gui.cleanup.history_lists import item_list, session_list
from twinlens.gui.job_runner import JobKind
from twinlens.gui.look.controls import button, column, frame, label, row
from twinlens.gui.look.scale import scaled
from twinlens.gui.look.theme import Space, set_role
from twinlens.gui.reveal import reveal
from twinlens.gui.services import Services
from twinlens.gui.translating import tr
from twinlens.workflows.history import SessionSummary

_SESSIONS_WIDTH = scaled(320)


class HistoryPage(QWidget):
    """Sessions at the left, the files of one at the right."""

    notice = Signal(str)
    """One sentence for the status line."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        """Shows nothing until the first `reload`."""
        super().__init__(parent)
        self._services = services
        self._session: SessionSummary | None = None
        self._opened_before = ""
        set_role(self, "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sessions, self._session_records = session_list(services)
        self.items, self._item_records = item_list(services)
        self._title = label("", "head")
        self._line = label("", "quiet")
        self.restore_all = button(tr("Bring back all"), self._restore_all, "primary")
        self.restore_chosen = button("", self._restore_chosen)
        self._reveal = button(tr("Show in the file manager"), self._reveal_chosen, "flat")
        self.freed = label("", "small-quiet")
        self.empty = button(tr("Empty this session\u2026"), self._ask_to_empty, "flat")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing())
        self._pages.addWidget(self._filled())
        self.setLayout(row(self._pages, gap=0))
        self.setFocusProxy(self.sessions)
        self.sessions.selectionModel().currentChanged.connect(lambda index, _before: self._open(index.row()))
        self.items.selectionModel().selectionChanged.connect(lambda *_: self._show_choice())

    def reload(self) -> None:
        """Read the clean-ups anew; the one being looked at stays open, unless there is a newer one."""
        self._services.reader.run(self._services.backend.history, self.show_sessions)

    def show_sessions(self, sessions: Sequence[SessionSummary]) -> None:
        """Show these clean-ups."""
        known = {session.id for session in self._session_records.records}
        opened = self.state()
        is_newest_known = bool(sessions) and (sessions[0].id in known or self._session is None)
        self._session_records.show(sessions)
        self._pages.setCurrentIndex(1 if sessions else 0)
        places = [place for place, session in enumerate(sessions) if session.id == opened and is_newest_known]
        if sessions:
            index = self._session_records.index(places[0] if places else 0)
            self.sessions.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._open(index.row())

    def state(self) -> str:
        """Which clean-up is open."""
        return self._session.id if self._session else self._opened_before

    def restore_state(self, state: object) -> None:
        """Open it again with the next reading."""
        self._opened_before = state if isinstance(state, str) else ""

    def show_items(self, items: Sequence[SessionItem]) -> None:
        """Show the files of the open clean-up."""
        self._item_records.show(items)
        held = sum(item.bytes for item in items if item.state == "restorable")
        self.freed.setText(freed_wording.freed(held, self._session.places if self._session else ()))
        self._show_choice()

    @property
    def chosen(self) -> list[SessionItem]:
        """The selected files."""
        rows = sorted(index.row() for index in self.items.selectedIndexes())
        return [self._item_records.records[place] for place in rows]

    # building

    def _nothing(self) -> QWidget:
        page = QWidget()
        title, hint = label(tr("Nothing was moved yet"), "title"), label("", "quiet")
        hint.setText(tr("Every clean-up is listed here, and can be undone as a whole or photo by photo."))
        page.setLayout(column(None, row(None, title, None), row(None, hint, None), None))
        return page

    def _filled(self) -> QWidget:
        left = frame("panel")
        left.setLayout(column(self.sessions, gap=0))
        head = row(column(self._title, self._line, gap=2), None, self.restore_all)
        foot = row(self.empty, self.freed, None, self._reveal, self.restore_chosen)
        right = QWidget()
        right.setLayout(column(head, self.items, foot, gap=Space.L, margins=(Space.XL,) * 4))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([_SESSIONS_WIDTH, 3 * _SESSIONS_WIDTH])
        split.setStretchFactor(1, 1)
        return split

    # what is shown

    def _open(self, place: int) -> None:
        if not 0 <= place < len(self._session_records.records):
            return
        before, self._session = self._session, self._session_records.records[place]
        session = self._session
        if before is None or before.id != session.id:
            self.show_items(())
        self._title.setText(cleanup_wording.session_title(session))
        self._line.setText(f"{cleanup_wording.session_line(session)}  \u00b7  {cleanup_wording.session_state(session)}")
        self.restore_all.setEnabled(session.restorable > 0)
        self.restore_all.setText(tr("Take the marks back") if session.moved_nothing else tr("Bring back all"))
        self.empty.setVisible(not session.moved_nothing)
        self.empty.setEnabled(session.restorable > 0)
        self._services.reader.run(partial(self._services.backend.session_items, session.id), self.show_items)

    def _show_choice(self) -> None:
        number = sum(item.state == "restorable" for item in self.chosen)
        self.restore_chosen.setText(cleanup_wording.restore_button(number))
        self.restore_chosen.setVisible(number > 0)
        self._reveal.setVisible(len(self.chosen) == 1)

    # what the buttons do

    def _restore_all(self) -> None:
        self._restore(None)

    def _restore_chosen(self) -> None:
        self._restore([item.path for item in self.chosen if item.state == "restorable"])

    def _restore(self, paths: list[Path] | None) -> None:
        if self._session is None:
            return
        work = partial(self._services.backend.restore, self._session.id, paths)
        self.items.setFocus()
        if not self._services.jobs.start(JobKind.RESTORE, work):
            self.notice.emit(tr("One moment: something else is still running."))

    def _reveal_chosen(self) -> None:
        for item in self.chosen[:1]:
            reveal(item.now_at or item.path)

    def _ask_to_empty(self) -> None:
        if self._session is not None:
            dialog = EmptyDialog(self._session, self)
            dialog.confirmed.connect(self._empty)
            dialog.open()

    def _empty(self, session: str) -> None:
        self.items.setFocus()
        if not self._services.jobs.start(JobKind.EMPTY, partial(self._services.backend.empty_session, session)):
            self.notice.emit(tr("One moment: something else is still running."))
