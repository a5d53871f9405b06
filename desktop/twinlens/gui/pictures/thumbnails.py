"""Small pictures for lists: read and decoded on a few threads, what is visible first.

Whoever shows pictures says with `want` what it shows *now*. A new wish replaces the owner's older one, so
whatever was scrolled past before its turn came is never decoded. Decoded pictures are kept up to a number
of bytes, the least recently painted leave first.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from twinlens.core.photos import ContentKey
from twinlens.gui.pictures.images import image_of
from twinlens.gui.pictures.wish_queue import WishQueue

_log = logging.getLogger(__name__)

THUMBNAIL_BYTES = 200 * 2**20
_THREADS = 2
_BYTES_PER_PIXEL = 4


class Wish(NamedTuple):
    """A picture at one height, in pixels of the screen."""

    key: ContentKey
    height: int


class Thumbnails(QObject):
    """Loader and cache of small pictures; lives on the GUI thread. Call `close` before the program ends."""

    ready = Signal(str)
    """The content key of a picture that can be painted now, or that turned out to have no preview."""
    _decoded = Signal(object, QImage)

    def __init__(
        self,
        fetch: Callable[[ContentKey], bytes | None],
        *,
        capacity: int = THUMBNAIL_BYTES,
        threads: int = _THREADS,
        shown: Callable[[QImage], QImage] = lambda image: image,
        parent: QObject | None = None,
    ) -> None:
        """`fetch` gives a preview's bytes, `shown` brings it to the screen's colours: both on the loader's threads."""
        super().__init__(parent)
        self._shown = shown
        self._fetch = fetch
        self._capacity = capacity
        self._held = 0
        self._cache: OrderedDict[Wish, QPixmap] = OrderedDict()
        self._latest: dict[ContentKey, Wish] = {}
        """Of each content the picture that came last."""
        self._missing: set[ContentKey] = set()
        self._wishes: OrderedDict[str, tuple[Wish, ...]] = OrderedDict()
        self._decoded.connect(self._store, Qt.ConnectionType.QueuedConnection)
        self._queue = WishQueue[Wish](self._serve, self._cache.__contains__, "twinlens-thumbnails", threads)

    def get(self, key: ContentKey, height: int) -> QPixmap | None:
        """The picture if it is at hand; never waits and asks for nothing."""
        wish = Wish(key, height)
        pixmap = self._cache.get(wish)
        if pixmap is not None:
            self._cache.move_to_end(wish)
        return pixmap

    def stand_in(self, key: ContentKey) -> QPixmap | None:
        """The picture at whatever height is at hand, to be painted until it has come at the right one."""
        latest = self._latest.get(key)
        return self._cache.get(latest) if latest is not None else None

    def is_missing(self, key: ContentKey) -> bool:
        """Whether this content is known to have no preview."""
        return key in self._missing

    def want(self, owner: str, wishes: Sequence[Wish]) -> None:
        """What `owner` shows now, most urgent first; replaces all that it wanted before."""
        self._wishes.pop(owner, None)
        lacking = tuple(wish for wish in wishes if wish not in self._cache and wish.key not in self._missing)
        if lacking:
            self._wishes[owner] = lacking
        newest_first = [wish for wanted in reversed(self._wishes.values()) for wish in wanted]
        self._queue.replace(newest_first)

    def forget(self, keys: Sequence[ContentKey]) -> None:
        """Drop what is known of these contents, so that they are read again."""
        gone = set(keys)
        self._missing -= gone
        for wish in [wish for wish in self._cache if wish.key in gone]:
            self._drop(wish)

    @property
    def bytes_held(self) -> int:
        """Memory of the pictures kept."""
        return self._held

    def close(self) -> None:
        """Stop the threads; waits for the pictures being decoded at this moment only."""
        self._queue.close()

    def _serve(self, wish: Wish) -> None:
        image = QImage()
        try:
            data = self._fetch(wish.key)
            if data:
                image = self._shown(_scaled(image_of(data), wish.height))
        except Exception:  # noqa: BLE001 - one picture that can't be read must not end the thread
            _log.exception("no preview of %s", wish.key)
        if not self._queue.closed:
            self._decoded.emit(wish, image)

    def _store(self, wish: Wish, image: QImage) -> None:
        self._queue.done(wish)
        if image.isNull():
            self._missing.add(wish.key)
        elif wish not in self._cache:
            pixmap = QPixmap.fromImage(image)
            self._cache[wish] = pixmap
            self._latest[wish.key] = wish
            self._held += _size_of(pixmap)
            while self._held > self._capacity and len(self._cache) > 1:
                self._drop(next(iter(self._cache)))
        self.ready.emit(wish.key)

    def _drop(self, wish: Wish) -> None:
        self._held -= _size_of(self._cache.pop(wish))
        if self._latest.get(wish.key) == wish:
            del self._latest[wish.key]


def _scaled(image: QImage, height: int) -> QImage:
    """Brought to the height at which it is painted; a smaller one is left alone, stretching adds nothing."""
    if image.height() > height:
        image = image.scaledToHeight(height, Qt.TransformationMode.SmoothTransformation)
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _size_of(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * _BYTES_PER_PIXEL
