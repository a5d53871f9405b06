"""Query by example: which shots of the library look like this picture, and which show the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from twinlens.core.evidence import Evidence, Region
from twinlens.core.explaining import Outline
from twinlens.core.job import Job, Stage
from twinlens.core.photos import ContentKey, Shot
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.core.relations import Level, Relation
from twinlens.vision.decode_pool import DecodePool
from twinlens.vision.decoding import DecodedPhoto
from twinlens.workflows.groups import places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.nearest import Nearest
from twinlens.workflows.pictures import decode_data, decode_files, part_vectors_of, vectors_of
from twinlens.workflows.remembered import remembered_photo
from twinlens.workflows.search_looks import Asked, Likeness, Looks, seen, unseen

_SPARE = 20
"""Asked for beyond what is wanted: some contents have no file any more."""
_FIRST_LOOKED_AT = 24
_MOST_ALIKE = 48
_MOST_LOOKED_AT = 80
_MOST_ASKED = 12
"""Pictures that show the same as the query whose versions are looked for."""
_BELOW_FLOOR = 8
"""How many of those below the floor are looked at, however unlike: a person asks about this one picture, and a small
crop's nearest are its photograph and some strangers."""
_BY_PARTS = 12
"""The same by their parts, and by the query's."""
_STEPS = 3


@dataclass(frozen=True, slots=True)
class Query:
    """A picture file, or a picture's bytes; all of it, or a part."""

    source: Path | bytes
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One shot that looks like the query."""

    shot: Shot
    likeness: Likeness

    @property
    def score(self) -> float:
        """How sure it is that the two show the same, 0 to 1."""
        return self.likeness.score

    @property
    def relation(self) -> Relation:
        """How the two are related."""
        return self.likeness.relation

    @property
    def verified(self) -> bool:
        """Whether both were found to show the same; the others only look alike."""
        return self.likeness.verified

    @property
    def evidence(self) -> Evidence | None:
        """How the query, its first, lies over the shot; None where it was not seen, or does not."""
        return self.likeness.evidence

    @property
    def in_query(self) -> Outline | None:
        """What of the query's picture the shot shows, where that is not all of it."""
        return self.likeness.in_query

    @property
    def in_result(self) -> Outline | None:
        """What of the shot the query shows, where that is not all of it."""
        return self.likeness.in_result


@dataclass(frozen=True, slots=True)
class SearchReport:
    """Results, best first; a query that cannot be read has a problem and none."""

    results: tuple[SearchResult, ...]
    problem: FileProblem | None = None
    own: ContentKey | None = None
    """The query's content, where the library has it."""


class Searcher:
    """Answers queries one after the other; what it keeps in memory it keeps from one to the next."""

    def __init__(self, home: Home, encoder: LazyEncoder, pool: DecodePool | None = None) -> None:
        """`pool`: workers that are running already, for a caller that searches often."""
        self._home = home
        self._encoder = encoder
        self._pool = pool
        self._nearest: Nearest | None = None
        self._looks = Looks(home, encoder, pool)

    def search(
        self,
        query: Query | Path | bytes,
        count: int,
        job: Job,
        early: Callable[[SearchReport], None] | None = None,
    ) -> SearchReport:
        """The `count` shots most like a picture file, or like a picture's bytes.

        The file asked about is not among its own results. `early` is told at once what the vectors say, and
        again as the likeliest are looked at, with those that have a part like the query or are like a part of it. What
        turns out to show the same comes first.
        """
        asked_for = query if isinstance(query, Query) else Query(query)
        job.report(Stage.SEARCH, 0, _STEPS)
        photo = self._decode(asked_for, job)
        if isinstance(photo, FileProblem):
            return SearchReport((), photo)
        job.report(Stage.SEARCH, 1, _STEPS)
        search = _Search(self._home, self._encoder, self._nearest_of_now(), self._looks, asked_for, photo, count)
        if early is not None:
            early(search.by_vectors(job))
        job.report(Stage.SEARCH, 2, _STEPS)
        report = search.by_looks(job, early)
        job.report(Stage.SEARCH, _STEPS, _STEPS)
        return report

    def _nearest_of_now(self) -> Nearest:
        if self._nearest is None:
            self._nearest = Nearest(self._home, self._encoder.card)
        return self._nearest

    def _decode(self, query: Query, job: Job) -> DecodedPhoto | FileProblem:
        parts, crop = self._encoder.card.looks_at_parts, query.region
        if isinstance(query.source, bytes):
            return decode_data(self._encoder, query.source, job.check, self._pool, parts=parts, crop=crop)
        check, pool = job.check, self._pool
        photo = decode_files(self._encoder, [query.source], check, pool, parts=parts, crop=crop)[0]
        if isinstance(photo, FileProblem) and photo.reason is ProblemReason.VANISHED:
            kept = remembered_photo(self._home, self._encoder, query.source, check, pool, parts=parts, crop=crop)
            return kept or photo
        return photo


