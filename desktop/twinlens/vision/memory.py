"""How much memory decoding one picture may take. Sizes in pixels are never limited: a panorama is a photograph."""

from __future__ import annotations

import os
import sys

from twinlens.core.problems import ProblemReason
from twinlens.vision.sources import SourceProblemError

_FALLBACK_MEMORY = 8 * 2**30
_LEAST_BUDGET = 2 * 2**30


class _Budget:
    """One per process: a worker's is set once, when it starts."""

    limit: int | None = None


def machine_memory() -> int:
    """Bytes of memory in this machine."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return _FALLBACK_MEMORY


def default_limit(workers: int) -> int:
    """What each of so many worker processes may take: a fair share of the machine, and enough for a panorama."""
    return max(_LEAST_BUDGET, machine_memory() // (workers + 1))


def cap_this_process(limit: int) -> None:
    """Let this process take `limit` bytes more than it holds now: beyond, allocation fails and the file is TOO_LARGE.

    Where the system cannot cap a process, `require` alone holds pictures to the limit.
    """
    _Budget.limit = limit
    if sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm", "rb") as file:
        held = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (held + limit, resource.RLIM_INFINITY))


def resident_size() -> int:
    """Bytes of memory that this process occupies now, 0 where that cannot be told cheaply."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0


def require(needed: int) -> None:
    """Refuse a picture before it is decoded, when its own header says that it takes more than the limit."""
    limit = _Budget.limit if _Budget.limit is not None else default_limit(1)
    if needed > limit:
        raise SourceProblemError(ProblemReason.TOO_LARGE, f"needs about {needed // 2**20} MiB of memory")
