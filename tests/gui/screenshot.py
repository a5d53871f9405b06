"""Makes the README's screenshot: `PYTHONPATH=desktop:tests/gui python tests/gui/screenshot.py OUT.png`.

Draws a folder of pictures and edited copies of them, opens the real window on it, waits for the scan, rejects a few
copies from the keyboard and photographs the review page. No photograph of anybody's is in it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from drawing import EDITS, photo
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Scheme, Theme
from twinlens.gui.main_window import MainWindow, Page
from twinlens.gui.services import make_services
from twinlens.gui.shell.memory import Memory
from twinlens.gui.start import make_application
from twinlens.gui.wiring import Application
from twinlens.paths import AppPaths
from twinlens.resources import icons_folder, model_files
from twinlens.settings import Settings
from twinlens.workflows.home import open_home
from twinlens.workflows.model import LazyEncoder

SIZE = (1360, 860)
SCENES = ("Lofoten", "Engadin", "Cornwall", "Douro", "Hokkaido", "Patagonia", "Skye", "Naxos", "Harz", "Algarve")
PATIENCE_MS = 120_000


def main() -> None:
    """Draw, scan, wait, save."""
    if sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where) / "Pictures"
        _draw(folder)
        _photograph(folder, Path(where) / "home", target)


def _draw(folder: Path) -> None:
    for number, name in enumerate(SCENES):
        original = folder / str(2015 + number) / name / f"IMG_{2041 + 37 * number}.jpg"
        _save(original, number, "original", 2400, 94, number)
        for edit in EDITS[1 + number % 4 :: 3]:
            side = 900 if edit == "resized" else 1600
            _save(original.parent / "exports" / f"{original.stem}-{edit}.jpg", number, edit, side, 82, None)


def _save(path: Path, seed: int, edit: str, side: int, quality: int, day: int | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    if day is not None:
        exif[0x010F], exif[0x0110] = "Twinlens", "Drawn 1"
        exif.get_ifd(0x8769)[0x9003] = f"{2015 + day}:06:{day + 10:02} 18:{20 + day}:05"
    pixels = photo(seed, edit, side, 1.5 if seed % 3 else 0.8)
    Image.fromarray((pixels * 255).astype(np.uint8)).save(path, quality=quality, exif=exif)


def _photograph(folder: Path, home_dir: Path, target: Path) -> None:
    application = make_application()
    theme = Theme(Scheme.DARK)
    theme.install(application)
    where = AppPaths.of(home_dir)
    home = open_home(where.home)
    backend = Application(home, LazyEncoder(*model_files()), Settings())
    services = make_services(backend, theme, Icons(theme, icons_folder()))
    window = MainWindow(services, Memory(home_dir / "window.json"))
    window.resize(*SIZE)
    window.show()
    finished = QEventLoop()
    services.jobs.succeeded.connect(lambda *_: finished.quit())
    services.jobs.failed.connect(lambda *_: finished.quit())
    QTimer.singleShot(PATIENCE_MS, finished.quit)
    window.scan([folder])
    finished.exec()
    window.show_page(Page.REVIEW)
    _wait(3000)
    for key in (Qt.Key.Key_X, Qt.Key.Key_Right, Qt.Key.Key_X):
        QTest.keyClick(window.focusWidget() or window, key)
        _wait(400)
    _wait(2000)
    target.parent.mkdir(parents=True, exist_ok=True)
    window.grab().save(str(target))
    window.close()
    services.close()
    backend.close()
    home.close()


def _wait(milliseconds: int) -> None:
    """Let the window live on. (`QTest.qWait` would not let the threads of Python run meanwhile.)"""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
