"""Does the window stay awake while it scans? `python tests/benchmarks/window_stalls.py [NUMBER | FOLDER] [--page P]`.

A timer beats in the window while NUMBER drawn pictures (or those of FOLDER) are scanned. When a beat is late a
watchdog looks at what the GUI thread is doing. Printed are the longest gaps between two beats with what ran, and how
long the scan said it would still take at a quarter, half and three quarters of it, against what it took.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer

from twinlens.core.job import Progress
from twinlens.core.time_left import TimeLeft
from twinlens.gui.app import make_application
from twinlens.gui.job_runner import JobKind
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Scheme, Theme
from twinlens.gui.main_window import MainWindow
from twinlens.gui.services import make_services
from twinlens.gui.shell.memory import Memory
from twinlens.gui.shell.top_bar import Page
from twinlens.gui.wiring import Application
from twinlens.paths import AppPaths
from twinlens.resources import icons_folder, model_files
from twinlens.settings import Settings
from twinlens.workflows.home import open_home
from twinlens.workflows.model import LazyEncoder

BEAT_MS = 5
LATE_S = 0.05
"""What a person begins to feel."""
SIDE = (240, 160)
LISTED = 12
FRAMES = 5
CONTROL = f"""
import select, sys, time
late, last = 0, time.perf_counter()
while not select.select([sys.stdin], [], [], {BEAT_MS / 1000})[0]:
    now = time.perf_counter()
    late, last = late + (now - last > {LATE_S}), now
print(late)
"""
"""Beats until its input is closed."""


@dataclass
class Pulse:
    """The time of the last beat, and what was found between late ones."""

    last: float = field(default_factory=time.perf_counter)
    worked: float = field(default_factory=time.thread_time)
    gaps: list[tuple[float, float, str]] = field(default_factory=list)
    """How long, how much of it the GUI thread worked, and what ran."""
    beats: int = 0
    seen: str = ""
    """What ran when this beat was late."""

    def beat(self) -> None:
        """From the GUI thread."""
        now = time.perf_counter()
        gap, self.last = now - self.last, now
        worked, self.worked = time.thread_time() - self.worked, time.thread_time()
        self.beats += 1
        if gap > LATE_S:
            self.gaps.append((gap, worked, self.seen or "?"))
        self.seen = ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", nargs="?", default="1000")
    parser.add_argument("--page", choices=[page.name.lower() for page in Page], default="review")
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as where:
        folder = Path(given.pictures)
        if given.pictures.isdecimal():
            folder = Path(where) / "photos"
            _draw(folder, int(given.pictures))
        _measure(folder.absolute(), Path(where) / "home", Page[given.page.upper()])


def _draw(folder: Path, number: int) -> None:
    """Small pictures, every third of them with two copies."""
    random = np.random.default_rng(1)
    folder.mkdir()
    made = 0
    while made < number:
        coarse = Image.fromarray(random.integers(0, 255, (6, 9, 3), dtype=np.uint8))
        picture = coarse.resize(SIDE, Image.Resampling.BICUBIC)
        for copy in range(3 if made % 9 == 0 else 1):
            picture.save(folder / f"{made:06}.jpg", quality=90 - 20 * copy)
            made += 1


def _measure(folder: Path, home_dir: Path, page: Page) -> None:
    application = make_application()
    theme = Theme(Scheme.DARK)
    theme.install(application)
    home = open_home(AppPaths.of(home_dir).home)
    backend = Application(home, LazyEncoder(*model_files()), Settings())
    services = make_services(backend, theme, Icons(theme, icons_folder()))
    window = MainWindow(services, Memory(home_dir / "window.json"))
    window.show()
    ended = QEventLoop()
    services.jobs.succeeded.connect(lambda kind, _result: ended.quit() if kind is JobKind.SCAN else None)
    services.jobs.failed.connect(lambda *_: ended.quit())
    told: list[tuple[float, Progress]] = []
    left = TimeLeft()

    def hear(_kind: JobKind, progress: Progress) -> None:
        now = time.perf_counter()
        told.append((now, replace(progress, seconds_left=left.hear(progress, now))))

    services.jobs.progressed.connect(hear)
    QTimer.singleShot(1000, lambda: window.show_page(page))
    QTimer.singleShot(1500, lambda: window.scan([folder]))
    control = subprocess.Popen([sys.executable, "-c", CONTROL], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with _watched() as pulse:
        ended.exec()
        _linger(1000)
    late, _ = control.communicate()
    _print(pulse, int(late), told)
    window.close()
    services.close()
    backend.close()
    home.close()


def _linger(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


@contextmanager
def _watched() -> Iterator[Pulse]:
    pulse = Pulse()
    timer = QTimer(interval=BEAT_MS)
    timer.timeout.connect(pulse.beat)
    timer.start()
    over = threading.Event()
    main = threading.get_ident()

    def watch() -> None:
        while not over.wait(BEAT_MS / 1000):
            if time.perf_counter() - pulse.last > LATE_S / 2 and not pulse.seen:
                pulse.seen = _told(main)

    watchdog = threading.Thread(target=watch)
    watchdog.start()
    try:
        yield pulse
    finally:
        over.set()
        watchdog.join()
        timer.stop()


def _told(thread: int) -> str:
    """The innermost frames of a thread. None is held on to: a painter in it would outlive its painting."""
    frame = sys._current_frames().get(thread)
    lines = []
    while frame is not None and len(lines) < FRAMES:
        lines.append(f"{frame.f_code.co_filename.rpartition('/')[2]}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(lines)


def _print(pulse: Pulse, control: int, told: list[tuple[float, Progress]]) -> None:
    out = sys.stdout.write
    longest = sorted(pulse.gaps, key=lambda gap: -gap[1])
    own = sum(worked > LATE_S for _, worked, _ in longest)
    out(f"{pulse.beats} beats, {len(longest)} gaps above {LATE_S * 1000:.0f} ms, in {own} the window itself worked\n")
    out(f"{control} gaps of a process that does nothing but beat: what the machine's other work costs\n")
    for gap, worked, what in longest[:LISTED]:
        out(f"{gap * 1000:7.0f} ms, worked {worked * 1000:5.0f} ms  {what}\n")
    if not told:
        return
    began, end = told[0][0], told[-1][0]
    out(f"scan {end - began:.1f} s\n")
    for share in (0.25, 0.5, 0.75):
        at, progress = next(each for each in told if each[0] - began >= share * (end - began))
        said = "?" if progress.seconds_left is None else f"{progress.seconds_left:.1f} s"
        out(f"  at {share:.0%} ({progress.stage}): {said} left were said, {end - at:.1f} s it took\n")


if __name__ == "__main__":
    main()
