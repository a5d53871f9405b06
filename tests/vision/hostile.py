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


def work(connection: Connection, memory_limit: int, timeout_s: float) -> None:
    real.decode_photo = decode_or_misbehave
    real.work(connection, memory_limit, timeout_s)


def die_at_once(*_: object) -> None:
    os._exit(7)


def decode_or_misbehave(request: DecodeRequest) -> DecodedPhoto | FileProblem:
    name = request.path.name
    if name.startswith("exit"):
        os._exit(3)
    if name.startswith("segfault"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if name.startswith("killed"):
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("once"):
        _die_the_first_time(request.path)
    if name.startswith("hang"):
        time.sleep(600)
    if name.startswith("bug"):
        raise LookupError("a bug of ours")
    if name.startswith("grow"):
        decode_or_misbehave.hoard = bytearray(os.urandom(1)) * (600 * 2**20)
    if name.startswith("bomb"):
        decode_or_misbehave.hoard = [bytearray(64 * 2**20) for _ in range(1000)]
    if name.startswith("noisy"):
        os.write(1, b"noise on stdout\n")
        os.write(2, b"noise on stderr\n")
    return decode_photo(request)


def _die_the_first_time(path: Path) -> None:
    mark = path.with_suffix(".mark")
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
