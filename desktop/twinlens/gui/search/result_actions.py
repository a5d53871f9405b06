"""What can be done with the chosen results: by key and in their menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from twinlens.core.photos import ContentKey
from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.gui.pictures.dragging_out import files_as_mime
from twinlens.gui.reveal import NOT_OPENED, open_in_program, reveal
from twinlens.gui.search import search_wording
from twinlens.gui.search.result_list import ResultList
from twinlens.gui.shell.keymap import Keymap

_MENU = (("open", "reveal", "copy-path"), ("alike", "join"), ("keep", "reject", "clear"))
_WORDS = {
    "open": search_wording.OPEN,
    "reveal": search_wording.REVEAL,
    "copy-path": search_wording.COPY_PATH,
    "alike": search_wording.ALIKE,
    "keep": search_wording.KEEP,
    "reject": search_wording.REJECT,
    "clear": search_wording.CLEAR,
}


class ResultActions(QObject):
    """Hands on what is decided; the library is written elsewhere."""

    decided = Signal(list, object)
    """Shots, and what a person decided of them; None clears."""
    joined = Signal(object, list, object)
    """A content, those that a person says belong with it, and as what."""
    search_requested = Signal(object)
    """The path of a photo whose likes are wanted."""
    notice = Signal(str)
    """One sentence for the status line."""

    def __init__(
        self, results: ResultList, keymap: Keymap, own: Callable[[], ContentKey | None], parent: QObject
    ) -> None:
        """`own`: the content of the photo that is searched for, where the library has it."""
        super().__init__(parent)
        self._results = results
        self._keymap = keymap
        self._own = own
        self.commands: Mapping[str, Callable[[], object]] = {
            "search.open": self._open,
            "search.reveal": partial(self._with_first, reveal),
            "search.copy-path": self._copy,
            "search.alike": partial(self._with_first, self.search_requested.emit),
            "search.join": self._join,
            "search.keep": partial(self._decide, DecisionKind.KEEP),
            "search.reject": partial(self._decide, DecisionKind.REJECT),
            "search.clear": partial(self._decide, None),
        }
        results.customContextMenuRequested.connect(self.open_menu)

    def open_menu(self, at: QPoint) -> None:
        """The menu of the chosen results."""
        count = len(self._results.selected_hits())
        if not count:
            return
        menu = QMenu(self._results)
        words = {**_WORDS, "join": search_wording.join_group(count)}
        for names in _MENU:
            for name in names:
                action = menu.addAction(words[name], self.commands[f"search.{name}"])
                action.setShortcuts([QKeySequence(key) for key in self._keymap.keys(f"search.{name}")])
            menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._results.viewport().mapToGlobal(at))

    def _with_first(self, act: Callable[[Path], object]) -> None:
        hits = self._results.selected_hits()
        if hits:
            act(hits[0].shot.path)

    def _open(self) -> None:
        """In the programs that are set up for them."""
        opened = [open_in_program(hit.shot.path) for hit in self._results.selected_hits()]
        if not all(opened):
            self.notice.emit(NOT_OPENED)

    def _copy(self) -> None:
        """As text, and as files for a file manager."""
        hits = self._results.selected_hits()
        if hits:
            QGuiApplication.clipboard().setMimeData(files_as_mime([hit.shot.path for hit in hits]))
            self.notice.emit(search_wording.path_copied(len(hits)))

    def _decide(self, kind: DecisionKind | None) -> None:
        shots = [hit.shot for hit in self._results.selected_hits()]
        if shots:
            self.decided.emit(shots, kind)

    def _join(self) -> None:
        """With the photo that is searched for, if it is in the library; else the chosen ones with one another."""
        hits = self._results.selected_hits()
        chosen = [hit.shot.content_key for hit in hits]
        own = self._own()
        keys = list(dict.fromkeys(chosen if own is None else [own, *chosen]))
        if len(keys) > 1:
            copies = all(hit.relation.level is Level.COPY for hit in hits)
            self.joined.emit(keys[0], keys[1:], Relation.COPY if copies else Relation.SIMILAR)
            self.notice.emit(search_wording.joined(len(keys)))
        elif own is None:
            self.notice.emit(search_wording.CHOOSE_TO_JOIN)
