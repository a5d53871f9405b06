"""Starting processes that import nothing of the program that starts them.

`multiprocessing` runs the parent's main module again in each child: a window's would bring Qt into a decoder, and a
script's without a guard would start itself. Workers here are given their one function and nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, spawn
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

_patching = threading.Lock()


def start_process(name: str, target: Callable[..., None], *arguments: Any) -> tuple[BaseProcess, Connection]:
    """Start `target(connection, *arguments)` in a fresh process, and return our end of the connection too."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=target, name=name, args=(theirs, *arguments), daemon=True)
    try:
        with _main_module_forgotten():
            process.start()
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return process, ours


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
