"""What is dropped or pasted arrives byte for byte."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from twinlens.gui.shell.dropping import is_welcome, local_paths, picture_bytes, sort_out

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
    dropped = sort_out([tmp_path, picture, tmp_path / "gone"])
    assert dropped.folders == (tmp_path,)
    assert dropped.files == (picture, tmp_path / "gone")
