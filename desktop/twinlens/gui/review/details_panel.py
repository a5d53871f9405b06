"""At the right of the review: the photograph in focus, why the keeper stays, and only what differs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from twinlens.core.relations import DecisionKind
from twinlens.core.reviewing import weakest_link
from twinlens.gui import review_wording, wording
from twinlens.gui.look import controls
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Size, Space, set_role
from twinlens.gui.review.difference_table import DifferenceTable
from twinlens.gui.review.differences import compared, fact_rows
from twinlens.gui.review.explanation_view import ExplanationView
from twinlens.gui.review.explanations import Explanations
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.review.half_choice import HalfChoice
from twinlens.gui.shell.keymap import Keymap


class DetailsPanel(QFrame):
    """Shows one photograph of a group."""

    decision_requested = Signal(object)
    asked = Signal(str)
    """A command of the review."""

    def __init__(self, icons: Icons, explanations: Explanations, keymap: Keymap, parent: QWidget | None = None) -> None:
        """An empty panel."""
        super().__init__(parent)
        set_role(self, "panel")
        self.setFixedWidth(Size.DETAILS)
        self._shown: object = None
        self._name = controls.ElidedLabel("", "title")
        self._folder = controls.ElidedLabel("", "small-quiet", Qt.TextElideMode.ElideLeft)
        self._with = controls.label("", "small-quiet", wrap=True)
        self._state = controls.label("", "small-warn", wrap=True)
        self.explanation = ExplanationView(explanations)
        self._why_title = controls.label("", "strong", wrap=True)
        self._why = QVBoxLayout()
        self._why.setSpacing(Space.XS)
        self._reasons: list[QLabel] = []
        self._table_title = controls.label("", "strong")
        self._columns = DifferenceTable()
        self._buttons = self._make_buttons(icons, keymap)
        self.halves = HalfChoice()
        self.halves.decision_requested.connect(self.decision_requested)
        self._build()
        self.show_photo(None, 0)

    def show_photo(self, entry: GroupEntry | None, place: int) -> None:
        """Show a photograph of a group, or nothing."""
        if (entry, place) == self._shown:
            return
        self._shown = (entry, place)
        self._inside.setVisible(entry is not None)
        if entry is None:
            return
        member = entry.members[place]
        shot = member.shot
        self._name.setText(wording.shown_name(shot.path))
        self._folder.setText(review_wording.folder_of(shot.path))
        _say(self._with, review_wording.companions(shot))
        _say(self._state, review_wording.DOT.join(review_wording.warnings(shot, new=member.new)))
        weakest = weakest_link(entry.group, entry.separated)
        _say(self._weakest, "" if weakest is None else review_wording.weakest_link(weakest))
        self._cut.setVisible(weakest is not None)
        is_keeper = place == entry.keeper
        self.explanation.show_photo(None if is_keeper else entry, place)
        self._why_title.setText(review_wording.why_title(is_keeper=is_keeper, proposed=place == 0, kept=shot.decision))
        reasons = review_wording.reasons_shown(entry, place)
        self._why_title.setVisible(is_keeper or bool(reasons))
        self._show_reasons(reasons)
        self._show_table(entry, place)
        self.halves.show_shot(shot)
        for kind, button in self._buttons.items():
            button.setChecked(shot.decision is kind)
        self._apart.setEnabled(not is_keeper)
        self._apart.setChecked(shot.id in entry.separated)

    @property
    def text(self) -> str:
        """Head and reasons, as shown."""
        head = self._why_title.text() if self._why_title.isVisibleTo(self) else ""
        return "\n".join([self._weakest.text(), head, *(label.text() for label in self._reasons)])

    @property
    def shown_name(self) -> str:
        """Name of the photograph that is shown."""
        return self._name.text()

    @property
    def shows_photo(self) -> bool:
        """Whether there is a photograph to tell about."""
        return self._inside.isVisibleTo(self)

    def button_of(self, kind: DecisionKind) -> QPushButton:
        """The button that decides so; checked while that is decided."""
        return self._buttons[kind]

    def _show_reasons(self, reasons: list[str]) -> None:
        for label in self._reasons:
            self._why.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._reasons = [controls.label(f"\u2013\u2002{reason}", "quiet", wrap=True) for reason in reasons]
        for label in self._reasons:
            self._why.addWidget(label)

    def _show_table(self, entry: GroupEntry, place: int) -> None:
        shot, keeper = entry.members[place].shot, entry.members[entry.keeper].shot
        if place == entry.keeper:
            self._table_title.setText(review_wording.FACTS)
            self._columns.show_rows(compared([fact_rows(shot)]))
        else:
            self._table_title.setText(review_wording.DIFFERENCES)
            self._columns.show_rows(compared([fact_rows(shot), fact_rows(keeper)]))

    def _make_buttons(self, icons: Icons, keymap: Keymap) -> dict[DecisionKind, QPushButton]:
        buttons: dict[DecisionKind, QPushButton] = {}
        for kind, icon, token in ((DecisionKind.KEEP, "keep", "keep"), (DecisionKind.REJECT, "reject", "reject")):
            text = review_wording.DECIDE_BUTTONS[kind]
            button = controls.button(text, partial(self._toggle, kind))
            keymap.bind_tip(button, review_wording.DECIDE_TIPS[kind], f"review.{kind}")
            button.setCheckable(True)
            icons.dress(button, icon, token)
            buttons[kind] = button
        self._apart = controls.button(review_wording.APART_BUTTON, partial(self.asked.emit, "review.apart"))
        keymap.bind_tip(self._apart, review_wording.APART_TIP, "review.apart")
        self._apart.setCheckable(True)
        icons.dress(self._apart, "not-duplicate", "quiet")
        self._weakest = controls.label("", "small-quiet", wrap=True)
        self._cut = controls.button(review_wording.CUT_BUTTON, partial(self.asked.emit, "review.cut"), "flat")
        keymap.bind_tip(self._cut, review_wording.CUT_TIP, "review.cut")
        self._reveal = controls.button(review_wording.REVEAL, partial(self.asked.emit, "review.reveal"), "fold")
        self._open = controls.button(review_wording.OPEN, partial(self.asked.emit, "review.open"), "fold")
        keymap.bind_tip(self._reveal, review_wording.REVEAL, "review.reveal")
        keymap.bind_tip(self._open, review_wording.OPEN, "review.open")
        quiet = (self._apart, self._cut, self._reveal, self._open, self._columns.fold_button)
        for button in (*buttons.values(), *quiet):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the photographs
        return buttons

    def _toggle(self, kind: DecisionKind) -> None:
        self.decision_requested.emit(kind if self._buttons[kind].isChecked() else None)

    def _build(self) -> None:
        self._inside = QWidget()
        pair = controls.row(*self._buttons.values())
        self._inside.setLayout(
            controls.column(
                self._name, self._folder, self._reveal, self._open, self._with, self._state, Space.S,
                pair, self.halves, self._apart, Space.S,
                self._weakest, self._cut, Space.M,
                self.explanation, Space.M,
                self._why_title, self._why, Space.M,
                self._table_title, self._columns, None,
                gap=Space.XS, margins=(Space.L, Space.L, Space.L, Space.L),
            )
        )  # fmt: skip
        scroll = QScrollArea()
        scroll.setWidget(self._inside)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(controls.column(scroll, gap=0))


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
