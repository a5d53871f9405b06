"""Drop and paste anywhere in the window: folders to scan, pictures to search for, and a word on anything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from twinlens.gui import wording
from twinlens.gui.job_runner import Reader
from twinlens.gui.search import search_wording
from twinlens.gui.search.queries import MOST_QUERIES
from twinlens.gui.shell import dropping
from twinlens.gui.shell.drop_cover import DropCover
from twinlens.gui.shell.dropping import Dropped, Kind, Trouble

_MANY = 1000
"""To ask the disk about more takes a moment."""
_WHY_NOT = {
    Kind.TEXT: search_wording.ONLY_TEXT,
    Kind.LINK: search_wording.ONLY_LINK,
    Kind.REMOTE: search_wording.REMOTE_FILE,
    Kind.NOTHING: search_wording.EMPTY_PICTURE,
}
_TROUBLES: dict[Trouble, Callable[[Path], str]] = {
    Trouble.GONE: search_wording.is_gone,
    Trouble.NO_ENTRY: search_wording.no_entry,
    Trouble.NO_FILE: search_wording.no_file,
}


class Arrivals(QObject):
    """Takes what is dropped on a window or pasted into it, and tells what it is."""

    folders_came = Signal(list)
    pictures_came = Signal(list)
    """Paths of files, or the bytes of one picture."""
    notice = Signal(str)
    scan_offered = Signal(str, list)
    """A sentence on why not, and the folders that may be scanned instead."""

    def __init__(
        self,
        window: QWidget,
        cover: DropCover,
        reader: Reader,
        invite: Callable[[int], str] = wording.drop_invitation,
    ) -> None:
        """Listens to the window's drag events from now on; `invite` says what a drop of so many paths would do."""
        super().__init__(window)
        self._window = window
        self._cover = cover
        self._reader = reader
        self._invite = invite
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Find out, off the GUI thread, what these are."""
        self._reader.run(partial(dropping.sort_out, list(paths)), self._tell)

    def paste(self) -> None:
        """Take folders or pictures from the clipboard."""
        mime: QMimeData | None = QGuiApplication.clipboard().mimeData()
        if mime is None or dropping.kind_of(mime) is Kind.NOTHING:
            self.notice.emit(search_wording.NOTHING_ON_CLIPBOARD)
        else:
            self._take(mime)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Say what a drop would do, then do it."""
        if isinstance(event, QDragEnterEvent):
            return self._enter(event)
        if event.type() == QEvent.Type.DragLeave:
            self._cover.hide()
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._cover.hide()
            if self._take(event.mimeData()):
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
            else:
                event.ignore()
            self._window.activateWindow()  # the keys go on here, no longer in the program it was dragged from
            return True
        return False

    def _enter(self, event: QDragEnterEvent) -> bool:
        mime = event.mimeData()
        kind = dropping.kind_of(mime)
        if kind is Kind.OWN:
            event.ignore()
            return True
        # Accepted even where it is of no use: so one hears why, and is told when the pointer leaves.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._cover.cover(_WHY_NOT.get(kind) or self._invite(dropping.number_of_paths(mime)))
        return True

    def _take(self, mime: QMimeData) -> bool:
        """Whether anything can be done with it."""
        kind = dropping.kind_of(mime)
        if kind is Kind.PATHS or kind is Kind.OWN:
            named = dropping.path_list(mime)
            if named.count(b"\n") > _MANY:
                self.notice.emit(search_wording.COUNTING)
            self._reader.run(lambda: dropping.sort_out(dropping.paths_in(named)), self._tell)
            return True
        picture = dropping.picture_bytes(mime) if kind is Kind.PICTURE else None
        if picture is None:
            self.notice.emit(_WHY_NOT.get(kind, search_wording.EMPTY_PICTURE))
            return False
        self.pictures_came.emit([picture])
        return True

    def _tell(self, dropped: Dropped) -> None:
        if dropped.folders:
            self.folders_came.emit(list(dropped.folders))
            if dropped.files:
                self.notice.emit(search_wording.files_left(len(dropped.files)))
        elif len(dropped.files) > MOST_QUERIES:
            sentence = search_wording.too_many(len(dropped.files), MOST_QUERIES)
            self.scan_offered.emit(sentence, dropping.outermost(path.parent for path in dropped.files))
        elif dropped.files:
            self.pictures_came.emit(list(dropped.files))
        if dropped.refused:
            path, trouble = dropped.refused[0]
            self.notice.emit(_TROUBLES[trouble](path))
