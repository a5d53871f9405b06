"""One rule for many groups: a few choices at the left, what they would do at the right, one button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from twinlens.core.group_rules import Goes, GroupRule, RulePlan, Stays, folders_of, plan_rule
from twinlens.core.relations import Relation
from twinlens.gui.look import controls
from twinlens.gui.look.theme import Size, Space
from twinlens.gui.review import rule_wording as words
from twinlens.gui.review.choice_box import ChoiceBox
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.review.rule_preview import RulePreview
from twinlens.gui.services import Services

_SIZE = (1080, 640)


class RuleDialog(QDialog):
    """Decides nothing: it says which photos are to be rejected."""

    wanted = Signal(object)
    """The RulePlan to carry out."""

    def __init__(self, services: Services, entries: Sequence[GroupEntry], parent: QWidget | None = None) -> None:
        """For these groups, as they are decided now."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.title(len(entries)))
        self.resize(*_SIZE)
        self._services = services
        self._entries = list(entries)
        icons = services.icons
        self.stays = ChoiceBox(icons, words.stays_label(), ((name, each) for each, name in words.stays_names().items()))
        self.goes = ChoiceBox(icons, words.goes_label(), ((name, each) for each, name in words.goes_names().items()))
        self.stays_in, self.goes_in = (ChoiceBox(icons, words.folder_label()) for _ in range(2))
        self.relation = ChoiceBox(icons, words.relation_label(), words.relation_names(self._relations()))
        self.score = ChoiceBox(icons, words.score_label(), words.score_names())
        self.spare_raw = QCheckBox(words.spare_raw())
        self.preview = RulePreview(services)
        self.apply = controls.button(words.apply(0), self.accept, "primary")
        self.apply.setEnabled(False)
        self.setLayout(self._layout())
        for box in self._boxes():
            box.currentIndexChanged.connect(lambda _at: self._look())
        self.spare_raw.toggled.connect(lambda _on: self._look())
        self.preview.planned.connect(self._offer)
        services.reader.run(lambda: folders_of(entry.group for entry in self._entries), self._show_folders, key=self)
        self._look()

    def rule(self) -> GroupRule:
        """The rule as it is chosen."""
        return GroupRule(
            stays=cast(Stays, self.stays.value),
            stays_in=str(self.stays_in.value or ""),
            goes=cast(Goes, self.goes.value),
            goes_in=str(self.goes_in.value or ""),
            relations=cast(frozenset[Relation], self.relation.value),
            least_score=cast(float, self.score.value),
            spare_raw=self.spare_raw.isChecked(),
        )

    def accept(self) -> None:
        """Carry out what is shown."""
        if self.preview.plan is not None and self.preview.plan.leaving:
            self.wanted.emit(self.preview.plan)
            super().accept()

    def done(self, result: int) -> None:
        """Nobody waits for answers any more."""
        self.preview.forget()
        self._services.reader.forget(self)
        super().done(result)

    def _boxes(self) -> tuple[ChoiceBox, ...]:
        return (self.stays, self.stays_in, self.goes, self.goes_in, self.relation, self.score)

    def _relations(self) -> list[Relation]:
        found = {member.relation for entry in self._entries for member in entry.members}
        return [each for each in Relation if each in found]

    def _layout(self) -> QHBoxLayout:
        choices = QWidget()
        choices.setFixedWidth(Size.DETAILS)
        choices.setLayout(self._choices())
        buttons = controls.row(None, controls.button(words.cancel(), self.reject), self.apply)
        right = controls.column(self.preview, buttons, gap=Space.L)
        right.setStretch(0, 1)
        whole = controls.row(choices, gap=Space.XL, margins=(Space.XL,) * 4)
        whole.addLayout(right, 1)
        return whole

    def _choices(self) -> QVBoxLayout:
        def named(text: str, *boxes: ChoiceBox) -> QVBoxLayout:
            return controls.column(controls.label(text, "quiet"), *boxes, gap=Space.XS)

        return controls.column(
            named(words.stays_label(), self.stays, self.stays_in), named(words.goes_label(), self.goes, self.goes_in),
            named(words.relation_label(), self.relation), named(words.score_label(), self.score), self.spare_raw,
            None, controls.label(words.hint(), "small-quiet", wrap=True), gap=Space.L,
        )  # fmt: skip

    def _show_folders(self, folders: Sequence[tuple[str, int]]) -> None:
        for box in (self.stays_in, self.goes_in):
            box.blockSignals(True)
            box.fill((words.folder_choice(folder, groups), folder) for folder, groups in folders)
            box.blockSignals(False)
        self._look()

    def _look(self) -> None:
        self.stays_in.setVisible(self.stays.value is Stays.IN_FOLDER)
        self.goes_in.setVisible(self.goes.value is Goes.IN_FOLDER)
        self.apply.setEnabled(False)
        rule, entries = self.rule(), self._entries
        self.preview.ask(lambda: plan_rule(((entry.group, entry.separated) for entry in entries), rule))

    def _offer(self, plan: RulePlan) -> None:
        self.apply.setText(words.apply(len(plan.leaving)))
        self.apply.setEnabled(bool(plan.leaving))
