"""What was dropped or pasted: folders to scan, or a picture to search for.

Paths are taken from the encoded list, so that names which are not UTF-8 arrive unharmed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

_URI_LIST = "text/uri-list"
_PICTURE_FORMATS = ("image/png", "image/jpeg", "image/tiff", "image/webp", "image/bmp", "image/heic", "image/avif")
_LOCAL_HOSTS = (b"", b"localhost")


@dataclass(frozen=True, slots=True)
class Dropped:
    """Folders and files, or the bytes of one picture."""

    folders: tuple[Path, ...] = ()
    files: tuple[Path, ...] = ()
    picture: bytes | None = None


def is_welcome(mime: QMimeData) -> bool:
    """Whether something can be done with it; cheap, asked while the pointer moves."""
    return bool(mime.hasImage() or local_paths(mime))


def local_paths(mime: QMimeData) -> list[Path]:
    """The local files and folders named, in order; a pasted text counts where it is an absolute path."""
    if mime.hasFormat(_URI_LIST):
        if os.name == "nt":
            return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        lines = bytes(mime.data(_URI_LIST).data()).splitlines()
        return [path for path in map(_path_of, lines) if path is not None]
    if mime.hasText():
        named = [os.fsencode(line.strip()) for line in mime.text().splitlines()]
        if named and all(line.startswith((b"/", b"file://")) for line in named):
            return [path for path in map(_path_of, named) if path is not None]
    return []


def picture_bytes(mime: QMimeData) -> bytes | None:
    """A picture held in the data itself, as it came where possible."""
    for name in _PICTURE_FORMATS:
        if mime.hasFormat(name):
            return bytes(mime.data(name).data())
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def sort_out(paths: Sequence[Path]) -> Dropped:
    """Folders apart from files. Asks the disk: call it on the reader thread."""
    folders = tuple(path for path in paths if path.is_dir())
    return Dropped(folders, tuple(path for path in paths if path not in folders))


def _path_of(line: bytes) -> Path | None:
    if line.startswith(b"/"):
        return Path(os.fsdecode(line))
    if not line.startswith(b"file://"):
        return None
    host, slash, rest = line.removeprefix(b"file://").partition(b"/")
    if host not in _LOCAL_HOSTS or not slash:
        return None
    return Path(os.fsdecode(b"/" + unquote_to_bytes(rest)))
