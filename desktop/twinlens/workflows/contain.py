"""Whether what is in one folder is also somewhere else: may this card be formatted?"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from twinlens.core.job import Job
from twinlens.core.photos import ContentKey
from twinlens.core.relations import Level
from twinlens.workflows.groups import load_shots, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan import scan


@dataclass(frozen=True, slots=True)
class ContainReport:
    """What of a folder has a copy elsewhere and what has none."""

    contained: int
    missing: tuple[Path, ...]
    """Pictures without a copy there, and those that could not be read."""

    @property
    def share(self) -> float | None:
        """Contained, 0 to 1; None for an empty folder."""
        total = self.contained + len(self.missing)
        return self.contained / total if total else None


def contain(home: Home, encoder: LazyEncoder, inside: Path, within: Path | None, job: Job) -> ContainReport:
    """Compare folder `inside` with folder `within`, or with the rest of the library.

    The folders named are scanned first, so that the answer is about what is there now. A copy counts at strict
    sensitivity; what is offline counts too, since it is known from its stored vectors. Doubt counts as missing.
    """
    report = scan(home, encoder, [inside] if within is None else [inside, within], job)
    places = places_now(home)
    asked = load_shots(home, places, [inside])
    own = {shot.id for shot in asked}
    others = [shot for shot in load_shots(home, places, None if within is None else [within]) if shot.id not in own]
    covered = _covered(home, encoder, {shot.content_key for shot in others})
    missing = [shot.path for shot in asked if shot.content_key not in covered]
    unread = [problem.path for problem in report.problems if _below(problem.path, inside)]
    return ContainReport(len(asked) - len(missing), tuple(sorted([*missing, *unread], key=os.fsencode)))


def _covered(home: Home, encoder: LazyEncoder, there: set[ContentKey]) -> set[ContentKey]:
    """Contents that are there or have a copy-level match that is."""
    strict = encoder.card.thresholds.strict
    covered = set(there)
    for match in home.cache.matches.load(encoder.card.id, strict):
        if match.relation.level is Level.COPY:
            if match.first in there:
                covered.add(match.second)
            if match.second in there:
                covered.add(match.first)
    return covered


def _below(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents
