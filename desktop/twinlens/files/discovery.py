"""Finding every picture below some folders, each file once, in an order that never varies."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from twinlens.core.photos import FileIdentity, FileStamp
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.files.names import (
    SNIFFED_BYTES,
    FoundKind,
    is_forbidden_folder,
    is_hidden,
    is_in_forbidden_folder,
    is_system_trash,
    kind_by_name,
    looks_like_a_picture,
    never_a_picture,
)
from twinlens.files.stamps import NotRegularError, identity_from, is_placeholder, opened_regular, stamp_from
from twinlens.files.systems import SYSTEM

__all__ = ["FoundFile", "FoundKind", "discover"]

_WINDOWS_HIDDEN = 0x2
ONLINE_ONLY = "online only: the content is not on this disk"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One regular file that is, or belongs to, a picture. The path has no links in it."""

    path: Path
    stamp: FileStamp
    identity: FileIdentity
    links: int
    """How many names (hard links) the file has; the others are never reported."""
    kind: FoundKind


def discover(
    folders: Sequence[Path], *, exclude: Sequence[Path] = (), check: Callable[[], None] = lambda: None
) -> Iterator[FoundFile | FileProblem]:
    """Walk the folders (or single files) in byte order and yield each picture, RAW and sidecar once.

    The order of `folders` does not matter. Links to folders and files are followed after everything that is
    really there, so that a file is always reported by its real path. Hidden and forbidden folders and everything
    below `exclude` are passed over.
    """
    return _Walk(exclude, check).run(folders)


