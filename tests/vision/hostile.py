"""A worker that does what the name of a file says, for the tests of the pool."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

import twinlens.vision.decode_worker as real
from twinlens.core.problems import FileProblem
from twinlens.vision.decoding import DecodedPhoto, DecodeRequest, decode_photo

MEBIBYTE = 2**20
hoard: list[bytearray] = []


def work(connection: Connection, memory_limit: int, timeout_s: float) -> None:
    real.decode_photo = decode_or_misbehave
    real.render_rgb = lambda *_: time.sleep(600)
    real.work(connection, memory_limit, timeout_s)


def work_uncapped(connection: Connection, memory_limit: int, timeout_s: float) -> None:
    """As on systems that cannot cap a process."""
    real.memory.cap_this_process = lambda _: None
    work(connection, memory_limit, timeout_s)


def die_at_once(*_: object) -> None:
    os._exit(7)


def decode_or_misbehave(request: DecodeRequest) -> DecodedPhoto | FileProblem:
    for name, misdeed in MISDEEDS.items():
        if request.path.name.startswith(name):
            misdeed(request.path)
    return decode_photo(request)


def die_the_first_time(path: Path) -> None:
    mark = path.with_suffix(".mark")
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def take(mebibytes: int) -> None:
    """Memory that is written to, or else it would not be held."""
    hoard.append(bytearray(b"x") * (mebibytes * MEBIBYTE))


def swell(_: Path) -> None:
    take(600)
    time.sleep(600)


def bomb(_: Path) -> None:
    for _ in range(1000):
        take(64)


def bug(_: Path) -> None:
    raise LookupError("a bug of ours")


def make_noise(_: Path) -> None:
    os.write(1, b"noise on stdout\n")
    os.write(2, b"noise on stderr\n")


MISDEEDS = {
    "exit": lambda _: os._exit(3),
    "segfault": lambda _: os.kill(os.getpid(), signal.SIGSEGV),
    "killed": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "once": die_the_first_time,
    "hang": lambda _: time.sleep(600),
    "bug": bug,
    "grow": lambda _: take(600),
    "swell": swell,
    "bomb": bomb,
    "litter": lambda _: take(90),
    "need": lambda _: bytearray(b"x") * (200 * MEBIBYTE),
    "noisy": make_noise,
}
