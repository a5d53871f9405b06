"""What Linux and macOS have in common."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

Exclusively = Callable[[bytes, bytes], int]
"""Renames unless the destination exists: 0 or an error number."""


class Posix:
    """See `System`. Each has a call of its own for renaming without ever writing over a file."""

    moves_open_files = True
    kernel_folders = frozenset({"/proc", "/sys", "/dev"})

    def exclusive_rename(self) -> Exclusively | None:
        """The system's own call; None where it has none."""
        raise NotImplementedError

    def rename(self, source: Path, destination: Path) -> None:
        """See System."""
        rename = self.exclusive_rename()
        result = errno.ENOSYS if rename is None else rename(os.fsencode(source), os.fsencode(destination))
        if result == 0:
            return
        if result in (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP):
            _rename_onto_reservation(source, destination)
            return
        raise OSError(result, os.strerror(result), str(source), None, str(destination))

    def sync(self, folder: Path) -> None:
        """See System."""
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _rename_onto_reservation(source: Path, destination: Path) -> None:
    """For file systems without an exclusive rename: create the name first, which is exclusive everywhere."""
    os.close(os.open(destination, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        os.rename(source, destination)
    except OSError:
        with suppress(OSError):
            if os.lstat(destination).st_size == 0:
                os.unlink(destination)
        raise
