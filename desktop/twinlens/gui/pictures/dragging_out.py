"""Dragging photographs out to other programs, and putting their files on the clipboard."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QDrag, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from twinlens.gui.desktop.file_urls import file_url

OWN_DRAG = "application/x-twinlens-photos"
"""Marks what comes from this program: dropped upon its own window it does nothing."""


def files_as_mime(paths: Sequence[Path]) -> QMimeData:
    """Files, as file managers and other programs understand them; and their paths as text."""
    mime = QMimeData()
    uris = [bytes(file_url(path).toEncoded().data()) for path in paths]
    mime.setData("text/uri-list", b"".join(uri + b"\r\n" for uri in uris))
    mime.setText("\n".join(os.fsencode(path).decode("utf-8", "replace") for path in paths))
    return mime


class DragSource(QObject):
    """Lets photographs be dragged out of a widget that hears the pointer itself."""

    def __init__(self, widget: QWidget, photos_at: Callable[[QPoint], Sequence[Path]]) -> None:
        """`photos_at` says what is dragged from a point of the widget."""
        super().__init__(widget)
        self._widget = widget
        self._photos_at = photos_at
        self._pressed: QPoint | None = None
        widget.installEventFilter(self)

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        """A press that moves far enough is a drag."""
        if not isinstance(event, QMouseEvent):
            return False
        point = event.position().toPoint()
        if event.type() == QEvent.Type.MouseButtonPress:
            alone = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
            self._pressed = point if alone else None
        elif event.type() == QEvent.Type.MouseMove and self._pressed is not None:
            far = (point - self._pressed).manhattanLength() >= QApplication.startDragDistance()
            if event.buttons() & Qt.MouseButton.LeftButton and far:
                start, self._pressed = self._pressed, None
                drag_out(self._widget, self._photos_at(start))
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._pressed = None
        return False


def drag_out(source: QWidget, paths: Sequence[Path], picture: QPixmap | None = None) -> None:
    """Let files be dropped on another program; it copies them. Returns when they were dropped, or not."""
    if not paths:
        return
    drag = QDrag(source)
    mime = files_as_mime(paths)
    mime.setData(OWN_DRAG, b"1")
    drag.setMimeData(mime)
    if picture is not None and not picture.isNull():
        drag.setPixmap(picture)
    drag.exec(Qt.DropAction.CopyAction)
