"""Groups that are cut, joined, hidden once settled, and back with somebody new."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from review_hands import press, read
from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.services import Services

REJECT = DecisionKind.REJECT
K = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_the_weakest_link_is_named_and_cut(
    qtbot: QtBot, page: ReviewPage, backend: FakeBackend, services: Services
) -> None:
    row = next(row for row, entry in enumerate(page.model.entries) if len(entry.members) > 3)
    page.view.set_focus(row, 1)
    weakest = min(page.view.focus_entry.members[1:], key=lambda member: member.score)
    assert weakest.shot.path.name in page.details.text
    press(qtbot, page, K.Key_C)
    keeper = page.view.focus_entry.members[0].shot
    assert backend.different == {frozenset((keeper.content_key, weakest.shot.content_key))}
    assert page.model.entry(row).separated == {weakest.shot.id}
    assert weakest.shot.path.name not in page.details.text
    services.undo.undo()
    assert backend.different == set()


def test_a_group_of_two_has_no_weakest_link(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    row = next(row for row, entry in enumerate(page.model.entries) if len(entry.members) == 2)
    page.view.set_focus(row, 1)
    with qtbot.waitSignal(page.notice):
        press(qtbot, page, K.Key_C)
    assert backend.different == set()


def test_selected_groups_are_joined_and_taken_apart_again(
    qtbot: QtBot, page: ReviewPage, backend: FakeBackend, services: Services
) -> None:
    first, second = page.model.entry(0), page.model.entry(1)
    key = first.members[0].shot.content_key
    apart = frozenset((key, second.members[1].shot.content_key))
    backend.different.add(apart)
    with qtbot.waitSignal(page.notice):
        press(qtbot, page, K.Key_J)
    assert backend.joined == {}
    press(qtbot, page, K.Key_Down, modifier=SHIFT)
    press(qtbot, page, K.Key_J)
    expected = {frozenset((key, member.shot.content_key)) for member in second.members}
    assert backend.joined == dict.fromkeys(expected, Relation.COPY)
    assert backend.different == set()
    qtbot.waitUntil(lambda: not page.reading)
    services.undo.undo()
    assert (backend.joined, backend.different) == ({}, {apart})
    qtbot.waitUntil(lambda: not page.reading)


def test_settled_groups_are_hidden_until_asked_for(qtbot: QtBot, page: ReviewPage, services: Services) -> None:
    groups = page.model.rowCount()
    settled = page.model.entry(0)
    press(qtbot, page, K.Key_X, modifier=SHIFT)
    reviewed = sum(entry.reviewed for entry in page.model.entries)
    read(qtbot, page)
    assert page.model.rowCount() == groups, "nothing goes under the hand"
    for level in (Level.BURST, Level.COPY):
        page.choose_level(level)
        qtbot.waitUntil(lambda: not page.reading)
    assert page.model.row_of_group(settled.group.id) is None
    assert page.model.rowCount() == groups - reviewed
    assert f"{groups}\u00a0groups" in page.bar.text
    assert f"{reviewed} reviewed" in page.bar.text
    page.rail.reviewed.click()
    qtbot.waitUntil(lambda: not page.reading)
    assert page.model.rowCount() == groups
    page.rail.reviewed.click()
    qtbot.waitUntil(lambda: not page.reading)
    services.undo.undo()
    qtbot.waitUntil(lambda: not page.reading and page.model.row_of_group(settled.group.id) is not None)


def test_a_settled_group_comes_back_with_who_is_new(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    entry = page.model.entry(0)
    newcomer = entry.members[1].shot.id
    backend.new.add(newcomer)
    backend.decisions |= {member.shot.id: REJECT for member in entry.members[2:]}
    read(qtbot, page, keep_places=False)
    row, place = page.model.position_of(newcomer)
    assert page.model.entry(row).members[place].new
    page.view.set_focus(row, place)
    assert "new" in page.view.accessibleDescription()
    assert "came after" in page.details._state.text()


def test_the_details_follow_what_a_clean_up_takes_and_brings_back(
    qtbot: QtBot, page: ReviewPage, backend: FakeBackend
) -> None:
    row = next(row for row, entry in enumerate(page.model.entries) if len(entry.members) > 2)
    page.view.set_focus(row, 1)
    leaving = page.view.focus_entry.members[1].shot
    press(qtbot, page, K.Key_X)
    rejects = page.details.button_of(REJECT)
    assert rejects.isChecked()
    backend.gone.add(leaving.id)
    read(qtbot, page)
    in_focus = page.view.focus_entry.members[page.view.focus_place].shot
    assert in_focus.id != leaving.id
    assert page.details.shown_name == in_focus.path.name
    assert not rejects.isChecked()
    backend.gone.clear()
    backend.decisions.clear()
    read(qtbot, page)
    assert page.view.focus_entry.members[page.view.focus_place].shot.id == in_focus.id
    page.view.set_focus(row, 1)
    assert page.details.shown_name == leaving.path.name
    assert not rejects.isChecked()


def test_a_decision_that_another_reading_knows_nothing_of_is_no_longer_shown(
    qtbot: QtBot, page: ReviewPage, backend: FakeBackend
) -> None:
    page.view.set_focus(0, 1)
    press(qtbot, page, K.Key_X)
    backend.decisions.clear()
    read(qtbot, page)
    assert not page.details.button_of(REJECT).isChecked()


def test_where_a_group_has_gone_the_next_one_is_to_be_decided(
    qtbot: QtBot, page: ReviewPage, backend: FakeBackend
) -> None:
    row = next(row for row, entry in enumerate(page.model.entries) if len(entry.members) == 2)
    page.view.set_focus(row, 1)
    following = page.model.entry(row + 1)
    backend.gone.add(page.view.focus_entry.members[1].shot.id)
    read(qtbot, page)
    assert page.view.focus_entry.group.id == following.group.id
    assert page.view.focus_place == following.first_undecided()


def test_a_photo_that_is_kept_is_not_said_to_be_ahead_of_itself(qtbot: QtBot, page: ReviewPage) -> None:
    row = next(row for row, entry in enumerate(page.model.entries) if len(entry.members) > 2)
    page.view.set_focus(row, 1)
    ahead = page.details.text.partition("In what the keeper is ahead")[2]
    assert ahead.strip()
    press(qtbot, page, K.Key_K)
    assert page.details.text.strip().endswith("You keep this one")
    page.view.set_focus(row, 2)
    assert "the keeper is ahead" not in page.details.text
    page.view.set_focus(row, 0)
    assert "Proposed to stay, because" in page.details.text


def test_where_nothing_is_left_to_decide_there_are_no_details(qtbot: QtBot, page: ReviewPage) -> None:
    shots = [member.shot for entry in page.model.entries for member in entry.members[1:]]
    page.decisions.decide(shots, REJECT)
    assert page.details.shown_name
    page.go_to_next()
    assert not page.details.shows_photo
    page._look_again()
    assert page.details.shows_photo
