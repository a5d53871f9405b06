"""Opening the file of a picture: once, without ever hanging on what is no regular file."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from twinlens.core.photos import FileStamp
from twinlens.core.problems import ProblemReason
from twinlens.vision.containers import HEAD_SIZE, Container, container_of, tiff_is_raw


class SourceProblemError(Exception):
    """A file cannot be read as a picture; becomes a FileProblem."""

    def __init__(self, reason: ProblemReason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(slots=True)
class OpenedFile:
    """A regular file, open for reading, or bytes that behave like one."""

    file: BinaryIO
    path: Path | None
    stamp: FileStamp
    container: Container | None

    @property
    def size(self) -> int:
        """Size in bytes."""
        return self.stamp.size

    @property
    def is_raw(self) -> bool:
        """Whether it is camera RAW by content."""
        return self.container is Container.RAW

    def read(self, length: int = -1) -> bytes:
        """Read on; a failing disk is the file's problem."""
        try:
            return self.file.read(length)
        except OSError as error:
            raise SourceProblemError(ProblemReason.UNREADABLE, error.strerror or str(error)) from error

    def read_all(self) -> bytes:
        """Every byte."""
        self.file.seek(0)
        return self.read()

    @property
    def changed(self) -> bool:
        """Whether somebody wrote to the file since it was opened."""
        return self.path is not None and _stamp(os.fstat(self.file.fileno())) != self.stamp

    def confirm_unchanged(self) -> None:
        """Refuse what was read when the file changed meanwhile: half of it may be of the one, half of the other."""
        if self.changed:
            raise SourceProblemError(ProblemReason.UNREADABLE, "changed while being read")


@contextmanager
def open_file(path: Path) -> Iterator[OpenedFile]:
    """Open a file that may hold a picture. Raises SourceProblemError where that is not possible."""
    descriptor = _descriptor(path)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_size == 0:
        os.close(descriptor)
        raise SourceProblemError(ProblemReason.EMPTY if stat.S_ISREG(status.st_mode) else ProblemReason.NOT_A_FILE)
    with open(descriptor, "rb") as file:
        opened = OpenedFile(file, path, _stamp(status), None)
        opened.container = _container(opened)
        yield opened


def open_bytes(data: bytes) -> OpenedFile:
    """Bytes that came from elsewhere: a dropped or pasted picture."""
    if not data:
        raise SourceProblemError(ProblemReason.EMPTY)
    opened = OpenedFile(io.BytesIO(data), None, FileStamp(len(data), 0), None)
    opened.container = _container(opened)
    return opened


def _descriptor(path: Path) -> int:
    # O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    try:
        return os.open(path, flags)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SourceProblemError(ProblemReason.VANISHED) from error
    except OSError as error:
        reason = ProblemReason.NOT_A_FILE if _is_special(path) else ProblemReason.UNREADABLE
        raise SourceProblemError(reason, error.strerror or str(error)) from error
    except ValueError as error:
        raise SourceProblemError(ProblemReason.UNREADABLE, str(error)) from error


def _is_special(path: Path) -> bool:
    """A socket cannot even be opened."""
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False


def _stamp(status: os.stat_result) -> FileStamp:
    return FileStamp(status.st_size, status.st_mtime_ns)


def _container(opened: OpenedFile) -> Container | None:
    head = opened.read(HEAD_SIZE)
    container = container_of(head)
    if container is Container.TIFF and tiff_is_raw(opened.file, head):
        container = Container.RAW
    opened.file.seek(0)
    return container
