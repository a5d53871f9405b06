"""What is no picture, or only part of one: always a problem with its reason, never an exception."""

from __future__ import annotations

import io
import os
import random
import socket
import struct
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.vision import sources
from twinlens.vision.decoding import DecodedPhoto, DecodeRequest, decode_bytes, decode_photo, render_rgb
from twinlens.vision.hashing import identify_file
from vision.drawn import SIZE, corners, draw_photo, saved

FORMS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF", "JPEG2000", "QOI", "PPM")


def problem_of(path: Path) -> FileProblem:
    result = decode_photo(DecodeRequest(path, SIZE))
    assert isinstance(result, FileProblem), result
    assert result.path == path
    return result


def reason_of(data: bytes) -> ProblemReason:
    result = decode_bytes(data, SIZE)
    assert isinstance(result, FileProblem), result
    return result.reason


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_no_file_and_no_bytes(tmp_path):
    assert problem_of(tmp_path / "gone.jpg").reason is ProblemReason.VANISHED
    assert problem_of(written(tmp_path / "empty.jpg", b"")).reason is ProblemReason.EMPTY
    assert problem_of(written(tmp_path / "file", b"x") / "below.jpg").reason is ProblemReason.VANISHED
    assert reason_of(b"") is ProblemReason.EMPTY


def test_what_is_no_regular_file(tmp_path):
    (tmp_path / "folder.jpg").mkdir()
    assert problem_of(tmp_path / "folder.jpg").reason is ProblemReason.NOT_A_FILE


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX has these")
def test_fifos_and_sockets_never_hang(tmp_path):
    os.mkfifo(tmp_path / "fifo.jpg")
    assert problem_of(tmp_path / "fifo.jpg").reason is ProblemReason.NOT_A_FILE
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "s.jpg"))
        assert problem_of(tmp_path / "s.jpg").reason is ProblemReason.NOT_A_FILE


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path):
    path = written(tmp_path / "secret.jpg", saved(corners(), "JPEG"))
    path.chmod(0)
    assert problem_of(path).reason is ProblemReason.UNREADABLE


def test_refused_by_the_system(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(sources.os, "open", refuse)
    problem = problem_of(written(tmp_path / "secret.jpg", b"x"))
    assert (problem.reason, problem.detail) == (ProblemReason.UNREADABLE, "Permission denied")


@pytest.mark.parametrize(
    "name",
    [
        b"caf\xe9 \xff.jpg",
        b"line\nbreak.jpg",
        "камера 📷.jpg".encode(),
        b"x" * 251 + b".jpg",
        b" leading and trailing ",
        b"-rf.jpg",
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse some of these names")
def test_any_name_is_read(tmp_path, name):
    path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))
    written(path, saved(corners(), "JPEG"))
    assert isinstance(decode_photo(DecodeRequest(path, SIZE)), DecodedPhoto)
    assert not isinstance(identify_file(path), FileProblem)


def test_a_name_with_a_nul_is_unreadable():
    assert problem_of(Path("nul\0.jpg")).reason is ProblemReason.UNREADABLE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"hello, I am text\n" * 10, ProblemReason.NOT_A_PICTURE),
        (b"\0" * 5000, ProblemReason.NOT_A_PICTURE),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", ProblemReason.UNSUPPORTED),
        (b"\0\0\x01\0" + bytes(60), ProblemReason.UNSUPPORTED),
        (b"\xff\xd8\xff\xe0" + bytes(60), ProblemReason.DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), ProblemReason.DAMAGED),
        (b"8BPS\0\x01" + bytes(60), ProblemReason.DAMAGED),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(60), ProblemReason.DAMAGED),
        (b"\xff\x0a" + bytes(60), ProblemReason.DAMAGED),
        (b"II*\0\x08\0\0\0" + bytes(60), ProblemReason.DAMAGED),
        (b"FUJIFILMCCD-RAW 0201" + bytes(2000), ProblemReason.UNSUPPORTED),
    ],
)
def test_heads_without_a_picture(data, reason):
    assert reason_of(data) is reason
    assert isinstance(render_rgb(data), FileProblem)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("form", FORMS)
