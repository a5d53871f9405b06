"""Volumes: a file is known by the volume it lives on and its path there, so that a drive may come back elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from twinlens.files.mounts import Volume, mounted_volumes

__all__ = ["Volume", "Volumes", "drive_of"]


class Volumes:
    """What is mounted at one moment. Links are resolved before a path is looked up."""

    def __init__(self, volumes: Iterable[Volume]) -> None:
        # A later mount on the same point hides the earlier one. Where the root is not listed (a plain chroot), what
        # lies on no listed volume is on the root all the same: it is there, so it must not count as offline.
        root = _unlisted(Path(os.path.abspath(os.sep)))
        self._by_mount = {volume.mount: volume for volume in (root, *volumes)}
        self._by_key: dict[str, Volume] = {}
        for volume in self._by_mount.values():
            self._by_key.setdefault(volume.key, volume)

    @classmethod
    def current(cls) -> Volumes:
        """What is mounted now."""
        return cls(mounted_volumes())

    def __iter__(self) -> Iterator[Volume]:
        return iter(self._by_mount.values())

    def of(self, path: Path) -> Volume:
        """The volume a path lies on, whether or not something is there."""
        return self.locate(path)[0]

    def locate(self, path: Path) -> tuple[Volume, bytes]:
        """The volume a path lies on, and its place there."""
        resolved = Path(os.path.realpath(path))
        for candidate in (resolved, *resolved.parents):
            volume = self._by_mount.get(candidate)
            if volume is not None:
                return volume, volume.relpath_of(resolved)
        unlisted = _unlisted(Path(resolved.anchor))
        return unlisted, unlisted.relpath_of(resolved)

    def by_key(self, key: str) -> Volume | None:
        """The volume with this key, or None while it is offline."""
        return self._by_key.get(key)

    def online(self) -> dict[str, Path]:
        """Mount points of everything mounted, by key."""
        return {key: volume.mount for key, volume in self._by_key.items()}


def drive_of(key: str) -> str:
    """What the volumes of one device have in common: a bind mount or subvolume is no second drive."""
    if key.startswith(("uuid-", "serial-")):
        return key.partition(":")[0]
    source, _at, _mount = key.rpartition("@")
    return source.partition(":/")[0] if "-/" in source else key


def _unlisted(anchor: Path) -> Volume:
    """The root of a file system of which the system says nothing."""
    return Volume(key=f"path-{anchor}", label=str(anchor), mount=anchor)
