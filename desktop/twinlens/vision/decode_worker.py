"""The inside of a worker process: one task at a time, until the pipe closes.

Imported by the pool and run in the worker: only what decoding needs is imported here, and no more than that.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from twinlens.core.photos import ContentKey, FileStamp
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.vision import memory
from twinlens.vision.decoding import DecodedPhoto, DecodeRequest, RenderedPicture, decode_photo, render_rgb
from twinlens.vision.hashing import identify_file

_ORPHAN_GRACE_S = 10.0
_GROWTH_LIMIT = 512 * 2**20
"""A worker that still holds this much more than at its start is replaced by a fresh one."""

RenderRequest = tuple[Path, int | None]
Task = DecodeRequest | Path | RenderRequest
Identified = tuple[Path, FileStamp, ContentKey]
Answer = DecodedPhoto | Identified | RenderedPicture | FileProblem


def path_of(task: Task) -> Path:
    """The file that a task is about."""
    if isinstance(task, DecodeRequest):
        return task.path
    return task if isinstance(task, Path) else task[0]


def work(connection: Connection, memory_limit: int, timeout_s: float) -> None:
    """Answer tasks until the other end is closed. The body of a worker process."""
    memory.cap_this_process(memory_limit)
    at_start = memory.resident_size()
    try:
        connection.send(None)
        while True:
            task = connection.recv()
            _fuse(timeout_s + _ORPHAN_GRACE_S)
            answer = _answer(task)
            _fuse(0)
            tired = _too_large(answer) or memory.resident_size() - at_start > min(_GROWTH_LIMIT, memory_limit // 4)
            connection.send((answer, tired))
            if tired:
                return
    except (EOFError, OSError):
        return


def _answer(task: Task) -> Answer:
    try:
        if isinstance(task, DecodeRequest):
            return decode_photo(task)
        if isinstance(task, Path):
            return identify_file(task)
        return render_rgb(*task)
    except MemoryError:
        return FileProblem(path_of(task), ProblemReason.TOO_LARGE, "needs more memory than one file may take")


def _too_large(answer: Answer) -> bool:
    """After running out of memory once, this process may still hold most of what it may take."""
    return isinstance(answer, FileProblem) and answer.reason is ProblemReason.TOO_LARGE


def _fuse(seconds: float) -> None:
    """End this process even inside a decoder that hangs, should the parent not live to do it."""
    set_timer: Callable[..., Any] | None = getattr(signal, "setitimer", None)
    if set_timer is not None:
        set_timer(signal.ITIMER_REAL, seconds)
