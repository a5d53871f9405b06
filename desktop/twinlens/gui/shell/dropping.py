"""What was dropped or pasted: folders to scan, pictures to search for, or what is neither.

Paths are taken from the encoded list, so that names which are not UTF-8 arrive unharmed. A hundred thousand files may
be dropped at once: while the pointer moves only the first few are looked at, and the rest off the GUI thread.
"""

from __future__ import annotations

import binascii
import os
import stat
from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

from twinlens.gui.pictures.dragging_out import OWN_DRAG

_URI_LIST = "text/uri-list"
_PICTURE_FORMATS = ("image/png", "image/jpeg", "image/tiff", "image/webp", "image/bmp", "image/heic", "image/avif")
_LOCAL_HOSTS = (b"", b"localhost")
_DATA = b"data:image/"
_REMOTE = (b"file:", b"smb:", b"sftp:", b"ftp:", b"mtp:", b"dav:", b"davs:", b"afp:", b"gphoto2:", b"google-drive:")
_PEEK = 16
_PEEK_BYTES = 8192
_FASTEST = 100


class Kind(StrEnum):
    """What something that is held over the window is."""

    PATHS = "paths"
    PICTURE = "picture"
    LINK = "link"
    REMOTE = "remote"
    """Files on a server that is not mounted, or on a camera."""
    TEXT = "text"
    OWN = "own"
    """Photos that are dragged out of this very window."""
    NOTHING = "nothing"


class Trouble(StrEnum):
    """Why a path is of no use."""

    GONE = "gone"
    NO_ENTRY = "no-entry"
    """A folder that one may not look into."""
    NO_FILE = "no-file"
    """A device, a pipe."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Folders, files, and what is neither."""

    folders: tuple[Path, ...] = ()
    files: tuple[Path, ...] = ()
    refused: tuple[tuple[Path, Trouble], ...] = ()


def kind_of(mime: QMimeData) -> Kind:
    """Cheap: it is asked while the pointer moves."""
    if mime.hasFormat(OWN_DRAG):
        return Kind.OWN
    lines = list(islice(_lines(_raw_list(mime)[:_PEEK_BYTES]), _PEEK))
    if any(_path_of(line) is not None for line in lines):
        return Kind.PATHS
    if mime.hasImage() or any(map(mime.hasFormat, _PICTURE_FORMATS)) or any(line.startswith(_DATA) for line in lines):
        return Kind.PICTURE
    if any(line.lower().startswith(_REMOTE) for line in lines):
        return Kind.REMOTE
    if any(b"://" in line for line in lines):
        return Kind.LINK
    return Kind.TEXT if mime.hasText() else Kind.NOTHING


def is_welcome(mime: QMimeData) -> bool:
    """Whether something can be done with it."""
    return kind_of(mime) in (Kind.PATHS, Kind.PICTURE)


def number_of_paths(mime: QMimeData) -> int:
    """About how many paths it names, without reading them."""
    return _raw_list(mime).strip().count(b"\n") + 1 if kind_of(mime) is Kind.PATHS else 0


def local_paths(mime: QMimeData) -> list[Path]:
    """The local files and folders named, in order; a pasted text counts where it names absolute paths."""
    return paths_in(path_list(mime))


def path_list(mime: QMimeData) -> bytes:
    """The names as they came: to be taken before the data is gone, and read anywhere."""
    return _raw_list(mime)


def paths_in(named: bytes) -> list[Path]:
    """The local files and folders in such a list."""
    return [path for path in map(_path_of, _lines(named)) if path is not None]


def picture_bytes(mime: QMimeData) -> bytes | None:
    """A picture held in the data itself, as it came where possible."""
    for name in _PICTURE_FORMATS:
        if mime.hasFormat(name):
            return bytes(mime.data(name).data()) or None
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG", _FASTEST)  # type: ignore[call-overload]
        return bytes(buffer.data().data())
    return next((data for line in _lines(_raw_list(mime)) if (data := _data_of(line))), None)


def sort_out(paths: Sequence[Path]) -> Dropped:
    """Folders apart from files, each once. Asks the disk: call it on the reader thread."""
    folders: list[Path] = []
    files: list[Path] = []
    refused: list[tuple[Path, Trouble]] = []
    for path in dict.fromkeys(paths):
        trouble = _sort(path, folders, files)
        if trouble is not None:
            refused.append((path, trouble))
    return Dropped(tuple(folders), tuple(files), tuple(refused))


def outermost(folders: Iterable[Path]) -> list[Path]:
    """Without those that lie in another of them."""
    wanted = set(folders)
    return sorted(folder for folder in wanted if wanted.isdisjoint(folder.parents))


def _sort(path: Path, folders: list[Path], files: list[Path]) -> Trouble | None:
    try:
        mode = path.stat().st_mode
    except PermissionError:
        return Trouble.NO_ENTRY
    except (OSError, ValueError):
        return Trouble.GONE
    if stat.S_ISDIR(mode):
        if not os.access(path, os.R_OK | os.X_OK):
            return Trouble.NO_ENTRY
        folders.append(path)
    elif stat.S_ISREG(mode):
        files.append(path)
    else:
        return Trouble.NO_FILE
    return None


def _raw_list(mime: QMimeData) -> bytes:
    if mime.hasFormat(_URI_LIST):
        if os.name == "nt":
            locals_ = (os.fsencode(url.toLocalFile()) if url.isLocalFile() else None for url in mime.urls())
            return b"\n".join(name for name in locals_ if name)
        return bytes(mime.data(_URI_LIST).data())
    if not mime.hasText():
        return b""
    text = os.fsencode(mime.text())
    # Words among which a path occurs are no list of paths.
    first = text[:_PEEK_BYTES].splitlines()
    return text if first and all(_is_address(line.strip()) for line in first[:_PEEK]) else b""


def _is_address(line: bytes) -> bool:
    return os.path.isabs(line) or b"://" in line[:_PEEK] or line.startswith(_DATA)


def _lines(named: bytes) -> Iterable[bytes]:
    return (line for each in named.splitlines() if (line := each.strip()) and not line.startswith(b"#"))


def _path_of(line: bytes) -> Path | None:
    if not line.startswith(b"file:"):
        return Path(os.fsdecode(line)) if os.path.isabs(line) else None
    host, slash, rest = line.removeprefix(b"file:").removeprefix(b"//").partition(b"/")
    if host not in _LOCAL_HOSTS or not slash:
        return None
    return Path(os.fsdecode(b"/" + unquote_to_bytes(rest)))


def _data_of(line: bytes) -> bytes | None:
    """A picture that is written out in its own address."""
    head, comma, body = line.partition(b",")
    if not (line.startswith(_DATA) and comma):
        return None
    try:
        return b64decode(unquote_to_bytes(body), validate=True) if head.endswith(b";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return None
