"""Threads that serve what is wanted now: wishes replaced before their turn are never begun."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

Wish = TypeVar("Wish", bound=Hashable)


class WishQueue(Generic[Wish]):
    """Hands each wish to one thread, in the order in which they stand in the newest list of wishes."""

    def __init__(
        self, serve: Callable[[Wish], None], is_at_hand: Callable[[Wish], bool], name: str, threads: int
    ) -> None:
        """`serve` runs on the threads and must not raise; what `is_at_hand` is passed over."""
        self._serve = serve
        self._is_at_hand = is_at_hand
        self._turn = threading.Condition()
        self._queue: Iterator[Wish] = iter(())
        self._busy: set[Wish] = set()
        self._closed = False
        self._workers = [threading.Thread(target=self._work, name=f"{name}-{n}", daemon=True) for n in range(threads)]
        for worker in self._workers:
            worker.start()

    @property
    def closed(self) -> bool:
        """Whether results are of no use any more."""
        return self._closed

    def replace(self, wishes: Iterable[Wish]) -> None:
        """What is wanted from now on, most urgent first."""
        with self._turn:
            self._queue = iter(wishes)
            self._turn.notify_all()

    def done(self, wish: Wish) -> None:
        """Its result has been taken in: asked for again, it is served again unless it is at hand."""
        with self._turn:
            self._busy.discard(wish)

    def close(self) -> None:
        """End the threads; waits for what is being served at this moment only."""
        with self._turn:
            self._closed = True
            self._turn.notify_all()
        for worker in self._workers:
            worker.join()

    def _next(self) -> Wish | None:
        with self._turn:
            while not self._closed:
                for wish in self._queue:
                    if wish not in self._busy and not self._is_at_hand(wish):
                        self._busy.add(wish)
                        return wish
                self._turn.wait()
        return None

    def _work(self) -> None:
        while (wish := self._next()) is not None:
            self._serve(wish)
