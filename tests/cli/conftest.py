"""Commands run in this process, over a home and photographs of their own."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from photos import draw_photo, save_photo
from twinlens.cli import run_command

Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A photograph, a smaller copy, a byte copy and a stranger."""
    folder = tmp_path / "photos"
    save_photo(folder / "a.jpg", 1, size=(800, 600))
    draw_photo(1, (800, 600)).resize((400, 300)).save(folder / "small.jpg", quality=70)
    (folder / "sub").mkdir()
    shutil.copy(folder / "a.jpg", folder / "sub" / "twin.jpg")
    save_photo(folder / "stranger.jpg", 2)
    return folder


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command with `--json` in this process; gives exit code and document."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)

    def run(*arguments: object) -> tuple[int, Any]:
        capsys.readouterr()
        code = run_command(["--home", str(home), "--json", *map(str, arguments)])
        out = capsys.readouterr().out
        assert out.isascii()
        return code, json.loads(out) if out else None

    return run
