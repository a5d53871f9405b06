"""Starting processes that import nothing of the program that starts them.

`multiprocessing` runs the parent's main module again in each child: a window's would bring Qt into a decoder, and a
script's without a guard would start itself. Workers here are given their one function and nothing else.
"""

from __future__ import annotations

import importlib
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context, spawn
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_patching = threading.Lock()


def start_process(name: str, module: str, function: str, *arguments: Any) -> tuple[BaseProcess, Connection]:
    """Start `module.function(connection, *arguments)` in a fresh process, and return our end of the connection too."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_enter, name=name, args=(theirs, module, function, arguments), daemon=True)
    try:
        with _main_module_forgotten():
            process.start()
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return process, ours


def _enter(connection: Connection, module: str, function: str, arguments: tuple[Any, ...]) -> None:
    """The first thing that runs in a worker, before any library is loaded."""
    _quieten()
    # Files are worked on side by side; threads within one would only fight over the cores.
    os.environ.update(dict.fromkeys(_THREAD_VARIABLES, "1"))
    getattr(importlib.import_module(module), function)(connection, *arguments)


def _quieten() -> None:
    """C libraries write their complaints to the terminal, and an interrupt there is the parent's affair."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _main_module_forgotten() -> Iterator[None]:
    with _patching:
        original = spawn.get_preparation_data

        def without_main(name: str) -> dict[str, Any]:
            data = original(name)
            data.pop("init_main_from_name", None)
            data.pop("init_main_from_path", None)
            return data

        spawn.get_preparation_data = without_main
        try:
            yield
        finally:
            spawn.get_preparation_data = original
