"""Whether a card may be formatted: over real files, with drives that are mounted and taken away."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from photos import draw_photo, save_photo
from twinlens.core.containment import Held, Safety
from twinlens.core.errors import UsageError
from twinlens.core.job import Job
from twinlens.core.relations import DecisionKind
from twinlens.files.volumes import Volume, Volumes, drive_of
from twinlens.workflows.contain import ContainReport, contain
from twinlens.workflows.groups import load_shots, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from vision.raws import dng
from workflows.conftest import ONE_WORKER

Check = Callable[..., ContainReport]


class Drives:
    """Folders of a test as drives of their own."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._mounted: dict[str, Volume] = {}
        patch.setattr(Volumes, "current", classmethod(lambda cls: cls(self._mounted.values())))

    def mount(self, name: str, *, key: str | None = None) -> Path:
        path = self._folder / name
        path.mkdir(exist_ok=True)
        self._mounted[name] = Volume(key or f"uuid-{name}", name.upper(), path)
        return path

    def take_away(self, name: str) -> None:
        """The files are hidden too: nothing may be looked for on an absent drive."""
        del self._mounted[name]
        (self._folder / name).rename(self._folder / f".{name}")

    def bring_back(self, name: str) -> None:
        (self._folder / f".{name}").rename(self._folder / name)
        self.mount(name)


@pytest.fixture
def drives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drives:
    return Drives(tmp_path, monkeypatch)


@pytest.fixture
def check(home: Home, encoder: LazyEncoder) -> Check:
    def run(inside: Path, within: Path | None = None, job: Job | None = None) -> ContainReport:
        return contain(home, encoder, inside, within, job or Job.silent(), ONE_WORKER)

    return run


def said(report: ContainReport) -> dict[str, tuple[Safety, Held | None]]:
    return {each.shot.path.name: (each.safety, each.held) for each in report.shots}


def test_a_card_against_the_library_with_an_absent_drive(
    drives: Drives, check: Check, rescan: Callable[..., object]
) -> None:
    card, archive, backup = drives.mount("card"), drives.mount("archive"), drives.mount("backup")
    for number, name in enumerate(("twice.jpg", "once.jpg", "edited.jpg", "alone.jpg")):
        save_photo(card / "DCIM" / name, number + 1)
    for name in ("twice.jpg", "once.jpg"):
        shutil.copy(card / "DCIM" / name, archive / f"2026-{name}")
    shutil.copy(card / "DCIM" / "twice.jpg", backup / "copy of it.jpg")
    draw_photo(3).resize((240, 160)).save(archive / "small.jpg", quality=70)
    (card / "DCIM" / "broken.jpg").write_bytes(b"\xff\xd8\xff no picture")
    (card / "DCIM" / "film.mp4").write_bytes(b"film")
    (card / "index.bdm").write_bytes(b"x")
    rescan(archive, backup)
    drives.take_away("backup")

    report = check(card)
    assert said(report) == {
        "twice.jpg": (Safety.GREEN, Held.IDENTICAL),
        "once.jpg": (Safety.AMBER, Held.IDENTICAL),
        "edited.jpg": (Safety.RED, Held.COPY),
        "alone.jpg": (Safety.RED, None),
    }
    assert report.safety == {Safety.GREEN: 1, Safety.AMBER: 1, Safety.RED: 3}
    assert (report.contained, report.share, report.safe) == (3, 3 / 5, False)
    assert [path.name for path in report.missing] == ["alone.jpg", "broken.jpg"]
    assert [path.name for path in report.unreadable] == ["broken.jpg"]
    assert report.offline == {"BACKUP": 1}
    assert ([path.name for path in report.unseen], report.films) == (["film.mp4", "index.bdm"], 1)
    (folder,) = report.folders()
    assert (folder.path.name, folder.shots, folder.contained) == ("DCIM", 5, 3)
    assert said(check(card)) == said(report), "a second look, with all known, says the same"


def test_a_copy_that_went_since_the_last_scan_is_no_copy(
    drives: Drives, check: Check, rescan: Callable[..., object]
) -> None:
    card, archive = drives.mount("card"), drives.mount("archive")
    for number, name in enumerate(("gone.jpg", "changed.jpg", "there.jpg")):
        save_photo(card / name, number + 1)
        shutil.copy(card / name, archive / name)
    rescan(archive)
    (archive / "gone.jpg").unlink()
    (archive / "changed.jpg").write_bytes(b"overwritten")
    assert {name: safety for name, (safety, _) in said(check(card)).items()} == {
        "gone.jpg": Safety.RED,
        "changed.jpg": Safety.RED,
        "there.jpg": Safety.AMBER,
    }


def test_another_folder_of_the_card_and_a_second_name_of_its_drive_are_no_other_place(
    drives: Drives, check: Check, rescan: Callable[..., object]
) -> None:
    card, bound = drives.mount("card"), drives.mount("bound", key="uuid-card:/sub")
    save_photo(card / "DCIM" / "a.jpg", 1)
    shutil.copytree(card / "DCIM", card / "copy")
    shutil.copy(card / "DCIM" / "a.jpg", bound / "a.jpg")
    rescan(card / "copy", bound)
    (shot,) = check(card / "DCIM").shots
    assert (shot.safety, shot.held, shot.best and shot.best.same_drive) == (Safety.RED, Held.IDENTICAL, True)


