"""Filters, words and order as they are used, on a real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from group_making import shot
from review_hands import press, read
from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.gui.review.facets import Facet, Progress
from twinlens.gui.review.filtering import GroupFilter
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.services import Services

K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def settled(qtbot: QtBot, page: ReviewPage) -> None:
    qtbot.waitUntil(lambda: not page.reading)
    told = []
    page._services.reader.run(lambda: None, told.append)
    qtbot.waitUntil(lambda: bool(told))


def choose(qtbot: QtBot, page: ReviewPage, *chosen: tuple[Facet, str], text: str = "") -> None:
    page.choose_filter(GroupFilter(text, frozenset(chosen)))
    settled(qtbot, page)


def lines(page: ReviewPage, facet: Facet) -> list:
    return [line for line in page.rail.facets._boxes[facet].lines if not line.isHidden()]


def test_the_rail_counts_what_there_is_to_choose(qtbot: QtBot, page: ReviewPage) -> None:
    settled(qtbot, page)
    relations = {line.value: line.number for line in lines(page, Facet.RELATION)}
    holding = [
        entry for entry in page.model.entries if any(member.relation is Relation.CROP for member in entry.members)
    ]
    assert relations["crop"] == str(len(holding))
    assert [int(line.number) for line in lines(page, Facet.RELATION)] == sorted(
        (int(number) for number in relations.values()), reverse=True
    )


def test_a_click_narrows_and_a_chip_widens_again(qtbot: QtBot, page: ReviewPage) -> None:
    settled(qtbot, page)
    everything = page.model.rowCount()
    line = next(line for line in lines(page, Facet.RELATION) if line.value == "crop")
    line.click()
    settled(qtbot, page)
    assert page.model.rowCount() == int(line.number) < everything
    assert line.isChecked()
    assert page.chips.isVisible()
    assert f"{page.model.rowCount()} of" in page.chips._found.text()
    assert page.rail._buttons[Level.COPY].accessibleDescription() == f"{everything}\u00a0groups"
    page.chips.chips[0].click()
    settled(qtbot, page)
    assert page.model.rowCount() == everything
    assert not page.chips.isVisible()


def test_words_narrow_as_they_are_typed_and_esc_takes_them_back(qtbot: QtBot, page: ReviewPage) -> None:
    everything = page.model.rowCount()
    press(qtbot, page, K.Key_Slash)
    assert page.rail.search.hasFocus()
    qtbot.keyClicks(page.rail.search, "lofoten Canon")
    qtbot.waitUntil(lambda: page.chips.isVisible() and not page.reading)
    assert 0 < page.model.rowCount() < everything
    for entry in page.model.entries:
        assert any("Lofoten" in str(member.shot.path) for member in entry.members)
    qtbot.keyClick(page.rail.search, K.Key_Escape)
    qtbot.waitUntil(lambda: page.model.rowCount() == everything)
    qtbot.keyClick(page.rail.search, K.Key_Escape)
    assert page.view.hasFocus()


def test_typing_decides_nothing(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    press(qtbot, page, K.Key_Slash)
    qtbot.keyClicks(page.rail.search, "xk")
    assert page.rail.search.text() == "xk"
    assert backend.decisions == {}


def test_the_photo_in_focus_stays_so_where_it_is_still_shown(qtbot: QtBot, page: ReviewPage) -> None:
    page.view.set_focus(5, 1)
    there = page.view.focus_entry
    relation = str(there.members[1].relation)
    choose(qtbot, page, (Facet.RELATION, relation))
    assert page.view.focus_entry.group.id == there.group.id
    other = next(entry for entry in page.model.entries if entry.group.id != there.group.id)
    choose(qtbot, page, text=other.members[0].shot.path.stem)
    assert page.view.focus_row == 0


def test_nothing_found_says_so_and_offers_the_way_back(qtbot: QtBot, page: ReviewPage) -> None:
    everything = page.model.rowCount()
    choose(qtbot, page, text="zebra")
    assert page.calm.isVisible()
    assert "No group matches" in page.calm.text
    assert page.chips.isVisible()
    page.calm._buttons[0].click()
    settled(qtbot, page)
    assert page.model.rowCount() == everything
    assert page.view.isVisible()


def test_a_filter_chosen_while_reading_is_heard_and_the_other_levels_are_counted(
    qtbot: QtBot, page: ReviewPage
) -> None:
    for button in page.rail._buttons.values():
        button.set_count(None)
    page.reload()
    page.choose_filter(GroupFilter(chosen=frozenset({(Facet.RELATION, "crop")})))
    settled(qtbot, page)
    assert all(any(member.relation is Relation.CROP for member in entry.members) for entry in page.model.entries)
    assert all(button.accessibleDescription() for button in page.rail._buttons.values())


def test_one_key_clears_all(qtbot: QtBot, page: ReviewPage) -> None:
    everything = page.model.rowCount()
    choose(qtbot, page, (Facet.RELATION, "crop"), text="img")
    press(qtbot, page, K.Key_L, modifier=CONTROL)
    settled(qtbot, page)
    assert page.model.rowCount() == everything


def test_what_is_decided_under_the_hand_stays_until_it_is_asked_for_anew(qtbot: QtBot, page: ReviewPage) -> None:
    choose(qtbot, page, (Facet.PROGRESS, Progress.OPEN))
    before = page.model.rowCount()
    page.deeds.reject_others()
    read(qtbot, page)
    assert page.model.rowCount() == before
    assert page.model.entry(0).reviewed
    choose(qtbot, page, (Facet.PROGRESS, Progress.REVIEWED))
    assert page.model.rowCount() == 1
    assert all(member.shot.decision is DecisionKind.REJECT for member in page.model.entry(0).members[1:])


def test_a_filter_holds_over_levels_but_for_the_relation(qtbot: QtBot, page: ReviewPage) -> None:
    choose(qtbot, page, (Facet.RELATION, "crop"), (Facet.YEAR, "2020"))
    page.choose_level(Level.BURST)
    settled(qtbot, page)
    assert [chip.accessibleName() for chip in page.chips.chips] == ["Remove the filter 2020"]
    for entry in page.model.entries:
        assert any(member.shot.facts.taken_at.startswith("2020") for member in entry.members)


def test_filters_words_and_order_outlive_the_window(qtbot: QtBot, page: ReviewPage, services: Services) -> None:
    choose(qtbot, page, (Facet.RELATION, "crop"), text="img")
    page.rail.facets._boxes[Facet.YEAR].fold(True)
    page.view.set_focus(1, 1)
    shown, state = [entry.group.id for entry in page.model.entries], page.state()
    again = ReviewPage(services)
    qtbot.addWidget(again)
    again.restore_state(state)
    again.show()
    read(qtbot, again)
    assert [entry.group.id for entry in again.model.entries] == shown
    assert again.rail.search.text() == "img"
    assert again.view.focus_row == 1
    assert again.rail.facets._boxes[Facet.YEAR].folded
    assert again.state() == state
    again.hide()


def test_the_keys_reach_every_line_and_come_back(qtbot: QtBot, page: ReviewPage) -> None:
    settled(qtbot, page)
    press(qtbot, page, K.Key_F)
    rail = page.rail.facets
    head = rail._boxes[Facet.RELATION].head
    assert head.hasFocus()
    qtbot.keyClick(head, K.Key_Down)
    first = lines(page, Facet.RELATION)[0]
    assert first.hasFocus()
    qtbot.keyClick(first, K.Key_Space)
    settled(qtbot, page)
    assert page.chips.isVisible()
    qtbot.keyClick(first, K.Key_Left)
    assert head.hasFocus()
    assert not lines(page, Facet.RELATION)
    qtbot.keyClick(head, K.Key_Up)
    assert page.rail.search.hasFocus()
    qtbot.keyClick(page.rail.search, K.Key_Down)
    assert head.hasFocus()
    qtbot.keyClick(head, K.Key_Escape)
    assert page.view.hasFocus()


def test_lines_are_named_for_screen_readers(qtbot: QtBot, page: ReviewPage) -> None:
    settled(qtbot, page)
    line = lines(page, Facet.RELATION)[0]
    heard = QAccessible.queryAccessibleInterface(line)
    assert heard.text(QAccessible.Text.Name) == line.accessibleName()
    assert line.accessibleName().startswith("Relation: ")
    assert line.number in line.accessibleName()
    assert heard.state().checkable


@pytest.mark.parametrize("decide_first", [False, True])
def test_counts_follow_decisions(qtbot: QtBot, page: ReviewPage, decide_first: bool) -> None:
    page.rail.facets._boxes[Facet.PROGRESS].fold(False)
    if decide_first:
        page.deeds.decide(DecisionKind.REJECT)
        read(qtbot, page)
    else:
        page.deeds.decide(DecisionKind.REJECT)
    qtbot.waitUntil(
        lambda: any(line.value in (Progress.REVIEWED, Progress.BEGUN) for line in lines(page, Facet.PROGRESS))
    )


def test_where_all_is_reviewed_the_rail_still_leads_to_it(qtbot: QtBot, page: ReviewPage) -> None:
    shots = [member.shot for entry in page.model.entries for member in entry.members]
    page.decisions.decide(shots, DecisionKind.KEEP)
    page._recount_timer.stop()
    page._reader.count()
    settled(qtbot, page)
    assert page.rail.facets._boxes[Facet.RELATION].isHidden()
    assert not page.rail.facets._boxes[Facet.PROGRESS].isHidden()


def test_a_name_that_is_no_text_can_be_a_filter(qtbot: QtBot, page: ReviewPage) -> None:
    chosen = (Facet.FOLDER, str(shot(1).path.parent) + "/caf\udce9")
    choose(qtbot, page, chosen)
    again = page.state()
    page.restore_state(again)
    assert page._reader.wanted.filter.chosen == {chosen}
