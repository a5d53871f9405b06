"""What is dropped or pasted arrives byte for byte."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from twinlens.gui.shell.dropping import (
    Kind,
    Trouble,
    is_welcome,
    kind_of,
    local_paths,
    number_of_paths,
    outermost,
    picture_bytes,
    sort_out,
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="names are bytes on POSIX only")


def uri_list(*names: bytes) -> QMimeData:
    """As file managers send it."""
    mime = QMimeData()
    mime.setData("text/uri-list", b"\r\n".join(b"file://" + quote_from_bytes(name).encode() for name in names))
    return mime


@pytest.mark.parametrize(
    "name",
    [
        b"/p/plain.jpg",
        b"/p/with space & #.jpg",
        b"/p/caf\xe9.jpg",
        "/p/写真.jpg".encode(),
        b"/p/line\nbreak",
        b"/p/%41",
    ],
)
def test_names_survive_whatever_their_bytes(name: bytes) -> None:
    assert local_paths(uri_list(name)) == [Path(os.fsdecode(name))]


def test_several_keep_their_order_and_comments_are_skipped() -> None:
    mime = QMimeData()
    mime.setData("text/uri-list", b"# a comment\r\nfile:///b\r\nfile://localhost/a\r\nhttps://example.org/c.jpg\r\n")
    assert local_paths(mime) == [Path("/b"), Path("/a")]


def test_urls_set_by_qt_are_understood() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/photos/é ü.jpg")])
    assert local_paths(mime) == [Path("/photos/é ü.jpg")]


def test_a_pasted_text_counts_where_it_names_paths() -> None:
    mime = QMimeData()
    mime.setText("/photos/a.jpg\n/photos/b c.jpg\n")
    assert local_paths(mime) == [Path("/photos/a.jpg"), Path("/photos/b c.jpg")]
    mime.setText("just some words")
    assert not is_welcome(mime)


def test_a_remote_file_is_no_local_path() -> None:
    mime = QMimeData()
    mime.setData("text/uri-list", b"file://server/share/a.jpg\r\nsmb://server/b.jpg")
    assert local_paths(mime) == []


def test_a_picture_in_the_data_comes_as_it_was() -> None:
    mime = QMimeData()
    mime.setData("image/jpeg", b"the very bytes")
    assert picture_bytes(mime) == b"the very bytes"


def test_a_bare_image_becomes_a_png(qapp) -> None:
    mime = QMimeData()
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    mime.setImageData(image)
    assert is_welcome(mime)
    data = picture_bytes(mime)
    assert data is not None
    assert data.startswith(b"\x89PNG")
    assert QImage.fromData(data).pixelColor(3, 3).name() == "#336699"
    assert picture_bytes(QMimeData()) is None


def test_folders_are_told_from_files(tmp_path: Path) -> None:
    picture = tmp_path / "a.jpg"
    picture.touch()
    dropped = sort_out([tmp_path, picture, picture])
    assert dropped.folders == (tmp_path,)
    assert dropped.files == (picture,)


def with_text(text: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(text)
    return mime


def with_list(lines: bytes) -> QMimeData:
    mime = QMimeData()
    mime.setData("text/uri-list", lines)
    return mime


@pytest.mark.parametrize(
    ("mime", "kind"),
    [
        (with_text("just some words"), Kind.TEXT),
        (with_text("see /home/me/a.jpg"), Kind.TEXT),
        (with_text("https://example.org/a.jpg"), Kind.LINK),
        (with_list(b"https://example.org/a.jpg\r\n"), Kind.LINK),
        (with_list(b"smb://server/a.jpg"), Kind.REMOTE),
        (with_list(b"file://server/share/a.jpg"), Kind.REMOTE),
        (with_list(b"mtp://camera/DCIM/a.jpg"), Kind.REMOTE),
        (with_list(b"file:///a.jpg"), Kind.PATHS),
        (with_list(b"data:image/png;base64,iVBORw0KGgo="), Kind.PICTURE),
        (QMimeData(), Kind.NOTHING),
    ],
)
def test_what_it_is_is_known_before_it_is_dropped(mime: QMimeData, kind: Kind) -> None:
    assert kind_of(mime) is kind
    assert is_welcome(mime) is (kind in (Kind.PATHS, Kind.PICTURE))


def test_of_a_picture_out_of_a_browser_the_picture_counts() -> None:
    mime = with_list(b"https://example.org/a.jpg")
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    mime.setImageData(image)
    assert kind_of(mime) is Kind.PICTURE
    assert picture_bytes(mime)


def test_a_picture_may_be_written_out_in_its_address() -> None:
    assert picture_bytes(with_list(b"data:image/png;base64,iVBORw0KGgo=")) == b"\x89PNG\r\n\x1a\n"
    assert picture_bytes(with_list(b"data:image/svg+xml,%3Csvg/%3E")) == b"<svg/>"
    assert picture_bytes(with_list(b"data:image/png;base64,not base64")) is None


@given(st.binary(max_size=200))
def test_no_list_is_too_odd(data: bytes) -> None:
    mime = with_list(data)
    assert kind_of(mime) in Kind
    assert all(path.is_absolute() for path in local_paths(mime))
    picture_bytes(mime)


def test_a_hundred_thousand_files_are_counted_without_being_read() -> None:
    mime = with_list(b"\r\n".join(b"file:///p/%06d.jpg" % number for number in range(100_000)))
    assert kind_of(mime) is Kind.PATHS
    assert number_of_paths(mime) == 100_000
    assert len(local_paths(mime)) == 100_000


def test_what_is_neither_is_told_apart(tmp_path: Path) -> None:
    pipe, shut = tmp_path / "pipe", tmp_path / "shut"
    os.mkfifo(pipe)
    shut.mkdir()
    refused = dict(sort_out([tmp_path / "gone.jpg", pipe, shut]).refused)
    assert refused[tmp_path / "gone.jpg"] is Trouble.GONE
    assert refused[pipe] is Trouble.NO_FILE


def test_a_folder_one_may_not_look_into_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert sort_out([tmp_path]).refused == ((tmp_path, Trouble.NO_ENTRY),)


def test_of_nested_folders_the_outermost_are_scanned() -> None:
    folders = [Path("/a/b"), Path("/a"), Path("/c/d"), Path("/c/d/e/f"), Path("/cd")]
    assert outermost(folders) == [Path("/a"), Path("/c/d"), Path("/cd")]
