"""What trash and quarantine have in common: a place keeps a berth ready for a file before it is moved there."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from twinlens.files.mover import HeldFile, StrandedError, rename_exclusively


class PlaceKind(StrEnum):
    """Where a cleared file is kept."""

    TRASH = "trash"
    QUARANTINE = "quarantine"


class NoPlaceError(OSError):
    """This place cannot take the file; it was not touched."""


@dataclass(frozen=True, slots=True)
class Berth:
    """Where one file will go. `destination` is None if only the system decides, and tells afterwards."""

    destination: Path | None
    receipt: Path | None = None
    """The trash's own note about the file, which goes when the file comes back."""


class KeepingPlace(Protocol):
    """A trash or quarantine that can take files from one volume."""

    kind: PlaceKind

    @property
    def name(self) -> str:
        """What to call it: `trash`, or the quarantine's folder."""
        ...

    def choose(self, source: Path) -> Berth:
        """Say where one file would go, without touching anything.

        Raises:
            NoPlaceError: it cannot be taken.
        """
        ...

    def prepare(self, berth: Berth, source: Path) -> None:
        """Make ready the berth that was chosen.

        Raises:
            NoPlaceError: it cannot be taken.
        """
        ...

    def carry(self, file: HeldFile, berth: Berth) -> Berth:
        """Move the file there; the berth that is returned has a destination.

        OSError leaves it where it was; StrandedError does not.
        """
        ...

    def release(self, berth: Berth, source: Path) -> None:
        """Take back what `prepare` did, for a file that was not moved or has come back."""
        ...


@dataclass(slots=True)
class BerthMove:
    """A held file and the berth it goes to; a `mover.Move`."""

    source: HeldFile
    place: KeepingPlace
    berth: Berth

    def carry(self) -> Path:
        """Move it into the berth."""
        self.berth = self.place.carry(self.source, self.berth)
        if self.berth.destination is None:
            raise NoPlaceError("moved without a receipt")
        return self.berth.destination


def carry_by_rename(file: HeldFile, berth: Berth) -> Berth:
    """The usual way where the destination is known."""
    if berth.destination is None:
        raise NoPlaceError("no destination")
    rename_exclusively(file.path, berth.destination)
    return berth


def carry_back(source: Path, berth: Berth) -> None:
    """Undo `carry_by_rename`; StrandedError if that is not possible."""
    if berth.destination is not None:
        try:
            rename_exclusively(berth.destination, source)
        except OSError as error:
            raise StrandedError([(source, berth.destination)]) from error


def require_own_folder(folder: Path, device: int) -> None:
    """Refuse a folder that is a link, or on another device.

    Raises:
        NoPlaceError: it is not to be trusted with files.
    """
    try:
        status = os.lstat(folder)
    except OSError as error:
        raise NoPlaceError(f"cannot be used: {folder}") from error
    if not stat.S_ISDIR(status.st_mode) or status.st_dev != device:
        raise NoPlaceError(f"not a folder of this volume: {folder}")


def deepest_existing(path: Path) -> Path:
    """The path itself or the nearest folder above it that exists."""
    return next(folder for folder in (path, *path.parents) if os.path.lexists(folder) or folder == folder.parent)