class _Search:
    """One query on its way."""

    def __init__(
        self,
        home: Home,
        encoder: LazyEncoder,
        nearest: Nearest,
        looks: Looks,
        query: Query,
        photo: DecodedPhoto,
        count: int,
    ) -> None:
        self._home = home
        self._encoder = encoder
        self._card = encoder.card
        self._nearest = nearest
        self._looks = looks
        self._photo = photo
        self._count = count
        self._path = query.source if isinstance(query.source, Path) else None
        self._asked = Asked(photo, self._path if query.region is None else None, query.region)
        # A picture with too little detail is like its own content only.
        self._vector = None if photo.facts.low_detail else vectors_of(encoder, [photo])[0]
        self._whole = query.region is None
        self._own: ContentKey | None = None

    def by_vectors(self, job: Job) -> SearchReport:
        """At once, from what is known already; only the first time the library's vectors must be read before."""
        self._nearest.load()
        if not self._nearest.is_ready:
            self._nearest.refresh(job.check)
        shots, cosines = self._found(self._nearest_wholes())
        return self._report(shots, {key: self._unseen(shots[key][0], cosine) for key, cosine in cosines.items()})

    def by_looks(self, job: Job, early: Callable[[SearchReport], None] | None) -> SearchReport:
        """The likeliest looked at, and then their versions; `early` is told of each some."""
        self._nearest.refresh(job.check)
        by_parts = self._by_parts(job)
        shots, cosines = self._found({**by_parts, **self._nearest_wholes()})
        likeness = {key: self._unseen(shots[key][0], cosine) for key, cosine in cosines.items()}
        waiting = self._worth_a_look(likeness, cosines, [key for key in by_parts if key in shots])
        looked_at: set[ContentKey] = set()
        while waiting:
            for batch in self._looks.at(self._asked, [shot for key in waiting for shot in shots[key]], job.check):
                for key, found in batch.items():
                    likeness[key] = seen(self._card, self._asked, shots[key][0], likeness[key], found)
                if early is not None:
                    early(self._report(shots, likeness))
            looked_at.update(waiting)
            versions = self._versions(likeness) - looked_at if len(looked_at) < _MOST_LOOKED_AT else set()
            unheard = self._nearest.cosines(self._vector, sorted(versions - likeness.keys())) if versions else {}
            more, cosines = self._found(unheard)
            shots |= more
            likeness |= {key: self._unseen(shots[key][0], cosine) for key, cosine in cosines.items()}
            waiting = sorted(versions & likeness.keys())[: _MOST_LOOKED_AT - len(looked_at)]
        return self._report(shots, likeness)

    def _versions(self, likeness: Mapping[ContentKey, Likeness]) -> set[ContentKey]:
        """What the scan found to be versions of what shows the same as the query."""
        same = [key for key, like in likeness.items() if like.verified][:_MOST_ASKED]
        matches = (match for key in same for match in self._home.cache.matches.of(self._card.id, key))
        return {
            key
            for match in matches
            if match.relation.level is Level.COPY and match.relation is not Relation.COPY
            for key in (match.first, match.second)
        }

    def _nearest_wholes(self) -> dict[ContentKey, float]:
        found = {} if self._vector is None else self._nearest.wholes(self._vector, self._count + _SPARE)
        return {self._photo.content_key: 1.0, **found} if self._whole else found

    def _by_parts(self, job: Job) -> dict[ContentKey, float]:
        """What the query may be a part of, and what may be a part of it, with the cosines of the wholes."""
        if self._vector is None or not self._card.looks_at_parts:
            return {}
        containing = self._nearest.with_part_like(self._vector, _BY_PARTS, job.check)
        contained = self._nearest.like_parts(part_vectors_of(self._encoder, self._photo), _BY_PARTS)
        return self._nearest.cosines(self._vector, list({**containing, **contained}))

    def _found(
        self, cosines: Mapping[ContentKey, float]
    ) -> tuple[dict[ContentKey, list[Shot]], dict[ContentKey, float]]:
        """The shots of each content, in the order of their paths, and the contents that have any besides the query."""
        shots: dict[ContentKey, list[Shot]] = {}
        loaded = self._home.library.files.shots(places_now(self._home).mounts, contents=list(cosines))
        for shot in sorted(loaded, key=lambda shot: os.fsencode(shot.path)):
            if shot.content_key == self._photo.content_key:
                self._own = self._photo.content_key
                if self._path is not None and _same_file(shot.path, self._path):
                    continue
            shots.setdefault(shot.content_key, []).append(shot)
        return shots, {key: cosine for key, cosine in cosines.items() if key in shots}

    def _unseen(self, shot: Shot, cosine: float) -> Likeness:
        if self._whole and shot.content_key == self._photo.content_key:
            return Likeness(1.0, Relation.COPY, verified=True)
        return unseen(self._card, self._asked, shot, cosine)

    def _worth_a_look(
        self,
        likeness: Mapping[ContentKey, Likeness],
        cosines: Mapping[ContentKey, float],
        by_parts: Iterable[ContentKey],
    ) -> list[ContentKey]:
        open_to_doubt = [key for key in likeness if not likeness[key].verified]
        ranked = sorted(open_to_doubt, key=lambda key: -cosines[key])
        floor = self._card.thresholds.floor
        above = [key for key in ranked if likeness[key].score >= floor][:_MOST_ALIKE]
        below = [key for key in ranked if likeness[key].score < floor]
        return list(dict.fromkeys([*above[:_FIRST_LOOKED_AT], *by_parts, *below[:_BELOW_FLOOR], *above]))

    def _report(self, shots: Mapping[ContentKey, list[Shot]], likeness: Mapping[ContentKey, Likeness]) -> SearchReport:
        results = [SearchResult(shot, self._named(shot, like)) for key, like in likeness.items() for shot in shots[key]]
        results.sort(key=lambda each: (each.likeness.rank, each.relation is not Relation.IDENTICAL))
        return SearchReport(tuple(results[: self._count]), own=self._own)

    def _named(self, shot: Shot, like: Likeness) -> Likeness:
        """Of one content, the files of which all bytes were compared are identical."""
        if not (self._whole and shot.content_key == self._photo.content_key):
            return like
        full = self._photo.full_hash
        same = full is not None and (shot.full_hash or full) == full
        return Likeness(1.0, Relation.IDENTICAL if same else Relation.COPY, verified=True)


def _same_file(one: Path, two: Path) -> bool:
    try:
        return one == two or os.path.samefile(one, two)
    except OSError:
        return False
