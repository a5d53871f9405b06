"""Quarantine: a folder on the same volume, which keeps rejected files under the paths they had."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from twinlens.files.berths import Berth, NoPlaceError, PlaceKind, carry_by_rename, deepest_existing, require_own_folder
from twinlens.files.mover import HeldFile, sync_folders
from twinlens.files.names import QUARANTINE_NAME
from twinlens.files.volumes import Volume

__all__ = ["QUARANTINE_NAME", "Quarantine"]

_LONGEST_PATH = 3500
"""Systems refuse paths of 4096 bytes; deeper files go to a numbered folder instead."""


class Quarantine:
    """The quarantine of one session on one volume: `root/SESSION/` and then the path on the volume."""

    kind = PlaceKind.QUARANTINE

    def __init__(self, root: Path, session: str, volume: Volume) -> None:
        self._root = root
        self._session = root / session
        self._volume = volume

    @property
    def name(self) -> str:
        """See KeepingPlace."""
        return str(self._root)

    def choose(self, source: Path) -> Berth:
        """See KeepingPlace."""
        above = deepest_existing(self._session)
        require_own_folder(above, _device_of(source))
        if not os.access(above, os.W_OK | os.X_OK):
            raise NoPlaceError(f"cannot be written: {above}")
        return Berth(self._destination(source))

    def prepare(self, berth: Berth, source: Path) -> None:
        """See KeepingPlace."""
        if berth.destination is None:
            raise NoPlaceError("no destination")
        folder, device = berth.destination.parent, _device_of(source)
        try:
            self._make(folder, device)
        except OSError as error:
            raise NoPlaceError(f"cannot make {folder}: {error}") from error

    def carry(self, file: HeldFile, berth: Berth) -> Berth:
        """See KeepingPlace."""
        return carry_by_rename(file, berth)

    def release(self, berth: Berth, source: Path) -> None:
        """Remove the folders that nothing lies in any more."""
        if berth.destination is not None:
            remove_empty_folders(berth.destination, self._session.name)

    def _destination(self, source: Path) -> Path:
        try:
            mirrored = self._session / source.relative_to(self._volume.mount)
        except ValueError as error:
            raise NoPlaceError(f"{source} is not on {self._volume.mount}") from error
        if len(os.fsencode(mirrored)) <= _LONGEST_PATH and not os.path.lexists(mirrored):
            return mirrored
        for number in range(1, 1_000_000):
            numbered = self._session / f"+{number}" / source.name
            if not os.path.lexists(numbered):
                return numbered
        raise NoPlaceError("the quarantine is full")

    def _make(self, folder: Path, device: int) -> None:
        missing = []
        for above in (folder, *folder.parents):
            if os.path.lexists(above):
                require_own_folder(above, device)
                break
            missing.append(above)
        for each in reversed(missing):
            with suppress(FileExistsError):
                os.mkdir(each, 0o700)
            require_own_folder(each, device)
        if missing:
            sync_folders(missing)


def remove_empty_folders(destination: Path, session: str) -> None:
    """Remove the folders of a session's quarantine in which nothing lies any more, from `destination` upwards."""
    if session not in destination.parent.parts:
        return
    with suppress(OSError):
        for folder in destination.parents:
            os.rmdir(folder)
            if folder.name == session:
                if folder.parent.name == QUARANTINE_NAME:
                    os.rmdir(folder.parent)
                return


def _device_of(source: Path) -> int:
    try:
        return os.lstat(source).st_dev
    except OSError as error:
        raise NoPlaceError(str(error)) from error
