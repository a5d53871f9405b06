"""How the review carries a large library: `python tests/benchmarks/review_speed.py [--groups N]`.

Makes up groups, without pictures on the disk, opens the review on them offscreen, and prints how long it takes to
open, filter, find, order and plan a rule, how long the window is held at most, what painting one row costs, and how
much memory grows while all of them are scrolled through.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1] / "gui"))

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from drawing import jpeg, photo
from fakes import FakeBackend
from twinlens.core.group_rules import GroupRule, plan_rule
from twinlens.core.photos import Group
from twinlens.core.relations import Level
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Theme
from twinlens.gui.review.arrangement import Order
from twinlens.gui.review.facets import Facet
from twinlens.gui.review.filtering import NO_FILTER, GroupFilter
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.services import make_services
from twinlens.resources import resource_folder

_PAGE = 2_500
"""Rows jumped over while scrolling through all."""


def main() -> None:
    """Make the library, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", type=int, default=50_000)
    given = parser.parse_args()
    application = QApplication([])
    theme = Theme()
    theme.install(application)
    backend = LargeLibrary(given.groups)
    services = make_services(backend, theme, Icons(theme, resource_folder("icons")))
    page = ReviewPage(services)
    page.resize(2560, 1440)
    page.show()
    measure(page, Watch(application, page), backend)
    page.hide()
    services.close()


class LargeLibrary(FakeBackend):
    """Made up once; every preview is the same small picture."""

    def __init__(self, count: int) -> None:
        """Groups of copies alone."""
        super().__init__(group_count=count)
        chance = random.Random(7)
        plain = (super(LargeLibrary, self)._group(Level.COPY, number, 0.4) for number in range(count))
        self._made = [_spread(group, chance) for group in plain if group is not None]
        self._preview = jpeg(photo(1, "original", 512, 1.5, 0.0))

    def groups(self, threshold: float, level: Level) -> list[Group]:
        """As they were made."""
        return list(self._made) if level is Level.COPY else []

    def preview(self, _key: str) -> bytes:
        """The one picture."""
        return self._preview


def _spread(group: Group, chance: random.Random) -> Group:
    """Its photographs in some of a few thousand folders."""
    folder = Path(f"/photos/{2005 + chance.randrange(20)}/{chance.randrange(200):03}")
    return replace(
        group,
        members=tuple(
            replace(member, shot=replace(member.shot, path=folder / member.shot.path.name)) for member in group.members
        ),
    )


class Watch:
    """Waits for the page as its user does, and sees for how long the window stood still meanwhile."""

    def __init__(self, application: QApplication, page: ReviewPage) -> None:
        """A heartbeat of a millisecond."""
        self._application = application
        self._page = page
        self._last = 0.0
        self.stall = 0.0
        self._heart = QTimer(interval=1)
        self._heart.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.stall = max(self.stall, now - self._last)
        self._last = now

    @contextmanager
    def telling(self, what: str, unit: Callable[[], str] = str) -> Iterator[None]:
        """Print how long it took until the page had what was asked for."""
        self._last, self.stall = time.perf_counter(), 0.0
        self._heart.start()
        started = time.perf_counter()
        yield
        self.settle()
        took = time.perf_counter() - started
        self._heart.stop()
        line = f"{what:<34}{took * 1000:8.0f} ms   window held {self.stall * 1000:5.0f} ms   {unit()}\n"
        sys.stdout.write(line)

    def settle(self) -> None:
        """Until the rows asked for are there."""
        while self._page.reading:
            self._wait()
        self._application.processEvents()

    def rest(self) -> None:
        """Until all that follows is done, counts too."""
        told: list[object] = []
        self._page._services.reader.run(lambda: None, told.append)
        while not told or self._page.reading:
            self._wait()

    def _wait(self) -> None:
        """As a window does: without keeping the reader's thread from working."""
        self._application.processEvents()
        time.sleep(0.001)


def measure(page: ReviewPage, watch: Watch, backend: LargeLibrary) -> None:
    """What a person does, one after the other."""

    def rows() -> str:
        return f"{page.model.rowCount()} groups"

    with watch.telling("open", rows):
        page.reload()
    with watch.telling("count all facets"):
        watch.rest()
    for name, given in _FILTERS.items():
        with watch.telling(name, rows):
            page.choose_filter(given)
        watch.rest()
    with watch.telling("clear the filters", rows):
        page.choose_filter(NO_FILTER)
    watch.rest()
    for order in Order:
        with watch.telling(f"order by {order}"):
            page.rail.order.chosen.emit(order, False)
        watch.rest()
    with watch.telling("decide one, and count anew"):
        page.deeds.reject_others()
        page._recount_timer.stop()
        page._reader.count()
        watch.rest()
    started = time.perf_counter()
    plan = plan_rule(((entry.group, entry.separated) for entry in page.model.entries), GroupRule())
    _tell("plan a rule for all", time.perf_counter() - started, f"{len(plan.leaving)} photos")
    _paint(page, watch)
    _scroll(page, watch)


_FILTERS = {
    "a relation": GroupFilter(chosen=frozenset({(Facet.RELATION, "crop")})),
    "a relation and a year": GroupFilter(chosen=frozenset({(Facet.RELATION, "crop"), (Facet.YEAR, "2020")})),
    "a folder": GroupFilter(chosen=frozenset({(Facet.FOLDER, "/photos/2010")})),
    "first words": GroupFilter("nikon"),
    "more words": GroupFilter("nikon 017"),
    "words that nothing has": GroupFilter("nikon zebra"),
}


def _paint(page: ReviewPage, watch: Watch) -> None:
    """Each visible row by itself, with its photographs at hand."""
    view = page.view
    for _ in range(200):
        watch.rest()
        time.sleep(0.005)
    took = []
    for row in view.visible_rows():
        area = view.row_rect(row)
        image = QImage(area.size(), QImage.Format.Format_ARGB32_Premultiplied)
        option = QStyleOptionViewItem()
        option.rect = QRect(QPoint(), area.size())
        for _ in range(20):
            painter = QPainter(image)
            started = time.thread_time()  # the processor's: another program's work is not ours
            view.delegate.paint(painter, option, view.model().index(row, 0))
            took.append(time.thread_time() - started)
            painter.end()
    _tell("paint one row of tiles", statistics.median(took), f"slowest {max(took) * 1000:.1f} ms")


def _scroll(page: ReviewPage, watch: Watch) -> None:
    """Through all groups, page after page, and once more: what is kept must not grow."""
    bar, before = page.view.verticalScrollBar(), _memory()
    sys.stdout.write(f"{'memory before scrolling':<34}{before:8.0f} MB\n")
    for turn in ("once", "twice"):
        longest = 0.0
        for row in range(0, page.model.rowCount(), _PAGE // 25):
            started = time.perf_counter()
            bar.setValue(row * page.view.row_height)
            page.view.viewport().repaint()
            longest = max(longest, time.perf_counter() - started)
            QApplication.processEvents()
        watch.rest()
        note = f"{_memory() - before:+.0f} MB, longest step {longest * 1000:.0f} ms"
        sys.stdout.write(f"{'memory, scrolled through ' + turn:<34}{_memory():8.0f} MB   {note}\n")


def _tell(what: str, took: float, note: str = "") -> None:
    sys.stdout.write(f"{what:<34}{took * 1000:8.1f} ms   {note}\n")


def _memory() -> float:
    """What the process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
