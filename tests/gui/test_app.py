"""The window from its first moment to its last, as the command starts it."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from photos import save_photo
from twinlens.core.errors import ModelRefusedError
from twinlens.gui import app
from twinlens.gui.cleanup.cleanup_dialog import CleanupDialog
from twinlens.gui.look.theme import Scheme, Theme
from twinlens.gui.main_window import MainWindow
from twinlens.gui.shell import restart_wording
from twinlens.gui.shell.report_dialog import RefusedEncoderDialog, ReportDialog, TroubleDialog
from twinlens.gui.shell.status_line import StatusLine
from twinlens.paths import AppPaths
from twinlens.settings import load_settings
from twinlens.workflows.home import locked
from vision.onnx_models import card_of, tiny_model, write_model


@pytest.fixture(autouse=True)
def application(qapp: QApplication, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Iterator[QApplication]:
    """There can only be one QApplication; it leaves dressed as it came, and the log goes to nobody else's file."""
    monkeypatch.setattr(app, "make_application", lambda: qapp)
    yield qapp
    theme.changed.emit()
    logger = logging.getLogger("twinlens")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What trouble dialogs said, without waiting for anyone to close them."""
    said: list[str] = []
    initialise = TroubleDialog.__init__

    def note(self, error: BaseException, parent=None) -> None:
        said.append(str(error))
        initialise(self, error, parent)

    monkeypatch.setattr(TroubleDialog, "__init__", note)
    monkeypatch.setattr(TroubleDialog, "exec", lambda _self: 0)
    return said


def with_window(application: QApplication, act: Callable[[MainWindow], bool]) -> QTimer:
    """Call `act` now and then with the window that is open until it says that it is done; then close it."""
    timer = QTimer(interval=20)

    def look() -> None:
        windows = [widget for widget in application.topLevelWidgets() if isinstance(widget, MainWindow)]
        if windows and windows[-1].isVisible() and act(windows[-1]):
            timer.stop()
            windows[-1].close()

    timer.timeout.connect(look)
    timer.start()
    return timer


def test_spoiled_settings_are_set_aside_and_said(application: QApplication, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_bytes(b"theme = \xff[")
    said: list[str] = []

    def heard(window: MainWindow) -> bool:
        said.append(window.findChild(StatusLine).notice)
        return bool(said[-1])

    with_window(application, heard)
    assert app.run_window(home, []) == 0
    aside = home / "settings.toml.unreadable"
    assert said[-1] == restart_wording.settings_refused(aside)
    assert aside.read_bytes() == b"theme = \xff["


def test_a_folder_named_on_the_command_line_is_scanned(application: QApplication, tmp_path: Path) -> None:
    save_photo(tmp_path / "photos" / "one.jpg", 1)
    save_photo(tmp_path / "photos" / "two.jpg", 1, quality=50)
    timer = with_window(application, lambda window: window.review.model.rowCount() == 1)
    assert app.run_window(tmp_path / "home", [tmp_path / "photos"]) == 0
    assert not timer.isActive()
    assert (tmp_path / "home" / "library.db").exists()
    assert (tmp_path / "home" / "window.json").exists()
    with locked(AppPaths.of(tmp_path / "home").home):
        pass


def test_the_choice_of_appearance_is_kept(application: QApplication, tmp_path: Path) -> None:
    def choose(window: MainWindow) -> bool:
        window.services.theme.set_scheme(Scheme.LIGHT)
        return True

    timer = with_window(application, choose)
    assert app.run_window(tmp_path, []) == 0
    assert load_settings(AppPaths.of(tmp_path).settings).theme == "light"
    assert not timer.isActive()
    timer = with_window(application, lambda window: window.palette().window().color().name() == "#ececec")
    assert app.run_window(tmp_path, []) == 0
    assert not timer.isActive()


def test_a_second_window_on_the_same_library_says_so(tmp_path: Path, told: list[str]) -> None:
    with locked(AppPaths.of(tmp_path).home):
        assert app.run_window(tmp_path, []) == 3
    assert "Another Twinlens" in told[0]


def test_without_its_model_it_says_what_to_do(tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> tuple[Path, Path]:
        raise ModelRefusedError("The encoder's file is missing")

    monkeypatch.setattr(app, "model_files", refuse)
    assert app.run_window(tmp_path, []) == 3
    assert told == ["The encoder's file is missing; install Twinlens again."]


@pytest.fixture
def own_encoder(tmp_path: Path) -> Path:
    """Another network than its card describes, in the folder that the person's own one lies in."""
    write_model(tmp_path / "models", tiny_model(seed=8), card_of(tiny_model()))
    return tmp_path / "models"


