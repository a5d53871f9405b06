"""Opening the two databases: the precious one carefully, the disposable one at any price."""

from __future__ import annotations

from pathlib import Path

from twinlens.core.errors import NewerLibraryError, StorageError
from twinlens.library import cache_schema, schema
from twinlens.library.cleanups import CleanupTable
from twinlens.library.clues import ClueTable
from twinlens.library.connection import DamagedError, Database, make_engine
from twinlens.library.decisions import DecisionTable
from twinlens.library.embeddings import EmbeddingTable
from twinlens.library.evidence import EvidenceTable
from twinlens.library.files import FileTable
from twinlens.library.folders import FolderTable
from twinlens.library.marks import MarkTable
from twinlens.library.matches import MatchTable
from twinlens.library.migrate import History, Revision, back_up, is_known, migrate, read_revision
from twinlens.library.models import ModelTable
from twinlens.library.parts import PartTable
from twinlens.library.preferences import PreferenceTable
from twinlens.library.previews import DEFAULT_PREVIEW_BYTES, PreviewTable
from twinlens.library.scans import ScanTable
from twinlens.library.stores import CacheStore, LibraryStore

LIBRARY = History("library", schema.HEAD_REVISION)
CACHE = History("cache", cache_schema.HEAD_REVISION)


def open_library(path: Path, *, backup_dir: Path) -> LibraryStore:
    """Open library.db, making or migrating it first; an older one is backed up before.

    Raises:
        NewerLibraryError: written by a newer Twinlens; not a byte of it is touched.
        StorageError: it cannot be read or written, is damaged, or is no library; it is left as it is.
    """
    try:
        revision = read_revision(path)
    except DamagedError as error:
        raise DamagedError(f"{error} Copies from before each update are in {backup_dir}.") from error
    if revision.id is None and revision.tables:
        raise StorageError(f"{path} is not a Twinlens library; it is left as it is.")
    if revision.id is not None and revision.id != LIBRARY.head:
        if not is_known(LIBRARY, revision.id):
            raise NewerLibraryError(f"{path} is from a newer Twinlens and is left as it is; please update Twinlens.")
        back_up(path, backup_dir, revision.id)
    if revision.id != LIBRARY.head:
        migrate(path, LIBRARY)
    database = Database(path, make_engine(path))
    return LibraryStore(
        files=FileTable(database),
        folders=FolderTable(database),
        decisions=DecisionTable(database),
        cleanups=CleanupTable(database),
        scans=ScanTable(database),
        marks=MarkTable(database),
        clues=ClueTable(database),
        preferences=PreferenceTable(database),
        database=database,
    )


def open_cache(path: Path, *, preview_bytes: int = DEFAULT_PREVIEW_BYTES) -> CacheStore:
    """Open cache.db; one that is damaged or of another schema is dropped and made anew.

    Args:
        path: The file.
        preview_bytes: Beyond this, the previews that were not used for longest are dropped.

    Raises:
        StorageError: it cannot be written at all.
    """
    marker = _damage_marker(path)
    revision = _cache_revision(path)
    if marker.exists() or revision is None or not _is_ours(revision):
        _drop(path)
        migrate(path, CACHE)
    elif revision.id != CACHE.head:
        migrate(path, CACHE)
    database = Database(path, make_engine(path, durable=False), on_damage=marker.touch)
    return CacheStore(
        embeddings=EmbeddingTable(database),
        parts=PartTable(database),
        previews=PreviewTable(database, limit=preview_bytes),
        matches=MatchTable(database),
        evidence=EvidenceTable(database),
        models=ModelTable(database),
        database=database,
    )


def _cache_revision(path: Path) -> Revision | None:
    try:
        return read_revision(path)
    except DamagedError:
        return None


def _is_ours(revision: Revision) -> bool:
    if revision.id is None:
        return revision.tables == 0
    return revision.id == CACHE.head or is_known(CACHE, revision.id)


def _damage_marker(path: Path) -> Path:
    """Damage found while at work is remembered here, since an open file cannot be replaced under its users."""
    return path.with_name(path.name + ".damaged")


def _drop(path: Path) -> None:
    try:
        for name in (path.name, path.name + "-wal", path.name + "-shm", _damage_marker(path).name):
            path.with_name(name).unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"{error.filename} is damaged and cannot be replaced: {error.strerror}.") from error
