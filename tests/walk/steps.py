"""The walk itself: from an empty library to a clean-up and back, by keys, pointer and drops alone.

`python steps.py first|again PICTURES HOME SCREENSHOTS` inside a screen; `test_walk.py` gives it one.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

from driver import PLACE, Driver, walk
from PySide6.QtWidgets import QApplication, QLineEdit

from twinlens.gui.app import run_window
from twinlens.gui.help.help_window import HelpWindow
from twinlens.gui.look.theme import Scheme
from twinlens.gui.main_window import MainWindow, Page


def first(driver: Driver, pictures: Path) -> None:
    """A person's first quarter of an hour."""
    window: MainWindow = driver.window()
    driver.ask(lambda: window.setGeometry(PLACE))
    driver.picture("01-welcome")
    _scan(driver, window, pictures)
    _decide(driver, window)
    _filter(driver, window)
    _compare(driver, window)
    _clean_up_and_undo(driver, window, pictures)
    _search(driver, window, pictures)
    _look_round(driver, window)
    _in_the_light(driver, window)
    driver.key("Home", "Down")
    driver.rest()
    driver.key("ctrl+q")


def again(driver: Driver, pictures: Path) -> None:
    """The next day: everything stands where it stood."""
    window: MainWindow = driver.window()
    driver.wait("the groups to be read", window.review.model.rowCount)
    driver.picture("40-next-day")
    assert driver.ask(lambda: window.page) is Page.REVIEW
    assert driver.ask(lambda: window.review.view.focus_row) == 1
    assert any(pictures.rglob("IMG_2152.jpg"))
    driver.key("ctrl+q")


def _scan(driver: Driver, window: MainWindow, pictures: Path) -> None:
    driver.drop([pictures], during=lambda: driver.picture("02-drop"))
    driver.wait("a scan", lambda: window.services.jobs.kind is not None)
    driver.picture("03-scanning")
    driver.wait("the scan to end", lambda: window.services.jobs.kind is None)
    driver.wait("groups", lambda: window.page is Page.REVIEW and window.review.model.rowCount() >= 5)
    driver.rest(1.0)
    driver.picture("04-review")


def _decide(driver: Driver, window: MainWindow) -> None:
    rejected = partial(_decided, driver, window)
    driver.key("Right", "x")
    assert rejected() == 1, "X rejects"
    driver.key("u")
    assert rejected() == 0, "U clears"
    driver.key("x", "ctrl+z")
    assert rejected() == 0, "Ctrl+Z takes back"
    driver.key("ctrl+shift+z")
    assert rejected() == 1, "and gives again"
    driver.key("Return", "x")
    assert rejected() == 2
    driver.picture("05-decided")


def _decided(driver: Driver, window: MainWindow) -> int:
    def count() -> int:
        model = window.review.model
        entries = [model.entry(row) for row in range(model.rowCount())]
        return sum(str(member.shot.decision) == "reject" for entry in entries for member in entry.members)

    driver.rest()
    return int(driver.ask(count))


def _filter(driver: Driver, window: MainWindow) -> None:
    shown = window.review.model.rowCount
    before = driver.ask(shown)
    driver.key("slash")
    driver.write("engadin")
    driver.wait("one place's groups", lambda: shown() == 1)
    driver.picture("06-found-by-words")
    driver.key("Escape", "Escape")
    driver.wait("all groups again", lambda: shown() == before)
    driver.key("r")
    driver.dialog()
    driver.rest(1.5)
    driver.picture("07-one-rule-for-many")
    driver.key("Escape")
    driver.no_dialog()
    driver.key("p")
    driver.dialog()
    driver.rest(1.5)
    driver.picture("08-folders-with-the-same-photos")
    driver.key("Escape")
    driver.no_dialog()


