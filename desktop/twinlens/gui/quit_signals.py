"""Ctrl+C in the terminal and the system's request to end close the window in good order."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSocketNotifier

_ASKED_TO_END = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def closing_on_signals(close: Callable[[], object]) -> Iterator[None]:
    """Call `close` on the GUI thread when the process is asked to end.

    Qt's loop does not let Python see signals; Python writes each to a socket that Qt watches.
    """
    reading, writing = socket.socketpair()
    reading.setblocking(False)
    writing.setblocking(False)
    watch = QSocketNotifier(reading.fileno(), QSocketNotifier.Type.Read)

    def hear() -> None:
        reading.recv(64)
        close()

    watch.activated.connect(hear)
    before = {number: signal.signal(number, lambda *_: None) for number in _ASKED_TO_END}
    written_before = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(written_before)
        for number, handler in before.items():
            signal.signal(number, handler)
        watch.setEnabled(False)
        reading.close()
        writing.close()
