"""What the library hands out and takes in: plain values, never rows of the database.

Paths within a volume are bytes, with `/` between the parts and none at the ends; the volume itself is `b""`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath

from twinlens.core.photos import Apart, CompanionKind, ContentKey, FileIdentity, FileStamp, PictureFacts
from twinlens.core.problems import ProblemReason


def path_bytes(path: PurePath) -> bytes:
    """A path as the databases hold it: names need not be valid text."""
    return b"" if path == PurePath() else os.fsencode(path.as_posix())


def path_on(mount: bytes, relpath: bytes) -> Path:
    """Where a file of a volume is while the volume is mounted there."""
    return Path(os.fsdecode(mount.rstrip(b"/") + b"/" + relpath if relpath else mount or b"/"))


class FileState(StrEnum):
    """What the last look at a file's place found. Offline is no state: it is whether the volume is there now."""

    PRESENT = "present"
    MISSING = "missing"
    """Gone from a volume that is there."""
    REMOVED = "removed"
    """Cleared away by a clean-up."""
    FORGOTTEN = "forgotten"
    """Its folder left the library; kept so that decisions return with the folder."""


class RemovalKind(StrEnum):
    """Where a clean-up put a file."""

    TRASH = "trash"
    QUARANTINE = "quarantine"


class ItemState(StrEnum):
    """What became of a file that was cleared away."""

    MOVED = "moved"
    RESTORED = "restored"
    GONE = "gone"


class ChangeOrigin(StrEnum):
    """Who changed a decision."""

    PERSON = "person"
    MOVED = "moved"
    """Several files of this content moved at once, and which is which cannot be told."""
    CLEANUP = "clean-up"
    """The rejection was carried out."""
    RETURNED = "returned"
    """The rejected file was gone and is back: it is not rejected by itself."""
    GROWN = "grown"
    """A file joined the shot that was not part of it when it was judged, or that was judged by itself."""


@dataclass(frozen=True, slots=True)
class VolumeRecord:
    """Where files live; `mount` is where it was seen last."""

    key: str
    label: str
    mount: bytes


@dataclass(frozen=True, slots=True)
class FolderRecord:
    """A folder that is scanned, or protected, or both."""

    id: int
    volume: VolumeRecord
    relpath: bytes
    protected: bool
    last_scan: str | None


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file as it was last seen."""

    id: int
    volume_key: str
    relpath: bytes
    stamp: FileStamp
    identity: FileIdentity
    content_key: ContentKey | None
    full_hash: str | None
    state: FileState
    problem: ProblemReason | None
    problem_detail: str
    companion_of: int | None
    companion_kind: CompanionKind | None
    by_name: bool = False
    apart: Apart | None = None


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a scan found out about one file, new or known. Facts are kept by content key."""

    volume_key: str
    relpath: bytes
    stamp: FileStamp
    identity: FileIdentity
    content_key: ContentKey | None = None
    full_hash: str | None = None
    facts: PictureFacts | None = None
    problem: ProblemReason | None = None
    problem_detail: str = ""


@dataclass(frozen=True, slots=True)
class CompanionLink:
    """`companion_id` belongs to the shot of `picture_id`; without one it stands alone."""

    companion_id: int
    picture_id: int | None
    kind: CompanionKind | None
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class FileCounts:
    """How many files are in which state; `problems` and `shots` are among those present."""

    present: int
    missing: int
    removed: int
    problems: int
    shots: int


NOT_DUPLICATE = "not-duplicate"
"""What a history entry about a pair of contents calls the decision."""


@dataclass(frozen=True, slots=True)
class DecisionChange:
    """One entry in the history of decisions: about a file, or about a pair of contents.

    Entries with the same `batch` were one action.
    """

    id: int
    batch: int
    when: str
    origin: ChangeOrigin
    file_id: int | None
    pair: tuple[ContentKey, ContentKey] | None
    old: str | None
    """`keep`, `reject`, NOT_DUPLICATE, or None for no decision."""
    new: str | None


@dataclass(frozen=True, slots=True)
class CleanupItem:
    """One file that a clean-up moved, with the companions that moved along (they have none of their own)."""

    source: Path
    destination: Path
    kind: RemovalKind
    bytes: int
    content_key: ContentKey | None = None
    file_id: int | None = None
    companions: tuple[CleanupItem, ...] = ()
    state: ItemState = ItemState.MOVED
    restored_to: Path | None = None
    id: int = 0
    """The library's number for it, once recorded."""


@dataclass(frozen=True, slots=True)
class CleanupSession:
    """One clean-up; `files` and `bytes` count companions too."""

    id: str
    when: str
    home: Path
    finished: str | None
    files: int
    bytes: int
    moved: int
    """Files that have neither been restored nor are known to be gone."""


@dataclass(frozen=True, slots=True)
class ScanRecord:
    """One run of a scan; `finished` is None if it was cut short."""

    id: int
    started: str
    finished: str | None
    counts: Mapping[str, float]
