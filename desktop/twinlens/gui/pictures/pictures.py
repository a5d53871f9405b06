"""Whole pictures for the comparison: first at the size of the window, then in full, each decoded off the GUI thread.

Like the thumbnails, it is told what is wanted *now*, most urgent first; what is no longer wanted is not
begun. Pictures are kept up to a number of bytes, so that going back, and on to the group decoded ahead, is instant.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from twinlens.core.problems import FileProblem
from twinlens.gui.backend import Picture
from twinlens.gui.pictures.wish_queue import WishQueue

PICTURE_BYTES = 900 * 2**20
_THREADS = 2
_FORMAT = QImage.Format.Format_RGB32
_log = logging.getLogger(__name__)


class PictureWish(NamedTuple):
    """A picture, no larger than needed; None asks for every pixel."""

    path: Path
    max_side: int | None


class Pictures(QObject):
    """Loader and cache of whole pictures; lives on the GUI thread. Call `close` before the program ends."""

    ready = Signal(object)
    """The path of a picture of which there is more to show now."""
    _decoded = Signal(object, QImage, object, object)

    def __init__(
        self,
        read: Callable[[Path, int | None], Picture | FileProblem],
        *,
        capacity: int = PICTURE_BYTES,
        threads: int = _THREADS,
        shown: Callable[[QImage], QImage] = lambda image: image,
        parent: QObject | None = None,
    ) -> None:
        """`read` decodes a picture, `shown` brings it to the screen's colours: both on the loader's threads."""
        super().__init__(parent)
        self._shown = shown
        self._read = read
        self._capacity = capacity
        self._held = 0
        self._cache: OrderedDict[PictureWish, QImage] = OrderedDict()
        self._problems: dict[Path, FileProblem] = {}
        self._full_sizes: dict[Path, tuple[int, int]] = {}
        self._decoded.connect(self._store, Qt.ConnectionType.QueuedConnection)
        self._queue = WishQueue[PictureWish](self._serve, self.has, "twinlens-pictures", threads)

    def want(self, wishes: Sequence[PictureWish]) -> None:
        """What is wanted now, most urgent first; replaces all older wishes."""
        self._queue.replace([wish for wish in wishes if not self.has(wish) and wish.path not in self._problems])

    def best(self, path: Path, side: int) -> QImage | None:
        """The smallest picture at hand whose long side reaches `side`, else the largest there is."""
        held = [(max(image.width(), image.height()), wish) for wish, image in self._cache.items() if wish.path == path]
        if not held:
            return None
        enough = [each for each in held if each[0] >= side]
        _, wish = min(enough, key=lambda each: each[0]) if enough else max(held, key=lambda each: each[0])
        self._cache.move_to_end(wish)
        return self._cache[wish]

    def has(self, wish: PictureWish) -> bool:
        """Whether exactly this is at hand."""
        return wish in self._cache

    def full_size(self, path: Path) -> tuple[int, int] | None:
        """Width and height of a picture as its file says now, once it was read."""
        return self._full_sizes.get(path)

    def problem(self, path: Path) -> FileProblem | None:
        """Why a picture can't be shown, if it can't."""
        return self._problems.get(path)

    def hold(self, path: Path, image: QImage) -> None:
        """Keep a picture that came from elsewhere, such as the clipboard, under a name of its own."""
        if not image.isNull():
            size = (image.width(), image.height())
            self._store(PictureWish(path, None), self._shown(image.convertToFormat(_FORMAT)), size, None)

    def release(self) -> None:
        """The comparison was left: keep only what was decoded at the size of a window."""
        self.want(())
        self._problems.clear()
        for wish in [wish for wish in self._cache if wish.max_side is None]:
            self._held -= self._cache.pop(wish).sizeInBytes()

    def close(self) -> None:
        """Stop the threads; waits for the pictures being decoded at this moment only."""
        self._queue.close()

    def _serve(self, wish: PictureWish) -> None:
        image, problem, full_size = QImage(), None, None
        try:
            found = self._read(wish.path, wish.max_side)
            if isinstance(found, FileProblem):
                problem = found
            else:
                image, full_size = self._shown(_image_of(found)), (found.full_width, found.full_height)
        except Exception:  # noqa: BLE001 - one picture that can't be read must not end the thread
            _log.exception("cannot show %r", wish.path)
        if not self._queue.closed:
            self._decoded.emit(wish, image, full_size, problem)

    def _store(
        self, wish: PictureWish, image: QImage, full_size: tuple[int, int] | None, problem: FileProblem | None
    ) -> None:
        self._queue.done(wish)
        if full_size is not None:
            self._full_sizes[wish.path] = full_size
        if problem is not None:
            self._problems[wish.path] = problem
        elif not image.isNull() and wish not in self._cache:
            self._cache[wish] = image
            self._held += image.sizeInBytes()
            while self._held > self._capacity and len(self._cache) > 1:
                self._held -= self._cache.popitem(last=False)[1].sizeInBytes()
        self.ready.emit(wish.path)


def _image_of(picture: Picture) -> QImage:
    """Pixels in the format that is painted fastest; the bytes are copied, so that nobody need keep them."""
    raw = QImage(picture.rgb, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
    return raw.convertToFormat(_FORMAT)
