"""Deciding many groups at once: opens the dialogs, and carries out what was agreed to as one step of undo."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from twinlens.core.folder_pairs import folder_pairs, preferring
from twinlens.core.group_rules import RulePlan
from twinlens.core.relations import DecisionKind, Level
from twinlens.gui.review import pair_wording, rule_wording
from twinlens.gui.review.decisions import Decisions
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.review.group_model import GroupModel
from twinlens.gui.review.group_reader import GroupReader
from twinlens.gui.review.group_view import GroupView
from twinlens.gui.review.pair_dialog import PairDialog, SharedFolders
from twinlens.gui.review.rule_dialog import RuleDialog
from twinlens.gui.services import Services


class Bulk(QObject):
    """What is meant are the selected groups where there are several, else all that are shown."""

    notice = Signal(str)
    """One sentence for the status line."""
    rules_changed = Signal()
    """Other keepers may be proposed now."""

    def __init__(
        self,
        services: Services,
        decisions: Decisions,
        model: GroupModel,
        view: GroupView,
        reader: GroupReader,
        page: QWidget,
    ) -> None:
        """All live as long as the page."""
        super().__init__(page)
        self._services = services
        self._decisions = decisions
        self._model = model
        self._view = view
        self._reader = reader
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

    def open_pairs(self) -> None:
        """Ask for one of two folders, beginning with those of the photo in focus."""
        shown = [entry for entry in self.meant() if entry.group.level is Level.COPY]
        dialog = PairDialog(self._services, [entry.group.id for entry in shown], self._page)
        dialog.wanted.connect(self._carry_out)
        dialog.preferred.connect(self._prefer)
        backend, threshold, first = self._services.backend, self._reader.threshold, self._folders_in_focus()

        def read() -> SharedFolders:
            groups = backend.groups(threshold, Level.COPY)
            return SharedFolders(groups, folder_pairs(groups), backend.folder_counts())

        def show(found: SharedFolders) -> None:
            if isValid(dialog):  # it may have been closed meanwhile
                dialog.show_folders(found, first)

        dialog.open()
        self._services.reader.run(read, show, key=dialog)

    def _folders_in_focus(self) -> tuple[str, str] | None:
        entry = self._view.focus_entry
        if entry is None:
            return None
        paths = [str(member.shot.path.parent) for member in entry.members]
        own = paths[min(self._view.focus_place, len(paths) - 1)]
        other = next((path for path in paths if path != own), None)
        return None if other is None else (own, other)

    def _prefer(self, kept: str, other: str) -> None:
        backend = self._services.backend

        def arrange() -> None:
            backend.arrange_rules(preferring(backend.rules(), kept, other))

        def tell(_done: None) -> None:
            self.notice.emit(pair_wording.remembered())
            self.rules_changed.emit()

        self._services.reader.run(arrange, tell, key=(self, kept, other))

    def _carry_out(self, plan: RulePlan) -> None:
        self._decisions.decide(plan.shots, DecisionKind.REJECT)
        self.notice.emit(rule_wording.applied(plan))
