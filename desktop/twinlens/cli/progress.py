"""Progress on stderr, so that stdout holds the result alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from twinlens.core.job import Job, Progress, Stage

_WORDS = {
    Stage.DISCOVER: "Looking for pictures",
    Stage.IDENTIFY: "Recognising files",
    Stage.EMBED: "Reading pictures",
    Stage.MATCH: "Matching",
    Stage.GROUP: "Grouping",
    Stage.COMPARE: "Comparing",
    Stage.VERIFY: "Checking",
    Stage.MOVE: "Moving",
    Stage.RESTORE: "Restoring",
    Stage.SEARCH: "Searching",
    Stage.MARK: "Marking",
}


@contextmanager
def shown_job() -> Iterator[Job]:
    """A job whose progress is drawn on stderr if that is a terminal, and told in plain lines if not."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Job(_PlainLines(console))
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        yield Job(_Bars(bar))


class _Bars:
    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._tasks: dict[Stage, TaskID] = {}

    def __call__(self, progress: Progress) -> None:
        if progress.stage not in self._tasks:
            self._tasks[progress.stage] = self._bar.add_task(_WORDS[progress.stage], total=None)
        self._bar.update(self._tasks[progress.stage], completed=progress.done, total=progress.total)


class _PlainLines:
    """One line when a stage begins and one when it is complete: a log should not fill with numbers."""

    def __init__(self, console: Console) -> None:
        self._write = console.file.write
        self._stage: Stage | None = None

    def __call__(self, progress: Progress) -> None:
        if progress.stage is not self._stage or progress.done == progress.total:
            self._stage = progress.stage
            of = f" of {progress.total}" if progress.total is not None else ""
            self._write(f"{_WORDS[progress.stage]}: {progress.done}{of}{os.linesep}")
