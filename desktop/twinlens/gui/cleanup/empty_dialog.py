"""The one place where photos can be deleted for good: asked for by typing, never by a single key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from twinlens.gui.cleanup import cleanup_wording
from twinlens.gui.look.controls import button, column, label, row
from twinlens.gui.look.theme import Size, Space
from twinlens.gui.translating import tr
from twinlens.workflows.history import SessionSummary


class EmptyDialog(QDialog):
    """Says what would be gone, and waits for the word."""

    confirmed = Signal(str)
    """The session's id."""

    def __init__(self, session: SessionSummary, parent: QWidget | None = None) -> None:
        """The button wakes when the word is typed."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Empty this session"))
        self._session = session
        title = label(cleanup_wording.empty_title(session), "title", wrap=True)
        sentence = label(cleanup_wording.empty_sentence(session), "quiet", wrap=True)
        sentence.setMinimumWidth(Size.TEXT_COLUMN // 2)
        self.word = QLineEdit()
        self.word.setAccessibleName(tr("Type {word} to confirm").format(word=cleanup_wording.EMPTY_WORD))
        self.word.setPlaceholderText(tr("Type {word}").format(word=cleanup_wording.EMPTY_WORD))
        self.delete = button(cleanup_wording.empty_button(session), self._confirm, "danger")
        self.delete.setEnabled(False)
        self.word.textChanged.connect(self._look)
        buttons = row(None, button(tr("Cancel"), self.reject), self.delete)
        self.setLayout(column(title, sentence, Space.S, self.word, Space.S, buttons, margins=(Space.XL,) * 4))

    def _look(self, text: str) -> None:
        self.delete.setEnabled(text.strip().casefold() == cleanup_wording.EMPTY_WORD.casefold())

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit(self._session.id)
