"""A screen of its own, with a window manager, for programs that are driven by real keys and a real pointer."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

NEEDED = ("Xvfb", "openbox", "xdotool")


def missing_tools() -> list[str]:
    """What this machine lacks to run a screen nobody sees."""
    return [name for name in NEEDED if shutil.which(name) is None]


@contextmanager
def screen(width: int, height: int) -> Iterator[dict[str, str]]:
    """Start one; yields the environment for programs that are to be seen on it."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        assert number, "Xvfb did not start"
        with _window_manager(_environment(number)) as environment:
            yield environment
    finally:
        server.terminate()
        server.wait(timeout=10)


def _environment(number: str) -> dict[str, str]:
    without = ("WAYLAND_DISPLAY", "XAUTHORITY", "QT_SCALE_FACTOR", "DBUS_SESSION_BUS_ADDRESS")
    kept = {name: value for name, value in os.environ.items() if name not in without}
    # Nothing of the walk reaches a desktop that happens to run here.
    return kept | {
        "DISPLAY": f":{number}",
        "QT_QPA_PLATFORM": "xcb",
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "LC_ALL": "C.UTF-8",
    }


@contextmanager
def _window_manager(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    manager = subprocess.Popen(
        ["openbox", "--sm-disable"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(0.3)
    try:
        yield environment
    finally:
        manager.terminate()
        manager.wait(timeout=10)