class _Walk:
    def __init__(self, exclude: Sequence[Path], check: Callable[[], None]) -> None:
        self._exclude = frozenset(Path(os.path.realpath(path)) for path in exclude)
        self._check = check
        self._folders_seen: set[FileIdentity | Path] = set()
        self._files_seen: set[tuple[FileIdentity, FileStamp] | Path] = set()
        self._links: list[Path] = []
        self._links_seen: set[Path] = set()

    def run(self, folders: Sequence[Path]) -> Iterator[FoundFile | FileProblem]:
        for path in _sorted({Path(os.path.realpath(folder)) for folder in folders}):
            yield from self._start(path)
        while self._links:
            links, self._links = _sorted(set(self._links)), []
            for link in links:
                yield from self._follow(link)

    def _start(self, path: Path) -> Iterator[FoundFile | FileProblem]:
        if self._excluded(path):
            return
        if is_in_forbidden_folder(path):
            yield FileProblem(path, ProblemReason.FOLDER_UNREADABLE, "a trash, quarantine or photo library folder")
            return
        try:
            status = os.stat(path)
        except FileNotFoundError:
            yield FileProblem(path, ProblemReason.VANISHED)
        except OSError as error:
            yield FileProblem(path, ProblemReason.FOLDER_UNREADABLE, _why(error))
        else:
            if stat.S_ISDIR(status.st_mode):
                yield from self._folder(path)
            else:
                yield from self._file(path, status, asked_for=True)

    def _follow(self, link: Path) -> Iterator[FoundFile | FileProblem]:
        """A link found on the way, once everything that is really there has been seen."""
        self._check()
        try:
            target = Path(os.path.realpath(link, strict=True))
            status = os.stat(target)
        except (OSError, ValueError) as error:
            if kind_by_name(link.name) in (FoundKind.PICTURE, FoundKind.RAW):
                yield FileProblem(link, ProblemReason.VANISHED, f"broken link: {_why(error)}")
            return
        if self._excluded(target) or is_in_forbidden_folder(target) or _is_kernel_folder(target):
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._folder(target)
        else:
            yield from self._file(target, status)

    def _folder(self, top: Path) -> Iterator[FoundFile | FileProblem]:
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            self._check()
            try:
                if not self._first_visit(folder):
                    continue
                with os.scandir(folder) as scanned:
                    entries = sorted(scanned, key=lambda entry: os.fsencode(entry.name))
            except FileNotFoundError:
                yield FileProblem(folder, ProblemReason.VANISHED)
                continue
            except OSError as error:
                yield FileProblem(folder, ProblemReason.FOLDER_UNREADABLE, _why(error))
                continue
            below: list[Path] = []
            for entry in entries:
                yield from self._entry(entry, below)
            waiting.extend(reversed(below))

    def _entry(self, entry: os.DirEntry[str], below: list[Path]) -> Iterator[FoundFile | FileProblem]:
        self._check()
        path = Path(entry.path)
        if _is_cloud_stub(entry.name):
            yield FileProblem(path, ProblemReason.UNREADABLE, ONLINE_ONLY)
            return
        if is_hidden(entry.name):
            return
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            if kind_by_name(entry.name) not in (None, FoundKind.FILM):
                yield FileProblem(path, ProblemReason.VANISHED)
            return
        except OSError as error:
            yield FileProblem(path, ProblemReason.UNREADABLE, _why(error))
            return
        if stat.S_ISLNK(status.st_mode):
            self._remember_link(path)
        elif stat.S_ISDIR(status.st_mode):
            if not self._passed_over(path, status):
                below.append(path)
        else:
            # Windows leaves inode and link count out of what a folder listing gives.
            yield from self._file(path, status if status.st_ino else _stat_again(path, status))

    def _file(
        self, path: Path, status: os.stat_result, *, asked_for: bool = False
    ) -> Iterator[FoundFile | FileProblem]:
        kind = kind_by_name(path.name)
        if not stat.S_ISREG(status.st_mode):
            if asked_for or kind in (FoundKind.PICTURE, FoundKind.RAW):
                yield FileProblem(path, ProblemReason.NOT_A_FILE)
            return
        if kind is None and (status.st_size == 0 or never_a_picture(path.name)):
            return
        if not self._first_sight(path, status):
            return
        try:
            if is_placeholder(path, status):
                if kind not in (None, FoundKind.FILM):
                    yield FileProblem(path, ProblemReason.UNREADABLE, ONLINE_ONLY)
                return
            kind = kind or _kind_by_content(path)
        except FileNotFoundError:
            return
        except OSError as error:
            yield FileProblem(path, ProblemReason.UNREADABLE, _why(error))
            return
        if kind is not None:
            yield FoundFile(path, stamp_from(status), identity_from(status), status.st_nlink, kind)

    def _first_sight(self, path: Path, status: os.stat_result) -> bool:
        # Some network file systems give out no inodes, or one twice: size and time must agree as well.
        identity = identity_from(status)
        seen: tuple[FileIdentity, FileStamp] | Path = (identity, stamp_from(status)) if identity.inode else path
        if seen in self._files_seen:
            return False
        self._files_seen.add(seen)
        return True

    def _first_visit(self, folder: Path) -> bool:
        status = os.stat(folder)
        if not stat.S_ISDIR(status.st_mode):
            raise NotADirectoryError(f"no longer a folder: {folder}")
        visit: FileIdentity | Path = identity_from(status) if status.st_ino else folder
        if visit in self._folders_seen:
            return False
        self._folders_seen.add(visit)
        return True

    def _passed_over(self, folder: Path, status: os.stat_result) -> bool:
        return (
            is_forbidden_folder(folder.name)
            or is_system_trash(folder)
            or folder in self._exclude
            or _is_kernel_folder(folder)
            or bool(getattr(status, "st_file_attributes", 0) & _WINDOWS_HIDDEN)
        )

    def _excluded(self, path: Path) -> bool:
        return not self._exclude.isdisjoint((path, *path.parents))

    def _remember_link(self, link: Path) -> None:
        if link not in self._links_seen:
            self._links_seen.add(link)
            self._links.append(link)


def _sorted(paths: set[Path]) -> list[Path]:
    return sorted(paths, key=os.fsencode)


def _is_cloud_stub(name: str) -> bool:
    """Apple hides `.IMG_1.jpg.icloud` where the picture would be; others append their name."""
    for ending in (".icloud", ".nextcloud", ".owncloud"):
        if name.endswith(ending):
            return kind_by_name(name.removesuffix(ending)) in (FoundKind.PICTURE, FoundKind.RAW)
    return False


def _is_kernel_folder(path: Path) -> bool:
    return str(path) in SYSTEM.kernel_folders


def _stat_again(path: Path, fallback: os.stat_result) -> os.stat_result:
    try:
        return os.stat(path, follow_symlinks=False)
    except OSError:
        return fallback


def _kind_by_content(path: Path) -> FoundKind | None:
    try:
        with opened_regular(path, follow_links=False) as descriptor:
            head = os.read(descriptor, SNIFFED_BYTES)
    except NotRegularError:
        return None
    return FoundKind.OTHER if looks_like_a_picture(head) else None


def _why(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
