"""All keys on one sheet, opened with a question mark."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from twinlens.gui import review_wording, wording
from twinlens.gui.compare import compare_wording
from twinlens.gui.look.controls import button, column, label, row
from twinlens.gui.look.theme import Space, set_role

_KEY_WIDTH = 120
_WORDS_WIDTH = 224
_SHEETS = (
    (("Review", review_wording.REVIEW_KEYS),),
    (("Comparison", compare_wording.KEYS),),
    (("Anywhere", wording.WINDOW_KEYS), ("Search results", review_wording.SEARCH_KEYS)),
)
"""Columns of sheets."""


class ShortcutsDialog(QDialog):
    """Keys at the left of what they do, one column for each place they work in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """The words are with the pages they belong to."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        columns = row(gap=Space.XXL)
        for sheets in _SHEETS:
            filled = column(gap=Space.S)
            for title, keys in sheets:
                filled.addWidget(label(title, "title"))
                filled.addLayout(self._sheet(keys))
                filled.addSpacing(Space.M)
            filled.addStretch(1)
            columns.addLayout(filled)
        close = button("Close", self.accept)
        close.setDefault(True)
        self.setLayout(column(columns, row(None, close), gap=Space.L, margins=(Space.XL,) * 4))

    def _sheet(self, keys: tuple[tuple[str, str], ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        for place, (key, what) in enumerate(keys):
            cap = label(key)
            set_role(cap, "key")
            cap.setFixedWidth(_KEY_WIDTH)
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(cap, place, 0)
            words = label(what, "quiet", wrap=True)
            words.setFixedWidth(_WORDS_WIDTH)
            words.ensurePolished()
            # A dialog asks its layout for a height before it knows the width, and would cut a second line off.
            words.setMinimumHeight(words.heightForWidth(_WORDS_WIDTH))
            grid.addWidget(words, place, 1)
        return grid