def _compare(driver: Driver, window: MainWindow) -> None:
    compare = window.review.compare
    driver.key("space")
    driver.wait("comparison", compare.isVisible)
    driver.rest(1.5)
    driver.picture("10-comparison")
    for key, name in (
        ("d", "11-difference"), ("z", "12-actual-size"), ("f", "13-flicker"), ("w", "14-wipe"),
        ("m", "15-loupe"), ("g", "16-histograms"), ("p", "17-what-is-sharp"), ("a", "18-all-of-the-group"),
    ):  # fmt: skip
        driver.key(key)
        driver.rest(1.0)
        driver.picture(name)
        driver.key(*(("m", "m") if key == "m" else (key,)))
    driver.key("space")
    driver.wait("the groups again", lambda: not compare.isVisible())


def _clean_up_and_undo(driver: Driver, window: MainWindow, pictures: Path) -> None:
    before = _files(pictures)
    driver.key("ctrl+BackSpace")
    driver.dialog()
    driver.rest(1.5)
    driver.picture("20-clean-up")
    driver.key("Return")
    driver.wait("the photos to be moved", lambda: window.services.jobs.kind is None and _files(pictures) < before)
    assert len(before - _files(pictures)) == 2, "what was rejected has gone, and nothing else"
    driver.picture("21-moved")
    driver.key("Escape")
    driver.no_dialog()
    driver.key("ctrl+3")
    driver.rest(1.0)
    driver.picture("22-history")
    driver.key("ctrl+z")
    driver.wait("the photos to come back", lambda: window.services.jobs.kind is None and _files(pictures) == before)
    driver.picture("23-brought-back")
    driver.key("ctrl+1")


def _files(folder: Path) -> set[tuple[Path, int]]:
    return {(path, path.stat().st_size) for path in folder.rglob("*") if path.is_file()}


def _search(driver: Driver, window: MainWindow, pictures: Path) -> None:
    driver.drop([next(pictures.rglob("*-crop.jpg"))], during=lambda: driver.picture("30-drop-picture"))
    sheet: Any = driver.ask(lambda: window._search)
    driver.wait("results", lambda: sheet.isVisible() and sheet.model.rowCount())
    driver.rest(2.0)
    driver.picture("31-search")
    driver.key("Escape")
    driver.wait("the sheet to go", lambda: not sheet.isVisible())


def _look_round(driver: Driver, window: MainWindow) -> None:
    for number, page in enumerate(("library", "history", "problems", "backups"), start=2):
        driver.key(f"ctrl+{number}")
        driver.rest()
        driver.picture(f"3{number}-{page}")
    assert driver.ask(lambda: window.page) is Page.BACKUPS
    driver.key("ctrl+1")
    dialogs = (("question", "36-keys"), ("ctrl+k", "37-keeper-rules"), ("ctrl+comma", "38-preferences"))
    for keys, name in dialogs:
        driver.key(keys)
        driver.dialog()
        driver.rest(0.8)
        driver.picture(name)
        driver.key("Escape")
        driver.no_dialog()
    driver.key("F1")
    driver.wait("Help", lambda: isinstance(QApplication.activeWindow(), HelpWindow))
    driver.key("ctrl+Next", "ctrl+Next")
    driver.picture("38-help")
    driver.key("Escape")
    driver.wait("Help to go", window.isActiveWindow)
    assert not isinstance(driver.ask(QApplication.focusWidget), QLineEdit), "letters are keys again"


def _in_the_light(driver: Driver, window: MainWindow) -> None:
    theme = window.services.theme
    for scheme, name in ((Scheme.LIGHT, "39-light"), (Scheme.CONTRAST, "39-high-contrast"), (Scheme.DARK, "39-dark")):
        driver.ask(partial(theme.set_scheme, scheme))
        driver.rest()
        driver.picture(name)


def main() -> int:
    """Take one of the walks."""
    steps = {"first": first, "again": again}[sys.argv[1]]
    pictures, home, screenshots = map(Path, sys.argv[2:])
    sys.argv = sys.argv[:1]
    return walk(lambda: run_window(home, []), lambda driver: steps(driver, pictures), screenshots)


if __name__ == "__main__":
    sys.exit(main())
