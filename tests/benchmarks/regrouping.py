"""How fast groups follow the sensitivity slider: `python tests/benchmarks/regrouping.py [--shots N] [--matches M]`.

Makes a library of that size by hand, without pictures, and asks for groups as the window does: once for the first
time, then at other thresholds and levels. The ratios are those of a later question to the first one, so that the
machine's speed cancels out.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from twinlens.core.grouping import ordered_pair
from twinlens.core.photos import ContentKey, FileIdentity, FileStamp, Match, PictureFacts
from twinlens.core.relations import Level, Relation
from twinlens.library.records import FileChange
from twinlens.paths import AppPaths
from twinlens.resources import model_files
from twinlens.workflows.groups import GroupSource, places_now
from twinlens.workflows.home import Home, open_home
from twinlens.workflows.model import LazyEncoder

Result = TypeVar("Result")
RELATIONS = (Relation.COPY, Relation.RESIZED, Relation.BURST, Relation.SIMILAR)
CLUSTER = 10
"""Shots within which matches are drawn: three for each shot hang most of a cluster together."""


def main() -> None:
    """Make the library, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", type=int, default=100_000)
    parser.add_argument("--matches", type=int, default=300_000)
    given = parser.parse_args()
    encoder = LazyEncoder(*model_files())
    with tempfile.TemporaryDirectory() as where:
        home = open_home(AppPaths.of(Path(where)).home)
        fill(home, Path(where), encoder.card.id, encoder.card.thresholds.loose, given.shots, given.matches)
        measure(home, encoder)
        home.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"peak memory     {peak:8.0f} MB\n")


def measure(home: Home, encoder: LazyEncoder) -> None:
    """Ask for groups as the window does."""
    card, source = encoder.card, GroupSource(home)
    normal, loose, strict = card.thresholds.normal, card.thresholds.loose, card.thresholds.strict
    first, found = timed(lambda: source.groups(card, normal, (Level.COPY,)))
    sys.stdout.write(f"first groups    {first:8.2f} s  {len(found)} groups\n")
    asked = (
        ("a step looser", normal + (loose - normal) / 25, (Level.COPY,)),
        ("looser", (normal + loose) / 2, (Level.COPY,)),
        ("loose", loose, (Level.COPY,)),
        ("strict", strict, (Level.COPY,)),
        ("similar", normal, (Level.SIMILAR,)),
        ("all levels", loose, tuple(Level)),
    )
    for name, threshold, levels in asked:
        took, found = timed(lambda asked=(threshold, levels): source.groups(card, *asked))
        sys.stdout.write(f"{name:<14}  {took:8.2f} s  {len(found)} groups  {took / first:.2f} x the first\n")


def fill(home: Home, folder: Path, model: str, least: float, shots: int, matches: int) -> None:
    """Files of one folder each hundred, and matches within small clusters."""
    place = places_now(home).of(folder)
    home.library.folders.save_volume(place.volume)
    keys = [ContentKey(f"f-{1000 + number}-{number:032x}") for number in range(shots)]
    changes = (
        FileChange(
            place.volume.key,
            place.relpath + b"/%04d/IMG_%06d.jpg" % (number // 100, number),
            FileStamp(1000 + number * 7919 % 9973, 1_600_000_000_000_000_000 + number),
            FileIdentity(1, number),
            key,
            facts=PictureFacts("JPEG", 6000 - number % 3 * 1000, 4000, taken_at=f"2020-01-01T00:00:{number % 60:02}",
                               camera="Drawn 1", metadata_tags=number % 50),
        )
        for number, key in enumerate(keys)
    )  # fmt: skip
    for batch in in_batches(changes, 5000):
        home.library.files.save_batch(batch)
    for some in in_batches(_drawn(keys, least, matches), 20_000):
        home.cache.matches.save(model, some)


def _drawn(keys: list[ContentKey], least: float, matches: int) -> Iterator[Match]:
    drawn = random.Random(7)
    seen: set[tuple[ContentKey, ContentKey]] = set()
    while len(seen) < matches:
        one = drawn.randrange(len(keys))
        other = one - one % CLUSTER + drawn.randrange(CLUSTER)
        if one == other or other >= len(keys):
            continue
        pair = ordered_pair(keys[one], keys[other])
        if pair in seen:
            continue
        seen.add(pair)
        score = drawn.uniform(least, 1.0)
        yield Match(*pair, score, score, drawn.choice(RELATIONS))


Item = TypeVar("Item")


def in_batches(items: Iterator[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists."""
    while batch := list(islice(items, size)):
        yield batch


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """How long something takes, and what comes of it."""
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


if __name__ == "__main__":
    main()
