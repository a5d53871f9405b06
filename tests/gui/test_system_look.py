"""Light, dark and high contrast as the system asks for them, followed while the window is open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from twinlens.gui.look.theme import CONTRAST, DARK, LIGHT, Scheme, Theme


class FakeHints(QObject):
    """What the system wants, and its word that it wants otherwise."""

    colorSchemeChanged = Signal()  # noqa: N815 - Qt's name
    contrastPreferenceChanged = Signal()  # noqa: N815 - Qt's name
    light = False
    high_contrast = False

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 - Qt's name
        return Qt.ColorScheme.Light if self.light else Qt.ColorScheme.Dark

    def accessibility(self) -> FakeHints:
        return self

    def contrastPreference(self) -> Qt.ContrastPreference:  # noqa: N802 - Qt's name
        wants = Qt.ContrastPreference
        return wants.HighContrast if self.high_contrast else wants.NoPreference


@dataclass
class FakeApplication:
    hints: FakeHints = field(default_factory=FakeHints)
    sheets: list[str] = field(default_factory=list)

    def styleHints(self) -> FakeHints:  # noqa: N802 - Qt's name
        return self.hints

    def setStyleSheet(self, sheet: str) -> None:  # noqa: N802 - Qt's name
        self.sheets.append(sheet)

    def ignore(self, _what: Any) -> None:
        """Palette, style and font."""

    setPalette = setStyle = setFont = ignore  # noqa: N815 - Qt's names


@pytest.fixture
def application(qapp: QApplication) -> FakeApplication:
    return FakeApplication()


def test_the_system_is_followed_live(application: FakeApplication) -> None:
    theme = Theme(Scheme.SYSTEM)
    theme.install(application)
    assert theme.colours is DARK
    application.hints.light = True
    application.hints.colorSchemeChanged.emit()
    assert theme.colours is LIGHT
    application.hints.high_contrast = True
    application.hints.contrastPreferenceChanged.emit()
    assert theme.colours is CONTRAST
    application.hints.high_contrast = False
    application.hints.contrastPreferenceChanged.emit()
    assert theme.colours is LIGHT
    assert len(application.sheets) == 4, "dressed once, and anew with every wish"


def test_what_a_person_chose_stays(application: FakeApplication) -> None:
    theme = Theme(Scheme.DARK)
    theme.install(application)
    application.hints.high_contrast = True
    application.hints.contrastPreferenceChanged.emit()
    assert theme.colours is DARK
    assert len(application.sheets) == 1
    theme.set_scheme(Scheme.SYSTEM)
    assert theme.colours is CONTRAST
