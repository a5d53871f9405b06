"""The command line: the same workflows as the window, without Qt."""

from twinlens.cli.main import COMMANDS, run_command

__all__ = ["COMMANDS", "run_command"]
