"""How much of a scan is reading pictures: `python tests/benchmarks/scan_speed.py FOLDER [--workers N]`.

Three figures from one run, so that the machine's speed cancels out: a whole first scan and a rescan, each against
decoding alone with the same number of worker processes. Peak memory is that of the main process.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from twinlens.core.job import Job, Progress, Stage
from twinlens.core.problems import FileProblem
from twinlens.files.discovery import discover
from twinlens.paths import AppPaths
from twinlens.resources import model_files
from twinlens.vision.decode_pool import DecodePool
from twinlens.vision.decoding import DecodeRequest
from twinlens.workflows.home import open_home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan import ScanOptions, scan

Result = TypeVar("Result")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    encoder = LazyEncoder(*model_files())
    folder = given.folder.absolute()

    found = [each for each in discover([folder]) if not isinstance(each, FileProblem)]
    pictures = [each.path for each in found if each.kind.is_picture]
    with DecodePool(given.workers) as pool:
        decoding, _ = _timed(lambda: _drain(pool, pictures, encoder.card.input_size))
    with tempfile.TemporaryDirectory() as where:
        home = open_home(AppPaths.of(Path(where)).home)
        options = ScanOptions(workers=given.workers)
        stages = _Stages()
        first, report = _timed(lambda: scan(home, encoder, [folder], Job(stages.hear), options))
        stages.end()
        again, _ = _timed(lambda: scan(home, encoder, [folder], Job.silent(), options))
        home.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{report.found} pictures, {given.workers} workers, encoder on {encoder.provider}\n"
        f"decoding alone  {decoding:8.2f} s  {len(pictures) / decoding:8.1f} pictures/s\n"
        f"first scan      {first:8.2f} s  {report.found / first:8.1f} pictures/s  {first / decoding:.2f} x decoding\n"
        f"of which        {stages.shares(first)}\n"
        f"rescan          {again:8.2f} s  {again / decoding:.3f} x decoding\n"
        f"peak memory     {peak:8.0f} MB in the main process\n"
    )


def _drain(pool: DecodePool, pictures: list[Path], side: int) -> int:
    requests = (DecodeRequest(path, side) for path in pictures)
    return sum(1 for _ in pool.decode(requests, lambda: None))


class _Stages:
    """How long each stage of a scan took, from its first report to the next stage's."""

    def __init__(self) -> None:
        self.seconds: defaultdict[Stage, float] = defaultdict(float)
        self._stage: Stage | None = None
        self._since = 0.0

    def hear(self, progress: Progress) -> None:
        """To be told of a job's progress."""
        if progress.stage is not self._stage:
            self.end()
            self._stage, self._since = progress.stage, time.perf_counter()

    def end(self) -> None:
        """Nothing more follows."""
        if self._stage is not None:
            self.seconds[self._stage] += time.perf_counter() - self._since

    def shares(self, whole: float) -> str:
        """Each stage's share of the whole, the longest first."""
        longest = sorted(self.seconds.items(), key=lambda each: -each[1])
        return ", ".join(f"{stage} {seconds / whole:.3f}" for stage, seconds in longest)


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


if __name__ == "__main__":
    main()
