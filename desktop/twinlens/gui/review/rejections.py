"""How much is to go, over all levels: counted from what was read, kept right by each decision. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from twinlens.core.halves import bytes_leaving
from twinlens.core.photos import Shot
from twinlens.core.relations import Level


class Rejections:
    """A shot counts once, however many levels show it."""

    def __init__(self) -> None:
        self._in_level: dict[Level, dict[int, int]] = {}

    def read(self, level: Level, rejected: Mapping[int, int]) -> None:
        """What a level held when it was read: shot id to bytes."""
        self._in_level[level] = dict(rejected)

    def decide(self, level: Level, shots: Iterable[Shot]) -> None:
        """What became of shots of a level."""
        here = self._in_level.setdefault(level, {})
        for shot in shots:
            for of_level in self._in_level.values():
                of_level.pop(shot.id, None)
            if size := bytes_leaving(shot):
                here[shot.id] = size

    @property
    def count(self) -> int:
        """Number of photos rejected, or of which one half is."""
        return len(self._all())

    @property
    def bytes(self) -> int:
        """What they amount to."""
        return sum(self._all().values())

    def _all(self) -> dict[int, int]:
        return {shot_id: size for of_level in self._in_level.values() for shot_id, size in of_level.items()}
