"""The keeper rules by command: listed, arranged, and a catalogue read for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lightroom import Photo, write_catalogue
from twinlens.cli import run_command

Run = Callable[..., tuple[int, Any]]


def paths(shots: list[dict[str, Any]]) -> set[str]:
    return {Path(shot["path"]).name for shot in shots}


def test_rules_are_listed_and_arranged(run: Run, photos: Path, capsys: pytest.CaptureFixture[str], home: Path) -> None:
    code, document = run("rules")
    assert code == 0
    assert document["rules"][0] == {"name": "protected", "on": True}
    assert document["folders"] == []
    code, document = run(
        *("rules", "--order", "older, has-raw", "--off", "larger-file,online", "--folders", photos / "sub", photos)
    )
    assert code == 0
    assert [rule["name"] for rule in document["rules"][:2]] == ["older", "has-raw"]
    assert {rule["name"] for rule in document["rules"] if not rule["on"]} == {"larger-file", "online"}
    assert document["folders"] == [str(photos / "sub"), str(photos)]
    assert run("rules", "--on", "online")[1]["rules"][3] == {"name": "online", "on": True}
    assert run("rules", "--off", "nonsense")[0] == 2
    assert run("rules")[1]["rules"][0]["name"] == "older"
    run("scan", photos)
    (group,) = run("groups")[1]["groups"]
    assert paths(group["shots"][:1]) == {"a.jpg"}
    run("rules", "--order", "preferred-folder")
    (group,) = run("groups")[1]["groups"]
    assert paths(group["shots"][:1]) == {"twin.jpg"}
    assert group["shots"][0]["reasons"][0] == "preferred-folder"
    assert run("rules", "--reset")[1]["folders"] == []
    catalogue = home / "Lightroom.lrcat"
    write_catalogue(catalogue, Photo(f"{photos}/", "", "small", "jpg", rating=5))
    expected = [{"path": str(catalogue), "photos": 1, "found": 1}]
    assert run("rules", "--catalogue", catalogue)[1]["catalogues"] == expected
    (group,) = run("groups")[1]["groups"]
    assert paths(group["shots"][:1]) == {"small.jpg"}
    assert group["shots"][0]["reasons"][:2] == ["catalogued", "higher-rating"]
    assert run("rules", "--catalogue", photos / "a.jpg")[0] == 3
    assert run("rules", "--forget-catalogue", catalogue)[1]["catalogues"] == []
    assert run("rules", "--forget-catalogue", catalogue)[0] == 2
    assert run_command(["--home", str(home), "rules"]) == 0
    assert " 1  protected" in capsys.readouterr().out
