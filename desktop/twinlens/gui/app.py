"""Where the window begins and ends: everything is made here, once, and taken down in the opposite order."""

from __future__ import annotations

import logging
import platform
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import twinlens
from twinlens.core.errors import HomeLockedError, OwnModelRefusedError, TwinlensError
from twinlens.gui.application import make_application
from twinlens.gui.desktop.desktop import desktop_here
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Scheme, Theme
from twinlens.gui.main_window import MainWindow
from twinlens.gui.preferences import Preferences
from twinlens.gui.quit_signals import closing_on_signals
from twinlens.gui.services import Services, make_services
from twinlens.gui.shell import restart_wording
from twinlens.gui.shell.memory import Memory
from twinlens.gui.shell.report_dialog import RefusedEncoderDialog, TroubleDialog
from twinlens.gui.shell.single_instance import SingleInstance, hand_over
from twinlens.gui.shell.undo_journal import UndoJournal
from twinlens.gui.start import window_file
from twinlens.gui.wiring import Application
from twinlens.paths import AppPaths, set_aside
from twinlens.resources import icons_folder, model_files, verifier_files
from twinlens.settings import Settings, is_spoiled, load_settings
from twinlens.workflows.home import locked, open_home
from twinlens.workflows.model import LazyEncoder, LazyVerifier, choose_encoder, restore_shipped

_COULD_NOT_RUN = 3
_LOG_BYTES = 2**20
_log = logging.getLogger(__name__)


def run_window(home_dir: Path | None, paths: list[Path], first: QWidget | None = None) -> int:
    """Open the window on a library, with folders to scan or a picture to search for; returns the exit status.

    `first` stands where the window will be, and leaves the screen to it.
    """
    where = AppPaths.of(home_dir)
    application = make_application()
    preferences = Preferences(load_settings(where.settings), where.settings)
    theme = Theme(_scheme(preferences.settings.theme))
    theme.changed.connect(lambda: preferences.change(theme=str(theme.scheme)))
    theme.install(application)
    try:
        _start_log(where.logs)
        icons = Icons(theme, icons_folder())
        application.setWindowIcon(icons.application_icon())
        with locked(where.home):
            encoder = _usable_encoder(where)
            if encoder is None:
                return _COULD_NOT_RUN
            with _application(where, encoder, preferences.settings) as backend:
                return _run(
                    application, where, make_services(backend, theme, icons, preferences, where.logs), paths, first
                )
    except HomeLockedError as error:
        return 0 if hand_over(where.home.lock, paths) else _refuse(error)
    except TwinlensError as error:
        return _refuse(error)


def _refuse(error: TwinlensError) -> int:
    TroubleDialog(error).exec()
    return _COULD_NOT_RUN


def _run(
    application: QApplication, where: AppPaths, services: Services, paths: list[Path], first: QWidget | None
) -> int:
    journal = UndoJournal(where.home.library.with_name("undo.jsonl"))
    window = MainWindow(services, Memory(window_file(where)), journal)
    later_starts = SingleInstance(where.home.lock, window)
    later_starts.asked.connect(window.come_forward)
    try:
        with _mishaps_told(window), closing_on_signals(window.close):
            if first is not None:
                window.restoreGeometry(first.saveGeometry())
            window.show()
            if first is not None:
                first.hide()
            if paths:
                window.open_paths(paths)
            if is_spoiled(where.settings):
                window.say(restart_wording.settings_refused(set_aside(where.settings)))
            desktop = desktop_here(application.windowIcon())
            window.appear_on(desktop)
            try:
                return application.exec()
            finally:
                desktop.close()
    finally:
        window.hide()
        services.close()
        window.deleteLater()


def _usable_encoder(where: AppPaths) -> LazyEncoder | None:
    """The encoder to work with; None where a person's own is refused and they won't have the shipped one instead."""
    try:
        return choose_encoder(where.models, model_files)
    except OwnModelRefusedError as error:
        _log.warning("own encoder refused: %s", error.fault)
        if RefusedEncoderDialog(error).exec() != QDialog.DialogCode.Accepted:
            return None
    restore_shipped(where.models)
    return choose_encoder(where.models, model_files)


@contextmanager
def _application(where: AppPaths, encoder: LazyEncoder, settings: Settings) -> Iterator[Application]:
    home = open_home(where.home, settings.preview_cache_bytes)
    backend = Application(home, encoder, settings, LazyVerifier(verifier_files()))
    try:
        yield backend
    finally:
        backend.close()
        home.close()


class _Mishaps(QObject):
    """Brings a mishap from any thread to the GUI thread."""

    happened = Signal(object)


@contextmanager
def _mishaps_told(window: MainWindow) -> Iterator[None]:
    """Nothing fails in silence: whatever nobody caught is logged, and shown as a report."""
    mishaps = _Mishaps()
    mishaps.happened.connect(window.tell_failure)

    def in_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        _log.error("not caught", exc_info=(kind, error, trace))
        mishaps.happened.emit(error)

    def in_thread(mishap: threading.ExceptHookArgs) -> None:
        if mishap.exc_value is not None:
            in_main(mishap.exc_type, mishap.exc_value, mishap.exc_traceback)

    before = sys.excepthook, threading.excepthook
    sys.excepthook, threading.excepthook = in_main, in_thread
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before


def _start_log(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "twinlens.log", maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.INFO)
    logging.getLogger("twinlens").addHandler(handler)
    logging.getLogger("twinlens").setLevel(logging.INFO)
    _log.info("Twinlens %s on %s", twinlens.__version__, platform.platform())


def _scheme(name: str) -> Scheme:
    try:
        return Scheme(name)
    except ValueError:
        return Scheme.SYSTEM
