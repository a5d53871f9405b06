"""The first step of the window: the language is chosen before anything that holds sentences is imported."""

from __future__ import annotations

from pathlib import Path

from twinlens.gui.translating import speak
from twinlens.paths import AppPaths
from twinlens.settings import load_settings


def run_window(home_dir: Path | None, paths: list[Path]) -> int:
    """Open the window on a library, with folders to scan or a picture to search for; returns the exit status."""
    speak(load_settings(AppPaths.of(home_dir).settings).language)
    from twinlens.gui import app

    return app.run_window(home_dir, paths)
