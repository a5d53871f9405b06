"""What is safe where, as lines for a person."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from photos import draw_photo, save_photo
from twinlens.cli import run_command


def test_lines_say_why_a_photo_is_not_safe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card, other = tmp_path / "card", tmp_path / "other"
    for number, name in enumerate(("same.jpg", "small.jpg", "alone.jpg")):
        save_photo(card / name, number + 1)
    other.mkdir()
    shutil.copy(card / "same.jpg", other)
    draw_photo(2).resize((240, 160)).save(other / "small.jpg", quality=70)
    (card / "film.mp4").write_bytes(b"film")
    home = ["--home", str(tmp_path / "home")]

    assert run_command([*home, "contain", str(other), str(card)]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0] == str(card / "alone.jpg")
    assert "1 files that are no photos, 1 of them films" in said
    assert said.splitlines()[-1] == "2 contained, 1 missing (66.7%)"

    assert run_command([*home, "contain", "--library", str(card)]) == 0
    said = capsys.readouterr().out
    assert f"{card / 'alone.jpg'}  nowhere else" in said
    assert f"only the same file on the same drive: {other / 'same.jpg'}" in said
    assert "only an edited, smaller or re-saved copy on the same drive" in said
    assert "0 green, 0 amber, 3 red: do not format" in said.splitlines()[-1]