def answering(application: QApplication, answer: Callable[[RefusedEncoderDialog], object]) -> list[str]:
    """Answer the question about the encoder, once it is asked; what it said."""
    said: list[str] = []

    def look() -> None:
        for dialog in application.topLevelWidgets():
            if isinstance(dialog, RefusedEncoderDialog) and dialog.isVisible():
                said.append(dialog.sentence)
                timer.stop()
                answer(dialog)

    timer = QTimer(application, interval=20)
    timer.timeout.connect(look)
    timer.start()
    return said


def press_enter(dialog: RefusedEncoderDialog) -> None:
    assert dialog.focusWidget() is dialog.restore
    QTest.keyClick(dialog.restore, Qt.Key.Key_Return)


def test_an_own_encoder_that_is_refused_gives_way_to_the_shipped_one(
    application: QApplication, tmp_path: Path, own_encoder: Path
) -> None:
    said = answering(application, press_enter)
    timer = with_window(application, lambda window: window.services.backend.start_encoder() != "")
    assert app.run_window(tmp_path, []) == 0
    assert not timer.isActive()
    assert said == [f"The encoder {own_encoder / 'encoder.onnx'} is not the one its card describes."]
    assert not own_encoder.exists()
    assert (tmp_path / "models-set-aside" / "encoder.onnx").read_bytes() == tiny_model(seed=8)


def test_a_refused_encoder_may_be_left_as_it_is(application: QApplication, tmp_path: Path, own_encoder: Path) -> None:
    said = answering(application, lambda dialog: dialog.reject())
    assert app.run_window(tmp_path, []) == 3
    assert len(said) == 1
    assert (own_encoder / "encoder.onnx").exists()


def test_a_sound_own_encoder_is_used(application: QApplication, tmp_path: Path) -> None:
    write_model(tmp_path / "models", tiny_model(), card_of(tiny_model()))
    timer = with_window(application, lambda window: window.services.backend.floor() == 0.2)
    assert app.run_window(tmp_path, []) == 0
    assert not timer.isActive()


@pytest.mark.skipif(os.name == "nt", reason="signals to oneself are POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_end_closes_the_window(application: QApplication, tmp_path: Path, number: signal.Signals) -> None:
    sent: list[bool] = []

    def ask(_window: MainWindow) -> bool:
        if not sent:
            os.kill(os.getpid(), number)
            sent.append(True)
        return False

    before = signal.getsignal(number)
    timer = with_window(application, ask)
    assert app.run_window(tmp_path, []) == 0
    timer.stop()
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("in_thread", [False, True])
def test_what_nobody_caught_is_told(application: QApplication, tmp_path: Path, in_thread: bool) -> None:
    before = sys.excepthook

    def fail(_window: MainWindow) -> bool:
        error = RuntimeError("nobody thought of this")
        if in_thread:
            thread = threading.Thread(target=_raise, args=(error,))
            thread.start()
            thread.join()
        else:
            sys.excepthook(RuntimeError, error, None)
        timers.append(with_window(application, shown))
        timers[0].stop()
        return False

    def shown(window: MainWindow) -> bool:
        dialogs = [dialog for dialog in window.findChildren(ReportDialog) if dialog.isVisible()]
        for dialog in dialogs:
            assert "nobody thought of this" in dialog.report
            dialog.accept()
        return bool(dialogs)

    timers = [with_window(application, fail)]
    assert app.run_window(tmp_path, []) == 0
    assert sys.excepthook is before
    assert "nobody thought of this" in (tmp_path / "logs" / "twinlens.log").read_text()


def _raise(error: Exception) -> None:
    raise error


def test_the_log_is_never_large(application: QApplication, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(app, "_LOG_BYTES", 2000)

    def write(_window: MainWindow) -> bool:
        for number in range(200):
            logging.getLogger("twinlens.test").warning("line %s", number)
        return True

    timer = with_window(application, write)
    assert app.run_window(tmp_path, []) == 0
    timer.stop()
    logs = sorted((tmp_path / "logs").iterdir())
    assert [log.name for log in logs] == ["twinlens.log", "twinlens.log.1", "twinlens.log.2"]
    assert all(log.stat().st_size <= 2000 for log in logs)


def test_a_request_to_end_is_heard_behind_an_open_dialog(application: QApplication, tmp_path: Path) -> None:
    sent: list[bool] = []

    def ask(window: MainWindow) -> bool:
        if not window.findChildren(CleanupDialog):
            window.clean_up()
        elif not sent:
            os.kill(os.getpid(), signal.SIGTERM)
            sent.append(True)
        return False

    timer = with_window(application, ask)
    giving_up = QTimer(singleShot=True, interval=20_000)
    giving_up.timeout.connect(lambda: application.exit(7))
    giving_up.start()
    assert app.run_window(tmp_path, []) == 0
    timer.stop()
    giving_up.stop()
