"""Batches of views, made ahead of the training by worker processes.

A batch is a pure function of seed, step and size: that is what makes resuming exact. The workers import no torch.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from .photos import PhotoStore, Pixels
from .views import pair

Batch = tuple[Pixels, NDArray[np.int64]]
"""Views [2, pairs, S, S, 3] (lighter, harder) and the photographs' numbers [pairs]."""

MakeBatch = Callable[[int, int], Batch]
"""From step and size (pixels)."""


MIXED = 16
"""Batches that are filled together, so that there are enough photographs of each source to choose from."""


def photos_of_step(sources: NDArray[np.int64], pairs: int, seed: int, step: int) -> NDArray[np.int64]:
    """Which photographs a step sees; `sources` says of each photograph where it comes from.

    Each pass over all photographs is one shuffle. Half of a batch is drawn from (mostly) one source, so that its
    negatives are alike; the other half from all. What does not fill a batch is left out of that pass.
    """
    pairs = min(pairs, len(sources))
    per_pass = len(sources) // pairs
    turn, at = divmod(step, per_pass)
    source = np.random.default_rng([seed, turn])
    order = source.permutation(len(sources))
    first = at // MIXED * MIXED
    batches = min(MIXED, per_pass - first)
    block = order[first * pairs : (first + batches) * pairs]
    alike, any_source = np.split(block, [len(block) // 2])
    alike = alike[np.argsort(sources[alike], kind="stable")]
    # The batches of a block come in an order of their own: else sources would follow their alphabet.
    place = np.random.default_rng([seed, turn, first]).permutation(batches)[at - first]
    chosen = np.concatenate([np.array_split(alike, batches)[place], np.array_split(any_source, batches)[place]])
    return chosen.astype(np.int64)


def make_batch(photos: PhotoStore, pairs: int, seed: int, step: int, size: int) -> Batch:
    """The batch of one step."""
    chosen = photos_of_step(photos.sources(), pairs, seed, step)
    rng = Random(seed * 1_000_003 + step)
    views = [pair(photos[int(index)], size, rng) for index in chosen]
    return np.stack([np.stack(side) for side in zip(*views, strict=True)]), chosen


@contextmanager
def batch_maker(photos: PhotoStore, pairs: int, seed: int, workers: int) -> Iterator[MakeBatch]:
    """A function that gives batches; `workers` processes make further steps of the same size ahead."""
    if workers == 0:
        yield lambda step, size: make_batch(photos, pairs, seed, step, size)
        return
    # Spawned: a forked child of a process whose OpenCV or OpenMP threads have run may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start_worker, (photos, pairs, seed)) as pool:
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


_in_worker: list[tuple[PhotoStore, int, int]] = []
"""In a worker process, the one thing it works on."""


def _start_worker(photos: PhotoStore, pairs: int, seed: int) -> None:
    cv2.setNumThreads(1)
    _in_worker.append((photos, pairs, seed))


def _worker_batch(step: int, size: int) -> Batch:
    return make_batch(*_in_worker[0], step, size)
