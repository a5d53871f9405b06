"""Thumbnails: visible first, what was scrolled past is never decoded, memory stays within its cap."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from drawing import jpeg, photo
from twinlens.core.errors import StorageError
from twinlens.core.photos import ContentKey
from twinlens.gui.pictures.thumbnails import Thumbnails, Wish

HEIGHT = 60


@dataclass
class Source:
    """Hands out one picture for all keys, and notes who asked for what; can be held at a gate."""

    data: bytes = field(default_factory=lambda: jpeg(photo(1, "original", 120, 1.5, 0.0)))
    asked: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    entered: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    error: Exception | None = None

    def fetch(self, key: ContentKey) -> bytes | None:
        self.asked.append(key)
        self.entered.release()
        assert self.gate.wait(10)
        if self.error is not None:
            raise self.error
        return None if key == "none" else b"not a picture" if key == "broken" else self.data


@pytest.fixture
def source() -> Source:
    made = Source()
    made.gate.set()
    return made


@pytest.fixture
def thumbnails(qapp, source: Source) -> Iterator[Thumbnails]:
    made = Thumbnails(source.fetch, threads=1)
    yield made
    source.gate.set()
    made.close()


def wishes(*names: str) -> list[Wish]:
    return [Wish(ContentKey(name), HEIGHT) for name in names]


def test_a_picture_is_scaled_to_its_height_once(qtbot: QtBot, thumbnails: Thumbnails, source: Source) -> None:
    with qtbot.waitSignal(thumbnails.ready) as ready:
        thumbnails.want("a", wishes("x"))
    assert ready.args == ["x"]
    assert thumbnails.get(ContentKey("x"), HEIGHT).height() == HEIGHT
    thumbnails.want("a", wishes("x"))
    assert source.asked == ["x"]


def test_what_was_scrolled_past_is_never_decoded(qtbot: QtBot, thumbnails: Thumbnails, source: Source) -> None:
    source.gate.clear()
    thumbnails.want("rows", wishes("a", "b", "c", "d"))
    assert source.entered.acquire(timeout=5)
    thumbnails.want("rows", wishes("y", "z"))
    with qtbot.waitSignals([thumbnails.ready] * 3):
        source.gate.set()
    assert source.asked == ["a", "y", "z"]


def test_the_newest_owner_comes_first_and_others_are_not_forgotten(
    qtbot: QtBot, thumbnails: Thumbnails, source: Source
) -> None:
    source.gate.clear()
    thumbnails.want("rows", wishes("a", "b"))
    assert source.entered.acquire(timeout=5)
    thumbnails.want("strip", wishes("s"))
    with qtbot.waitSignals([thumbnails.ready] * 3):
        source.gate.set()
    assert source.asked == ["a", "s", "b"]


def test_memory_stays_within_its_cap(qtbot: QtBot, source: Source) -> None:
    one = 90 * HEIGHT * 4
    thumbnails = Thumbnails(source.fetch, capacity=3 * one, threads=1)
    names = [f"k{n}" for n in range(8)]
    with qtbot.waitSignals([thumbnails.ready] * 8):
        thumbnails.want("rows", wishes(*names))
    assert thumbnails.bytes_held <= 3 * one
    assert thumbnails.get(ContentKey("k7"), HEIGHT) is not None
    assert thumbnails.get(ContentKey("k0"), HEIGHT) is None
    thumbnails.close()


@pytest.mark.parametrize("name", ["none", "broken"])
def test_what_has_no_preview_is_asked_for_once(qtbot: QtBot, thumbnails: Thumbnails, source: Source, name: str) -> None:
    with qtbot.waitSignal(thumbnails.ready):
        thumbnails.want("rows", wishes(name))
    assert thumbnails.is_missing(ContentKey(name))
    thumbnails.want("rows", wishes(name))
    assert source.asked == [name]
    thumbnails.forget([ContentKey(name)])
    assert not thumbnails.is_missing(ContentKey(name))


def test_a_failing_library_does_not_end_the_threads(
    qtbot: QtBot, thumbnails: Thumbnails, source: Source, caplog
) -> None:
    source.error = StorageError("disk full")
    with qtbot.waitSignal(thumbnails.ready):
        thumbnails.want("rows", wishes("x"))
    assert "no preview of x" in caplog.text
    source.error = None
    with qtbot.waitSignal(thumbnails.ready):
        thumbnails.want("rows", wishes("y"))
    assert thumbnails.get(ContentKey("y"), HEIGHT) is not None
