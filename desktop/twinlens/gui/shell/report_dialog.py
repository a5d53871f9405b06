"""What is said when something went wrong: one sentence where a person can mend it, a report where only we can."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QPushButton, QWidget

import twinlens
from twinlens.core.errors import OwnModelRefusedError
from twinlens.gui import wording
from twinlens.gui.look.controls import button, column, label, row
from twinlens.gui.look.theme import Size, Space
from twinlens.gui.services import Services
from twinlens.gui.shell.diagnostics import report_of
from twinlens.gui.translating import tr

_REPORT_SIZE = (680, 440)
_LENSES = 96


class TroubleDialog(QDialog):
    """A fault of the environment, with what to do."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        """`str(error)` is the sentence."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        close = button(tr("Close"), self.accept, "primary")
        self._say(str(error), tr("Nothing was lost. What was done until now stays done."), close)

    def _say(self, sentence: str, hint: str, *buttons: QPushButton) -> None:
        """The last button is the one that Enter presses."""
        self.setWindowTitle(wording.APP_NAME)
        self.sentence = sentence
        told = label(sentence, "title", wrap=True, selectable=True)
        told.setMinimumWidth(Size.TEXT_COLUMN // 2)
        told.setMaximumWidth(Size.TEXT_COLUMN)
        buttons[-1].setDefault(True)
        body = (told, label(hint, "quiet", wrap=True), Space.M, row(None, *buttons))
        self.setLayout(column(*body, margins=(Space.XL,) * 4))
        buttons[-1].setFocus()


class RefusedEncoderDialog(TroubleDialog):
    """A person's own encoder is refused: accepted to go back to the shipped one, rejected to leave all as it is."""

    def __init__(self, error: OwnModelRefusedError) -> None:
        """Comes before there is a window."""
        QDialog.__init__(self)
        self.restore = button(wording.USE_SHIPPED, self.accept, "primary")
        self._say(f"{error.fault}.", wording.SHIPPED_HINT, button(tr("Quit"), self.reject), self.restore)


class ReportDialog(QDialog):
    """A bug: what we need to mend it, ready to be copied."""

    def __init__(self, error: BaseException, services: Services, parent: QWidget | None = None) -> None:
        """Shows where `error` came from, without anything of whose computer it is."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(wording.APP_NAME)
        self.resize(*_REPORT_SIZE)
        self.report = report_of(error, services)
        text = QPlainTextEdit(self.report, readOnly=True)
        text.setAccessibleName(tr("Report"))
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        copy = button(tr("Copy diagnostic report"), self.copy, "primary")
        copy.setDefault(True)
        title = label(tr("Something went wrong in Twinlens"), "title")
        hint = label(
            tr(
                "Your photos are untouched by this. The report below tells us what to mend. "
                "It holds no names of folders, files or people."
            ),
            "quiet",
            wrap=True,
        )
        buttons = row(None, button(tr("Close"), self.accept), copy)
        self.setLayout(column(title, hint, Space.S, text, Space.S, buttons, margins=(Space.XL,) * 4))

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report)


class AboutDialog(QDialog):
    """Name, version and what it runs on."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        """Says what is known now."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("About Twinlens"))
        picture = QLabel()
        picture.setPixmap(services.icons.lenses(_LENSES, self.devicePixelRatioF()))
        words = column(
            None,
            label(f"{wording.APP_NAME} {twinlens.__version__}", "head"),
            label(tr("Finds near-duplicate photos, and never loses one."), "quiet"),
            Space.S,
            label(f"Qt {qVersion()}, Python {platform.python_version()}", "small-quiet", selectable=True),
            label(wording.provider_sentence(services.backend.provider()), "small-quiet"),
            None,
        )
        close = button(tr("Close"), self.accept)
        close.setDefault(True)
        self.setLayout(
            column(row(picture, words, gap=Space.XL), row(None, close), gap=Space.L, margins=(Space.XL,) * 4)
        )
