"""How often a page is read anew while a scan runs."""

from __future__ import annotations

import time
from collections.abc import Callable

_LEAST_S = 2.0
_REST = 10
"""Reading may take one part in so many of the time, however large the library."""


class Pace:
    """The longer a reading takes, the longer the rest until the next."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """The first reading is due at once."""
        self._clock = clock
        self._began = 0.0
        self._reading = False
        self._next = 0.0

    @property
    def due(self) -> bool:
        """Whether it is time to read again."""
        return not self._reading and self._clock() >= self._next

    def begin(self) -> None:
        """A reading was asked for."""
        self._began, self._reading = self._clock(), True

    def end(self) -> None:
        """It was answered."""
        now = self._clock()
        self._reading = False
        self._next = now + max(_LEAST_S, _REST * (now - self._began))

    def hurry(self) -> None:
        """Something else is looked at: don't wait for the next turn."""
        self._next = 0.0
