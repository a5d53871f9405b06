"""From arguments to an exit code."""

from __future__ import annotations

import argparse
import logging
import signal
from collections.abc import Callable, Sequence
from types import FrameType

from twinlens.cli import commands, decisions, reports, rules
from twinlens.cli.context import Context
from twinlens.cli.output import say
from twinlens.cli.parser import build_parser
from twinlens.cli.progress import shown_job
from twinlens.core.errors import TwinlensError, UsageError
from twinlens.core.job import Job, JobCancelledError

OK, WITH_PROBLEMS, WRONG_USAGE, COULD_NOT_RUN, CANCELLED = 0, 1, 2, 3, 130

_HANDLERS: dict[str, Callable[[argparse.Namespace, Context], int]] = {
    "scan": commands.scan_command,
    "folders": commands.folders_command,
    "groups": commands.groups_command,
    "search": commands.search_command,
    "compare": commands.compare_command,
    "embed": commands.embed_command,
    "contain": reports.contain_command,
    "export": reports.export_command,
    "doctor": reports.doctor_command,
    "rules": rules.rules_command,
    "decide": decisions.decide_command,
    "clean": decisions.clean_command,
    "history": decisions.history_command,
    "restore": decisions.restore_command,
}

COMMANDS = frozenset(_HANDLERS)


def run_command(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; argparse itself exits with 2 on wrong usage."""
    given = build_parser().parse_args(arguments)
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    try:
        with shown_job() as job:
            _cancel_on_interrupt(job)
            return _HANDLERS[given.command](given, Context.of(given, job))
    except UsageError as error:
        return _say(error, WRONG_USAGE)
    except TwinlensError as error:
        return _say(error, COULD_NOT_RUN)
    except (JobCancelledError, KeyboardInterrupt):
        return _say("Cancelled; what was done so far is kept.", CANCELLED)


def _cancel_on_interrupt(job: Job) -> None:
    def cancel(_signal: int, _frame: FrameType | None) -> None:
        job.cancel()

    signal.signal(signal.SIGINT, cancel)
    signal.signal(signal.SIGTERM, cancel)


def _say(message: object, code: int) -> int:
    say(message)
    return code
