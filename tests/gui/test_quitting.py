"""Asked to end while it works: by the window's close button, by the system, as a real process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import SIGNAL
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photos import save_photo
from twinlens.gui.job_runner import JobKind
from twinlens.gui.main_window import MainWindow
from twinlens.gui.services import Services
from twinlens.gui.shell.status_line import StatusLine

PATIENCE_S = 60


@pytest.mark.parametrize(
    ("kind", "said"),
    [(JobKind.SCAN, "goes on from here"), (JobKind.CLEAN, "stands in History"), (JobKind.MARK, "stays")],
)
def test_closing_says_what_becomes_of_the_work(
    qtbot: QtBot, window: MainWindow, services: Services, kind: JobKind, said: str
) -> None:
    def work(job):
        while True:
            job.check()

    services.jobs.start(kind, work)
    window.close()
    assert said in window.findChildren(StatusLine)[0].notice
    qtbot.waitUntil(lambda: not window.isVisible())


def test_the_window_hears_of_the_end_of_the_session(qapp: QApplication, window: MainWindow) -> None:
    """No test can make a QSessionManager; that what is heard is kept, `test_restart` tests."""
    assert qapp.receivers(SIGNAL("commitDataRequest(QSessionManager&)")) > 0
    assert window.isVisible()


@pytest.mark.skipif(os.name == "nt", reason="Windows ends processes otherwise")
def test_ctrl_c_ends_a_real_window_in_the_middle_of_a_scan_with_all_its_workers(tmp_path: Path) -> None:
    photos, home = tmp_path / "photos", tmp_path / "home"
    photos.mkdir()
    for seed in range(60):
        save_photo(photos / f"{seed}.jpg", seed)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "twinlens", "--home", str(home), str(photos)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, start_new_session=True) as window:
        try:
            wait_for(lambda: _scanning(home) == [str(photos)], window)
            workers = psutil.Process(window.pid).children(recursive=True)
            os.killpg(window.pid, signal.SIGINT)  # as a terminal does it: the workers hear it too
            _, complaints = window.communicate(timeout=PATIENCE_S)
        finally:
            window.kill()
    assert window.returncode == 0
    assert b"Traceback" not in complaints
    assert psutil.wait_procs(workers, timeout=PATIENCE_S)[1] == []
    assert _scanning(home) == [str(photos)], "the next window offers to go on"


def _scanning(home: Path) -> object:
    try:
        return json.loads((home / "window.json").read_text())["scanning"]
    except (OSError, ValueError, KeyError):
        return None


def wait_for(condition, window: subprocess.Popen[bytes]) -> None:
    """Only as long as it takes; a window that ends by itself fails at once."""
    for _ in range(PATIENCE_S * 20):
        if condition():
            return
        assert window.poll() is None
        time.sleep(0.05)
    pytest.fail("it never began")
