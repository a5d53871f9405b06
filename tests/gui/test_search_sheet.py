"""Search by example: a sheet that lifts, shows, and puts everything back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from drawing import jpeg, photo
from fakes import FakeBackend
from twinlens.core.errors import ModelRefusedError
from twinlens.core.relations import Level, Relation
from twinlens.gui.backend import SearchHit
from twinlens.gui.search.search_sheet import SearchSheet
from twinlens.gui.services import Services

K = Qt.Key


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(1280, 800)
    layout = QVBoxLayout(window)
    layout.addWidget(QLineEdit())
    qtbot.addWidget(window)
    window.show()
    window.findChild(QLineEdit).setFocus()
    return window


@pytest.fixture
def sheet(window: QWidget, services: Services) -> Iterator[SearchSheet]:
    sheet = SearchSheet(services, window)
    sheet.setGeometry(window.rect())
    sheet.hide()
    yield sheet
    window.hide()


def found(qtbot: QtBot, sheet: SearchSheet, query: Path | bytes) -> None:
    sheet.search(query)
    qtbot.waitUntil(lambda: sheet.model.rowCount() > 0)


def path_of(backend: FakeBackend) -> Path:
    return backend.groups(0.5, Level.COPY)[0].members[0].shot.path


def test_results_are_ranked_beside_the_query(qtbot: QtBot, sheet: SearchSheet, backend: FakeBackend) -> None:
    path = path_of(backend)
    found(qtbot, sheet, path)
    assert sheet.query_pane.shot.path == path
    assert sheet.result_pane.shot is sheet.model.hit(0).shot
    scores = [sheet.model.hit(row).score for row in range(sheet.model.rowCount())]
    assert scores == sorted(scores, reverse=True)
    assert sheet.results.hasFocus()


def test_going_down_shows_the_next_result_with_its_region(qtbot: QtBot, sheet: SearchSheet, backend) -> None:
    hits = [
        SearchHit(member.shot, 0.9, member.relation or Relation.RESIZED, (0.1, 0.1, 0.5, 0.5) if place else None)
        for place, member in enumerate(backend.groups(0.5, Level.COPY)[0].members)
    ]
    backend.search = lambda query, count, job: hits
    found(qtbot, sheet, path_of(backend))
    assert sheet.result_pane.outline is None
    qtbot.keyClick(sheet.results, K.Key_Down)
    assert sheet.result_pane.shot is hits[1].shot
    assert sheet.result_pane.outline == ((0.1, 0.1), (0.6, 0.1), (0.6, 0.6), (0.1, 0.6))


def test_escape_puts_everything_back(qtbot: QtBot, sheet: SearchSheet, window: QWidget, backend: FakeBackend) -> None:
    found(qtbot, sheet, path_of(backend))
    qtbot.keyClick(sheet.results, K.Key_Return)
    assert not sheet.results.isVisible()
    qtbot.keyClick(sheet, K.Key_Down)
    assert sheet.results.currentIndex().row() == 1
    qtbot.keyClick(sheet, K.Key_Escape)
    assert sheet.results.isVisible()
    with qtbot.waitSignal(sheet.closed):
        qtbot.keyClick(sheet.results, K.Key_Escape)
    assert not sheet.isVisible()
    assert window.focusWidget() is window.findChild(QLineEdit)


def test_a_pasted_picture_is_shown_from_its_bytes(qtbot: QtBot, sheet: SearchSheet, services: Services) -> None:
    found(qtbot, sheet, jpeg(photo(3, "original", 90, 1.5, 0.0)))
    path = sheet.query_pane.shot.path
    qtbot.waitUntil(lambda: services.pictures.full_size(path) == (90, 60))


def test_pasted_nonsense_is_searched_for_without_a_picture(qtbot: QtBot, sheet: SearchSheet) -> None:
    found(qtbot, sheet, b"nonsense")
    sheet.query_pane.repaint()


def test_the_last_of_several_searches_counts(qtbot: QtBot, sheet: SearchSheet, backend: FakeBackend) -> None:
    asked = []
    search = backend.search

    def note(query, count, job):
        asked.append(query)
        return search(query, count, job)

    backend.search, backend.step_s = note, 0.01
    first, last = Path("/a.jpg"), path_of(backend)
    sheet.search(first)
    sheet.search(Path("/b.jpg"))
    sheet.search(last)
    qtbot.waitUntil(lambda: sheet.model.rowCount() > 0)
    assert asked[0] == first
    assert asked[-1] == last
    assert sheet.query_pane.shot.path == last


def test_nothing_alike_says_so(qtbot: QtBot, sheet: SearchSheet, backend: FakeBackend) -> None:
    backend.search = lambda query, count, job: []
    sheet.search(path_of(backend))
    qtbot.waitUntil(lambda: "Nothing like it" in sheet.calm.text)


def test_a_refused_model_is_told_in_one_sentence(
    qtbot: QtBot, sheet: SearchSheet, backend: FakeBackend, caplog
) -> None:
    backend.error = ModelRefusedError("The encoder is missing")
    sheet.search(path_of(backend))
    qtbot.waitUntil(lambda: "The encoder is missing; install Twinlens again." in sheet.calm.text)


def test_results_speak_to_screen_readers(qtbot: QtBot, sheet: SearchSheet, backend: FakeBackend) -> None:
    found(qtbot, sheet, path_of(backend))
    said = sheet.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "alike" in said
