"""Reading a few pieces of a file, wherever they are, and never more than a set number of bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from twinlens.files.stamps import opened_regular

BYTES_BUDGET = 192 * 1024
READS_BUDGET = 400
_FURTHEST = 2**62


class Source(Protocol):
    """Something that can be read in pieces."""

    size: int

    def read_at(self, offset: int, length: int) -> bytes:
        """The bytes there, fewer at the end; none once too much was read."""
        ...


class BoundedFile:
    """An open file. What is read beyond the budget is empty, so that no file's structure can make a reader run on."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.size = os.fstat(descriptor).st_size
        self.bytes_left = BYTES_BUDGET
        self.reads_left = READS_BUDGET

    def read_at(self, offset: int, length: int) -> bytes:
        """See Source. OSError where the disk fails."""
        if not 0 <= offset < min(self.size, _FURTHEST) or not 0 < length <= self.bytes_left or self.reads_left <= 0:
            return b""
        os.lseek(self._descriptor, offset, os.SEEK_SET)
        data = os.read(self._descriptor, length)
        self.bytes_left -= len(data)
        self.reads_left -= 1
        return data


@contextmanager
def bounded(path: Path) -> Iterator[BoundedFile]:
    """Open a regular file for a few reads."""
    with opened_regular(path, follow_links=False) as descriptor:
        yield BoundedFile(descriptor)
