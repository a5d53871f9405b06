"""Whether what is in one folder is also somewhere else: may this card be formatted?"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from twinlens.core.containment import LocatedShot, Safety
from twinlens.core.errors import UsageError
from twinlens.core.job import Job, Stage
from twinlens.core.photos import Shot
from twinlens.files.leftovers import is_film_or_sound, unseen_files
from twinlens.files.volumes import drive_of
from twinlens.library.records import FileRecord
from twinlens.workflows.elsewhere import Elsewhere, Stock
from twinlens.workflows.groups import load_shots, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.places import Places
from twinlens.workflows.scan import ScanOptions, scan


@dataclass(frozen=True, slots=True)
class FolderShare:
    """How much of one folder is elsewhere."""

    path: Path
    shots: int
    contained: int
    safety: Mapping[Safety, int]


@dataclass(frozen=True, slots=True)
class ContainReport:
    """What of a folder has a copy elsewhere and what has none."""

    inside: Path
    within: Path | None
    """None for the whole library."""
    shots: tuple[LocatedShot, ...]
    unreadable: tuple[Path, ...] = ()
    unseen: tuple[Path, ...] = ()
    """Files in the folder that are no photographs: nobody compared them with anything."""
    offline: Mapping[str, int] = field(default_factory=dict)
    """Absent drives that the answer relies on, and for how many shots."""

    @property
    def contained(self) -> int:
        """How many shots have a copy there."""
        return sum(bool(each.holdings) for each in self.shots)

    @property
    def missing(self) -> tuple[Path, ...]:
        """Pictures without a copy there, and those that could not be read."""
        alone = [each.shot.path for each in self.shots if not each.holdings]
        return tuple(sorted([*alone, *self.unreadable], key=os.fsencode))

    @property
    def total(self) -> int:
        """How many pictures the folder has."""
        return len(self.shots) + len(self.unreadable)

    @property
    def share(self) -> float | None:
        """Contained, 0 to 1; None for an empty folder."""
        return self.contained / self.total if self.total else None

    @property
    def safety(self) -> Mapping[Safety, int]:
        """How many pictures are safe in two other places, in one, in none."""
        found = Counter(each.safety for each in self.shots)
        found[Safety.RED] += len(self.unreadable)
        return {safety: found[safety] for safety in Safety}

    @property
    def safe(self) -> bool:
        """Whether every picture is safe in another place; nothing is said of films and other files."""
        return self.total > 0 and not self.safety[Safety.RED]

    @property
    def films(self) -> int:
        """How many of the unseen files are films or sound."""
        return sum(map(is_film_or_sound, self.unseen))

    def folders(self) -> list[FolderShare]:
        """The same by folder, in path order."""
        by_folder: dict[Path, list[LocatedShot]] = defaultdict(list)
        for each in self.shots:
            by_folder[each.shot.path.parent].append(each)
        lost = Counter(path.parent for path in self.unreadable)
        found = []
        for path in sorted({*by_folder, *lost}, key=os.fsencode):
            located = by_folder.get(path, [])
            counts = Counter(each.safety for each in located)
            counts[Safety.RED] += lost[path]
            contained = sum(bool(each.holdings) for each in located)
            safety = {each: counts[each] for each in Safety}
            found.append(FolderShare(path, len(located) + lost[path], contained, safety))
        return found


def contain(
    home: Home,
    encoder: LazyEncoder,
    inside: Path,
    within: Path | None,
    job: Job,
    options: ScanOptions | None = None,
) -> ContainReport:
    """Compare folder `inside` with folder `within`, or with the rest of the library.

    The folders named are scanned first, so that the answer is about what is there now. Copies on connected drives are
    looked for where they should be; those on absent drives are known from the last scan of them. An encoder's copy
    counts as contained at strict sensitivity, but never as safe. Doubt counts as missing.

    Raises:
        UsageError: the folders are one, or a folder is not there.
    """
    _require_folders(inside, within)
    folders = [inside] if within is None else [inside, within]
    report = scan(home, encoder, folders, job, options or ScanOptions())
    places = places_now(home)
    shots = load_shots(home, places)
    stock = Stock.of(home, shots)
    asked, others = _sides(stock, places, inside, within)
    own_drives = frozenset(drive_of(stock.files[shot.id].volume_key) for shot in asked)
    own_drives |= {drive_of(places.of(inside).volume.key)}
    elsewhere = Elsewhere(home, encoder.card, places, stock, others, own_drives=own_drives, check=job.check)
    files_of, located = stock.files_of(), []
    for done, shot in enumerate(asked):
        job.report(Stage.VERIFY, done, len(asked), current=str(shot.path))
        located.append(elsewhere.locate(shot, files_of[shot.id]))
    job.report(Stage.VERIFY, len(asked), len(asked))
    unread = [problem.path for problem in report.problems if _below(problem.path, Path(os.path.realpath(inside)))]
    own_files = (record for shot in asked for record in files_of[shot.id])
    seen = {places.path(record.volume_key, record.relpath) for record in own_files} | set(unread)
    return ContainReport(
        inside=inside,
        within=within,
        shots=tuple(sorted(located, key=lambda each: os.fsencode(each.shot.path))),
        unreadable=tuple(sorted(unread, key=os.fsencode)),
        unseen=tuple(unseen_files(inside, seen, job.check)),
        offline=_relied_on(located),
    )


def _require_folders(inside: Path, within: Path | None) -> None:
    for folder in (inside, within):
        if folder is not None and not folder.is_dir():
            raise UsageError(f"There is no folder {folder}.")
    if within is not None and os.path.realpath(inside) == os.path.realpath(within):
        raise UsageError("These are one folder: choose two.")


def _sides(stock: Stock, places: Places, inside: Path, within: Path | None) -> tuple[list[Shot], list[FileRecord]]:
    """The shots that are asked about, and the files that may be copies of theirs.

    Where one folder lies in the other, the inner one is apart: nothing is its own copy.
    """
    card = Path(os.path.realpath(inside))
    other = None if within is None else Path(os.path.realpath(within))
    asked, others = [], []
    for record in stock.files.values():
        path = places.path(record.volume_key, record.relpath)
        online = places.online(record.volume_key)
        there = other is None or (online and path.is_relative_to(other))
        apart = other is not None and other.is_relative_to(card) and there
        if online and path.is_relative_to(card) and not apart:
            if record.id in stock.shots:
                asked.append(stock.shots[record.id])
        elif there:
            others.append(record)
    return asked, others


def _relied_on(located: Sequence[LocatedShot]) -> Mapping[str, int]:
    """Absent drives without which a shot would be less safe, or nowhere at all."""
    found: Counter[str] = Counter()
    for each in located:
        found.update({holding.place for holding in each.holdings if holding.offline and holding.held.is_proof})
    return dict(sorted(found.items()))


def _below(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents
