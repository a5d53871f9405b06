"""What every test relies on: no window on the screen, drawn pictures only, no trace outside its own folder."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# Tests run side by side on few cores: threads of their own make numeric libraries slower, not faster.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# The same examples on every machine and in every run; a deadline would measure how busy the machine is.
settings.register_profile("twinlens", derandomize=True, deadline=None, database=None)
settings.load_profile("twinlens")

TORCH = importlib.util.find_spec("torch") is not None

collect_ignore = [] if TORCH else ["models"]


def pytest_report_header() -> str | None:
    """Say what is left out, so that a short run is not taken for a whole one."""
    return None if TORCH else "torch is not installed: tests/models is left out"


@pytest.fixture(autouse=True)
def _private_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test forgets to redirect lands in its own folder, never in the developer's library."""
    private = tmp_path / "user"
    for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(variable, str(private / variable.lower()))


@pytest.fixture(autouse=True)
def _exact_arithmetic() -> Iterator[None]:
    """Training rounds tiny numbers to zero for speed, a setting of the whole process: undone after each test."""
    yield
    if "torch" in sys.modules:
        sys.modules["torch"].set_flush_denormal(False)
