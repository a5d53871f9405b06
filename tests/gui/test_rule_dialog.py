"""One rule for many groups, from the key to undo."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fakes import FakeBackend
from review_hands import press
from twinlens.core.group_rules import Goes, Stays
from twinlens.core.relations import DecisionKind, Relation
from twinlens.gui.review.facets import Facet
from twinlens.gui.review.filtering import GroupFilter
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.review.rule_dialog import RuleDialog
from twinlens.gui.services import Services

K = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def opened(qtbot: QtBot, page: ReviewPage) -> RuleDialog:
    press(qtbot, page, K.Key_R)
    dialog = page.findChild(RuleDialog)
    assert dialog is not None
    planned(qtbot, dialog)
    return dialog


def planned(qtbot: QtBot, dialog: RuleDialog) -> None:
    qtbot.waitUntil(lambda: dialog.preview.plan is not None and dialog.goes_in.count() > 0)


def test_all_shown_groups_are_decided_in_one_step_of_undo(
    qtbot: QtBot, page: ReviewPage, backend: FakeBackend, services: Services
) -> None:
    entries = list(page.model.entries)
    dialog = opened(qtbot, page)
    expected = {member.shot.id for entry in entries for member in entry.undecided_duplicates()}
    assert f"{len(expected)}\u00a0photos in {len(entries)}" in dialog.preview.text
    assert dialog.apply.text() == f"Reject {len(expected)}\u00a0photos"
    assert "protected" in dialog.preview.text
    assert backend.decisions == {}
    dialog.apply.click()
    assert backend.decisions == dict.fromkeys(expected, DecisionKind.REJECT)
    services.undo.undo()
    assert backend.decisions == {}


def test_the_selected_groups_alone(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    press(qtbot, page, K.Key_Down, K.Key_Down, modifier=SHIFT)
    chosen = {member.shot.id for row in page.view.selected_rows() for member in page.model.entry(row).members}
    assert len(page.view.selected_rows()) == 3
    dialog = opened(qtbot, page)
    assert "3\u00a0groups" in dialog.windowTitle()
    dialog.apply.click()
    assert backend.decisions
    assert backend.decisions.keys() <= chosen


def test_what_the_filter_leaves(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    page.choose_filter(GroupFilter(chosen=frozenset({(Facet.RELATION, "crop")})))
    qtbot.waitUntil(lambda: not page.reading)
    number = page.model.rowCount()
    page.chips.rule.click()
    dialog = page.findChild(RuleDialog)
    planned(qtbot, dialog)
    assert f"{number}\u00a0groups" in dialog.windowTitle()
    dialog.reject()
    assert backend.decisions == {}


def test_choices_change_the_plan(qtbot: QtBot, page: ReviewPage) -> None:
    dialog = opened(qtbot, page)
    everything = len(dialog.preview.plan.leaving)
    dialog.relation.choose(frozenset({Relation.CROP}))
    planned(qtbot, dialog)
    assert 0 < len(dialog.preview.plan.leaving) < everything
    dialog.goes.choose(Goes.IDENTICAL)
    planned(qtbot, dialog)
    assert dialog.preview.plan.leaving == ()
    assert not dialog.apply.isEnabled()
    assert "rejects nothing" in dialog.preview.text
    dialog.stays.choose(Stays.IN_FOLDER)
    assert dialog.stays_in.isVisible()
    dialog.reject()


def test_thousands_of_photos_are_told_in_full_and_shown_in_part(
    qtbot: QtBot, page: ReviewPage, backend: FakeBackend
) -> None:
    backend.group_count = 600
    page.reload()
    qtbot.waitUntil(lambda: not page.reading)
    dialog = opened(qtbot, page)
    assert dialog.preview.list.model().rowCount() == 501
    assert "first 500 of" in dialog.preview._more.text()
    dialog.reject()
