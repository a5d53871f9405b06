"""Whole pictures: progressively larger, the best at hand shown, stale wishes dropped."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.gui.backend import Picture
from twinlens.gui.pictures.pictures import Pictures, PictureWish

FULL = (400, 300)
ONE, TWO, BAD = Path("/one.jpg"), Path("/two.jpg"), Path("/bad.jpg")


class Source:
    def __init__(self) -> None:
        self.asked: list[PictureWish] = []
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Semaphore(0)

    def read(self, path: Path, max_side: int | None) -> Picture | FileProblem:
        self.asked.append(PictureWish(path, max_side))
        self.entered.release()
        assert self.gate.wait(10)
        if path == BAD:
            return FileProblem(path, ProblemReason.VANISHED)
        width = min(max_side or FULL[0], FULL[0])
        height = width * 3 // 4
        return Picture(width, height, bytes([200, 100, 50]) * (width * height), *FULL)


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def pictures(qapp, source: Source) -> Iterator[Pictures]:
    made = Pictures(source.read, threads=1)
    yield made
    source.gate.set()
    made.close()


def test_the_smallest_picture_that_serves_is_shown(qtbot: QtBot, pictures: Pictures) -> None:
    assert pictures.best(ONE, 100) is None
    with qtbot.waitSignals([pictures.ready] * 2):
        pictures.want([PictureWish(ONE, 100), PictureWish(ONE, None)])
    assert pictures.best(ONE, 80).width() == 100
    assert pictures.best(ONE, 101).width() == 400
    assert pictures.best(ONE, 9000).width() == 400
    assert pictures.full_size(ONE) == FULL


def test_rgb_without_padding_comes_out_right(qtbot: QtBot, pictures: Pictures) -> None:
    with qtbot.waitSignal(pictures.ready):
        pictures.want([PictureWish(ONE, 101)])
    assert pictures.best(ONE, 1).pixelColor(100, 70).getRgb() == (200, 100, 50, 255)


def test_moving_on_drops_what_was_not_begun(qtbot: QtBot, pictures: Pictures, source: Source) -> None:
    source.gate.clear()
    pictures.want([PictureWish(ONE, 100), PictureWish(ONE, None)])
    assert source.entered.acquire(timeout=5)
    pictures.want([PictureWish(TWO, 100)])
    with qtbot.waitSignals([pictures.ready] * 2):
        source.gate.set()
    assert source.asked == [PictureWish(ONE, 100), PictureWish(TWO, 100)]


def test_a_problem_is_kept_until_the_comparison_is_left(qtbot: QtBot, pictures: Pictures, source: Source) -> None:
    with qtbot.waitSignal(pictures.ready):
        pictures.want([PictureWish(BAD, 100)])
    assert pictures.problem(BAD).reason is ProblemReason.VANISHED
    pictures.want([PictureWish(BAD, None)])
    pictures.release()
    assert pictures.problem(BAD) is None
    assert len(source.asked) == 1


def test_memory_is_capped_and_full_pictures_go_first(qtbot: QtBot, source: Source) -> None:
    pictures = Pictures(source.read, capacity=400 * 300 * 4 * 2, threads=1)
    with qtbot.waitSignals([pictures.ready] * 4):
        pictures.want([PictureWish(Path(f"/{n}.jpg"), None) for n in range(3)] + [PictureWish(ONE, 40)])
    assert pictures.best(Path("/0.jpg"), 1) is None
    pictures.release()
    assert pictures.best(Path("/2.jpg"), 1) is None
    assert pictures.best(ONE, 1) is not None
    pictures.close()


def test_a_pasted_picture_is_held_under_its_own_name(pictures: Pictures) -> None:
    pictures.hold(Path("query-0"), QImage(30, 20, QImage.Format.Format_ARGB32))
    assert pictures.full_size(Path("query-0")) == (30, 20)
    pictures.hold(Path("query-1"), QImage())
    assert pictures.best(Path("query-1"), 1) is None
