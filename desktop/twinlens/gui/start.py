"""The first step of the window: something to see, language and size of text, before what is made of them."""

from __future__ import annotations

from pathlib import Path

from twinlens.gui.application import make_application
from twinlens.gui.first_window import FirstWindow
from twinlens.gui.look.scale import set_text_scale, system_text_scale
from twinlens.gui.shell.memory import Memory
from twinlens.gui.translating import speak
from twinlens.paths import AppPaths
from twinlens.settings import Settings, load_settings


def run_window(home_dir: Path | None, paths: list[Path]) -> int:
    """Open the window on a library, with folders to scan or a picture to search for; returns the exit status."""
    where = AppPaths.of(home_dir)
    settings = load_settings(where.settings)
    speak(settings.language)
    make_application()
    set_text_scale(settings.text_percent / 100 * system_text_scale())
    first = None if is_open(where) else _first_window(where, settings)
    from twinlens.gui import app

    try:
        return app.run_window(home_dir, paths, first)
    finally:
        if first is not None:
            first.deleteLater()


def _first_window(where: AppPaths, settings: Settings) -> FirstWindow:
    from twinlens.gui.look.theme import CONTRAST, DARK, LIGHT, Scheme, system_colours  # sizes are made on import

    system = system_colours(make_application().styleHints())
    colours = {Scheme.LIGHT: LIGHT, Scheme.DARK: DARK, Scheme.CONTRAST: CONTRAST}.get(settings.theme, system)  # type: ignore[call-overload]
    first = FirstWindow(colours.canvas, Memory(window_file(where), look_only=True).value("geometry"))
    first.appear()
    return first


def window_file(where: AppPaths) -> Path:
    """Where the window stands is kept here."""
    return where.settings.with_name("window.json")


def is_open(where: AppPaths) -> bool:
    """Whether another window works on this home, which will come forward instead."""
    try:
        import fcntl  # as `filelock` does it, which takes longer to import than all else here
    except ImportError:
        return False  # Windows: the first window flashes up
    try:
        with where.home.lock.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False
