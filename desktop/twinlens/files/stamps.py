"""What a file is at this moment, read without ever waiting for a pipe or a device."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from twinlens.core.photos import FileIdentity, FileStamp
from twinlens.files.systems import SYSTEM

_SPARSE_SUSPECT = 8 * 1024
"""Smaller files can live inside the file system's own records and so own no blocks."""


class NotRegularError(OSError):
    """Not an ordinary file: a folder, pipe, socket, device, or (where links are refused) a link."""


def stamp_from(status: os.stat_result) -> FileStamp:
    """Size and modification time out of a stat result."""
    return FileStamp(status.st_size, status.st_mtime_ns)


def identity_from(status: os.stat_result) -> FileIdentity:
    """Device and inode out of a stat result."""
    return FileIdentity(status.st_dev, status.st_ino)


def stamp_of(path: Path) -> tuple[FileStamp, FileIdentity]:
    """Stamp and identity of the regular file that `path` leads to, links followed; OSError otherwise."""
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularError(f"not a regular file: {path}")
    return stamp_from(status), identity_from(status)


@contextmanager
def opened_regular(path: Path, *, follow_links: bool = True) -> Iterator[int]:
    """A descriptor for reading a regular file. A pipe is refused, never waited for."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    if not follow_links:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    # Opening a device can have effects of its own, so ask before opening as well as after.
    before = os.stat(path) if follow_links else os.lstat(path)
    if not stat.S_ISREG(before.st_mode):
        raise NotRegularError(f"not a regular file: {path}")
    descriptor = os.open(path, flags)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NotRegularError(f"not a regular file: {path}")
        yield descriptor
    finally:
        os.close(descriptor)


def is_placeholder(path: Path, status: os.stat_result) -> bool:
    """Whether the content is not on this disk but at a cloud provider, so that reading would download it."""
    if path.name.endswith((".icloud", ".nextcloud", ".owncloud")):
        return True
    if SYSTEM.tells_online_only:
        return SYSTEM.is_online_only(status)
    return getattr(status, "st_blocks", 1) == 0 and status.st_size > _SPARSE_SUSPECT and _is_all_hole(path)


def _is_all_hole(path: Path) -> bool:
    """Whether the file system says that no byte was ever written; some only fail to count blocks."""
    if not hasattr(os, "SEEK_DATA"):
        return False
    try:
        with opened_regular(path) as descriptor:
            os.lseek(descriptor, 0, os.SEEK_DATA)
    except NotRegularError:
        return False
    except OSError as error:
        return error.errno == _NO_DATA
    return False


_NO_DATA = 6
"""ENXIO, which seeking for data gives when there is none."""
