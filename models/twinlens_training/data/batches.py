"""Batches of views, made ahead of the training by worker processes.

A batch is a pure function of seed, step and size: that is what makes resuming exact. The workers import no torch.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from .bursts import next_frame
from .photos import PhotoStore, Pixels
from .sampling import Sampler
from .views import lighter_view, pair

Batch = tuple[Pixels, NDArray[np.int64]]
"""Views [2, pairs, S, S, 3] (lighter, harder) and the photographs' numbers [pairs]."""

MakeBatch = Callable[[int, int], Batch]
"""From step and size (pixels)."""


def make_batch(photos: PhotoStore, sampler: Sampler, step: int, size: int) -> Batch:
    """The batch of one step; its last `sampler.bursts` photographs make room for next frames of its first."""
    chosen = sampler.photos(step)
    rng = Random(sampler.seed * 1_000_003 + step)
    bursts = sampler.bursts
    views = [pair(photos[int(index)], size, rng, guest=photos[rng.randrange(len(photos))]) for index in chosen]
    for place in range(bursts):
        # Both lightly edited: no one could tell two frames apart by a corner of either.
        photo, last = photos[int(chosen[place])], len(chosen) - 1 - place
        frames = (photo, next_frame(photo, rng))
        views[place], views[last] = ((lighter_view(each, size, rng), lighter_view(each, size, rng)) for each in frames)
        chosen[last] = len(photos) + chosen[place]  # a photograph of its own
    return np.stack([np.stack(side) for side in zip(*views, strict=True)]), chosen


@contextmanager
def batch_maker(photos: PhotoStore, sampler: Sampler, workers: int) -> Iterator[MakeBatch]:
    """A function that gives batches; `workers` processes make further steps of the same size ahead."""
    if workers == 0:
        yield lambda step, size: make_batch(photos, sampler, step, size)
        return
    # Spawned: a forked child of a process whose OpenCV or OpenMP threads have run may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start_worker, (photos, sampler)) as pool:
        ahead: deque[tuple[int, int, Future[Batch]]] = deque()

        def take(step: int, size: int) -> Batch:
            while ahead and ahead[0][:2] != (step, size):
                ahead.popleft()[2].cancel()
            while len(ahead) < 3 * workers:
                following = ahead[-1][0] + 1 if ahead else step
                ahead.append((following, size, pool.submit(_worker_batch, following, size)))
            return ahead.popleft()[2].result()

        try:
            yield take
        finally:
            pool.shutdown(cancel_futures=True)


_in_worker: list[tuple[PhotoStore, Sampler]] = []
"""In a worker process, the one thing it works on."""


def _start_worker(photos: PhotoStore, sampler: Sampler) -> None:
    cv2.setNumThreads(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is the trainer's to answer
    _in_worker.append((photos, sampler))


def _worker_batch(step: int, size: int) -> Batch:
    return make_batch(*_in_worker[0], step, size)
