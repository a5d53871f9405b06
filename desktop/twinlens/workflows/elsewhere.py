"""Finding each file of a shot in other places, and proving that what is found there is the same and still there."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from twinlens.core.containment import Held, Holding, LocatedShot, best_first, weakest
from twinlens.core.grouping import ordered_pair
from twinlens.core.halves import given_up
from twinlens.core.photos import PARTIAL_PREFIX, CompanionKind, ContentKey, Shot
from twinlens.core.relations import DecisionKind, Half, Level
from twinlens.files.hashing import full_hash
from twinlens.files.stamps import stamp_of
from twinlens.files.volumes import drive_of
from twinlens.library.records import FileRecord, FileState
from twinlens.vision.encoder import ModelCard
from twinlens.workflows.home import Home
from twinlens.workflows.places import Places

_Key = str | tuple[int, str]
"""A content key; of a file without one, as a sidecar is, its size and suffix: those are compared byte by byte."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What the library holds: every file that is where it should be, and the shots they are part of."""

    files: Mapping[int, FileRecord]
    shots: Mapping[int, Shot]

    @classmethod
    def of(cls, home: Home, shots: Sequence[Shot]) -> Stock:
        """Read the library."""
        volumes = home.library.folders.volumes()
        records = (record for volume in volumes for record in home.library.files.known(volume.key))
        present = {record.id: record for record in records if record.state is FileState.PRESENT}
        return cls(present, {shot.id: shot for shot in shots})

    def files_of(self) -> Mapping[int, list[FileRecord]]:
        """The files of each shot by its number, the picture first."""
        found: dict[int, list[FileRecord]] = {number: [self.files[number]] for number in self.shots}
        for record in self.files.values():
            if record.companion_of in found:
                found[record.companion_of].append(record)
        return found

    def is_rejected(self, record: FileRecord) -> bool:
        """Whether the shot that a file is part of was rejected, or the half of it that the file belongs to."""
        shot = self.shots.get(record.id if record.companion_of is None else record.companion_of)
        half = given_up(shot) if shot else None
        if shot is None or half is None:
            return shot is not None and shot.decision is DecisionKind.REJECT
        # A sidecar may go with either half: it counts as going.
        of_raw, of_any = record.companion_kind is CompanionKind.RAW, record.companion_kind is CompanionKind.SIDECAR
        return of_any or of_raw is (half is Half.RAW)


