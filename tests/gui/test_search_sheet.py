"""Search by example: a sheet that lifts, shows, and puts everything back."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from drawing import jpeg, photo
from fakes import FakeBackend
from twinlens.core.errors import ModelRefusedError
from twinlens.core.photos import ContentKey, Member
from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.gui.backend import SearchAnswer, SearchHit, UnreadableQueryError
from twinlens.gui.pictures.picture_pane import PREVIEW_HEIGHT
from twinlens.gui.pictures.zoom import FITTED, picture_area
from twinlens.gui.search import result_list
from twinlens.gui.search.search_sheet import SearchSheet
from twinlens.gui.services import Services
from twinlens.gui.shell.dropping import local_paths

K = Qt.Key
WHERE = ((0.1, 0.1), (0.6, 0.1), (0.6, 0.6), (0.1, 0.6))
PART = ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0))


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


def likeness(member: Member, relation: Relation, *, verified: bool = False) -> SearchHit:
    return SearchHit(member.shot, 0.99 if verified else 0.8, relation, verified)


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
        SearchHit(
            member.shot, 0.9, member.relation or Relation.RESIZED, True, *((PART, WHERE) if place else (None, None))
        )
        for place, member in enumerate(backend.groups(0.5, Level.COPY)[0].members)
    ]
    backend.search = lambda query, count, job, early: SearchAnswer(tuple(hits))
    found(qtbot, sheet, path_of(backend))
    assert not sheet.result_pane.outline
    assert not sheet.query_pane.outline
    qtbot.keyClick(sheet.results, K.Key_Down)
    assert sheet.result_pane.shot is hits[1].shot
    assert sheet.result_pane.outline == WHERE
    assert sheet.query_pane.outline == PART


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

    def note(query, count, job, early):
        asked.append(query.source)
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
    backend.search = lambda query, count, job, early: SearchAnswer(())
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


def test_the_first_list_is_shown_while_results_are_looked_at(qtbot: QtBot, sheet: SearchSheet, backend) -> None:
    members = backend.groups(0.5, Level.COPY)[0].members
    alike = [SearchHit(member.shot, 0.9, Relation.SIMILAR) for member in members]
    told = threading.Event()

    def search(query, count, job, early):
        early(SearchAnswer(tuple(alike)))
        assert told.wait(10)
        return SearchAnswer((replace(alike[1], verified=True, relation=Relation.CROP), alike[0]))

    backend.search = search
    sheet.search(path_of(backend))
    qtbot.waitUntil(lambda: sheet.model.rowCount() == len(alike))
    assert sheet.model.hit(0) == alike[0]
    told.set()
    qtbot.waitUntil(lambda: sheet.model.hit(0).verified)
    assert sheet.results.currentIndex().row() == 0


def test_who_looks_at_a_result_stays_with_it_when_the_order_changes(qtbot: QtBot, sheet: SearchSheet, backend) -> None:
    members = backend.groups(0.5, Level.COPY)[0].members[:2]
    one, two = (SearchHit(member.shot, 0.9, Relation.SIMILAR) for member in members)
    told = threading.Event()

    def search(query, count, job, early):
        early(SearchAnswer((one, two)))
        assert told.wait(10)
        return SearchAnswer((replace(two, verified=True), one))

    backend.search = search
    sheet.search(path_of(backend))
    qtbot.waitUntil(lambda: sheet.model.rowCount() == 2)
    qtbot.keyClick(sheet.results, K.Key_Down)
    qtbot.keyClick(sheet.results, K.Key_Up)
    sheet.show_decisions({one.shot.id: DecisionKind.REJECT})
    told.set()
    qtbot.waitUntil(lambda: sheet.model.hit(0).verified)
    assert sheet.result_pane.shot is one.shot
    assert sheet.model.hit(1).shot.decision is DecisionKind.REJECT


def test_several_pictures_are_searched_for_and_told_apart(qtbot: QtBot, sheet: SearchSheet, backend) -> None:
    first, second = (group.members for group in backend.groups(0.5, Level.COPY)[:2])
    likes = {
        first[0].shot.path: (likeness(first[1], Relation.SIMILAR), likeness(second[1], Relation.CROP)),
        second[0].shot.path: (likeness(second[1], Relation.CROP, verified=True),),
    }
    backend.search = lambda query, count, job, early: SearchAnswer(likes[query.source])
    sheet.search([first[0].shot.path, second[0].shot.path])
    qtbot.waitUntil(lambda: not sheet.queries.running)
    assert [sheet.model.hit(row).shot.id for row in range(sheet.model.rowCount())] == [
        second[1].shot.id,
        first[1].shot.id,
    ]
    assert sheet.model.hit(0).verified
    assert sheet.query_pane.shot.path == second[0].shot.path
    assert sheet.strip.isVisible()
    qtbot.keyClick(sheet.results, K.Key_Right)
    assert sheet.query_pane.shot.path == first[0].shot.path
    assert sheet.model.rowCount() == 2
    qtbot.keyClick(sheet.results, K.Key_Right)
    assert sheet.model.rowCount() == 1


def test_one_picture_that_cannot_be_read_leaves_the_others_their_results(
    qtbot: QtBot, sheet: SearchSheet, backend, caplog
) -> None:
    search = backend.search

    def refuse_one(query, count, job, early):
        if query.source == Path("/broken.jpg"):
            raise UnreadableQueryError("This picture can\u2019t be read: it is damaged.")
        return search(query, count, job, early)

    backend.search = refuse_one
    sheet.search([Path("/broken.jpg"), path_of(backend)])
    qtbot.waitUntil(lambda: not sheet.queries.running)
    assert sheet.model.rowCount() > 0
    sheet.strip.setCurrentRow(1)
    assert "damaged" in sheet.calm.text


def test_a_rectangle_is_searched_for_and_escape_takes_it_back(qtbot: QtBot, sheet: SearchSheet, backend) -> None:
    asked = []
    search = backend.search

    def note(query, count, job, early):
        asked.append(query.region)
        return search(query, count, job, early)

    backend.search = note
    found(qtbot, sheet, path_of(backend))
    pane = sheet.query_pane
    left, top, width, height = picture_area(FITTED, pane.pane)
    start = QPoint(round(left + 0.25 * width), round(top + 0.5 * height))
    qtbot.mousePress(pane, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(pane, QPoint(round(left + 0.75 * width), round(top + 0.9 * height)))
    pane.repaint()
    qtbot.mouseRelease(pane, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(asked) == 2 and not sheet.queries.running)
    assert asked[1] == pytest.approx((0.25, 0.5, 0.5, 0.4), abs=0.02)
    qtbot.keyClick(sheet.results, K.Key_Escape)
    qtbot.waitUntil(lambda: len(asked) == 3 and not sheet.queries.running)
    assert asked[2] is None
    assert sheet.isVisible()


def test_a_rectangle_is_drawn_by_keys(qtbot: QtBot, sheet: SearchSheet, backend) -> None:
    asked = []
    search = backend.search
    backend.search = lambda query, count, job, early: (asked.append(query.region), search(query, count, job, early))[1]
    found(qtbot, sheet, path_of(backend))
    qtbot.waitUntil(lambda: not sheet.queries.running)
    qtbot.keyClick(sheet.results, K.Key_P)
    pane = sheet.query_pane
    assert pane.hasFocus()
    qtbot.keyClick(pane, K.Key_Left)
    qtbot.keyClick(pane, K.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(pane, K.Key_Return)
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[1] == pytest.approx((0.23, 0.25, 0.5, 0.52))
    qtbot.waitUntil(sheet.results.hasFocus)
    qtbot.keyClick(sheet.results, K.Key_P)
    qtbot.keyClick(pane, K.Key_Right)
    qtbot.keyClick(pane, K.Key_Escape)
    assert pane.part == asked[1]
    assert not pane.drawing


def test_two_clicks_search_for_all_of_it_again(qtbot: QtBot, sheet: SearchSheet, backend) -> None:
    found(qtbot, sheet, path_of(backend))
    qtbot.waitUntil(lambda: not sheet.queries.running)
    sheet.query_pane.part = (0.1, 0.1, 0.4, 0.4)
    sheet.query_pane.part_chosen.emit(sheet.query_pane.part)
    qtbot.waitUntil(lambda: not sheet.queries.running)
    with qtbot.waitSignal(sheet.query_pane.part_chosen):
        qtbot.mouseDClick(sheet.query_pane, Qt.MouseButton.LeftButton)
    assert sheet.queries.asked[0].query.region is None


def test_results_are_decided_and_joined(qtbot: QtBot, sheet: SearchSheet, backend: FakeBackend) -> None:
    found(qtbot, sheet, path_of(backend))
    qtbot.waitUntil(lambda: not sheet.queries.running)
    hits = [sheet.model.hit(row) for row in range(2)]
    with qtbot.waitSignal(sheet.result_actions.decided) as decided:
        qtbot.keyClick(sheet.results, K.Key_X)
    assert decided.args == [[hits[0].shot], DecisionKind.REJECT]
    sheet.show_decisions({hits[0].shot.id: DecisionKind.REJECT})
    assert sheet.model.hit(0).shot.decision is DecisionKind.REJECT
    with qtbot.waitSignal(sheet.result_actions.notice):
        qtbot.keyClick(sheet.results, K.Key_J)
    qtbot.keyClick(sheet.results, K.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(sheet.result_actions.joined) as joined:
        qtbot.keyClick(sheet.results, K.Key_J)
    assert joined.args == [hits[0].shot.content_key, [hits[1].shot.content_key], Relation.COPY]
    own = ContentKey("own")
    sheet.queries.asked[0].answer = replace(sheet.queries.asked[0].answer, own=own)
    with qtbot.waitSignal(sheet.result_actions.joined) as joined:
        qtbot.keyClick(sheet.results, K.Key_J)
    assert joined.args == [own, [hit.shot.content_key for hit in hits], Relation.COPY]


def test_paths_are_copied_as_text_and_as_files(qtbot: QtBot, sheet: SearchSheet, backend: FakeBackend) -> None:
    found(qtbot, sheet, path_of(backend))
    qtbot.keyClick(sheet.results, K.Key_C, Qt.KeyboardModifier.ControlModifier)
    mime = QGuiApplication.clipboard().mimeData()
    path = sheet.model.hit(0).shot.path
    assert mime.text() == str(path)
    assert local_paths(mime) == [path]


def test_results_are_dragged_out_as_files(qtbot: QtBot, sheet: SearchSheet, backend, monkeypatch) -> None:
    dragged = []
    monkeypatch.setattr(result_list, "drag_out", lambda source, paths, picture: dragged.extend(paths))
    found(qtbot, sheet, path_of(backend))
    qtbot.waitUntil(lambda: not sheet.queries.running)
    qtbot.keyClick(sheet.results, K.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert sheet.model.flags(sheet.model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled
    sheet.results.startDrag(Qt.DropAction.CopyAction)
    assert dragged == [sheet.model.hit(row).shot.path for row in range(2)]


def test_the_menu_names_what_can_be_done(qtbot: QtBot, sheet: SearchSheet, backend: FakeBackend) -> None:
    found(qtbot, sheet, path_of(backend))
    sheet.result_actions.open_menu(QPoint(5, 5))
    menu = sheet.results.findChild(QMenu)
    words = [action.text() for action in menu.actions() if action.text()]
    assert "Copy path" in words
    assert "Add to a group with the photo searched for" in words
    menu.close()


def test_closing_ends_a_search_that_runs(qtbot: QtBot, sheet: SearchSheet, backend, services: Services) -> None:
    backend.step_s = 0.01
    sheet.search([path_of(backend)] * 3)
    sheet.close_sheet()
    qtbot.waitUntil(lambda: services.searches.kind is None)
    assert sheet.model.rowCount() == 0
    backend.step_s = 0.0
    found(qtbot, sheet, path_of(backend))


def test_a_query_that_is_not_at_hand_is_shown_by_its_preview(qtbot: QtBot, sheet: SearchSheet, backend) -> None:
    group = backend.groups(0.5, Level.COPY)[0]
    own = group.members[0].shot.content_key
    hits = (SearchHit(group.members[1].shot, 0.9, Relation.RESIZED, True),)
    backend.search = lambda query, count, job, early: SearchAnswer(hits, own)
    found(qtbot, sheet, Path("/unplugged/a.jpg"))
    assert sheet.query_pane.shot.content_key == own
    qtbot.waitUntil(lambda: sheet._services.thumbnails.get(own, PREVIEW_HEIGHT) is not None)
