"""Two buttons in the details, shown for a RAW+JPEG or RAW+HEIC pair: keep only the one half or only the other."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from twinlens.core.halves import raw_of
from twinlens.core.photos import Shot
from twinlens.core.relations import DecisionKind, Half
from twinlens.gui.look import controls
from twinlens.gui.review import half_wording


class HalfChoice(QWidget):
    """Pressed again, a button takes the choice back: the pair stays whole."""

    decision_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Hidden until a pair is shown."""
        super().__init__(parent)
        self.buttons = {half: controls.button("", partial(self._toggle, half)) for half in Half}
        for button in self.buttons.values():
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the photographs
        self.setLayout(controls.row(*self.buttons.values()))
        self.hide()

    def show_shot(self, shot: Shot) -> None:
        """Offer the halves of a pair; anything else has none."""
        self.setVisible(raw_of(shot) is not None)
        for half, button in self.buttons.items():
            button.setText(half_wording.only(half, shot))
            button.setToolTip(half_wording.only_tip(half, shot))
            button.setChecked(shot.decision is DecisionKind.without(half.other))

    def _toggle(self, kept: Half) -> None:
        chosen = self.buttons[kept].isChecked()
        self.decision_requested.emit(DecisionKind.without(kept.other) if chosen else None)


def next_choice(shot: Shot) -> DecisionKind | None:
    """What comes after what holds: RAW only, then the picture only, then nothing decided."""
    order = {DecisionKind.WITHOUT_RENDERED: DecisionKind.WITHOUT_RAW, DecisionKind.WITHOUT_RAW: None}
    return order.get(shot.decision, DecisionKind.WITHOUT_RENDERED) if shot.decision else DecisionKind.WITHOUT_RENDERED
