"""How long a query by example takes: `python tests/benchmarks/search_speed.py [--shots N] [--parts N]`.

Makes a library of that size by hand, without pictures: random vectors, and a file and its facts for each. Then asks it
as the window does. Told are reading the library the first time, the first ranked list beyond decoding the query, and
what the parts of the library take.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from sqlalchemy import Connection, insert

from twinlens.core.job import Job
from twinlens.core.photos import ContentKey, FileIdentity, FileStamp, PictureFacts
from twinlens.library.cache_schema import ContentRow, EmbeddingRow, ModelRow, PartRow
from twinlens.library.records import FileChange
from twinlens.paths import AppPaths
from twinlens.resources import model_files
from twinlens.vision.decode_pool import DecodePool
from twinlens.vision.preprocess import PARTS
from twinlens.workflows.groups import places_now
from twinlens.workflows.home import Home, open_home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.search import Searcher, SearchReport

AT_ONCE = 20_000
QUERIES = 8


def main() -> None:
    """Make the library, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", type=int, default=1_000_000)
    parser.add_argument("--parts", type=int, default=0, help="how many of the shots have vectors of their parts")
    given = parser.parse_args()
    encoder = LazyEncoder(*model_files())
    with tempfile.TemporaryDirectory() as where:
        home = open_home(AppPaths.of(Path(where)).home)
        seconds = timed(lambda: fill(home, Path(where), encoder, given.shots, given.parts))
        say(f"library made           {seconds:8.1f} s")
        measure(home, encoder, Path(where))
        home.close()


def measure(home: Home, encoder: LazyEncoder, where: Path) -> None:
    """Ask as the window does, and tell when the first list came."""
    before = resident()
    for _ in range(2):
        start(home, encoder, where)
    say(f"memory for it          {(resident() - before) / 2**20:8.0f} MB")
    say(f"peak memory            {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


def start(home: Home, encoder: LazyEncoder, where: Path) -> None:
    """As after a start of the program: the first time there are no sketches yet, then those that were kept."""
    say("started anew")
    with DecodePool(1) as pool:
        searcher = Searcher(home, encoder, pool)
        for number in range(QUERIES):
            path = where / f"query {number}.jpg"
            noise = np.random.default_rng(number).integers(0, 256, (40, 60, 3), np.uint8)
            Image.fromarray(noise).resize((600, 400)).save(path)
            decoded, first, done = moments(searcher, path)
            say(f"query {number}: decoding {decoded:6.3f} s, first list {first:6.3f} s, looked at {done:6.3f} s")


def moments(searcher: Searcher, path: Path) -> tuple[float, float, float]:
    """Seconds of decoding, from there to the first list, and from there to the end."""
    started = time.perf_counter()
    marks: list[float] = []
    decode = searcher._decode

    def decoded(*given: Any) -> Any:
        photo = decode(*given)
        marks.append(time.perf_counter())
        return photo

    searcher._decode = decoded  # type: ignore[method-assign]

    def early(_report: SearchReport) -> None:
        marks.append(time.perf_counter())

    searcher.search(path, 60, Job.silent(), early)
    searcher._decode = decode  # type: ignore[method-assign]
    return marks[0] - started, marks[1] - marks[0], time.perf_counter() - marks[1]


def fill(home: Home, where: Path, encoder: LazyEncoder, shots: int, with_parts: int) -> None:
    """Vectors, files and facts."""
    places = places_now(home)
    folder = places.of(where / "photos")
    home.library.folders.save_volume(folder.volume)
    facts = PictureFacts("jpeg", 600, 400)
    with home.cache.database.writing() as connection:
        connection.execute(insert(ModelRow), [{"id": 1, "name": encoder.card.id}])
    random = np.random.default_rng(1)
    for start in range(0, shots, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, shots))
        with home.cache.database.writing() as connection:
            connection.execute(insert(ContentRow), [{"id": number, "key": key(number)} for number in numbers])
            store(connection, EmbeddingRow, "vector", numbers, units(random, len(numbers), encoder.card.dim))
            some = [number for number in numbers if number < with_parts]
            if some:
                store(connection, PartRow, "vectors", some, units(random, len(some) * PARTS, encoder.card.dim))
        home.library.files.save_batch(list(changes(folder.volume.key, folder.relpath, numbers, facts)))


def store(connection: Connection, table: Any, column: str, numbers: Any, vectors: np.ndarray) -> None:
    """A row of vectors for each number."""
    rows = vectors.reshape(len(numbers), -1)
    values = ({"model_id": 1, "content_id": n, column: row.tobytes()} for n, row in zip(numbers, rows, strict=True))
    connection.execute(insert(table), list(values))


def changes(volume: str, folder: bytes, numbers: range, facts: PictureFacts) -> Iterator[FileChange]:
    """A file for each."""
    for number in numbers:
        relpath = folder + b"/%04d/%07d.jpg" % (number // 1000, number)
        yield FileChange(volume, relpath, FileStamp(1000, number), FileIdentity(1, number), key(number), facts=facts)


def key(number: int) -> ContentKey:
    """The content of a shot."""
    return ContentKey(f"f-1000-{number:032x}")


def units(random: np.random.Generator, count: int, dim: int) -> np.ndarray:
    """Random unit vectors as they are stored."""
    vectors = random.standard_normal((count, dim), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype("<f2")


def resident() -> int:
    """Bytes this process holds."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def timed(work: Callable[[], object]) -> float:
    """How long something takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def say(line: str) -> None:
    """One line of the result."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
