"""Drives the real program from beside it: keys, pointer and drops come from outside, as a person's do.

The program runs in the main thread exactly as it does for a person. The walk runs in a thread of its own; it sends
real events through the X server and asks the window's thread only what stands on the screen.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

PLACE = QRect(0, 24, 1280, 776)
"""Where the window stands on the screen, without its frame."""
PATIENCE_S = 60.0
_STEP_S = 0.05


class _Asked(QObject):
    """Runs what another thread asks for in the window's own."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(lambda work: work(), Qt.ConnectionType.QueuedConnection)


class Driver:
    """What a person can do, and see. All of it is called in the walk's thread."""

    def __init__(self, pictures: Path) -> None:
        """`pictures` is where screenshots go. Make it in the main thread."""
        self._pictures = pictures
        self._asked = _Asked()
        self._hand: subprocess.Popen[str] | None = None

    # seeing

    def ask(self, question: Callable[[], Any]) -> Any:
        """Ask the window's thread, and wait for the answer."""
        answered = threading.Event()
        answer: dict[str, Any] = {}

        def work() -> None:
            try:
                answer["value"] = question()
            except BaseException as error:
                answer["error"] = error
            answered.set()

        self._asked.asked.emit(work)
        if not answered.wait(PATIENCE_S):
            raise TimeoutError("the window does not answer")
        if "error" in answer:
            raise answer["error"]
        return answer["value"]

    def wait(self, what: str, condition: Callable[[], object], patience_s: float = PATIENCE_S) -> Any:
        """Wait until the window says so."""
        until = time.monotonic() + patience_s
        while not (answer := self.ask(condition)):
            if time.monotonic() > until:
                raise TimeoutError(f"never came to be: {what}")
            time.sleep(_STEP_S)
        return answer

    def rest(self, seconds: float = 0.4) -> None:
        """Let what is drawn late arrive."""
        time.sleep(seconds)

    def picture(self, name: str) -> None:
        """Photograph the part of the screen that the window stands on."""
        self.rest()
        self.ask(lambda: self._grab(name))

    def _grab(self, name: str) -> None:
        target = self._pictures / f"{name}.png"
        shown = QApplication.primaryScreen().grabWindow(0, PLACE.x(), PLACE.y(), PLACE.width(), PLACE.height())
        assert not shown.isNull()
        assert shown.save(str(target))

    def window(self) -> Any:
        """The program's main window."""
        return self.wait("a window", _shown_window)

    def dialog(self) -> Any:
        """The dialog in front."""
        return self.wait("a dialog", QApplication.activeModalWidget)

    def no_dialog(self) -> None:
        """Wait until none is open."""
        self.wait("the dialog to close", lambda: QApplication.activeModalWidget() is None)

    # doing

    def key(self, *names: str) -> None:
        """Press keys, one after the other, as xdotool names them."""
        for name in names:
            _xdotool("key", name)
            self.rest(0.12)

    def write(self, text: str) -> None:
        """Type a text."""
        _xdotool("type", "--delay", "30", text)
        self.rest(0.12)

    def click(self, widget: QWidget) -> None:
        """Press the middle of a widget."""
        at = self.ask(lambda: widget.mapToGlobal(widget.rect().center()))
        self.point(at)
        _xdotool("click", "1")
        self.rest(0.12)

    def point(self, at: QPoint) -> None:
        """Move the pointer there."""
        _xdotool("mousemove", str(at.x()), str(at.y()))

    def drop(self, paths: Sequence[Path], during: Callable[[], object] = lambda: None) -> None:
        """Drag files from another program's window into the middle of ours; `during` is done before letting go."""
        x, y = self._offer(paths)
        _xdotool("mousemove", str(x), str(y), "mousedown", "1")
        goal = self.ask(PLACE.center)
        for step in range(1, 13):
            place = (x + (goal.x() - x) * step // 12, y + (goal.y() - y) * step // 12)
            _xdotool("mousemove", *map(str, place))
            time.sleep(_STEP_S)
        self.rest()
        during()
        _xdotool("mouseup", "1")

    def _offer(self, paths: Sequence[Path]) -> tuple[int, int]:
        if self._hand is None:
            self._hand = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("hand.py"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._hand.stdin is not None
        assert self._hand.stdout is not None
        self._hand.stdin.write(json.dumps([str(path) for path in paths]) + "\n")
        self._hand.stdin.flush()
        word, x, y = self._hand.stdout.readline().split()
        assert word == "ready"
        self.rest()
        return int(x), int(y)

    def let_go(self) -> None:
        """Close the other program."""
        if self._hand is not None:
            self._hand.communicate(timeout=10)


def walk(open_window: Callable[[], int], steps: Callable[[Driver], None], pictures: Path) -> int:
    """Run the program in this thread and the steps beside it; the exit status says whether both went well."""
    driver = Driver(pictures)
    failed: list[BaseException] = []

    def run() -> None:
        try:
            steps(driver)
        except BaseException as error:
            failed.append(error)
            traceback.print_exc()
            _last_resort(driver)
        finally:
            driver.let_go()

    beside = threading.Thread(target=run, name="walk")
    beside.start()
    status = open_window()
    beside.join(PATIENCE_S)
    return 1 if failed else status


def _last_resort(driver: Driver) -> None:
    """What went wrong is seen in a picture; then the program ends, whatever stands open."""
    driver.picture("failed")
    driver.ask(lambda: QApplication.exit(1))


def _shown_window() -> QWidget | None:
    from twinlens.gui.main_window import MainWindow

    if QApplication.instance() is None:
        return None
    windows = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]
    return next((window for window in windows if window.isVisible()), None)


def _xdotool(*words: str) -> None:
    subprocess.run(["xdotool", *words], check=True)
