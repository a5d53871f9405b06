"""How much memory decoding one picture may take. Sizes in pixels are never limited: a panorama is a photograph."""

from __future__ import annotations

import os
import sys

import psutil

from twinlens.core.problems import ProblemReason
from twinlens.vision.sources import SourceProblemError

CAPPED_BY_SYSTEM = sys.platform == "linux"
"""Whether a process can be kept from allocating more than its limit."""
_LEAST_BUDGET = 2 * 2**30


class _Budget:
    """One per process: a worker's is set once, when it starts."""

    limit: int | None = None


def machine_memory() -> int:
    """Bytes of memory in this machine."""
    return int(psutil.virtual_memory().total)


def default_limit(workers: int) -> int:
    """What each of so many worker processes may take: a fair share of the machine, and enough for a panorama."""
    return max(_LEAST_BUDGET, machine_memory() // (workers + 1))


def cap_this_process(limit: int) -> None:
    """Let this process take `limit` bytes more than it holds now: beyond, allocation fails and the file is TOO_LARGE.

    Where the system cannot cap a process, the pool watches `resident_size` instead.
    """
    _Budget.limit = limit
    if not CAPPED_BY_SYSTEM:
        return
    import resource

    with open("/proc/self/statm", "rb") as file:
        held = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (held + limit, resource.RLIM_INFINITY))


def resident_size(process_id: int | None = None) -> int:
    """Bytes of memory that a process, by default this one, occupies now; 0 where that cannot be told."""
    try:
        return int(psutil.Process(process_id).memory_info().rss)
    except psutil.Error:
        return 0


def require(needed: int) -> None:
    """Refuse a picture before it is decoded, when its own header says that it takes more than the limit."""
    limit = _Budget.limit if _Budget.limit is not None else default_limit(1)
    if needed > limit:
        raise SourceProblemError(ProblemReason.TOO_LARGE, f"needs about {needed // 2**20} MiB of memory")
