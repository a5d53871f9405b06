"""The diagnostic report as the window offers it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from fakes import HOME
from twinlens.gui.services import Services
from twinlens.gui.shell.diagnostics import Diagnostics, report_of


@pytest.fixture
def logged(services: Services, tmp_path: Path) -> Services:
    (tmp_path / "twinlens.log").write_text("2026-11-21 WARNING twinlens: cannot show '/media/EOS_DIGITAL/Ruth/a.jpg'\n")
    return replace(services, logs=tmp_path)


def test_it_is_copied_without_anybodys_names(qtbot: QtBot, logged: Services) -> None:
    said: list[str] = []
    logged.preferences.change(text_percent=125)
    Diagnostics(logged, said.append).copy()
    qtbot.waitUntil(lambda: bool(said))
    report = QGuiApplication.clipboard().text()
    assert "clipboard" in said[0]
    for told in ("50018", "text_percent: 125", "qt: 6", "screens: ", "cannot show '<folder-"):
        assert told in report
    for secret in ("EOS_DIGITAL", "Ruth", str(HOME), "somebody"):
        assert secret not in report


def test_a_bug_is_told_with_the_log(logged: Services) -> None:
    report = report_of(ValueError("no place for '/home/x/Ruth.jpg'"), logged)
    assert "ValueError: no place for '<folder-" in report
    assert "cannot show" in report
    assert "Ruth" not in report


def test_the_folder_of_logs_is_opened(logged: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    said: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    Diagnostics(logged, said.append).open_logs()
    assert opened == [str(logged.logs)]
    assert str(logged.logs) in said[0], "not every system has a program to show it"


def test_without_logs_that_is_said(services: Services) -> None:
    said: list[str] = []
    Diagnostics(services, said.append).open_logs()
    assert said == ["There is no log yet."]
