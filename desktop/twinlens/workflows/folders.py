"""The folders of the library: listing, protecting and forgetting them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from twinlens.core.errors import UsageError
from twinlens.core.photos import Shot
from twinlens.library.records import FolderRecord
from twinlens.workflows.groups import load_shots, places_now
from twinlens.workflows.home import Home


@dataclass(frozen=True, slots=True)
class FolderSummary:
    """One scanned or protected folder."""

    path: Path
    volume: str
    protected: bool
    shots: int
    offline: bool
    last_scan: str | None
    scanned: bool


def list_folders(home: Home, shots: Sequence[Shot] | None = None) -> list[FolderSummary]:
    """Every folder that was scanned or is protected, in path order."""
    places = places_now(home)
    shots = load_shots(home, places) if shots is None else shots
    roots = {record.id for record in home.library.folders.roots()}
    records: dict[int, FolderRecord] = {
        record.id: record for record in (*home.library.folders.roots(), *home.library.folders.protected())
    }
    summaries = []
    for record in records.values():
        path = places.path(record.volume.key, record.relpath)
        summaries.append(
            FolderSummary(
                path=path,
                volume=record.volume.label,
                protected=record.protected,
                shots=sum(shot.path == path or path in shot.path.parents for shot in shots),
                offline=not places.online(record.volume.key),
                last_scan=record.last_scan,
                scanned=record.id in roots,
            )
        )
    return sorted(summaries, key=lambda summary: str(summary.path))


def protect(home: Home, folder: Path, *, protected: bool) -> None:
    """Protect a folder and all below it from ever losing a file to a clean-up, or take that back.

    Raises:
        UsageError: there is no such folder.
    """
    if protected and not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.")
    place = places_now(home).of(folder.absolute())
    home.library.folders.save_volume(place.volume)
    change = home.library.folders.protect if protected else home.library.folders.unprotect
    change(place.volume, place.relpath)


def forget(home: Home, folder: Path) -> int:
    """Take a scanned folder out of the library; decisions and history stay. Returns how many files left.

    Raises:
        UsageError: the folder is not in the library.
    """
    places = places_now(home)
    place = places.of(folder.absolute())
    for record in home.library.folders.roots():
        same_place = (record.volume.key, record.relpath) == (place.volume.key, place.relpath)
        if same_place or places.last_path(record.volume.key, record.relpath) == folder.absolute():
            return home.library.folders.forget(record)
    raise UsageError(f"{folder} is not a folder of the library.")
