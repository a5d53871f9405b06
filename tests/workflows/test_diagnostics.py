"""The diagnostic report: it tells us enough, and nothing of whose it is."""

from __future__ import annotations

import getpass
import platform
from pathlib import Path

import pytest

from twinlens.workflows import diagnostics
from twinlens.workflows.diagnostics import diagnostic_report, last_lines
from twinlens.workflows.doctor import describe
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from workflows.shelf import Shelf


@pytest.fixture(autouse=True)
def owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "annabel")
    monkeypatch.setattr(platform, "node", lambda: "annabels-laptop.example")
    monkeypatch.setattr(diagnostics.Path, "home", lambda: Path("/home/annabel"))


def failing(path: Path) -> BaseException:
    try:
        path.read_bytes()
    except OSError as error:
        return error
    raise AssertionError(path)


def test_a_library_is_told_in_numbers(home: Home, encoder: LazyEncoder, tmp_path: Path) -> None:
    shelf = Shelf(home, tmp_path / "photos")
    shelf.put("Wedding of Ruth/IMG_1.jpg")
    shelf.learn()
    facts = describe(home, encoder)
    log = ["2026-11-21 WARNING twinlens: cannot show '/media/annabel/Ruth 2019/IMG_1.jpg'"]
    error = failing(tmp_path / "Wedding of Ruth" / "gone.jpg")
    report = diagnostic_report(facts, {"theme": "dark"}, log, error, ["Ruth 2019", "/"])
    assert "shots 1" in report
    assert encoder.card.id in report
    assert "theme: dark" in report
    assert "FileNotFoundError" in report
    for secret in ("annabel", "Ruth", "Wedding", "IMG_1", "gone.jpg", str(tmp_path)):
        assert secret not in report


def test_drives_and_owners_have_placeholders() -> None:
    report = diagnostic_report({"said": "Annabel unplugged Holiday 7 from annabels-laptop"}, {}, drives=["Holiday 7"])
    assert "said: <user> unplugged <drive-1> from <computer>" in report
    assert "Settings that differ from the defaults\nnone" in report


def test_our_own_code_keeps_its_place() -> None:
    with pytest.raises(AttributeError) as caught:
        describe(None, None)  # type: ignore[arg-type]
    report = diagnostic_report({}, {}, error=caught.value)
    assert 'File "twinlens/workflows/doctor.py", line' in report


def test_the_end_of_a_log_is_whole_lines(tmp_path: Path) -> None:
    assert last_lines(None) == last_lines(tmp_path) == []
    (tmp_path / "twinlens.log").write_text("".join(f"line {n}\n" for n in range(20_000)))
    lines = last_lines(tmp_path, 3)
    assert lines == ["line 19997", "line 19998", "line 19999"]
    assert all(line.startswith("line ") for line in last_lines(tmp_path, 100_000))
