"""Translating between paths on this machine and places in the library: a volume and a path relative to it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from twinlens.core.photos import FAT_TOLERANCE_NS
from twinlens.files.volumes import Volumes
from twinlens.library.records import VolumeRecord, path_on


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file or folder is, whatever its volume is mounted as today."""

    volume: VolumeRecord
    relpath: bytes


class Places:
    """The volumes mounted now, together with those the library remembers."""

    def __init__(self, volumes: Volumes, known: Iterable[VolumeRecord]) -> None:
        self._volumes = volumes
        self._last_mounts = {record.key: record.mount for record in known}
        self._folders: dict[Path, Place] = {}

    def of(self, path: Path) -> Place:
        """The place of an absolute path, links resolved; nothing need be there."""
        volume, relpath = self._volumes.locate(path)
        return Place(VolumeRecord(volume.key, volume.label, os.fsencode(volume.mount)), relpath)

    def of_file(self, path: Path) -> Place:
        """The place of a file that is no link itself: its folder is looked up once for all the files in it."""
        folder = self._folders.get(path.parent)
        if folder is None:
            folder = self._folders[path.parent] = self.of(path.parent)
        name = os.fsencode(path.name)
        return Place(folder.volume, folder.relpath + b"/" + name if folder.relpath else name)

    def path(self, volume_key: str, relpath: bytes) -> Path:
        """Where a place is now, or where it was when its volume was last seen."""
        volume = self._volumes.by_key(volume_key)
        if volume is not None:
            return path_on(os.fsencode(volume.mount).rstrip(b"/"), relpath)
        return self.last_path(volume_key, relpath)

    def last_path(self, volume_key: str, relpath: bytes) -> Path:
        """Where a place was when its volume was last seen."""
        return path_on(self._last_mounts.get(volume_key, b"").rstrip(b"/"), relpath)

    def online(self, volume_key: str) -> bool:
        """Whether the volume is mounted."""
        return self._volumes.by_key(volume_key) is not None

    def tolerance_ns(self, volume_key: str) -> int:
        """By how much a file's time may differ without the file having changed."""
        volume = self._volumes.by_key(volume_key)
        return volume.tolerance_ns if volume is not None else FAT_TOLERANCE_NS

    @property
    def mounts(self) -> Mapping[str, bytes]:
        """Mount point of each volume that is online, by key."""
        return {key: os.fsencode(mount) for key, mount in self._volumes.online().items()}
