"""The sample pictures: laid out, scanned, cleaned away and laid out anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from twinlens.core.errors import StorageError
from twinlens.core.job import Job
from twinlens.core.photos import Group
from twinlens.core.relations import DecisionKind, Level
from twinlens.resources import resource_folder
from twinlens.workflows.cleanup import carry_out, plan_cleanup
from twinlens.workflows.folders import forget, list_folders
from twinlens.workflows.groups import GroupSource, load_shots, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.sample import lay_out_sample
from twinlens.workflows.scan import ScanReport


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "shipped"
    for name in ("2019/a.jpg", "2019/exports/a-small.jpg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_copy_lies_in_the_home(home: Home, source: Path) -> None:
    folder = lay_out_sample(home, source)
    assert folder.name == "Sample pictures"
    assert folder.is_relative_to(home.paths.library.parent)
    assert files(folder) == files(source)


def test_nothing_is_written_over_and_what_is_gone_comes_back(home: Home, source: Path) -> None:
    folder = lay_out_sample(home, source)
    (folder / "2019" / "a.jpg").write_bytes(b"developed")
    (folder / "mine.jpg").write_bytes(b"mine")
    (folder / "2019" / "exports" / "a-small.jpg").unlink()
    lay_out_sample(home, source)
    assert files(folder) == {
        "2019/a.jpg": b"developed", "mine.jpg": b"mine", "2019/exports/a-small.jpg": b"2019/exports/a-small.jpg",
    }  # fmt: skip


def test_a_full_disk_leaves_no_half_of_a_picture(home: Home, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: Path, _to: Path) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(StorageError, match="can\u2019t be copied"):
        lay_out_sample(home, source)
    assert files(home.paths.library.parent / "Sample pictures") == {}


@pytest.fixture
def scanned_sample(home: Home, rescan: Callable[..., ScanReport]) -> Path:
    folder = lay_out_sample(home, resource_folder("sample"))
    rescan(folder)
    return folder


def copy_groups(home: Home, encoder: LazyEncoder) -> list[Group]:
    return GroupSource(home).groups(encoder.card, encoder.card.thresholds.normal, (Level.COPY,))


def test_what_ships_is_found_and_a_second_try_begins_afresh(
    home: Home, encoder: LazyEncoder, rescan: Callable[..., ScanReport], scanned_sample: Path
) -> None:
    groups = copy_groups(home, encoder)
    assert len(groups) == 5
    cleared_away, *only_rejected = [member.shot.id for group in groups for member in group.members[1:]]
    home.library.decisions.set_many({cleared_away: DecisionKind.REJECT})
    plan = plan_cleanup(home, model_id=encoder.card.id, least_score=encoder.card.thresholds.loose)
    assert len(carry_out(home, plan, Job.silent(), dry_run=False).removed) == 1
    home.library.decisions.set_many(dict.fromkeys(only_rejected, DecisionKind.REJECT))
    forget(home, scanned_sample)
    assert list_folders(home) == []

    rescan(lay_out_sample(home, resource_folder("sample")))
    assert len(files(scanned_sample)) == 17
    assert len(copy_groups(home, encoder)) == 5
    assert [shot.decision for shot in load_shots(home, places_now(home)) if shot.decision] == []