def test_a_pair_is_safe_only_where_both_files_are(drives: Drives, check: Check, rescan: Callable[..., object]) -> None:
    card, archive = drives.mount("card"), drives.mount("archive")
    for number, stem in enumerate(("both", "apart", "half", "other")):
        save_photo(card / f"{stem}.jpg", number + 1)
        (card / f"{stem}.xmp").write_bytes(b"<x:xmpmeta>" + stem.encode() * 9)
        shutil.copy(card / f"{stem}.jpg", archive / f"{stem}.jpg")
    shutil.copy(card / "both.xmp", archive / "both.xmp")
    (archive / "sidecars").mkdir()
    shutil.copy(card / "apart.xmp", archive / "apart.xmp")
    (archive / "other.xmp").write_bytes(b"<x:xmpmeta>" + b"wrong" * 9)
    rescan(archive)
    assert {name: held for name, (_, held) in said(check(card)).items()} == {
        "both.jpg": Held.IDENTICAL,
        "apart.jpg": Held.IDENTICAL,
        "half.jpg": Held.PARTLY,
        "other.jpg": Held.PARTLY,
    }


def test_same_pixels_count_and_a_rejected_copy_does_not(
    home: Home, drives: Drives, check: Check, rescan: Callable[..., object]
) -> None:
    card, archive = drives.mount("card"), drives.mount("archive")
    draw_photo(1).save(card / "pixels.png")
    draw_photo(1).save(archive / "pixels.png", compress_level=1)
    save_photo(card / "doomed.jpg", 2)
    shutil.copy(card / "doomed.jpg", archive / "doomed.jpg")
    rescan(archive)
    doomed = next(shot for shot in load_shots(home, places_now(home)) if shot.path.name == "doomed.jpg")
    home.library.decisions.set(doomed.id, DecisionKind.REJECT)
    assert said(check(card)) == {
        "pixels.png": (Safety.AMBER, Held.SAME_PIXELS),
        "doomed.jpg": (Safety.RED, Held.REJECTED),
    }


def test_a_raw_is_proved_byte_by_byte_where_that_is_possible(
    drives: Drives, check: Check, rescan: Callable[..., object]
) -> None:
    """Its content key speaks for parts of it alone."""
    card, archive = drives.mount("card"), drives.mount("archive")
    for seed, name in enumerate(("good.dng", "rotten.dng")):
        (card / name).write_bytes(dng(seed=seed + 1, taken_at=f"2026:05:0{seed + 1} 10:00:00"))
        shutil.copy(card / name, archive / name)
    with (archive / "rotten.dng").open("r+b") as file:
        file.seek(300_000)
        middle = file.read(1)
        file.seek(300_000)
        file.write(bytes([middle[0] ^ 1]))
    rescan(archive)
    drives.take_away("archive")
    assert set(said(check(card)).values()) == {(Safety.RED, Held.UNPROVED)}
    drives.bring_back("archive")
    assert said(check(card)) == {"good.dng": (Safety.AMBER, Held.IDENTICAL), "rotten.dng": (Safety.RED, None)}
    drives.take_away("archive")
    assert said(check(card))["good.dng"] == (Safety.AMBER, Held.IDENTICAL), "what was proved once is remembered"


def test_two_folders_on_one_drive_and_one_within_the_other(check: Check, photos: Path) -> None:
    save_photo(photos / "all" / "a.jpg", 1)
    save_photo(photos / "all" / "b.jpg", 2)
    shutil.copytree(photos / "all", photos / "all" / "part")
    save_photo(photos / "all" / "part" / "c.jpg", 3)
    assert [path.name for path in check(photos / "all" / "part", photos / "all").missing] == ["c.jpg"]
    outer = check(photos / "all", photos / "all" / "part")
    assert (outer.contained, outer.missing, outer.share) == (2, (), 1.0)
    (photos / "empty").mkdir()
    assert (check(photos / "empty", photos / "all").share, check(photos / "empty").safe) == (None, False)


def test_no_folder_or_one_folder_twice_is_wrong_usage(check: Check, photos: Path) -> None:
    os.symlink(photos, photos.with_name("link"))
    for inside, within in ((photos, photos.with_name("link")), (photos / "nothing", None)):
        with pytest.raises(UsageError):
            check(inside, within)


@pytest.mark.parametrize(
    ("key", "drive"),
    [
        ("uuid-ab:/home", "uuid-ab"),
        ("uuid-ab", "uuid-ab"),
        ("ext4-/dev/sda1:/sub@/mnt", "ext4-/dev/sda1"),
        ("tmpfs-tmpfs@/tmp", "tmpfs-tmpfs@/tmp"),
        ("net-nfs4-host:/export", "net-nfs4-host:/export"),
    ],
)
def test_one_device_is_one_drive(key: str, drive: str) -> None:
    assert drive_of(key) == drive
