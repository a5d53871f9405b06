"""Comparison: two photographs of a group, moving together, decided by keys."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from compare_hands import QuickBackend, explained, wheel
from explaining import CROP, edit_of
from fakes import FakeBackend
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.core.relations import DecisionKind
from twinlens.gui.compare.compare_view import LEFT, RIGHT, CompareView
from twinlens.gui.compare.modes.flicker import Flicker
from twinlens.gui.pictures.picture_pane import PicturePane
from twinlens.gui.pictures.zoom import FITTED, Zoom, fraction_at, picture_area
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.services import Services

K = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def backend() -> FakeBackend:
    return QuickBackend()


def test_the_keeper_stands_left_and_the_focus_right(compare: CompareView) -> None:
    assert compare.places == (0, 1)
    assert compare.target[1] == 1
    assert compare.panes[LEFT].shot is compare.entry.members[0].shot


def test_opened_on_the_keeper_it_shows_the_first_to_be_decided(page: ReviewPage) -> None:
    page.view.set_focus(0, 0)
    page.open_compare()
    assert page.compare.places == (0, 1)


def test_arrows_and_digits_step_through_the_group(qtbot: QtBot, compare: CompareView) -> None:
    qtbot.keyClick(compare, K.Key_Right)
    assert compare.places == (0, 2)
    qtbot.keyClick(compare, K.Key_Left)
    qtbot.keyClick(compare, K.Key_Left)
    assert compare.places == (0, 1)
    qtbot.keyClick(compare, K.Key_4)
    assert compare.places == (0, 3)
    qtbot.keyClick(compare, K.Key_1)
    assert compare.target[1] == 0
    qtbot.keyClick(compare, K.Key_Tab)
    assert compare.target[1] == 3


def test_decisions_are_about_the_side_in_focus(
    qtbot: QtBot, page: ReviewPage, compare: CompareView, backend: FakeBackend, services: Services
) -> None:
    keeper, other = (compare.entry.members[place].shot for place in compare.places)
    qtbot.keyClick(compare, K.Key_X)
    qtbot.keyClick(compare, K.Key_Tab)
    qtbot.keyClick(compare, K.Key_K)
    assert backend.decisions == {other.id: DecisionKind.REJECT, keeper.id: DecisionKind.KEEP}
    assert compare.places == (0, 1)
    services.undo.undo()
    services.undo.undo()
    assert backend.decisions == {}
    assert compare.isVisible()


def test_enter_goes_to_the_next_undecided_group(qtbot: QtBot, page: ReviewPage, compare: CompareView) -> None:
    row = compare.row
    page.decisions.decide([m.shot for m in page.model.entry(row + 1).members[1:]], DecisionKind.REJECT)
    qtbot.keyClick(compare, K.Key_Return)
    assert compare.row == row + 2
    assert compare.zoom == FITTED
    qtbot.keyClick(compare, K.Key_Escape)
    assert page.view.focus_row == row + 2


def test_both_pictures_arrive_and_then_every_pixel(qtbot: QtBot, compare: CompareView, services: Services) -> None:
    paths = [compare.entry.members[place].shot.path for place in compare.places]
    qtbot.waitUntil(lambda: all(services.pictures.best(path, 1) is not None for path in paths))
    full = compare.entry.members[0].shot
    qtbot.waitUntil(lambda: max(services.pictures.best(full.path, 99_999).size().toTuple()) >= 2000, timeout=10_000)


def test_the_next_group_is_decoded_ahead(qtbot: QtBot, page: ReviewPage, compare: CompareView, services) -> None:
    following = page.model.entry(page.model.next_undecided(compare.row)).members
    qtbot.waitUntil(lambda: services.pictures.best(following[0].shot.path, 1) is not None, timeout=10_000)


def test_the_wheel_zooms_both_at_the_same_fraction(compare: CompareView) -> None:
    left, right = compare.panes
    at = QPointF(left.width() * 0.5, left.height() * 0.5)
    before = fraction_at(compare.zoom, left.pane, at.x(), at.y())
    wheel(left, at, 6)
    assert compare.zoom.factor > 2
    assert fraction_at(compare.zoom, left.pane, at.x(), at.y()) == pytest.approx(before, abs=1e-6)
    middle = fraction_at(compare.zoom, right.pane, right.width() / 2, right.height() / 2)
    assert middle == pytest.approx(fraction_at(compare.zoom, left.pane, left.width() / 2, left.height() / 2), abs=0.2)
    wheel(left, at, -40)
    assert compare.zoom == FITTED


def test_dragging_and_keys_move_both(qtbot: QtBot, compare: CompareView) -> None:
    compare.set_zoom(Zoom(6.0, 0.5, 0.5))
    pane = compare.panes[LEFT]
    qtbot.mousePress(pane, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(pane, QPoint(60, 80))
    qtbot.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=QPoint(60, 80))
    moved = compare.zoom
    assert moved.x > 0.5
    qtbot.keyClick(compare, K.Key_Left, SHIFT)
    assert compare.zoom.x < moved.x


def test_z_shows_single_pixels_and_comes_back(qtbot: QtBot, compare: CompareView) -> None:
    qtbot.keyClick(compare, K.Key_Z)
    assert max(pane.magnification() for pane in compare.panes) >= 1.0
    assert min(pane.magnification() for pane in compare.panes) == pytest.approx(1.0)
    qtbot.keyClick(compare, K.Key_Z)
    assert compare.zoom == FITTED


def test_flicker_shows_both_in_one_place(qtbot: QtBot, compare: CompareView) -> None:
    one, other = (compare.entry.members[place].shot for place in compare.places)
    qtbot.keyClick(compare, K.Key_F)
    assert isinstance(compare.mode, Flicker)
    assert not compare.panes[RIGHT].isVisible()
    first = compare.panes[LEFT].shot
    compare.mode.flick()
    second = compare.panes[LEFT].shot
    assert {first.id, second.id} == {one.id, other.id}
    qtbot.keyClick(compare, K.Key_Escape)
    assert compare.mode is None
    assert compare.isVisible()
    assert compare.panes[LEFT].shot is one
    assert compare.panes[RIGHT].isVisible()


def test_metadata_that_differs_is_shown_and_the_rest_folded(qtbot: QtBot, compare: CompareView) -> None:
    table = compare.table.table
    qtbot.waitUntil(lambda: "Exposure" in table.labels)
    assert "Lens" not in table.labels
    table.fold_button.click()
    assert "Lens" in table.labels


def test_it_stays_with_its_photographs_when_groups_are_read_again(
    qtbot: QtBot, page: ReviewPage, compare: CompareView, backend: FakeBackend
) -> None:
    shown = [pane.shot.id for pane in compare.panes]
    backend.gone.update(member.shot.id for member in page.model.entry(0).members if compare.row > 0)
    page.reload()
    qtbot.waitUntil(lambda: not page.reading)
    assert [pane.shot.id for pane in compare.panes] == shown


def test_it_closes_when_its_group_is_gone(
    qtbot: QtBot, page: ReviewPage, compare: CompareView, backend: FakeBackend
) -> None:
    backend.gone.update(member.shot.id for member in compare.entry.members)
    page.reload()
    qtbot.waitUntil(lambda: not page.reading)
    assert not compare.isVisible()
    assert page.view.isVisible()


def test_an_offline_photo_is_not_read(qtbot: QtBot, page: ReviewPage, services: Services, monkeypatch) -> None:
    row = next(row for row, e in enumerate(page.model.entries) if any(m.shot.offline for m in e.members))
    place = next(place for place, m in enumerate(page.model.entry(row).members) if m.shot.offline)
    asked = []
    monkeypatch.setattr(services.pictures, "want", asked.extend)
    page.view.set_focus(row, place)
    page.open_compare()
    offline = page.compare.panes[RIGHT].shot.path
    assert asked
    assert offline not in [wish.path for wish in asked]


def test_a_screen_of_another_scale_asks_for_its_pictures(compare: CompareView, services: Services, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(services.pictures, "want", asked.extend)
    monkeypatch.setattr(PicturePane, "devicePixelRatioF", lambda _pane: 2.0)
    before = compare.panes[LEFT].width()
    QApplication.sendEvent(compare.panes[LEFT], QEvent(QEvent.Type.DevicePixelRatioChange))
    assert max(wish.max_side or 0 for wish in asked) > before


def test_a_drive_that_goes_away_is_told_and_the_preview_stays(
    qtbot: QtBot, compare: CompareView, backend: FakeBackend, services: Services, monkeypatch
) -> None:
    monkeypatch.setattr(services.pictures, "_read", lambda path, _side: FileProblem(path, ProblemReason.VANISHED))
    for _ in range(3):
        qtbot.keyClick(compare, K.Key_Down)
    pane = compare.panes[RIGHT]
    qtbot.waitUntil(lambda: services.pictures.problem(pane.shot.path) is not None)
    qtbot.waitUntil(lambda: not is_grey(pixel(pane, 0.3, 0.3)) or not is_grey(pixel(pane, 0.6, 0.7)))
    qtbot.keyClick(compare, K.Key_X)
    assert backend.decisions


def test_a_crop_is_outlined_upon_its_parent_until_o_is_pressed(qtbot: QtBot, page: ReviewPage) -> None:
    compare = explained(qtbot, page, "crop")
    left, right = compare.panes
    assert (left.outline, right.outline) == (CROP, None)
    assert compare.evidence.text.startswith("Cropped to 48\u00a0% of the keeper")
    qtbot.keyClick(compare, K.Key_O)
    assert left.outline is None
    qtbot.keyClick(compare, K.Key_O)
    qtbot.keyClick(compare, K.Key_Tab)
    qtbot.waitUntil(lambda: "Shows more: the other one" in compare.evidence.text)
    assert (left.outline, right.outline) == (CROP, None), "whichever of them has the focus"
    assert "the part that the other one leaves out" in compare.evidence.text


def test_a_copy_of_the_same_frame_has_no_outline(qtbot: QtBot, page: ReviewPage) -> None:
    compare = explained(qtbot, page, "mirrored")
    assert [pane.outline for pane in compare.panes] == [None, None]
    assert compare.evidence.text.startswith("Mirrored")


def pixel(pane, x: float, y: float) -> QColor:
    """The colour at a place of the picture, given in fractions."""
    left, top, width, height = picture_area(FITTED, pane.pane)
    return pane.grab().toImage().pixelColor(round(left + x * width), round(top + y * height))


def is_grey(colour: QColor) -> bool:
    return max(colour.red(), colour.green(), colour.blue()) - min(colour.red(), colour.green(), colour.blue()) <= 4


def test_d_colours_what_differs_where_it_lies_and_takes_the_colours_of_the_rest(qtbot: QtBot, page: ReviewPage) -> None:
    compare = explained(qtbot, page, "mirrored")
    left, right = compare.panes
    qtbot.keyClick(compare, K.Key_D)
    assert compare.evidence.difference
    assert "97\u00a0% of what both show is the same" in compare.evidence.text
    assert not is_grey(pixel(right, 0.06, 0.06))
    assert not is_grey(pixel(left, 0.94, 0.06)), "mirrored, as the photo is"
    assert is_grey(pixel(right, 0.5, 0.5))
    assert is_grey(pixel(left, 0.06, 0.06))
    qtbot.keyClick(compare, K.Key_Escape)
    assert not compare.evidence.difference
    assert compare.isVisible()
    assert right.unlike is None
    assert not right.dimmed


def test_another_group_shows_its_pictures_first(qtbot: QtBot, page: ReviewPage, compare: CompareView) -> None:
    qtbot.keyClick(compare, K.Key_D)
    qtbot.keyClick(compare, K.Key_Return)
    assert not compare.evidence.difference


def test_a_crop_flickers_in_its_place_upon_its_parent(qtbot: QtBot, page: ReviewPage) -> None:
    compare = explained(qtbot, page, "crop")
    pane = compare.panes[LEFT]
    whole = pane.shot
    qtbot.keyClick(compare, K.Key_F)
    shown = set()
    for _ in range(2):
        compare.mode.flick()
        shown.add(edit_of(pane.shot))
        assert pane.framing is whole
        assert pane.outline == CROP
        assert pane.pane.picture_width == whole.facts.width
    assert shown == {"original", "crop"}
    qtbot.keyClick(compare, K.Key_F)
    assert pane.framing is pane.shot is whole


def middle(pane) -> tuple[float, float]:
    return fraction_at(pane._zoom, pane.pane, pane.width() / 2, pane.height() / 2)


def width_of_a_thing(pane) -> float:
    """Of what is as wide as the drawn crop, in units of the window."""
    width, _ = pane.pane.shown_size(pane._zoom.factor)
    return width * (CROP[1][0] - CROP[0][0] if edit_of(pane.shot) == "original" else 1)


@pytest.mark.parametrize("side", [LEFT, RIGHT])
def test_zooming_shows_the_same_place_of_a_crop_and_its_parent(qtbot: QtBot, page: ReviewPage, side: int) -> None:
    compare = explained(qtbot, page, "crop")
    left, right = compare.panes
    zoomed_pane = compare.panes[side]
    wheel(zoomed_pane, QPointF(zoomed_pane.width() * 0.5, zoomed_pane.height() * 0.52), 7)
    x, y = middle(right)
    there = CROP[0][0] + x * (CROP[1][0] - CROP[0][0]), CROP[0][1] + y * (CROP[2][1] - CROP[0][1])
    assert middle(left) == pytest.approx(there, abs=0.01)
    wheel(zoomed_pane, QPointF(zoomed_pane.width() * 0.5, zoomed_pane.height() * 0.52), -40)
    assert left._zoom == right._zoom == FITTED


def test_a_mirrored_copy_is_zoomed_at_the_mirrored_place(qtbot: QtBot, page: ReviewPage) -> None:
    compare = explained(qtbot, page, "mirrored")
    left, right = compare.panes
    wheel(left, QPointF(left.width() * 0.35, left.height() * 0.5), 9)
    x, y = middle(right)
    assert middle(left) == pytest.approx((1 - x, y), abs=0.01)
    assert width_of_a_thing(left) / (CROP[1][0] - CROP[0][0]) == pytest.approx(width_of_a_thing(right), rel=0.05)
