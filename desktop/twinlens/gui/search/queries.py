"""What is searched for: one picture or several, asked one after the other, each first by vectors and then by looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from twinlens.core.errors import TwinlensError
from twinlens.core.evidence import Region
from twinlens.core.job import Job
from twinlens.gui import wording
from twinlens.gui.backend import Backend, SearchAnswer, SearchHit
from twinlens.gui.job_runner import JobKind, JobRunner
from twinlens.gui.search import search_wording
from twinlens.workflows.search import Query

RESULTS = 60
MOST_QUERIES = 24
"""Searched for at once; more are rather scanned."""
_pasted = count()


@dataclass(slots=True)
class Asked:
    """One picture that is searched for."""

    query: Query
    path: Path
    """By which panes know its picture; no real path for what was pasted."""
    name: str
    answer: SearchAnswer | None = None
    looked: bool = False
    """Whether the answer is the last word."""
    trouble: str = ""
    """Why there is none."""

    @property
    def is_pasted(self) -> bool:
        """Whether its picture is no file."""
        return isinstance(self.query.source, bytes)

    @property
    def is_done(self) -> bool:
        """Whether nothing more is to come."""
        return self.looked or bool(self.trouble)


@dataclass(frozen=True, slots=True)
class Found:
    """A result, and by which query."""

    hit: SearchHit
    place: int


class Queries(QObject):
    """Asks the backend on the worker for searches; a newer question makes older ones give way."""

    changed = Signal(int)
    """The place of the query of which there is more to tell."""
    _early = Signal(int, int, object)

    def __init__(self, backend: Backend, searches: JobRunner, parent: QObject | None = None) -> None:
        """Nothing is asked yet."""
        super().__init__(parent)
        self._backend = backend
        self._searches = searches
        self._turn = 0
        self._asking: tuple[int, int] | None = None
        self.asked: list[Asked] = []
        self._early.connect(self._take_early)
        searches.succeeded.connect(lambda _kind, answer: self._end(answer=answer))
        searches.failed.connect(lambda _kind, error: self._end(error=error))
        searches.cancelled.connect(lambda _kind: self._end())

    def ask(self, sources: Sequence[Path | bytes]) -> None:
        """Search for these, and for nothing else any more."""
        self.asked = [_asked(source) for source in sources]
        self._restart()

    def restrict(self, place: int, region: Region | None) -> None:
        """Search for a part of one picture, or with None for all of it again."""
        before = self.asked[place]
        self.asked[place] = Asked(Query(before.query.source, region), before.path, before.name)
        self._restart()

    def stop(self) -> None:
        """Forget all."""
        self.asked = []
        self._turn += 1
        self._searches.cancel()

    @property
    def running(self) -> bool:
        """Whether more is to come."""
        return any(not each.is_done for each in self.asked)

    def found(self, place: int | None = None) -> list[Found]:
        """Results of one query, or of all: each photo once, where it is best."""
        if place is not None or len(self.asked) == 1:
            place = place or 0
            return [Found(hit, place) for hit in _hits(self.asked[place])]
        everything = [Found(hit, place) for place, each in enumerate(self.asked) for hit in _hits(each)]
        everything.sort(key=lambda found: (not found.hit.verified, -found.hit.score))
        best: dict[int, Found] = {}
        for found in everything:
            best.setdefault(found.hit.shot.id, found)
        return list(best.values())

    def _restart(self) -> None:
        self._turn += 1
        if self._asking is None:
            self._advance()
        else:
            self._searches.cancel()

    def _advance(self) -> None:
        place = next((place for place, each in enumerate(self.asked) if not each.is_done), None)
        if place is None:
            return
        early = partial(self._early.emit, self._turn, place)
        query = self.asked[place].query

        def search(job: Job) -> SearchAnswer:
            return self._backend.search(query, RESULTS, job, early)

        self._asking = (self._turn, place)
        if not self._searches.start(JobKind.SEARCH, search):
            self._asking = None

    def _take_early(self, turn: int, place: int, answer: SearchAnswer) -> None:
        if (turn, place) == self._asking and turn == self._turn:
            self.asked[place].answer = answer
            self.changed.emit(place)

    def _end(self, answer: SearchAnswer | None = None, error: BaseException | None = None) -> None:
        turn, place = self._asking or (-1, -1)
        self._asking = None
        if turn == self._turn:
            asked = self.asked[place]
            if answer is not None:
                asked.answer, asked.looked = answer, True
            else:
                known = isinstance(error, TwinlensError)
                asked.trouble = wording.failure(error) if known else search_wording.FAILED  # type: ignore[arg-type]
            self.changed.emit(place)
        self._advance()


def _asked(source: Path | bytes) -> Asked:
    if isinstance(source, Path):
        return Asked(Query(source), source, wording.shown_name(source))
    return Asked(Query(source), Path(f"pasted-{next(_pasted)}"), search_wording.PASTED)


def _hits(asked: Asked) -> tuple[SearchHit, ...]:
    return asked.answer.hits if asked.answer else ()