def test_files_cut_short_are_damaged(form, share):
    data = saved(draw_photo(2, (160, 120)), form)
    assert reason_of(data[: int(len(data) * share)]) is ProblemReason.DAMAGED


def test_a_progressive_jpeg_cut_short_is_damaged():
    data = saved(draw_photo(2, (160, 120)), "JPEG", progressive=True)
    assert reason_of(data[: len(data) * 2 // 3]) is ProblemReason.DAMAGED


def test_a_jpeg_whose_end_was_never_written_is_damaged():
    data = saved(draw_photo(2, (320, 240)), "JPEG")
    assert reason_of(data[: len(data) // 2] + bytes(len(data) // 2)) is ProblemReason.DAMAGED


def test_what_follows_a_picture_does_no_harm():
    for form in ("JPEG", "PNG", "WEBP"):
        assert isinstance(decode_bytes(saved(corners(), form) + b"\0" * 999, SIZE), DecodedPhoto)


def test_format_by_content_not_by_name(tmp_path):
    for name in ("a.png", "a.cr2", "a.txt", "a"):
        result = decode_photo(DecodeRequest(written(tmp_path / name, saved(corners(), "JPEG")), SIZE))
        assert isinstance(result, DecodedPhoto)
        assert result.facts.format == "JPEG"
    assert problem_of(written(tmp_path / "text.jpg", b"no picture")).reason is ProblemReason.NOT_A_PICTURE


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    body = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def test_bombs_are_too_large_before_they_are_decoded():
    assert reason_of(png_header(2**30, 2**30)) is ProblemReason.TOO_LARGE
    assert isinstance(render_rgb(png_header(2**30, 2**30)), FileProblem)


def test_no_pixels():
    assert reason_of(png_header(0, 10)) is ProblemReason.DAMAGED


def test_a_file_that_changes_while_it_is_read_is_to_be_read_again(tmp_path, monkeypatch):
    path = written(tmp_path / "growing.jpg", saved(corners(), "JPEG"))
    read_all = sources.OpenedFile.read_all

    def read_and_append(opened):
        data = read_all(opened)
        with path.open("ab") as file:
            file.write(b"more")
        return data

    monkeypatch.setattr(sources.OpenedFile, "read_all", read_and_append)
    problem = problem_of(path)
    assert (problem.reason, problem.detail) == (ProblemReason.UNREADABLE, "changed while being read")
    assert problem.reason.passing

    monkeypatch.setattr(sources.OpenedFile, "read_all", lambda opened: read_and_append(opened)[:100])
    assert problem_of(path).reason is ProblemReason.UNREADABLE


def test_a_failing_disk_is_unreadable(tmp_path, monkeypatch):
    class Failing(io.BytesIO):
        def read(self, *_):
            raise OSError(5, "Input/output error")

    path = written(tmp_path / "a.jpg", saved(corners(), "JPEG"))
    whole = sources.OpenedFile.read_all

    def failing(opened):
        opened.file = Failing()
        return whole(opened)

    monkeypatch.setattr(sources.OpenedFile, "changed", False)
    monkeypatch.setattr(sources.OpenedFile, "read_all", failing)
    problem = problem_of(path)
    assert (problem.reason, problem.detail) == (ProblemReason.UNREADABLE, "Input/output error")


@given(st.sampled_from(FORMS), st.integers(0, 2**32))
def test_flipped_bytes_never_raise(form, seed):
    chance = random.Random(seed)
    data = bytearray(_SAMPLES[form])
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(min(len(data), 600 if chance.random() < 0.7 else len(data)))] = chance.randrange(256)
    result = decode_bytes(bytes(data), SIZE)
    assert isinstance(result, DecodedPhoto | FileProblem)


_SAMPLES = {form: saved(draw_photo(4, (48, 32)), form) for form in FORMS}
