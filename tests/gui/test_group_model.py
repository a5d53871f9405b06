"""The model: decisions at once, places kept, totals right."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from group_making import group, groups, shot
from twinlens.core.relations import DecisionKind
from twinlens.gui.review.group_entry import entries_of, entry_of, with_decisions
from twinlens.gui.review.group_model import GroupModel
from twinlens.gui.review.group_rows import ReviewTotals, change_to

KEEP, REJECT = DecisionKind.KEEP, DecisionKind.REJECT


@pytest.fixture
def model(qapp) -> GroupModel:
    model = GroupModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tester.setParent(model)
    model.show(entries_of(groups(5)))
    return model


def ids(model: GroupModel) -> list[str]:
    return [entry.group.id for entry in model.entries]


def recount(model: GroupModel) -> ReviewTotals:
    fresh = GroupModel()
    fresh.show(model.entries)
    return fresh.totals


def test_a_decision_is_shown_at_once_and_only_its_row_changes(model: GroupModel) -> None:
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.decide({21: REJECT})
    assert changed == [(2, 2)]
    assert model.entry(2).members[1].shot.decision is REJECT
    assert model.totals == recount(model)


def test_decisions_over_many_groups_are_told_in_runs(model: GroupModel) -> None:
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.decide(dict.fromkeys([1, 11, 12, 41], REJECT))
    assert changed == [(0, 1), (4, 4)]


def test_a_group_is_reviewed_when_all_but_the_keeper_are_decided(model: GroupModel) -> None:
    model.decide({1: REJECT})
    assert not model.entry(0).reviewed
    model.decide({2: REJECT})
    assert model.entry(0).reviewed
    assert model.totals.reviewed == 1
    model.decide({2: None})
    assert model.totals.reviewed == 0


def test_keeping_another_leaves_the_proposed_one_to_be_decided(model: GroupModel) -> None:
    model.decide({1: REJECT, 2: KEEP})
    assert model.entry(0).keeper == 2
    assert not model.entry(0).reviewed
    assert model.entry(0).first_undecided() == 0
    model.decide({0: KEEP})
    assert model.entry(0).reviewed


def test_the_keeper_is_the_one_kept_then_the_first_not_rejected() -> None:
    three = [shot(1), shot(2), shot(3)]
    assert entry_of(group("g", *three)).keeper == 0
    three[0] = replace(three[0], decision=REJECT)
    assert entry_of(group("g", *three)).keeper == 1
    three[2] = replace(three[2], decision=KEEP)
    assert entry_of(group("g", *three)).keeper == 2
    assert entry_of(group("g", *(replace(each, decision=REJECT) for each in three))).all_rejected


def test_not_a_duplicate_counts_as_decided_and_saves_nothing(model: GroupModel) -> None:
    before = model.totals.saving
    model.separate(1, different=True)
    model.separate(2, different=True)
    assert model.entry(0).reviewed
    assert model.entry(0).saving == 0
    assert model.totals.saving == before - 1001 - 1002
    model.separate(1, different=False)
    assert model.totals == ReviewTotals(5, 0, before - 1002)


def test_reject_others_spares_what_is_protected_kept_or_set_apart() -> None:
    members = [shot(1), shot(2, protected=True), shot(3, decision=KEEP), shot(4), shot(5)]
    entry = entry_of(group("g", *members), separated=[5])
    assert entry.keeper == 2
    assert [member.shot.id for member in entry.undecided_duplicates()] == [1, 4]


def test_next_undecided_goes_round(model: GroupModel) -> None:
    model.decide(dict.fromkeys([11, 12, 41, 42], REJECT))
    assert model.next_undecided(0) == 2
    assert model.next_undecided(3) == 0
    model.decide(dict.fromkeys([1, 2, 21, 22, 31, 32], REJECT))
    assert model.next_undecided(0) is None


def test_new_groups_come_after_and_nothing_else_moves(model: GroupModel) -> None:
    resets, inserted = [], []
    model.modelReset.connect(lambda: resets.append(True))
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    new = [group("new", shot(900), shot(901)), *reversed(groups(5))]
    model.show(entries_of(new))
    assert ids(model) == ["g0", "g1", "g2", "g3", "g4", "new"]
    assert (resets, inserted) == ([], [(5, 5)])


def test_a_group_whose_keeper_changed_stays_in_its_place(model: GroupModel) -> None:
    read = groups(5)
    read[2] = group("other-id", shot(21, size=1001, decision=KEEP), shot(20, size=1000), shot(22, size=1002))
    model.show(entries_of(reversed(read)))
    assert ids(model) == ["g0", "g1", "other-id", "g3", "g4"]


def test_members_keep_their_order_while_the_keeper_stays(model: GroupModel) -> None:
    read = groups(5)
    rejected = replace(read[1].members[1].shot, decision=REJECT)
    read[1] = replace(
        read[1], members=(read[1].members[0], read[1].members[2], replace(read[1].members[1], shot=rejected))
    )
    model.show(entries_of(read))
    assert [member.shot.id for member in model.entry(1).members] == [10, 11, 12]
    assert model.entry(1).members[1].shot.decision is REJECT


def test_a_change_worked_out_from_other_rows_is_worked_out_anew(model: GroupModel) -> None:
    change = change_to(entries_of(groups(6)), model.rows.snapshot())
    model.show(entries_of(reversed(groups(3))), keep_places=False)
    model.apply(change)
    assert ids(model) == ["g2", "g1", "g0", "g3", "g4", "g5"]


def test_decisions_do_not_make_a_change_stale(model: GroupModel) -> None:
    change = change_to(entries_of(groups(6)), model.rows.snapshot())
    model.decide({1: REJECT})
    assert change.still_fits(model.rows)
    model.apply(change)
    assert ids(model) == ["g0", "g1", "g2", "g3", "g4", "g5"]


def test_a_fresh_order_is_taken_as_it_comes(model: GroupModel) -> None:
    model.show(entries_of(reversed(groups(5))), keep_places=False)
    assert ids(model) == ["g4", "g3", "g2", "g1", "g0"]


def test_rows_speak_to_screen_readers(model: GroupModel) -> None:
    index = model.index(0)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "3\u00a0photos" in said
    assert "IMG_0.jpg" in said
    assert "to decide" in said
    assert "IMG_2.jpg" in index.data(Qt.ItemDataRole.AccessibleDescriptionRole)


def test_many_groups_cost_one_row_for_one_decision(qapp) -> None:
    model = GroupModel()
    model.show(entries_of(groups(5_000, of=2)))
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.decide({49_991: REJECT})
    assert changed == [(4_999, 4_999)]
    assert model.totals.reviewed == 1
    assert model.position_of(10_001) == (1_000, 1)


def test_a_decision_changes_nothing_else_of_a_shot() -> None:
    entry = entry_of(group("g", shot(1, protected=True, returned=True), shot(2, offline=True, surrounded=True)))
    decided = with_decisions(entry, {2: DecisionKind.REJECT})
    assert decided.members[0] is entry.members[0]
    assert decided.members[1] == replace(
        entry.members[1], shot=replace(entry.members[1].shot, decision=DecisionKind.REJECT)
    )