class Elsewhere:
    """Looks for shots among some files of the library. Files are read only where that is the only proof."""

    def __init__(
        self, home: Home, card: ModelCard, places: Places, stock: Stock, others: Iterable[FileRecord],
        *, own_drives: frozenset[str], check: Callable[[], None],
    ) -> None:  # fmt: skip
        """`others` may hold copies; those on `own_drives` share the fate of what is asked about."""
        self._home = home
        self._places = places
        self._stock = stock
        self._own_drives = own_drives
        self._check = check
        self._labels = {volume.key: volume.label for volume in home.library.folders.volumes()}
        self._by_key: dict[_Key, list[FileRecord]] = defaultdict(list)
        self._by_pixels: dict[str, list[FileRecord]] = defaultdict(list)
        self._there: dict[int, bool] = {}
        self._hashes: dict[int, str | None] = {}
        for record in others:
            self._by_key[_key_of(record)].append(record)
            shot = stock.shots.get(record.id)
            if shot is not None and shot.facts.pixel_hash is not None:
                self._by_pixels[shot.facts.pixel_hash].append(record)
        self._copies = _copies(home, card)

    def locate(self, shot: Shot, files: Sequence[FileRecord]) -> LocatedShot:
        """What each other drive holds of a shot."""
        drives: dict[str, list[dict[Held, FileRecord]]] = defaultdict(lambda: [{} for _ in files])
        for place, file in enumerate(files):
            for held, other in self._likes(file):
                of_file = drives[drive_of(other.volume_key)][place]
                of_file.setdefault(held, other)
        return LocatedShot(shot, best_first(self._holding(drive, parts) for drive, parts in drives.items()))

    def _holding(self, drive: str, parts: Sequence[dict[Held, FileRecord]]) -> Holding:
        best = [min(part, key=list(Held).index) if part else None for part in parts]
        held = weakest(best)
        first = next(part[held] for part, held in zip(parts, best, strict=True) if held is not None)
        assert held is not None
        return Holding(
            place=self._labels.get(first.volume_key, ""),
            path=self._places.path(first.volume_key, first.relpath),
            held=held,
            offline=not self._places.online(first.volume_key),
            same_drive=drive in self._own_drives,
        )

    def _likes(self, file: FileRecord) -> Iterator[tuple[Held, FileRecord]]:
        key = _key_of(file)
        for other in self._by_key.get(key, ()):
            same = self._same_bytes(file, other) if self._is_there(other) else False
            if same is not False:
                yield self._unless_rejected(Held.UNPROVED if same is None else Held.IDENTICAL, other), other
        shot = self._stock.shots.get(file.id)
        if shot is None or file.content_key is None:
            return
        for other in self._by_pixels.get(shot.facts.pixel_hash or "", ()):
            if other.content_key != file.content_key and self._is_there(other):
                yield self._unless_rejected(Held.SAME_PIXELS, other), other
        for alike in self._copies.get(file.content_key, ()):
            for other in self._by_key.get(alike, ()):
                if other.id in self._stock.shots and self._is_there(other):
                    yield Held.COPY, other

    def _unless_rejected(self, held: Held, other: FileRecord) -> Held:
        return Held.REJECTED if self._stock.is_rejected(other) else held

    def _is_there(self, record: FileRecord) -> bool:
        """Whether a file is still what the library knows; on an absent drive that is taken on trust."""
        known = self._there.get(record.id)
        if known is None:
            self._check()
            known = self._there[record.id] = self._look(record)
        return known

    def _look(self, record: FileRecord) -> bool:
        if not self._places.online(record.volume_key):
            return True
        try:
            stamp, _identity = stamp_of(self._places.path(record.volume_key, record.relpath))
        except OSError:
            return False
        return stamp.same_as(record.stamp, self._places.tolerance_ns(record.volume_key))

    def _same_bytes(self, file: FileRecord, other: FileRecord) -> bool | None:
        """None where that cannot be told now. A content key over the whole file has told already."""
        if file.content_key is not None and not file.content_key.startswith(PARTIAL_PREFIX):
            return True
        mine, theirs = self._hash_of(file), self._hash_of(other)
        return None if mine is None or theirs is None else mine == theirs

    def _hash_of(self, record: FileRecord) -> str | None:
        if record.full_hash is not None:
            return record.full_hash
        if record.id not in self._hashes:
            self._hashes[record.id] = self._read(record)
        return self._hashes[record.id]

    def _read(self, record: FileRecord) -> str | None:
        """Read a file whole, and remember that for the next time."""
        if not self._places.online(record.volume_key):
            return None
        path = self._places.path(record.volume_key, record.relpath)
        try:
            found = full_hash(path, self._check)
            unchanged = self._look(record)
        except OSError:
            return None
        if unchanged:
            self._home.library.files.set_full_hash(record.id, found)
        return found if unchanged else None


def _key_of(record: FileRecord) -> _Key:
    return record.content_key or (record.stamp.size, Path(os.fsdecode(record.relpath)).suffix.lower())


def _copies(home: Home, card: ModelCard) -> Mapping[ContentKey, list[ContentKey]]:
    """What each content's copies are, by the encoder at strict sensitivity."""
    different = home.library.decisions.not_duplicates()
    found: dict[ContentKey, list[ContentKey]] = defaultdict(list)
    for match in home.cache.matches.load(card.id, card.thresholds.strict):
        if match.relation.level is Level.COPY and ordered_pair(match.first, match.second) not in different:
            found[match.first].append(match.second)
            found[match.second].append(match.first)
    return found
