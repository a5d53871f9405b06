"""Where everything starts: the window, or one command."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence

# Workers import this module again: nothing heavy may stand at its top.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or open the window on what was named."""
    multiprocessing.freeze_support()
    given = list(sys.argv[1:] if arguments is None else arguments)
    from twinlens.cli import COMMANDS, run_command

    if COMMANDS.intersection(given) or {"-h", "--help", "--version"}.intersection(given):
        return run_command(given)
    return _open_window(given)


def _open_window(given: Sequence[str]) -> int:
    import argparse
    from pathlib import Path

    parser = argparse.ArgumentParser(prog="twinlens", description="Open the window, with folders or pictures if named.")
    parser.add_argument("--home", type=Path, metavar="DIR")
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("paths", nargs="*", type=Path)
    options = parser.parse_args(given)
    from twinlens.gui.app import run_window

    return run_window(options.home, [path.absolute() for path in options.paths])


if __name__ == "__main__":
    sys.exit(main())
