"""What a home directory holds, opened: the stores every workflow is handed, and the lock that guards them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from twinlens.core.errors import HomeLockedError, StorageError
from twinlens.core.home_paths import HomePaths
from twinlens.library.database import open_cache, open_library
from twinlens.library.previews import DEFAULT_PREVIEW_BYTES
from twinlens.library.stores import CacheStore, LibraryStore


@dataclass(frozen=True, slots=True)
class Home:
    """The opened stores of one home."""

    library: LibraryStore
    cache: CacheStore
    paths: HomePaths

    @property
    def journal_dir(self) -> Path:
        """One journal per clean-up lies here."""
        return self.paths.journals

    @property
    def quarantine_dir(self) -> Path | None:
        """Quarantine of a home given with `--home`."""
        return self.paths.quarantine

    @property
    def index_dir(self) -> Path:
        """Where the neighbour index is kept between runs."""
        return self.paths.index

    def close(self) -> None:
        """Let go of both databases."""
        self.library.close()
        self.cache.close()


def open_home(paths: HomePaths, preview_bytes: int = DEFAULT_PREVIEW_BYTES) -> Home:
    """Open both databases, migrating them where needed; previews beyond so many bytes give way to newer ones.

    Raises:
        NewerLibraryError: the library is from a newer Twinlens; it is left untouched.
        StorageError: a folder or database cannot be read or written.
    """
    try:
        for folder in (paths.library.parent, paths.cache.parent, paths.backups, paths.index, paths.journals):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"Cannot create {error.filename}: {error.strerror}.") from error
    cache = open_cache(paths.cache, preview_bytes=preview_bytes)
    return Home(open_library(paths.library, backup_dir=paths.backups), cache, paths)


@contextmanager
def locked(paths: HomePaths) -> Iterator[None]:
    """Hold the home for writing; the system lets go of the lock when the process ends, however it ends.

    Raises:
        HomeLockedError: another Twinlens holds it.
    """
    try:
        paths.lock.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(paths.lock, blocking=False)
        with lock:
            yield
    except Timeout as error:
        raise HomeLockedError("Another Twinlens is working on this library; close it and try again.") from error
