"""What a rule would do, said and shown before it is done: exact numbers, and what leaves beside what stays."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from twinlens.core.group_rules import RulePlan
from twinlens.core.photos import Shot
from twinlens.gui.backend import CleanupPreview
from twinlens.gui.cleanup import cleanup_wording
from twinlens.gui.cleanup.cleanup_list import CleanupList
from twinlens.gui.look import controls
from twinlens.gui.look.theme import Space
from twinlens.gui.review import rule_wording as words
from twinlens.gui.services import Services

_MOST_ROWS = 500
"""Nobody looks through more; the numbers above are of all, and what would lose something comes first."""


class RulePreview(QWidget):
    """Works plans out on the reader thread; only the newest question is answered."""

    planned = Signal(object)
    """The RulePlan that is shown."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        """Nothing asked yet."""
        super().__init__(parent)
        self._services = services
        self.plan: RulePlan | None = None
        """What is shown; None while it is worked out."""
        self._head = controls.label(words.counting(), "title")
        self._notes = controls.label("", "quiet", wrap=True)
        self._more = controls.label("", "small-quiet")
        self.list = CleanupList(services)
        column = controls.column(self._head, self._notes, Space.XS, self.list, self._more, gap=Space.XS)
        column.setStretch(3, 1)
        self.setLayout(column)

    @property
    def text(self) -> str:
        """What is said."""
        return f"{self._head.text()} {self._notes.text()}".strip()

    def ask(self, work_out: Callable[[], RulePlan]) -> None:
        """Work out and show a plan."""
        self.plan = None

        def look() -> tuple[RulePlan, list[tuple[Shot, Shot]]]:
            plan = work_out()
            return plan, sorted(plan.leaving, key=lambda pair: not cleanup_wording.losses(*pair))[:_MOST_ROWS]

        self._services.reader.run(look, lambda found: self._show(*found), key=self)

    def say(self, text: str) -> None:
        """Where there is nothing to plan."""
        self._head.setText(text)

    def forget(self) -> None:
        """Nobody waits for the answer any more."""
        self._services.reader.forget(self)

    def _show(self, plan: RulePlan, rows: list[tuple[Shot, Shot]]) -> None:
        self.plan = plan
        self._head.setText(words.plan_head(plan))
        self._notes.setText(words.plan_notes(plan))
        self._notes.setVisible(bool(self._notes.text()))
        self.list.show_plan(CleanupPreview(tuple(rows), (), plan.bytes, ()))
        self._more.setText(words.first_shown(len(rows), len(plan.leaving)) if len(rows) < len(plan.leaving) else "")
        self._more.setVisible(bool(self._more.text()))
        self.planned.emit(plan)
