"""The command line: the same workflows as the window, without Qt."""

from __future__ import annotations

from collections.abc import Sequence

COMMANDS = frozenset(
    {
        "clean", "compare", "contain", "decide", "doctor", "embed", "export", "folders", "groups", "history", "restore",
        "rules", "scan", "search",
    }
)  # fmt: skip
"""Known without importing what they need: the window does not wait for it."""


def run_command(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit status."""
    from twinlens.cli.main import run_command as run

    return run(arguments)
