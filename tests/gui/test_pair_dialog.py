"""Always keep the photos of one of two folders, from the key to undo."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from review_hands import press
from twinlens.core.keepers import KeeperReason
from twinlens.core.relations import DecisionKind, Level
from twinlens.gui.look.calm_state import CalmState
from twinlens.gui.review.pair_dialog import PairDialog
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.services import Services

K = Qt.Key


def opened(qtbot: QtBot, page: ReviewPage) -> PairDialog:
    press(qtbot, page, K.Key_P)
    dialog = page.findChild(PairDialog)
    assert dialog is not None
    planned(qtbot, dialog)
    return dialog


def planned(qtbot: QtBot, dialog: PairDialog) -> None:
    qtbot.waitUntil(lambda: dialog.preview.plan is not None)


def test_the_pair_of_the_photo_in_focus_comes_first_and_undo_takes_all_back(
    qtbot: QtBot, page: ReviewPage, backend: FakeBackend, services: Services
) -> None:
    page.view.set_focus(4, 1)
    folders = {str(member.shot.path.parent) for member in page.model.entry(4).members}
    dialog = opened(qtbot, page)
    kept, other = dialog.chosen()
    assert {kept.folder, other.folder} == folders
    qtbot.waitUntil(lambda: "only here" in dialog._contained.text())
    leaving = dialog.preview.plan.shots
    assert {str(each.path.parent) for each in leaving} == {other.folder}
    dialog.apply.click()
    assert backend.decisions == dict.fromkeys((each.id for each in leaving), DecisionKind.REJECT)
    assert not backend.rules().folders
    services.undo.undo()
    assert backend.decisions == {}


def test_the_other_side_can_stay(qtbot: QtBot, page: ReviewPage) -> None:
    dialog = opened(qtbot, page)
    kept, other = dialog.chosen()
    dialog.sides[1].click()
    planned(qtbot, dialog)
    assert dialog.chosen() == (other, kept)
    assert {stays.path.parent for _, stays in dialog.preview.plan.leaving} != set()
    dialog.reject()


def test_from_now_on(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    dialog = opened(qtbot, page)
    dialog.sides[1].click()  # what lies in the other: that can be preferred to it
    planned(qtbot, dialog)
    kept, other = dialog.chosen()
    assert dialog.remember.isEnabled()
    dialog.remember.setChecked(True)
    with qtbot.waitSignal(page.bulk.rules_changed):
        dialog.apply.click()
    assert backend.rules().folders == (kept.folder, other.folder)
    assert KeeperReason.PREFERRED_FOLDER in backend.rules().whole_order[:3]
    qtbot.waitUntil(lambda: not page.reading)


def test_only_what_is_shown(qtbot: QtBot, page: ReviewPage) -> None:
    page.rail.search.setText("")
    page._find("IMG_2001")
    qtbot.waitUntil(lambda: not page.reading)
    assert page.model.rowCount() == 1
    dialog = opened(qtbot, page)
    everywhere = dialog.preview.plan.touched
    dialog.only_shown.setChecked(True)
    planned(qtbot, dialog)
    assert dialog.preview.plan.touched == 1 < everywhere
    dialog.reject()


def test_a_library_without_pairs_says_so(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    backend.groups = lambda threshold, level: []
    press(qtbot, page, K.Key_P)
    dialog = page.findChild(PairDialog)
    said = dialog.findChild(CalmState)
    qtbot.waitUntil(said.isVisible)
    assert "No two folders" in said.text
    assert not dialog.apply.isVisible()
    dialog.reject()


def test_closed_before_it_was_read_nothing_happens(qtbot: QtBot, page: ReviewPage) -> None:
    page.choose_level(Level.BURST)
    qtbot.waitUntil(lambda: not page.reading)
    press(qtbot, page, K.Key_P)
    page.findChild(PairDialog).reject()
    told: list[object] = []
    page._services.reader.run(lambda: None, told.append)
    qtbot.waitUntil(lambda: bool(told))
