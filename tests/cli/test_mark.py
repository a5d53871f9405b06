"""Marking for a catalogue, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., tuple[int, Any]]


def test_only_mark_moves_nothing_and_is_undone_like_a_clean_up(run: Run, photos: Path, tmp_path: Path) -> None:
    run("scan", photos)
    run("decide", "reject", photos / "small.jpg")
    sidecar = photos / "small.xmp"
    before = {path: path.read_bytes() for path in photos.rglob("*") if path.is_file()}
    expected = {"path": str(photos / "small.jpg"), "sidecars": [str(sidecar)]}
    assert run("clean", "--mark", "xmp", "--dry-run") == (
        0, {"session": None, "marked": [expected], "list": None, "failed": []},
    )  # fmt: skip
    code, marked = run("clean", "--mark", "xmp", "--yes")
    assert (code, marked["marked"]) == (0, [expected])
    assert b"twinlens-rejected" in sidecar.read_bytes()
    (session,) = run("history")[1]["sessions"]
    assert (session["id"], session["files"], session["restorable"]) == (marked["session"], 1, 1)
    assert run("restore", marked["session"]) == (
        0, {"restored": [{"path": str(sidecar), "to": str(sidecar)}], "failed": []},
    )  # fmt: skip
    assert {path: path.read_bytes() for path in photos.rglob("*") if path.is_file()} == before

    listed = tmp_path / "list.csv"
    assert run("clean", "--mark", "csv", "--yes") == (2, None)
    assert run("clean", "--mark", "xmp", "--to", listed, "--yes") == (2, None)
    code, marked = run("clean", "--mark", "csv", "--to", listed, "--yes")
    assert (code, marked["list"]) == (0, str(listed))
    assert str(photos / "small.jpg") in listed.read_text()
    assert run("clean", "--mark", "csv", "--to", listed, "--yes") == (2, None)
