"""In the details: how the photograph in focus is related to the keeper, how sure that is, what deleting it loses."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from twinlens.core.photos import Shot
from twinlens.core.relations import Level
from twinlens.gui import wording
from twinlens.gui.look import controls
from twinlens.gui.look.theme import Space, set_role
from twinlens.gui.review import explanation_wording as words
from twinlens.gui.review.explanations import Explanations
from twinlens.gui.review.group_entry import GroupEntry

_ASK_MS = 120
"""The pointer may be on its way over the photographs: only where it rests is something read."""


class ExplanationView(QWidget):
    """Says at once what the library knows, and the rest when both pictures were looked at."""

    def __init__(self, explanations: Explanations, parent: QWidget | None = None) -> None:
        """Shows nothing."""
        super().__init__(parent)
        self._explanations = explanations
        self._shown: tuple[GroupEntry, int] | None = None
        self._relation = controls.label("", wrap=True)
        self._certainty = controls.label("", "small-quiet", wrap=True)
        self._head = controls.label("", "strong", wrap=True)
        self._losses = controls.label("", "quiet", wrap=True)
        self._unknown = controls.label("", "small-quiet", wrap=True)
        self.setLayout(
            controls.column(
                self._relation, self._certainty, Space.S, self._head, self._losses, self._unknown, gap=Space.XS
            )
        )
        self._timer = QTimer(self, singleShot=True, interval=_ASK_MS)
        self._timer.timeout.connect(self._ask)
        explanations.arrived.connect(self._fill)
        self.hide()

    def show_photo(self, entry: GroupEntry | None, place: int) -> None:
        """Explain a photograph of a group beside the one that stays; with None there is nothing to explain."""
        self._shown = None if entry is None else (entry, place)
        self.setVisible(entry is not None)
        self._timer.stop()
        self._fill()
        self._ask_soon()

    def showEvent(self, event: QShowEvent) -> None:
        """Seen again, it asks for what it has not asked for meanwhile."""
        super().showEvent(event)
        self._ask_soon()

    def _ask_soon(self) -> None:
        if self._shown is not None and self._explanations.get(*self._pair()) is None:
            self._timer.start()

    @property
    def text(self) -> str:
        """All that is said."""
        labels = (self._relation, self._certainty, self._head, self._losses, self._unknown)
        return "\n".join(label.text() for label in labels if label.text())

    def _pair(self) -> tuple[Shot, Shot, Level]:
        assert self._shown is not None
        entry, place = self._shown
        return entry.members[place].shot, entry.members[entry.keeper].shot, entry.group.level

    def _ask(self) -> None:
        # While the comparison lies over it, what that asked for comes first.
        if self._shown is not None and self.isVisible():
            self._explanations.ask(*self._pair())

    def _fill(self) -> None:
        if self._shown is None:
            return
        entry, place = self._shown
        member, kept = entry.members[place], entry.members[entry.keeper].shot
        explained = self._explanations.get(*self._pair())
        if explained is None:
            name = wording.relation_name(member.relation) if member.relation else ""
            _say(self._relation, name[:1].upper() + name[1:])
            _say(self._certainty, words.LOOKING)
            for label in (self._head, self._losses, self._unknown):
                _say(label, "")
            return
        found = explained.explanation
        _say(self._relation, words.relation_sentence(found, member.shot, kept))
        proposed = entry.keeper == 0  # a score is that with the keeper that was proposed
        score, joined = (member.score, member.joined) if proposed else (None, False)
        _say(self._certainty, words.certainty(found, score, joined=joined))
        head, losses = words.losses(found)
        _say(self._head, head)
        _say(self._losses, losses)
        set_role(self._losses, "warn" if words.loses_metadata(found) else "quiet")
        _say(self._unknown, words.unknown(found))


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
