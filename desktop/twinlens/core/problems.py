"""A file's trouble is data: it goes on the list of problem files and never ends a scan."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class ProblemReason(StrEnum):
    """Why a file could not be read. The window owns the words."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    VANISHED = "vanished"
    NOT_A_PICTURE = "not-a-picture"
    UNSUPPORTED = "unsupported"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    TIMED_OUT = "timed-out"
    CRASHED = "crashed-decoder"
    NO_PREVIEW = "no-preview"
    NOT_A_FILE = "not-a-regular-file"
    FOLDER_UNREADABLE = "folder-unreadable"

    @property
    def passing(self) -> bool:
        """Whether the next scan should try again although the file has not changed."""
        return self in (ProblemReason.UNREADABLE, ProblemReason.VANISHED, ProblemReason.FOLDER_UNREADABLE)


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One file that was left out, and why."""

    path: Path
    reason: ProblemReason
    detail: str = ""
