"""Reading Lightroom's catalogue, an SQLite file: never written to, never locked, and trusted in nothing."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twinlens.core.catalogues import CatalogueEntry
from twinlens.core.errors import CatalogueRefusedError
from twinlens.core.photos import FileStamp, Marks

_HEADER = b"SQLite format 3\0"
_TABLES = {"Adobe_images", "AgLibraryFile", "AgLibraryFolder", "AgLibraryRootFolder"}
_LOGS = ("-wal", "-journal")
"""Beside a catalogue that is in use, or was when the machine went down: the newest of it is in there."""
_MOST_PHOTOS = 5_000_000
_STEP = 1_000_000
_MOST_STEPS = 5_000
"""Of SQLite's virtual machine, times the step: minutes, where a million photos take seconds."""
_LONGEST_NAME = 4096
_RATINGS = range(-1, 6)
_PHOTOS = """
SELECT image.id_local, root.absolutePath, folder.pathFromRoot, file.baseName, file.extension,
       image.rating, image.pick, image.colorLabels
FROM Adobe_images image
JOIN AgLibraryFile file ON file.id_local = image.rootFile
JOIN AgLibraryFolder folder ON folder.id_local = file.folder
JOIN AgLibraryRootFolder root ON root.id_local = folder.rootFolder
"""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a catalogue held at a moment."""

    stamp: FileStamp
    entries: tuple[CatalogueEntry, ...]


def catalogue_stamp(path: Path) -> FileStamp:
    """A catalogue's state: it changed where this differs.

    Raises:
        CatalogueRefusedError: there is no such file.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise CatalogueRefusedError(f"The catalogue {path} cannot be read: {error.strerror}.") from error
    if not stat.S_ISREG(status.st_mode):
        raise CatalogueRefusedError(f"{path} is not a Lightroom catalogue.")
    return FileStamp(status.st_size, status.st_mtime_ns)


def read_catalogue(path: Path, check: Callable[[], None] = lambda: None) -> Catalogue:
    """Every photo that a Lightroom catalogue lists, with rating, flag, label, keywords and whether it was developed.

    Raises:
        CatalogueRefusedError: the file is broken, foreign or too large, or Lightroom is writing to it.
    """
    stamp = catalogue_stamp(path)
    try:
        with path.open("rb") as file:
            if file.read(len(_HEADER)) != _HEADER:
                raise CatalogueRefusedError(f"{path} is not a Lightroom catalogue.")
        with _opened(path) as connection:
            entries = tuple(_entries(connection, path, check))
    except (sqlite3.Error, OSError, OverflowError) as error:
        if catalogue_stamp(path) != stamp:
            raise CatalogueRefusedError(f"Lightroom is writing to {path}; close it and try again.") from error
        raise CatalogueRefusedError(
            f"The catalogue {path} cannot be read: it is damaged or not Lightroom’s."
        ) from error
    if catalogue_stamp(path) != stamp:
        raise CatalogueRefusedError(f"Lightroom is writing to {path}; close it and try again.")
    return Catalogue(stamp, entries)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file itself where it is whole; else a private copy with its log, which SQLite may then put in order."""
    logs = [log for log in (path.with_name(path.name + end) for end in _LOGS) if log.exists() and log.stat().st_size]
    if not logs:
        # Called immutable it is neither locked nor is anything made beside it.
        with closing(_connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1")) as connection:
            yield connection
        return
    with tempfile.TemporaryDirectory(prefix="twinlens-catalogue-") as folder:
        needed = path.stat().st_size + sum(log.stat().st_size for log in logs)
        if needed > shutil.disk_usage(folder).free // 2:
            raise CatalogueRefusedError(f"{path} is in use and too large to be copied; close Lightroom and try again.")
        copy = Path(folder) / "copy.lrcat"
        shutil.copyfile(path, copy)
        for log in logs:
            shutil.copyfile(log, copy.with_name(copy.name + log.name.removeprefix(path.name)))
        with closing(_connect(copy.as_uri())) as connection:
            yield connection


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.execute("PRAGMA trusted_schema = OFF")
    steps = iter(range(_MOST_STEPS))
    connection.set_progress_handler(lambda: next(steps, None) is None, _STEP)
    return connection


def _entries(connection: sqlite3.Connection, path: Path, check: Callable[[], None]) -> Iterator[CatalogueEntry]:
    # Views could hide anything behind these names, so only tables count.
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables >= _TABLES:
        raise CatalogueRefusedError(f"{path} is a database, but not a Lightroom catalogue.")
    developed = _developed(connection) if "Adobe_imageDevelopSettings" in tables else set()
    keywords = _keywords(connection) if "AgLibraryKeywordImage" in tables else {}
    for count, row in enumerate(connection.execute(_PHOTOS)):
        if count >= _MOST_PHOTOS:
            raise CatalogueRefusedError(f"{path} lists more than {_MOST_PHOTOS} photos.")
        if count % 1000 == 0:
            check()
        number, root, folder, name, extension, rating, pick, label = row
        inside = f"{_text(folder)}{_text(name)}" + (f".{_text(extension)}" if extension else "")
        root = _text(root)
        if root and name and len(root) + len(inside) <= _LONGEST_NAME:
            marks = Marks(
                catalogued=True,
                edited=number in developed,
                rating=_whole(rating, _RATINGS),
                flag=_whole(pick, range(-1, 2)) or 0,
                label=_text(label)[:200],
                keywords=keywords.get(number, 0),
            )
            yield CatalogueEntry(root if root.endswith("/") else root + "/", inside, marks)


def _developed(connection: sqlite3.Connection) -> set[Any]:
    columns = {row[1] for row in connection.execute("PRAGMA table_info(Adobe_imageDevelopSettings)")}
    known = [name for name in ("hasDevelopAdjustmentsEx", "hasDevelopAdjustments") if name in columns]
    if not known or "image" not in columns:
        return set()
    where = " OR ".join(f"CAST({name} AS REAL) > 0" for name in known)
    return {row[0] for row in connection.execute(f"SELECT image FROM Adobe_imageDevelopSettings WHERE {where}")}


def _keywords(connection: sqlite3.Connection) -> dict[Any, int]:
    return dict(connection.execute("SELECT image, count(*) FROM AgLibraryKeywordImage GROUP BY image"))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: Any, allowed: range) -> int | None:
    """A number as SQLite may hold it in a column of any type."""
    try:
        number = round(float(value))
    except (TypeError, ValueError, OverflowError):
        return None
    return number if number in allowed else None
