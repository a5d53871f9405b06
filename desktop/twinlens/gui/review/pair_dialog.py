"""Pairs of folders that share photographs: for one pair, always keep those of one side."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from twinlens.core.folder_pairs import FolderPair, FolderSide, can_prefer, photos_in, rule_of, shared_by, topmost_pair
from twinlens.core.group_rules import RulePlan, lies_in, plan_rule
from twinlens.core.photos import Group
from twinlens.gui.look import controls
from twinlens.gui.look.calm_state import CalmState
from twinlens.gui.look.theme import Size, Space, set_role
from twinlens.gui.review import pair_wording as words
from twinlens.gui.review import rule_wording
from twinlens.gui.review.rule_preview import RulePreview
from twinlens.gui.services import Services

_SIZE = (1120, 680)


@dataclass(frozen=True, slots=True)
class SharedFolders:
    """What the dialog is about, as it was read."""

    groups: Sequence[Group]
    pairs: Sequence[FolderPair]
    counts: Mapping[str, int]
    """How many photos lie right in each folder."""


class PairDialog(QDialog):
    """Decides nothing: it says which photos are to be rejected, and which folder is to be preferred."""

    wanted = Signal(object)
    """The RulePlan to carry out."""
    preferred = Signal(str, str)
    """The folder whose photos are to be proposed, and the one before which."""

    def __init__(self, services: Services, shown: Collection[str], parent: QWidget | None = None) -> None:
        """Waits for `show_folders`; `shown` are the ids of the groups that the review shows."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.title())
        self.resize(*_SIZE)
        self._services = services
        self._shown = frozenset(shown)
        self._found = SharedFolders((), (), {})
        self.pairs = QListWidget()
        self.pairs.setAccessibleName(words.pairs_name())
        self.pairs.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        set_role(self.pairs, "bare")
        self.sides = (QPushButton(), QPushButton())
        self._choice = QButtonGroup(self)
        self._contained = controls.label("", "quiet", wrap=True)
        self.only_shown = QCheckBox(words.only_shown(len(self._shown)))
        self.remember = QCheckBox(words.remember())
        self.preview = RulePreview(services)
        self.apply = controls.button(rule_wording.apply(0), self.accept, "primary")
        self.apply.setEnabled(False)
        self.setLayout(self._layout())
        self.only_shown.setVisible(bool(self._shown))
        self.pairs.currentRowChanged.connect(lambda _row: self._show_pair())
        self._choice.idClicked.connect(lambda _side: self._look())
        self.only_shown.toggled.connect(lambda _on: self._look())
        self.preview.planned.connect(self._offer)

    def show_folders(self, found: SharedFolders, first: tuple[str, str] | None = None) -> None:
        """Show the pairs, and one that holds these two folders before the others."""
        self._found = found
        self.pairs.clear()
        for pair in found.pairs:
            self.pairs.addItem(words.pair(pair))
            item = self.pairs.item(self.pairs.count() - 1)
            item.setToolTip(controls.tool_tip(words.pair_tip(pair)))
            item.setSizeHint(QSize(0, 2 * self.fontMetrics().height() + Space.L))
        self._pages.setCurrentIndex(0 if found.pairs else 1)
        if not found.pairs:
            self._nothing.say(words.none(), words.none_hint(), (words.close(), "", self.reject))
            self._nothing.setFocus()
            return
        wanted = set(topmost_pair(*first)) if first is not None else set()
        rows = (row for row, pair in enumerate(found.pairs) if {pair.first.folder, pair.second.folder} == wanted)
        self.pairs.setCurrentRow(next(rows, 0))

    def chosen(self) -> tuple[FolderSide, FolderSide] | None:
        """The side that stays and the one that goes."""
        row = self.pairs.currentRow()
        if row < 0:
            return None
        pair = self._found.pairs[row]
        return (pair.second, pair.first) if self.sides[1].isChecked() else (pair.first, pair.second)

    def accept(self) -> None:
        """Carry out what is shown."""
        chosen = self.chosen()
        if chosen is not None and self.preview.plan is not None and self.preview.plan.leaving:
            self.wanted.emit(self.preview.plan)
            if self.remember.isChecked() and self.remember.isEnabled():
                self.preferred.emit(chosen[0].folder, chosen[1].folder)
            super().accept()

    def done(self, result: int) -> None:
        """Nobody waits for answers any more."""
        self.preview.forget()
        self._services.reader.forget(self._contained)
        super().done(result)

    def _layout(self) -> QStackedLayout:
        choosing = QWidget()
        choosing.setLayout(self._choices())
        self._nothing = CalmState()
        self._pages = QStackedLayout()
        self._pages.addWidget(choosing)
        self._pages.addWidget(self._nothing)
        return self._pages

    def _choices(self) -> QHBoxLayout:
        left = controls.column(controls.label(words.pairs_name(), "quiet", wrap=True), self.pairs)
        holder = QWidget()
        holder.setFixedWidth(Size.DETAILS + Space.XXL)
        holder.setLayout(left)
        whole = controls.row(holder, gap=Space.XL, margins=(Space.XL,) * 4)
        whole.addLayout(self._right(), 1)
        return whole

    def _right(self) -> QVBoxLayout:
        for number, side in enumerate(self.sides):
            side.setCheckable(True)
            side.setAutoDefault(False)
            self._choice.addButton(side, number)
        self.sides[0].setChecked(True)
        sides = controls.row(*self.sides)
        sides.setStretch(0, 1)
        sides.setStretch(1, 1)
        buttons = controls.row(self.remember, None, controls.button(rule_wording.cancel(), self.reject), self.apply)
        right = controls.column(
            controls.label(words.keep_label(), "quiet"), sides, self._contained, self.only_shown, self.preview, buttons,
            gap=Space.M,
        )  # fmt: skip
        right.setStretch(4, 1)
        return right

    def _show_pair(self) -> None:
        row = self.pairs.currentRow()
        if row < 0:
            return
        pair = self._found.pairs[row]
        self.sides[0].setChecked(True)  # the side with more of the keepers
        for button, side in zip(self.sides, (pair.first, pair.second), strict=True):
            text = words.keep_side(side)
            room = (self.width() - Size.DETAILS) // 2 - 4 * Space.XXL
            button.setText(button.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room))
            button.setToolTip(controls.tool_tip(text))
            button.setAccessibleName(f"{words.keep_label()} {text}")
        self._look()

    def _look(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        kept, other = chosen
        self.remember.setEnabled(can_prefer(kept.folder, other.folder))
        self.apply.setEnabled(False)
        groups, shown, pair = self._found.groups, self._shown, {kept.folder, other.folder}
        only = self.only_shown.isChecked()
        rule = rule_of(kept, other)

        def plan() -> RulePlan:
            asked = (group for group in groups if not only or group.id in shown)
            return plan_rule(((group, ()) for group in asked if _shares(group, pair)), rule)

        def share() -> FolderSide:
            return shared_by(groups, (kept.folder, other.folder)).second

        self._services.reader.run(share, lambda side: self._tell_share(kept, side), key=self._contained)

        self.preview.ask(plan)

    def _tell_share(self, kept: FolderSide, other: FolderSide) -> None:
        self._contained.setText(words.contained(other, photos_in(other, kept, self._found.counts)))

    def _offer(self, plan: RulePlan) -> None:
        self.apply.setText(rule_wording.apply(len(plan.leaving)))
        self.apply.setEnabled(bool(plan.leaving))


def _shares(group: Group, pair: Collection[str]) -> bool:
    """Whether a group has photographs in both folders: only those are told of."""
    return all(any(lies_in(member.shot.path, folder) for member in group.members) for folder in pair)
