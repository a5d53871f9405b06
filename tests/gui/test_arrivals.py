"""Whatever is dropped or pasted, the window says what it does with it, or why it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from twinlens.gui.look.theme import Theme
from twinlens.gui.pictures.dragging_out import OWN_DRAG, files_as_mime
from twinlens.gui.search import search_wording
from twinlens.gui.search.queries import MOST_QUERIES
from twinlens.gui.services import Services
from twinlens.gui.shell.arrivals import Arrivals
from twinlens.gui.shell.drop_cover import DropCover

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(400, 300)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def arrivals(window: QWidget, services: Services, theme: Theme) -> Iterator[Arrivals]:
    cover = DropCover(theme, window)
    yield Arrivals(window, cover, services.reader)
    window.hide()


def drag_over(window: QWidget, mime: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(50, 50), COPY, mime, LEFT, NO_KEYS)
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def drop(window: QWidget, mime: QMimeData) -> None:
    drag_over(window, mime)
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), COPY, mime, LEFT, NO_KEYS))


def cover_of(window: QWidget) -> DropCover:
    return window.findChild(DropCover)


def test_several_photos_are_searched_for(qtbot: QtBot, window: QWidget, arrivals: Arrivals, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.jpg", "b.jpg")]
    for path in paths:
        path.touch()
    with qtbot.waitSignal(arrivals.pictures_came) as came:
        drop(window, files_as_mime(paths))
    assert came.args == [paths]


def test_folders_come_before_files(qtbot: QtBot, window: QWidget, arrivals: Arrivals, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    with qtbot.waitSignal(arrivals.notice) as notice, qtbot.waitSignal(arrivals.folders_came) as came:
        drop(window, files_as_mime([tmp_path / "a.jpg", tmp_path]))
    assert came.args == [[tmp_path]]
    assert "without the 1 file beside them" in notice.args[0]


def test_too_many_files_offer_a_scan_of_their_folders(
    qtbot: QtBot, window: QWidget, arrivals: Arrivals, tmp_path: Path
) -> None:
    (tmp_path / "sub").mkdir()
    paths = [tmp_path / ("sub" if number % 2 else "") / f"{number}.jpg" for number in range(MOST_QUERIES + 1)]
    for path in paths:
        path.touch()
    with qtbot.waitSignal(arrivals.scan_offered) as offered:
        drop(window, files_as_mime(paths))
    assert offered.args[1] == [tmp_path]
    assert str(MOST_QUERIES) in offered.args[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("some words", search_wording.ONLY_TEXT),
        ("https://example.org/page", search_wording.ONLY_LINK),
        ("smb://server/photo.jpg", search_wording.REMOTE_FILE),
    ],
)
def test_what_is_no_picture_is_said_before_and_after_the_drop(
    qtbot: QtBot, window: QWidget, arrivals: Arrivals, text: str, says: str
) -> None:
    mime = QMimeData()
    mime.setText(text)
    assert drag_over(window, mime)
    assert cover_of(window).isVisible()
    assert cover_of(window).sentence == says
    with qtbot.waitSignal(arrivals.notice) as notice:
        drop(window, mime)
    assert notice.args == [says]
    assert not cover_of(window).isVisible()


def test_what_leaves_the_window_uncovers_it(window: QWidget, arrivals: Arrivals) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/a.jpg")])
    drag_over(window, mime)
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not cover_of(window).isVisible()


def test_what_is_dragged_out_of_the_window_is_not_dropped_on_it(window: QWidget, arrivals: Arrivals) -> None:
    mime = files_as_mime([Path("/a.jpg")])
    mime.setData(OWN_DRAG, b"1")
    assert not drag_over(window, mime)
    assert not cover_of(window).isVisible()


def test_a_file_that_is_gone_is_named(qtbot: QtBot, window: QWidget, arrivals: Arrivals, tmp_path: Path) -> None:
    with qtbot.waitSignal(arrivals.notice) as notice:
        drop(window, files_as_mime([tmp_path / "gone.jpg"]))
    assert notice.args == [search_wording.is_gone(tmp_path / "gone.jpg")]


def test_a_screenshot_is_pasted(qtbot: QtBot, arrivals: Arrivals) -> None:
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    QGuiApplication.clipboard().setImage(image)
    with qtbot.waitSignal(arrivals.pictures_came) as came:
        arrivals.paste()
    assert QImage.fromData(came.args[0][0], "PNG").size() == image.size()


def test_an_empty_clipboard_says_so(qtbot: QtBot, arrivals: Arrivals) -> None:
    QGuiApplication.clipboard().clear()
    with qtbot.waitSignal(arrivals.notice) as notice:
        arrivals.paste()
    assert notice.args == [search_wording.NOTHING_ON_CLIPBOARD]


def test_pictures_without_any_bytes_say_so(qtbot: QtBot, window: QWidget, arrivals: Arrivals) -> None:
    mime = QMimeData()
    mime.setData("text/uri-list", b"data:image/png;base64,***")
    with qtbot.waitSignal(arrivals.notice) as notice:
        drop(window, mime)
    assert notice.args == [search_wording.EMPTY_PICTURE]
