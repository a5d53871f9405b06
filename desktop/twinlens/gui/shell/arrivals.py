"""Drop and paste anywhere in the window: folders to scan, a picture to search for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from twinlens.gui import wording
from twinlens.gui.job_runner import Reader
from twinlens.gui.shell import dropping
from twinlens.gui.shell.drop_cover import DropCover
from twinlens.gui.translating import tr


class Arrivals(QObject):
    """Takes what is dropped on a window or pasted into it, and tells what it is."""

    folders_came = Signal(list)
    picture_came = Signal(object)
    """Its path, or its bytes."""
    notice = Signal(str)

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
        """Take folders or a picture from the clipboard."""
        if not self._take(QGuiApplication.clipboard().mimeData()):
            self.notice.emit(tr("There is no picture or folder on the clipboard."))

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
                self._window.activateWindow()  # the keys go on here, no longer in the program it was dragged from
            return True
        return False

    def _enter(self, event: QDragEnterEvent) -> bool:
        if not dropping.is_welcome(event.mimeData()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._cover.cover(self._invite(len(dropping.local_paths(event.mimeData()))))
        return True

    def _take(self, mime: QMimeData) -> bool:
        paths = dropping.local_paths(mime)
        if paths:
            self.open_paths(paths)
            return True
        picture = dropping.picture_bytes(mime)
        if picture is not None:
            self.picture_came.emit(picture)
        return picture is not None

    def _tell(self, dropped: dropping.Dropped) -> None:
        if dropped.folders:
            self.folders_came.emit(list(dropped.folders))
        elif dropped.files:
            self.picture_came.emit(dropped.files[0])
            if len(dropped.files) > 1:
                self.notice.emit(tr("Searching for the first photo. Drop a folder to compare them all."))
