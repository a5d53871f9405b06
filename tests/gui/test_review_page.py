"""The review as it is used: by keys and pointer, on a real window."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from group_making import group, shot
from review_hands import press, read
from twinlens.core.errors import StorageError
from twinlens.core.relations import DecisionKind, Level
from twinlens.gui.pictures.row_layout import ROW_HEIGHT
from twinlens.gui.review import deeds
from twinlens.gui.review.arrangement import Order
from twinlens.gui.review.group_delegate import decision_buttons
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.services import Services

KEEP, REJECT = DecisionKind.KEEP, DecisionKind.REJECT
K = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def in_focus(page: ReviewPage):
    return page.view.focus_entry.members[page.view.focus_place].shot


def test_it_opens_on_the_first_photo_to_be_decided(page: ReviewPage) -> None:
    assert page.view.focus_row == 0
    assert page.view.focus_place == 1
    assert "24\u00a0groups" in page.bar.text or "groups" in page.bar.text
    assert not page.bar.move_button.isEnabled()


def test_two_keys_decide_a_group_and_go_on(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    first = page.view.focus_entry
    others = [member.shot.id for member in first.members[1:]]
    for _ in others:
        press(qtbot, page, K.Key_X, K.Key_Right)
    page.view.set_focus(0, 1)
    press(qtbot, page, K.Key_Return)
    assert backend.decisions == dict.fromkeys(others, REJECT)
    assert page.model.entry(0).reviewed
    assert page.view.focus_row == 1
    assert page.bar.move_button.isEnabled()
    assert str(len(others)) in page.bar.move_button.text()


def test_keep_reject_clear_and_digits(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    press(qtbot, page, K.Key_1, K.Key_K)
    keeper = in_focus(page)
    assert keeper.decision is KEEP
    press(qtbot, page, K.Key_2, K.Key_X)
    assert backend.decisions == {keeper.id: KEEP, in_focus(page).id: REJECT}
    press(qtbot, page, K.Key_U)
    assert backend.decisions == {keeper.id: KEEP}
    press(qtbot, page, K.Key_9)
    assert page.view.focus_place == len(page.view.focus_entry.members) - 1


def test_arrows_go_over_photos_and_on_to_the_next_group(qtbot: QtBot, page: ReviewPage) -> None:
    page.view.set_focus(0, len(page.model.entry(0).members) - 1)
    press(qtbot, page, K.Key_Right)
    assert (page.view.focus_row, page.view.focus_place) == (1, 0)
    press(qtbot, page, K.Key_Left)
    assert (page.view.focus_row, page.view.focus_place) == (0, len(page.model.entry(0).members) - 1)
    press(qtbot, page, K.Key_Down)
    assert (page.view.focus_row, page.view.focus_place) == (1, 1)
    press(qtbot, page, K.Key_End)
    assert page.view.focus_row == page.model.rowCount() - 1
    press(qtbot, page, K.Key_Home)
    assert page.view.focus_row == 0


def test_undo_and_redo_reach_library_and_screen(
    qtbot: QtBot, page: ReviewPage, backend: FakeBackend, services: Services
) -> None:
    press(qtbot, page, K.Key_X)
    rejected = in_focus(page).id
    press(qtbot, page, K.Key_K)
    assert services.undo.undoText() == "keep 1\u00a0photo"
    services.undo.undo()
    assert backend.decisions == {rejected: REJECT}
    assert in_focus(page).decision is REJECT
    services.undo.undo()
    assert backend.decisions == {}
    assert in_focus(page).decision is None
    assert not page.bar.move_button.isEnabled()
    services.undo.redo()
    assert backend.decisions == {rejected: REJECT}
    assert page.bar.move_button.isEnabled()


def test_not_a_duplicate_is_shown_undone_and_gone_when_read_again(
    qtbot: QtBot, page: ReviewPage, backend: FakeBackend, services: Services
) -> None:
    apart = in_focus(page)
    before = len(page.view.focus_entry.members)
    press(qtbot, page, K.Key_N)
    assert len(backend.different) == 1
    assert page.view.focus_entry.separated == {apart.id}
    services.undo.undo()
    assert backend.different == set()
    assert page.view.focus_entry.separated == frozenset()
    services.undo.redo()
    read(qtbot, page)
    entry = page.model.entry(0)
    assert apart.id not in [member.shot.id for member in entry.members] or len(entry.members) < before


def test_the_keeper_cannot_be_set_apart_from_itself(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    with qtbot.waitSignal(page.notice):
        press(qtbot, page, K.Key_1, K.Key_N)
    assert backend.different == set()


def test_one_rule_for_many_groups_says_its_number(
    qtbot: QtBot, page: ReviewPage, backend: FakeBackend, services: Services
) -> None:
    assert not page.selection_bar.isVisible()
    press(qtbot, page, K.Key_Down, K.Key_Down, modifier=SHIFT)
    assert page.view.selected_rows() == [0, 1, 2]
    assert page.selection_bar.isVisible()
    expected = [m.shot.id for row in range(3) for m in page.model.entry(row).undecided_duplicates()]
    press(qtbot, page, K.Key_X, modifier=SHIFT)
    assert backend.decisions == dict.fromkeys(expected, REJECT)
    assert str(len(expected)) in page.bar.move_button.text()
    services.undo.undo()
    assert backend.decisions == {}


def test_all_groups_at_once(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    press(qtbot, page, K.Key_A, modifier=CONTROL)
    press(qtbot, page, K.Key_X, modifier=SHIFT)
    keepers = {entry.members[0].shot.id for entry in page.model.entries}
    assert keepers.isdisjoint(backend.decisions)
    assert len(backend.decisions) == sum(len(entry.members) - 1 for entry in page.model.entries) - sum(
        member.shot.protected for entry in page.model.entries for member in entry.members[1:]
    )


def test_nothing_left_to_decide_is_a_calm_end(qtbot: QtBot, page: ReviewPage) -> None:
    for entry in list(page.model.entries):
        page.decisions.decide([member.shot for member in entry.members[1:]], REJECT)
    press(qtbot, page, K.Key_Return)
    assert page.calm.isVisible()
    assert page.calm.text.startswith("Nothing left to decide.")
    assert "can go" in page.calm.text
    with qtbot.waitSignal(page.cleanup_requested):
        qtbot.mouseClick(page.bar.move_button, Qt.MouseButton.LeftButton)


def test_reading_again_keeps_focus_selection_and_scroll(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    page.view.set_focus(11, 1)
    bar = page.view.verticalScrollBar()
    bar.setValue(10 * ROW_HEIGHT + 37)
    there = in_focus(page).id
    top = page.view.visualRect(page.model.index(11)).top()
    page.slider.set_place(90)
    qtbot.waitUntil(lambda: not page.reading and not page.slider.moving)
    assert in_focus(page).id == there
    assert page.view.visualRect(page.model.index(page.view.focus_row)).top() == top
    backend.group_count = 30
    before = [entry.group.id for entry in page.model.entries]
    read(qtbot, page)
    after = [entry.group.id for entry in page.model.entries]
    assert after[: len(before)] == before
    assert len(after) > len(before)
    assert bar.value() == 10 * ROW_HEIGHT + 37 + (page.view.focus_row - 11) * ROW_HEIGHT
    assert in_focus(page).id == there


def test_a_wide_window_shows_larger_photos_at_the_same_place(qtbot: QtBot, page: ReviewPage) -> None:
    page.view.set_focus(8, 1)
    there, height = in_focus(page).id, page.view.visualRect(page.model.index(8)).height()
    page.resize(2400, 1300)
    qtbot.waitUntil(lambda: page.view.visualRect(page.model.index(8)).height() > height)
    assert in_focus(page).id == there
    assert 8 in page.view.visible_rows()
    page.resize(900, 700)
    qtbot.waitUntil(lambda: page.view.visualRect(page.model.index(8)).height() == height)
    assert not page.details.isVisible()
    assert in_focus(page).id == there


def test_a_group_that_went_leaves_the_focus_nearby(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    page.view.set_focus(5, 1)
    gone = page.view.focus_entry
    following = page.model.entry(6).members[0].shot.id
    backend.gone.update(member.shot.id for member in gone.members)
    read(qtbot, page)
    assert page.view.focus_entry.members[0].shot.id == following


def test_a_decision_made_while_reading_is_not_lost(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    stale = backend.groups(0.8, Level.COPY)
    backend.groups = lambda threshold, level: stale if level is Level.COPY else []
    page.reload()
    press(qtbot, page, K.Key_X)
    qtbot.waitUntil(lambda: not page.reading)
    assert in_focus(page).decision is REJECT


def test_levels_have_counts_and_remember_their_place(qtbot: QtBot, page: ReviewPage) -> None:
    page.view.set_focus(4, 1)
    there = in_focus(page).id
    page.choose_level(Level.BURST)
    qtbot.waitUntil(lambda: not page.reading)
    assert {entry.group.level for entry in page.model.entries} == {Level.BURST}
    page.choose_level(Level.COPY)
    qtbot.waitUntil(lambda: not page.reading)
    assert in_focus(page).id == there


def test_an_empty_level_says_what_to_do(qtbot: QtBot, page: ReviewPage) -> None:
    page.choose_level(Level.PANORAMA)
    qtbot.waitUntil(lambda: not page.reading)
    assert page.calm.isVisible()
    page.choose_level(Level.COPY)
    qtbot.waitUntil(lambda: not page.reading)
    assert page.view.isVisible()


def test_orders(qtbot: QtBot, page: ReviewPage) -> None:
    for turned in (False, True):
        page.rail.order.chosen.emit(Order.FOLDER, turned)
        qtbot.waitUntil(lambda: not page.reading)
        paths = [str(entry.members[0].shot.path) for entry in page.model.entries]
        assert paths == sorted(paths, reverse=turned)


def test_a_library_that_cannot_be_written_changes_nothing(
    qtbot: QtBot, page: ReviewPage, backend: FakeBackend, services: Services
) -> None:
    def refuse(_shots: object, _kind: object) -> None:
        raise StorageError("The disk is full.")

    backend.decide = refuse
    with qtbot.waitSignal(page.notice) as said:
        press(qtbot, page, K.Key_X)
    assert said.args == ["The disk is full."]
    assert in_focus(page).decision is None
    assert services.undo.count() == 0


def test_the_pointer_decides_and_shows_reasons(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    tile = page.view.layout_of_row(0).tiles[1]
    reject = decision_buttons(tile)[1].center()
    qtbot.mouseMove(page.view.viewport(), reject)
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=reject)
    assert backend.decisions == {page.model.entry(0).members[1].shot.id: REJECT}
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=reject)
    assert backend.decisions == {}
    keeper = page.view.layout_of_row(0).tiles[0].photo.center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=keeper)
    assert page.view.focus_place == 0
    assert "why this one stays" in page.details.text.lower()


def test_space_compares_and_returns_to_the_same_place(qtbot: QtBot, page: ReviewPage) -> None:
    page.view.set_focus(7, 1)
    value = page.view.verticalScrollBar().value()
    with qtbot.waitSignal(page.immersed) as immersed:
        press(qtbot, page, K.Key_Space)
    assert immersed.args == [True]
    assert page.compare.isVisible()
    with qtbot.waitSignal(page.immersed):
        press(qtbot, page, K.Key_Space)
    assert (page.view.focus_row, page.view.focus_place) == (7, 1)
    assert page.view.verticalScrollBar().value() == value


def test_state_from_one_start_to_the_next(qtbot: QtBot, page: ReviewPage, services: Services) -> None:
    page.view.set_focus(9, 1)
    there, state = in_focus(page).id, page.state()
    again = ReviewPage(services)
    qtbot.addWidget(again)
    again.restore_state("nonsense")
    again.restore_state(state)
    again.show()
    read(qtbot, again)
    assert in_focus(again).id == there
    again.hide()


def test_screen_readers_hear_the_photo_in_focus(qtbot: QtBot, page: ReviewPage) -> None:
    press(qtbot, page, K.Key_2)
    assert "2 of" in page.view.accessibleDescription()
    press(qtbot, page, K.Key_X)
    assert "rejected" in page.view.accessibleDescription()


def test_search_by_the_photo_in_focus(qtbot: QtBot, page: ReviewPage) -> None:
    with qtbot.waitSignal(page.search_requested) as asked:
        press(qtbot, page, K.Key_L)
    assert asked.args == [in_focus(page).path]


@pytest.fixture
def large(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> ReviewPage:
    many = [group(f"g{n}", shot(10 * n), shot(10 * n + 1)) for n in range(20_000)]
    backend.groups = lambda threshold, level: many if level is Level.COPY else []
    read(qtbot, page, keep_places=False)
    return page


def test_twenty_thousand_groups_paint_and_ask_for_what_is_visible_only(qtbot: QtBot, large: ReviewPage) -> None:
    view = large.view
    asked: list[str] = []
    want = view.thumbnails.want
    view.thumbnails.want = lambda owner, wishes: (asked.extend(wish.key for wish in wishes), want(owner, []))
    assert large.model.rowCount() == 20_000
    fitting = view.viewport().height() // ROW_HEIGHT + 2
    for value in (view.verticalScrollBar().maximum() // 2, view.verticalScrollBar().maximum(), 0):
        view.verticalScrollBar().setValue(value)
        view.delegate.painted_rows = 0
        asked.clear()
        view.viewport().repaint()
        qtbot.waitUntil(lambda: bool(asked))
        assert 1 <= view.delegate.painted_rows <= fitting
        assert len(asked) <= 2 * (fitting + 4)
    view.thumbnails.want = want


def test_the_numbers_of_many_selected_groups_follow(qtbot: QtBot, large: ReviewPage) -> None:
    large.view.selectAll()
    qtbot.waitUntil(lambda: "20,000\u00a0photos in 20,000" in large.selection_bar.text)
    large.decide(REJECT)
    qtbot.waitUntil(lambda: "19,999\u00a0photos in 19,999" in large.selection_bar.text)
    large.view.clear_selection()
    assert not large.selection_bar.isVisible()


def test_painting_reads_nothing(qtbot: QtBot, page: ReviewPage, backend: FakeBackend, monkeypatch) -> None:
    def fail(*_args: object) -> None:
        raise AssertionError("painting asked the library")

    for name in ("preview", "picture", "groups", "metadata"):
        monkeypatch.setattr(FakeBackend, name, fail)
    page.view.viewport().repaint()
    page.view.verticalScrollBar().setValue(3)
    assert page.view.indexAt(QPoint(5, 5)).isValid()


def test_rows_are_named_for_screen_readers(page: ReviewPage) -> None:
    interface = QAccessible.queryAccessibleInterface(page.view)
    assert interface.text(QAccessible.Text.Name) == "Groups of look-alikes"
    names = [interface.child(at).text(QAccessible.Text.Name) for at in range(min(3, interface.childCount()))]
    assert any("keeper" in name for name in names)


def test_clicks_beside_the_rows_leave_the_keys_with_the_photographs(
    qtbot: QtBot, page: ReviewPage, monkeypatch
) -> None:
    monkeypatch.setattr(deeds, "reveal", lambda _path: None)
    monkeypatch.setattr(deeds, "open_in_program", lambda _path: True)
    levels = [button for button in page.rail.findChildren(QPushButton) if button.text() in ("Bursts", "Copies")]
    details = [button for button in page.details.findChildren(QPushButton) if button.isEnabled()]
    assert len(levels) == 2
    for button in (*levels, *details):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not page.reading and page.view.isVisible())
        assert page.focusWidget() is page.view
