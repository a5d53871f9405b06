"""Deciding many groups at once: opens the dialogs, and carries out what was agreed to as one step of undo."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from twinlens.core.group_rules import RulePlan
from twinlens.core.relations import DecisionKind
from twinlens.gui.review import rule_wording
from twinlens.gui.review.decisions import Decisions
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.review.group_model import GroupModel
from twinlens.gui.review.group_view import GroupView
from twinlens.gui.review.rule_dialog import RuleDialog
from twinlens.gui.services import Services


class Bulk(QObject):
    """What is meant are the selected groups where there are several, else all that are shown."""

    notice = Signal(str)
    """One sentence for the status line."""

    def __init__(
        self, services: Services, decisions: Decisions, model: GroupModel, view: GroupView, page: QWidget
    ) -> None:
        """All live as long as the page."""
        super().__init__(page)
        self._services = services
        self._decisions = decisions
        self._model = model
        self._view = view
        self._page = page

    def meant(self) -> list[GroupEntry]:
        """The groups that a rule is for."""
        rows = self._view.selected_rows()
        return [self._model.entry(row) for row in rows] if len(rows) > 1 else list(self._model.entries)

    def open_rule(self) -> None:
        """Ask for a rule."""
        entries = self.meant()
        if entries:
            dialog = RuleDialog(self._services, entries, self._page)
            dialog.wanted.connect(self._carry_out)
            dialog.open()

    def _carry_out(self, plan: RulePlan) -> None:
        self._decisions.decide(plan.shots, DecisionKind.REJECT)
        self.notice.emit(rule_wording.applied(plan))
