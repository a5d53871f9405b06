"""A few kilobytes of a file tell which exposure it is of; nothing in it can make the reader fail or run on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files import heads
from twinlens.core.clues import Agreement, Clues, agreement, film_agreement
from twinlens.files.bounded import BYTES_BUDGET, BoundedFile
from twinlens.files.clues import clues_of, read_clues

ID = "1745E022-9712-43C7-B024-F308EC6413CB"
TAKEN = "2021:06:01 10:11:12"
UTC_2021 = 3_705_379_872
"""2021-06-01 08:11:12 UTC, counted from 1904."""


class Opened(BoundedFile):
    """Bytes in a file without a name."""

    def __init__(self, data: bytes, size: int | None = None) -> None:
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `opened`
        self.file.write(data)
        self.file.flush()
        super().__init__(self.file.fileno())
        self.size = size or self.size

    @property
    def read(self) -> int:
        return BYTES_BUDGET - self.bytes_left


@contextmanager
def opened(data: bytes, size: int | None = None) -> Iterator[Opened]:
    source = Opened(data, size)
    with source.file:
        yield source


def read(data: bytes) -> Clues:
    with opened(data) as source:
        return clues_of(source)


FULL = heads.tiff("iPhone 12", TAKEN, "644", "+02:00", ID)


@pytest.mark.parametrize(
    "data",
    [heads.jpeg(FULL), heads.heic(FULL), heads.raf(FULL), FULL, FULL.replace(b"II*\0", b"IIRO", 1)],
    ids=["JPEG", "HEIC", "RAF", "TIFF", "ORF"],
)
def test_camera_time_and_mark_are_found_in_every_kind_of_picture(data: bytes) -> None:
    assert read(data) == Clues("iPhone 12", "2021-06-01T10:11:12.644", 120, ID)


def test_canons_raw_keeps_them_in_two_parts() -> None:
    assert read(heads.cr3("Canon EOS R5", TAKEN)) == Clues("Canon EOS R5", "2021-06-01T10:11:12")


@pytest.mark.parametrize("mp4", [False, True])
@pytest.mark.parametrize("version", [0, 1])
def test_a_films_head_is_read_wherever_it_is(mp4: bool, version: int) -> None:
    film = heads.live_film(ID, created_utc=UTC_2021, mp4=mp4, version=version)
    assert read(film) == Clues(None, "2021-06-01T08:11:12", 0, ID, 3.0)
    tags = [
        ("com.apple.quicktime.make", "Apple"),
        ("com.apple.quicktime.model", "iPhone 12"),
        ("com.apple.quicktime.creationdate", "2021-06-01T10:11:11+0200"),
    ]
    assert read(heads.film(tags=tags, mp4=mp4)) == Clues("iPhone 12", "2021-06-01T10:11:11", 120, None, 3.0)


def test_a_film_is_never_read_whole(tmp_path: Path) -> None:
    data = heads.live_film(ID, pixels=5_000_000)
    with opened(data) as film:
        assert clues_of(film).content_identifier == ID
        assert film.read < 2000
    path = tmp_path / "a.mov"
    path.write_bytes(data)
    assert read_clues(path) == read(data)


@pytest.mark.parametrize("taken", ["1970:01:01 00:00:00", "0000:00:00 00:00:00", "1980:01:01 12:00:00",
                                   "2000:01:01 00:00:09", "2021:02:31 10:00:00", "now"])  # fmt: skip
def test_clocks_that_were_never_set_tell_nothing(taken: str) -> None:
    assert read(heads.jpeg(heads.tiff("Testcam", taken))) == Clues("Testcam")
    assert read(heads.film(created_utc=0)) == Clues(seconds=3.0)


def test_what_cannot_be_read_is_not_known(tmp_path: Path) -> None:
    assert read_clues(tmp_path / "gone.jpg") is None
    assert read_clues(tmp_path) is None
    (tmp_path / "empty.jpg").write_bytes(b"")
    assert read_clues(tmp_path / "empty.jpg") == Clues()


BEGINNINGS = (
    heads.jpeg(FULL), heads.heic(FULL), heads.raf(FULL), FULL, heads.cr3("R5", TAKEN),
    heads.live_film(ID), heads.live_film(ID, mp4=True, version=1),
)  # fmt: skip


@given(st.sampled_from(BEGINNINGS), st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=8)), max_size=6))
def test_broken_heads_never_raise_and_are_read_in_part(data: bytes, damage: list[tuple[int, bytes]]) -> None:
    broken = bytearray(data)
    for at, piece in damage:
        start = at % len(broken)
        broken[start : start + len(piece)] = piece
    with opened(bytes(broken)) as source:
        clues_of(source)
        assert source.bytes_left >= 0
        assert source.reads_left >= 0


MAGICS = (b"", b"\xff\xd8", b"II*\0", b"MM\0*", b"\0\0\0\x10ftypheic", b"\0\0\0\x08wide", b"FUJIFILMCCD-RAW")


@given(st.sampled_from(MAGICS), st.binary(max_size=600))
def test_random_bytes_never_raise(beginning: bytes, data: bytes) -> None:
    with opened(beginning + data, size=2**63) as source:
        clues_of(source)
        assert source.bytes_left >= 0


def test_endless_structures_end() -> None:
    assert read(heads.box(b"wide") + heads.box(b"free") * 100_000) == Clues()
    loop = b"\xff\xd8" + b"\xff\xe0\0\0" * 50_000
    assert read(loop) == Clues()


def test_one_exposure_is_told_by_camera_and_time_together() -> None:
    one = Clues("Canon EOS R5", "2021-06-01T10:11:12.50")
    assert agreement(one, Clues("canon  eos r5", "2021-06-01T10:11:12.50")) is Agreement.SAME_INSTANT
    assert agreement(one, Clues("Canon EOS R5", "2021-06-01T10:11:13")) is Agreement.SAME_TIME
    assert agreement(one, Clues("Canon EOS R5", "2021-06-01T10:11:17")) is Agreement.UNKNOWN
    assert agreement(one, Clues("Canon EOS R5", "2021-06-01T10:12:17")) is Agreement.CONTRADICTS
    assert agreement(one, Clues("Canon EOS R6", "2021-06-01T10:11:12.50")) is Agreement.CONTRADICTS
    assert agreement(one, Clues(None, "2021-06-01T10:11:12.50")) is Agreement.UNKNOWN
    assert agreement(Clues("Canon EOS R5"), Clues("Canon EOS R5")) is Agreement.UNKNOWN
    assert agreement(Clues(), Clues()) is Agreement.UNKNOWN


def test_a_change_of_time_zone_is_no_contradiction() -> None:
    one = Clues("R5", "2021-06-01T10:11:12")
    assert agreement(one, Clues("R5", "2021-06-01T15:41:12")) is Agreement.UNKNOWN
    assert agreement(one, Clues("R5", "2021-06-02T15:41:12")) is Agreement.CONTRADICTS
    with_zone, elsewhere = Clues("R5", "2021-06-01T10:11:12", 120), Clues("R5", "2021-06-01T03:11:12", -300)
    assert agreement(with_zone, elsewhere) is Agreement.SAME_TIME


def test_a_film_is_a_pictures_by_its_mark_or_by_length_and_time() -> None:
    picture = Clues("iPhone 12", "2021-06-01T10:11:12.644", None, ID)
    assert film_agreement(Clues(content_identifier=ID, seconds=99), picture) is Agreement.SAME_INSTANT
    assert film_agreement(Clues(content_identifier="OTHER", seconds=3), picture) is Agreement.CONTRADICTS
    assert film_agreement(Clues(None, "2021-06-01T08:11:11", 0, None, 3.0), picture) is Agreement.SAME_TIME
    assert film_agreement(Clues(None, "2021-06-01T08:11:11", 0, None, 30.0), picture) is Agreement.CONTRADICTS
    assert film_agreement(Clues(None, "2021-06-01T08:05:00", 0, None, 3.0), picture) is Agreement.CONTRADICTS
    assert film_agreement(Clues("iPhone 6", "2021-06-01T08:11:11", 0, None, 3.0), picture) is Agreement.CONTRADICTS
    assert film_agreement(Clues(seconds=3.0), picture) is Agreement.UNKNOWN
    assert film_agreement(Clues(), picture) is Agreement.UNKNOWN
