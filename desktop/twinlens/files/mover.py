"""Moving files whole or not at all: by renaming only, never over another file, never from disk to disk."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from twinlens.core.clearing import LeftAlone
from twinlens.core.photos import FileIdentity, FileStamp
from twinlens.files.hashing import hash_of_descriptor
from twinlens.files.stamps import NotRegularError, identity_from, is_placeholder, opened_regular, stamp_from
from twinlens.files.systems import SYSTEM


class RefusedError(Exception):
    """The file was left, or put back, where it was."""

    def __init__(self, reason: LeftAlone, path: Path) -> None:
        super().__init__(f"{reason}: {path}")
        self.reason = reason
        self.path = path


class StrandedError(Exception):
    """A move failed half-way and these could not be put back: they are safe where they went.

    `stranded` pairs where a file was with where it is; None if only the system's trash knows.
    """

    def __init__(self, stranded: Sequence[tuple[Path, Path | None]]) -> None:
        super().__init__(f"could not be put back: {stranded}")
        self.stranded = tuple(stranded)


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that was read whole, and stays open so that its inode cannot be given to another."""

    path: Path
    stamp: FileStamp
    identity: FileIdentity
    full_hash: str

    def is_at(self, path: Path) -> bool:
        """Whether this very file, unchanged since it was read, has this name now."""
        try:
            status = os.lstat(path)
        except OSError:
            return False
        return (
            stat.S_ISREG(status.st_mode) and identity_from(status) == self.identity and stamp_from(status) == self.stamp
        )


@contextmanager
def held(path: Path, check: Callable[[], None] | None = None) -> Iterator[HeldFile]:
    """Open and read a file whole, refusing links, pipes, and what changes while it is read.

    Raises:
        RefusedError: with the reason.
    """
    with ExitStack() as stack:
        try:
            if is_placeholder(path, os.lstat(path)):
                raise RefusedError(LeftAlone.OFFLINE, path)
            descriptor = stack.enter_context(opened_regular(path, follow_links=False))
        except OSError as error:
            raise _refusal(error, path) from error
        seen = _read(descriptor, path, check)
        if not SYSTEM.moves_open_files:
            stack.close()
        yield seen


def _read(descriptor: int, path: Path, check: Callable[[], None] | None) -> HeldFile:
    try:
        before = os.fstat(descriptor)
        full_hash = hash_of_descriptor(descriptor, check)
        after = os.fstat(descriptor)
    except OSError as error:
        raise RefusedError(LeftAlone.UNREADABLE, path) from error
    seen = HeldFile(path, stamp_from(after), identity_from(after), full_hash)
    if stamp_from(before) != seen.stamp or not seen.is_at(path):
        raise RefusedError(LeftAlone.CHANGED, path)
    return seen


def _refusal(error: OSError, path: Path) -> RefusedError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return RefusedError(LeftAlone.VANISHED, path)
    # A link or pipe in place of the file is not the file that was judged.
    if isinstance(error, NotRegularError) or error.errno == errno.ELOOP:
        return RefusedError(LeftAlone.CHANGED, path)
    return RefusedError(LeftAlone.UNREADABLE, path)


class Move(Protocol):
    """One file's way to where it is kept."""

    @property
    def source(self) -> HeldFile:
        """The file."""
        ...

    def carry(self) -> Path:
        """Move it and say where it is now. OSError leaves it where it was; StrandedError does not."""
        ...


def move_together(moves: Sequence[Move], still_safe: Callable[[], bool] = lambda: True) -> list[Path]:
    """Move all or none; returns where each is now, in order.

    `still_safe` is asked when all are moved: if it says no, they come back. It catches what no check beforehand can,
    such as a survivor that was this very file by a path nobody knew to be the same.

    Raises:
        RefusedError: all are where they were.
        OSError: likewise.
        StrandedError: some could not be put back.
    """
    done: list[tuple[Path, Path]] = []
    try:
        for move in moves:
            if not move.source.is_at(move.source.path):
                raise RefusedError(LeftAlone.CHANGED, move.source.path)
            now_at = move.carry()
            done.append((move.source.path, now_at))
            if not (move.source.is_at(now_at) or _holds_the_same(now_at, move.source)):
                raise RefusedError(LeftAlone.CHANGED, move.source.path)
        if not still_safe():
            raise RefusedError(LeftAlone.SAME_FILE, moves[0].source.path)
    except (OSError, RefusedError, StrandedError) as error:
        stranded = _put_back(done)
        if isinstance(error, StrandedError):
            stranded += error.stranded
        if stranded:
            raise StrandedError(stranded) from error
        raise
    sync_folders([path for pair in done for path in pair])
    return [now_at for _, now_at in done]


def _holds_the_same(path: Path, file: HeldFile) -> bool:
    """Whether the bytes are the same under another inode: some file systems number files by their names."""
    try:
        with held(path) as moved:
            return (moved.stamp.size, moved.full_hash) == (file.stamp.size, file.full_hash)
    except RefusedError:
        return False


def _put_back(done: Sequence[tuple[Path, Path]]) -> list[tuple[Path, Path | None]]:
    stranded: list[tuple[Path, Path | None]] = []
    for source, now_at in reversed(done):
        try:
            rename_exclusively(now_at, source)
        except OSError:
            stranded.append((source, now_at))
    sync_folders([path for pair in done for path in pair])
    return stranded


def rename_exclusively(source: Path, destination: Path) -> None:
    """Rename a file unless the destination exists. Never copies; OSError (EEXIST, EXDEV, …) leaves all as it was."""
    SYSTEM.rename(source, destination)


def sync_folders(paths: Sequence[Path]) -> None:
    """Have the system write down the names in the folders of these paths, so that they outlive a power cut."""
    for folder in sorted({path.parent for path in paths}):
        SYSTEM.sync(folder)
