"""How long a scan will still take: over all its stages, not the one it is in."""

from __future__ import annotations

import math

from twinlens.core.job import Progress, Stage

_MATCHING = 0.1
_LOOKING = 0.46
"""What matching one picture, and looking at one pair, cost against reading a picture. Measured on small photographs;
larger ones take longer to read, and the later stages, which work from previews, weigh less."""
_LOOKS_A_MATCH = 1.2
_MOST_LOOKS = 3.0
"""A picture: groups are stars, so that not every match is looked at."""
_LEAST_READ, _LEAST_S = 8, 3.0
"""The first tell nothing: worker processes and the encoder begin slowly."""
_SMOOTH_S = 6.0


class TimeLeft:
    """Is told of each progress; says how long it will be, and how much of the whole is done."""

    def __init__(self) -> None:
        """A scan begins."""
        self._a_picture: float | None = None
        self._pictures = 0
        self._warm: tuple[float, int] | None = None
        """When the first pictures had been read, and how many."""
        self._looks = 0.0
        self._left: float | None = None
        self._heard_at: float | None = None
        self._active = 0.0
        self.share = 0.0
        """Never falls; 0 while nothing is known."""

    def hear(self, progress: Progress, now: float) -> float | None:
        """Seconds left, None where that cannot be said yet. `now` comes from a clock that never goes back."""
        step = 0.0 if self._heard_at is None else now - self._heard_at
        self._heard_at = now
        self._active += step
        raw = self._estimate(progress)
        if raw is None:
            return None
        if self._left is None:
            self._left = raw
        else:
            expected = max(0.0, self._left - step)
            self._left = expected + (raw - expected) * (1 - math.exp(-step / _SMOOTH_S))
        self.share = max(self.share, self._active / (self._active + self._left) if self._active else 0.0)
        return self._left

    def pause(self) -> None:
        """What passes until the next progress is no work."""
        self._heard_at = None

    def _estimate(self, progress: Progress) -> float | None:
        if progress.stage is Stage.EMBED:
            return self._while_reading(progress)
        if self._a_picture is None:
            return progress.seconds_left  # nothing was read: the rest is short
        if progress.stage is Stage.MATCH:
            left = _share_left(progress) * self._pictures * _MATCHING
            return (left + self._looks * _LOOKING) * self._a_picture
        if progress.stage is Stage.COMPARE:
            looks = max(self._looks, progress.total or 0) - progress.done
            a_look = 1 / progress.rate if progress.rate > 0 else _LOOKING * self._a_picture
            return max(0.0, looks * a_look)
        return progress.seconds_left

    def _while_reading(self, progress: Progress) -> float | None:
        if progress.total is None or progress.done < _LEAST_READ:
            return None
        began, first = self._warm = self._warm or (self._active, progress.done)
        if self._active - began < _LEAST_S or progress.done == first:
            return None
        self._a_picture, self._pictures = (self._active - began) / (progress.done - first), progress.total
        matches = progress.matches * progress.total / progress.done
        self._looks = min(_LOOKS_A_MATCH * matches, _MOST_LOOKS * progress.total)
        later = self._pictures * _MATCHING + self._looks * _LOOKING
        return (progress.total - progress.done + later) * self._a_picture


def _share_left(progress: Progress) -> float:
    return 1 - progress.done / progress.total if progress.total else 1.0
