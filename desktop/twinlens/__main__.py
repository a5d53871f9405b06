"""Where everything starts: the window, or one command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

# Workers import this module again: nothing heavy may stand at its top.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or open the window on what was named."""
    if getattr(sys, "frozen", False):
        import multiprocessing  # costs a tenth of the time to the first window, and only frozen workers need it

        multiprocessing.freeze_support()
    given = list(sys.argv[1:] if arguments is None else arguments)
    from twinlens.cli import COMMANDS, run_command

    if _first_word(given) in COMMANDS or {"-h", "--help", "--version"}.intersection(given):
        return run_command(given)
    return _open_window(given)


def _first_word(given: Sequence[str]) -> str | None:
    """The first argument that is neither an option nor the value of `--home`."""
    words = iter(given)
    for word in words:
        if word == "--home":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def _open_window(given: Sequence[str]) -> int:
    import argparse
    from pathlib import Path

    parser = argparse.ArgumentParser(prog="twinlens", description="Open the window, with folders or pictures if named.")
    parser.add_argument("--home", type=Path, metavar="DIR")
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("paths", nargs="*", type=Path)
    options = parser.parse_args(given)
    for path in options.paths:
        if not os.path.lexists(path):
            parser.error(f"there is no command and no folder or picture {str(path)!a}; see twinlens --help")
    if _screenless():
        sys.stderr.write("twinlens: There is no screen to open a window on; see twinlens --help for commands.\n")
        return 3
    from twinlens.gui.start import run_window

    return run_window(options.home, [path.absolute() for path in options.paths])


def _screenless() -> bool:
    """Whether Qt would find no display and end the process with a crash."""
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(os.environ.get(name) for name in displays)


if __name__ == "__main__":
    sys.exit(main())
