"""What is typed decides: a command, the window, or a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from twinlens import __main__, cli
from twinlens.gui import start


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, object]]:
    """Notes what would be started, and starts nothing."""
    notes: list[tuple[str, object]] = []
    monkeypatch.setattr(cli, "run_command", lambda given: notes.append(("command", given)) or 0)
    monkeypatch.setattr(start, "run_window", lambda home, paths: notes.append(("window", (home, paths))) or 0)
    return notes


@pytest.mark.parametrize(
    "given",
    [["groups"], ["--json", "groups"], ["--home", "scan", "history"], ["--home=x", "scan", "folder"], ["--version"]],
)
def test_commands(given: list[str], opened: list[tuple[str, object]]) -> None:
    assert __main__.main(given) == 0
    assert opened == [("command", given)]


def test_the_window_opens_alone_and_on_paths_even_with_the_name_of_a_command(
    opened: list[tuple[str, object]], tmp_path: Path
) -> None:
    folder = tmp_path / "scan"
    folder.mkdir()
    assert __main__.main([]) == 0
    assert __main__.main(["--home", "groups", str(folder)]) == 0
    assert opened == [("window", (None, [])), ("window", (Path("groups"), [folder]))]


def test_what_is_neither_is_wrong_usage(opened: list[tuple[str, object]], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        __main__.main(["gruops"])
    assert ended.value.code == 2
    assert "gruops" in capsys.readouterr().err
    assert opened == []


def test_without_a_screen_there_is_a_sentence(
    opened: list[tuple[str, object]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(__main__.sys, "platform", "linux")
    assert __main__.main([]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    assert opened == []
