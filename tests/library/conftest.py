"""An empty library and an empty cache, each in its own folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from twinlens.core.photos import ContentKey, FileIdentity, FileStamp, PictureFacts
from twinlens.library.database import open_cache, open_library
from twinlens.library.records import FileChange, VolumeRecord
from twinlens.library.stores import CacheStore, LibraryStore

DISK = VolumeRecord("uuid-disk", "Disk", b"/media/disk")
CARD = VolumeRecord("uuid-card", "Card", b"/media/card")


class Shelf:
    """A library with two volumes, and a short way to put files on them."""

    def __init__(self, store: LibraryStore) -> None:
        self.store = store
        for volume in (DISK, CARD):
            store.folders.save_volume(volume)

    def put(self, relpath: bytes, key: str | None = "k", *, volume: VolumeRecord = DISK, size: int = 10, **more) -> int:
        """Save one file as a scan would; its number."""
        facts = PictureFacts("jpeg", 60, 40) if key else None
        values = {"facts": facts, **more}
        stamp = FileStamp(size, 1_700_000_000_000_000_000)
        content = ContentKey(key) if key else None
        change = FileChange(volume.key, relpath, stamp, FileIdentity(1, 2), content, **values)
        return self.store.files.save_batch([change])[0]

    def shots(self, **more):
        """All shots by their number, with both volumes online."""
        mounts = {volume.key: volume.mount for volume in (DISK, CARD)}
        return {shot.id: shot for shot in self.store.files.shots(mounts, **more)}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[LibraryStore]:
    store = open_library(tmp_path / "library.db", backup_dir=tmp_path / "backups")
    yield store
    store.close()


@pytest.fixture
def shelf(library: LibraryStore) -> Shelf:
    return Shelf(library)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[CacheStore]:
    store = open_cache(tmp_path / "cache.db")
    yield store
    store.close()
