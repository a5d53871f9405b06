"""Keeping one half of RAW+JPEG pairs by command, from the scan to the restored file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from photos import draw_photo, save_photo
from vision.raws import dng

Run = Callable[..., tuple[int, Any]]
SIZE = (640, 480)


@pytest.fixture
def pair(tmp_path: Path, run: Run) -> Path:
    """A folder with a pair and a sidecar of both, scanned."""
    folder = tmp_path / "photos"
    save_photo(folder / "a.jpg", 3, size=SIZE)
    (folder / "a.dng").write_bytes(dng(SIZE, seed=3))
    (folder / "a.xmp").write_text("<x/>")
    run("scan", folder, "--workers", 1)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("command", [("keep", "raw"), ("reject", "rendered")])
def test_only_the_raw_stays_and_is_a_photo_of_its_own(pair: Path, run: Run, command: tuple[str, str]) -> None:
    kind, part = command
    assert run("decide", kind, "--part", part, pair) == (0, {"changed": 1})
    code, document = run("clean", "--yes")
    assert code == 0
    (removed,) = document["removed"]
    assert (Path(removed["path"]).name, removed["companions"], removed["part"]) == ("a.jpg", [], "rendered")
    assert names(pair) == ["a.dng", "a.xmp"]
    run("scan", pair)
    assert run("folders")[1]["folders"][0]["shots"] == 1
    draw_photo(3, SIZE).resize((400, 300)).save(like := pair.parent / "like.png")
    assert [Path(each["path"]).name for each in run("search", like)[1]["results"]] == ["a.dng"]
    assert run("clean", "--yes")[1]["session"] is None
    assert run("restore", document["session"])[0] == 0
    assert names(pair) == ["a.dng", "a.jpg", "a.xmp"]
    run("scan", pair)
    assert run("clean", "--yes")[1]["session"] is None


def test_the_pair_may_be_rejected_whole_and_all_taken_back(pair: Path, run: Run) -> None:
    assert run("decide", "reject", "--part", "raw", pair / "a.dng") == (0, {"changed": 1})
    assert run("decide", "reject", "--part", "pair", pair / "a.jpg") == (0, {"changed": 1})
    assert run("clean", "--dry-run")[1]["failed"][0]["reason"] == "no-survivor"
    assert run("decide", "clear", pair / "a.jpg") == (0, {"changed": 1})
    assert run("clean", "--dry-run")[1]["failed"] == []


@pytest.mark.parametrize("kind", ["clear", "not-duplicate", "join"])
def test_a_part_is_of_what_is_kept_or_rejected(pair: Path, run: Run, kind: str) -> None:
    assert run("decide", kind, "--part", "raw", pair / "a.jpg", pair / "a.dng") == (2, None)
