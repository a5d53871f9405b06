"""Comparison of many at once, and its modes: winner stays, wipe, loupe, what pixels tell."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from compare_hands import QuickBackend, explained, wheel
from fakes import FakeBackend
from twinlens.core.relations import DecisionKind
from twinlens.gui.compare.compare_view import LEFT, RIGHT, CompareView
from twinlens.gui.pictures.picture_pane import INSPECTED_SIDE
from twinlens.gui.pictures.zoom import FITTED, Zoom
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.services import Services
from twinlens.vision.finer_difference import SIDE

K = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def backend() -> FakeBackend:
    return QuickBackend()


# many at once


@pytest.fixture
def many(qtbot: QtBot, compare: CompareView) -> CompareView:
    qtbot.keyClick(compare, K.Key_A)
    return compare


def test_a_shows_all_of_the_group_and_again_two(qtbot: QtBot, many: CompareView) -> None:
    members = len(many.entry.members)
    shown = [pane for pane in many.panes if pane.isVisible()]
    assert [pane.shot.id for pane in shown] == [member.shot.id for member in many.entry.members]
    assert [pane.ringed for pane in shown] == [number == 1 for number in range(members)]
    assert not any(one.geometry().intersects(two.geometry()) for one in shown for two in shown if one is not two)
    qtbot.keyClick(many, K.Key_A)
    assert many.places == (0, 1)
    assert sum(pane.isVisible() for pane in many.panes) == 2


def test_arrows_digits_and_clicks_move_the_focus_and_decisions_follow(
    qtbot: QtBot, many: CompareView, backend: FakeBackend
) -> None:
    qtbot.keyClick(many, K.Key_Right)
    assert many.target[1] == 2
    qtbot.mouseClick(many.panes[3], Qt.MouseButton.LeftButton)
    assert many.target[1] == 3
    qtbot.keyClick(many, K.Key_X)
    qtbot.keyClick(many, K.Key_1)
    qtbot.keyClick(many, K.Key_K)
    members = many.entry.members
    assert backend.decisions == {members[3].shot.id: DecisionKind.REJECT, members[0].shot.id: DecisionKind.KEEP}
    assert many.panes[3].faded
    assert len(many.places) == len(members)


def test_one_is_taken_out_of_the_comparison_and_put_back(qtbot: QtBot, many: CompareView) -> None:
    qtbot.keyClick(many, K.Key_R)
    assert 1 not in many.places
    qtbot.keyClick(many, K.Key_2)
    assert many.places == tuple(range(len(many.entry.members)))
    assert many.target[1] == 1


def test_all_are_compared_in_the_next_group_too(qtbot: QtBot, page: ReviewPage, many: CompareView) -> None:
    row = many.row
    qtbot.keyClick(many, K.Key_Return)
    assert many.row != row
    assert len(many.places) == len(many.entry.members)


def test_zooming_one_zooms_all(many: CompareView) -> None:
    wheel(many.panes[2], QPointF(20, 20), 8)
    shown = [pane for pane in many.panes if pane.isVisible()]
    assert all(pane._zoom.factor > 1 for pane in shown)


def test_flicker_among_many_concerns_the_one_in_focus_and_the_first(qtbot: QtBot, many: CompareView) -> None:
    qtbot.keyClick(many, K.Key_3)
    before = many.lineup
    qtbot.keyClick(many, K.Key_F)
    assert many.places == (0, 2)
    assert sum(pane.isVisible() for pane in many.panes) == 1
    qtbot.keyClick(many, K.Key_Escape)
    assert many.lineup == before


# winner stays


def test_the_best_is_found_and_only_a_confirmation_decides(
    qtbot: QtBot, page: ReviewPage, compare: CompareView, backend: FakeBackend, services: Services
) -> None:
    members = compare.entry.members
    qtbot.keyClick(compare, K.Key_B)
    assert compare.places == (0, 1)
    qtbot.keyClick(compare, K.Key_Right)
    assert compare.places == (1, 2)
    qtbot.keyClick(compare, K.Key_Right)
    qtbot.keyClick(compare, K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert compare.places == (1, 2)
    for _ in range(len(members) - 2):
        qtbot.keyClick(compare, K.Key_Left)
    assert compare.places == (1,)
    assert sum(pane.isVisible() for pane in compare.panes) == 1
    assert backend.decisions == {}
    qtbot.keyClick(compare, K.Key_Return)
    losers = {member.shot.id for place, member in enumerate(members) if place != 1 and not member.shot.protected}
    assert backend.decisions == {members[1].shot.id: DecisionKind.KEEP} | dict.fromkeys(losers, DecisionKind.REJECT)
    assert compare.mode is None
    assert compare.target[1] == compare.entry.keeper
    assert compare.target[0].members[compare.target[1]].shot.id == members[1].shot.id
    services.undo.undo()
    assert backend.decisions == {}


def test_leaving_the_search_for_the_best_decides_nothing(
    qtbot: QtBot, compare: CompareView, backend: FakeBackend
) -> None:
    before = compare.lineup
    qtbot.keyClick(compare, K.Key_B)
    qtbot.keyClick(compare, K.Key_Right)
    qtbot.keyClick(compare, K.Key_Escape)
    assert compare.mode is None
    assert compare.lineup == before
    assert backend.decisions == {}
    assert compare.isVisible()


# wipe, loupe, inspection


def test_w_lays_one_over_the_other_up_to_the_pointer(qtbot: QtBot, page: ReviewPage) -> None:
    compare = explained(qtbot, page, "mirrored")
    pane = compare.panes[LEFT]
    qtbot.keyClick(compare, K.Key_W)
    assert not compare.panes[RIGHT].isVisible()
    qtbot.mouseMove(pane, QPoint(pane.width() // 4, 50))
    assert compare.mode.over == pytest.approx(0.25, abs=0.01)
    qtbot.keyClick(compare, K.Key_Right)
    assert compare.mode.over == pytest.approx(0.3, abs=0.01)
    qtbot.keyClick(compare, K.Key_W)
    assert compare.mode is None
    assert compare.panes[RIGHT].isVisible()


def test_the_loupe_stands_at_the_same_place_of_all(qtbot: QtBot, page: ReviewPage) -> None:
    compare = explained(qtbot, page, "mirrored")
    left, right = compare.panes
    qtbot.keyClick(compare, K.Key_M)
    qtbot.mouseMove(left, QPoint(left.width() // 3, left.height() // 2))
    assert right._loupe[0].x() == pytest.approx(1 - left._loupe[0].x(), abs=1e-3)
    assert right._loupe[0].y() == pytest.approx(left._loupe[0].y(), abs=1e-3)
    assert max(left._loupe[1], right._loupe[1]) >= 1.0
    assert left.needs_full()
    qtbot.keyClick(compare, K.Key_Escape)
    assert left._loupe is None
    assert compare.isVisible()


def test_pixels_are_looked_at_when_asked_for(qtbot: QtBot, compare: CompareView) -> None:
    left, right = compare.panes
    qtbot.keyClick(compare, K.Key_G)
    qtbot.waitUntil(lambda: left.histogram is not None and right.histogram is not None)
    qtbot.keyClick(compare, K.Key_P)
    qtbot.waitUntil(lambda: left.marks is not None and right.marks is not None)
    assert left.wanted_side() == INSPECTED_SIDE
    qtbot.keyClick(compare, K.Key_E)
    qtbot.waitUntil(lambda: left.marks is not None)
    assert left.wanted_side() < INSPECTED_SIDE
    qtbot.keyClick(compare, K.Key_E)
    qtbot.keyClick(compare, K.Key_G)
    assert left.marks is None
    assert left.histogram is None


# from group to group, from start to start


def test_the_zoom_stays_from_group_to_group_where_that_is_wanted(qtbot: QtBot, compare: CompareView) -> None:
    compare.set_zoom(Zoom(4.0, 0.4, 0.6))
    qtbot.keyClick(compare, K.Key_Z, SHIFT)
    qtbot.keyClick(compare, K.Key_Return)
    assert compare.zoom == Zoom(4.0, 0.4, 0.6)
    qtbot.keyClick(compare, K.Key_Z, SHIFT)
    qtbot.keyClick(compare, K.Key_Return)
    assert compare.zoom == FITTED


def test_a_comparison_is_taken_up_again(qtbot: QtBot, page: ReviewPage, many: CompareView) -> None:
    qtbot.keyClick(many, K.Key_3)
    many.set_zoom(Zoom(3.0, 0.4, 0.6))
    state, lineup, row = many.state(), many.lineup, many.row
    many.show_group(row + 1, 1)
    assert many.restore_state(state)
    assert (many.row, many.lineup, many.zoom) == (row, lineup, Zoom(3.0, 0.4, 0.6))
    assert not many.restore_state('{"shots": [1], "focus": 0}')
    assert not many.restore_state(None)


def test_the_map_of_differences_becomes_as_fine_as_the_pictures(qtbot: QtBot, page: ReviewPage) -> None:
    compare = explained(qtbot, page, "mirrored")
    left, right = compare.panes
    qtbot.keyClick(compare, K.Key_D)
    coarse = left.unlike.image.cacheKey()
    qtbot.waitUntil(lambda: bool(compare.evidence._maps._kept))
    assert left.unlike.image.cacheKey() != coarse
    assert right.unlike.image.width() == SIDE


def test_changed_over_by_hand_the_one_that_is_seen_is_decided(
    qtbot: QtBot, compare: CompareView, backend: FakeBackend
) -> None:
    qtbot.keyClick(compare, K.Key_F)
    for _ in range(2):
        qtbot.keyClick(compare, K.Key_Right)
        assert compare.target[0].members[compare.target[1]].shot.id == compare.panes[LEFT].shot.id
    seen = compare.panes[LEFT].shot.id
    qtbot.keyClick(compare, K.Key_X)
    assert list(backend.decisions) == [seen]
    assert compare.panes[LEFT].shot.id == seen


def test_the_window_opens_again_on_what_was_compared(
    qtbot: QtBot, page: ReviewPage, many: CompareView, services: Services
) -> None:
    qtbot.keyClick(many, K.Key_3)
    many.set_zoom(Zoom(3.0, 0.4, 0.6))
    shots = [many.entry.members[place].shot.id for place in many.places]
    again = ReviewPage(services)
    qtbot.addWidget(again)
    again.restore_state(page.state())
    again.resize(1280, 800)
    again.show()
    again.setFocus()
    again.reload(keep_places=False)
    qtbot.waitUntil(again.compare.isVisible)
    assert again.focusWidget() is again.compare
    assert [again.compare.entry.members[place].shot.id for place in again.compare.places] == shots
    assert (again.compare.lineup, again.compare.zoom) == (many.lineup, many.zoom)
    qtbot.keyClick(again.compare, K.Key_Escape)
    assert not again.compare.isVisible()
    assert '"compared": ""' in again.state()
    again.hide()


def test_all_are_laid_over_the_first_whatever_the_details_asked_for(
    qtbot: QtBot, page: ReviewPage, compare: CompareView
) -> None:
    page.resize(1600, 900)
    page.close_compare()
    page.view.set_focus(compare.row, 2)
    page.open_compare()
    qtbot.keyClick(compare, K.Key_A)
    qtbot.waitUntil(lambda: all(compare.evidence.links()[1:]))
