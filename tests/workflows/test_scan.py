"""A scan tells new, changed, moved, unchanged, missing and offline apart, and never does work twice."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from photos import draw_photo, save_photo
from twinlens.core.errors import UsageError
from twinlens.core.job import Job, JobCancelledError, Stage
from twinlens.core.photos import Group
from twinlens.core.problems import ProblemReason
from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.files.volumes import Volume, Volumes
from twinlens.vision.decode_pool import DecodePool
from twinlens.workflows.decide import decide, decide_not_duplicate
from twinlens.workflows.groups import load_groups, load_shots, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan import ScanReport

Rescan = Callable[..., ScanReport]


def counts(report: ScanReport) -> dict[str, int]:
    names = ("found", "new", "changed", "moved", "unchanged", "missing", "offline")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def groups_of(home: Home, encoder: LazyEncoder, *levels: Level) -> list[Group]:
    threshold = encoder.card.thresholds.normal
    return load_groups(home, encoder.card, threshold=threshold, levels=levels or (Level.COPY,))


def names(group: Group) -> list[str]:
    return [member.shot.path.name for member in group.members]


@pytest.fixture
def no_decoding(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it to make any further decoding fail the test."""

    def forbid() -> None:
        def fail(*_: object, **__: object) -> None:
            raise AssertionError("something was decoded")

        monkeypatch.setattr(DecodePool, "decode", fail)

    return forbid


def test_a_resaved_copy_and_a_byte_copy_are_found_and_strangers_are_not(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan
) -> None:
    save_photo(photos / "original.jpg", 1, size=(800, 600))
    draw_photo(1, (800, 600)).resize((400, 300)).save(photos / "small.jpg", quality=60)
    shutil.copy(photos / "original.jpg", photos / "twin.jpg")
    for seed in range(2, 8):
        save_photo(photos / f"other{seed}.jpg", seed)
    assert counts(rescan()) == {"found": 9, "new": 9}
    (group,) = groups_of(home, encoder)
    assert set(names(group)) == {"original.jpg", "twin.jpg", "small.jpg"}
    relations = {member.shot.path.name: member.relation for member in group.members[1:]}
    assert relations.pop("small.jpg") is Relation.RESIZED
    assert set(relations.values()) == {Relation.IDENTICAL}


def test_a_rescan_of_an_unchanged_folder_decodes_nothing(
    photos: Path, rescan: Rescan, no_decoding: Callable[[], None]
) -> None:
    save_photo(photos / "a.jpg", 1)
    (photos / "empty.jpg").touch()
    first = rescan()
    no_decoding()
    again = rescan()
    assert counts(again) == {"found": 2, "unchanged": 2}
    assert [problem.reason for problem in again.problems] == [ProblemReason.EMPTY]
    assert first.problems == again.problems


def test_moved_and_renamed_files_are_recognised_and_keep_their_decisions(
    photos: Path, home: Home, rescan: Rescan, no_decoding: Callable[[], None]
) -> None:
    save_photo(photos / "a.jpg", 1)
    save_photo(photos / "b.jpg", 2)
    rescan()
    decide(home, DecisionKind.KEEP, [photos / "a.jpg"])
    (photos / "sub").mkdir()
    (photos / "a.jpg").rename(photos / "sub" / "renamed.jpg")
    no_decoding()
    assert counts(rescan()) == {"found": 2, "moved": 1, "unchanged": 1}
    decisions = {shot.path.name: shot.decision for shot in load_shots(home, places_now(home))}
    assert decisions == {"renamed.jpg": DecisionKind.KEEP, "b.jpg": None}


def test_a_decision_does_not_follow_a_copy_while_the_old_file_stands(
    photos: Path, home: Home, rescan: Rescan, no_decoding: Callable[[], None]
) -> None:
    save_photo(photos / "a.jpg", 1)
    rescan()
    decide(home, DecisionKind.REJECT, [photos / "a.jpg"])
    shutil.copy(photos / "a.jpg", photos / "b.jpg")
    no_decoding()
    assert counts(rescan()) == {"found": 2, "new": 1, "unchanged": 1}
    decisions = {shot.path.name: shot.decision for shot in load_shots(home, places_now(home))}
    assert decisions == {"a.jpg": DecisionKind.REJECT, "b.jpg": None}


def test_decisions_are_not_guessed_when_one_file_becomes_two(photos: Path, home: Home, rescan: Rescan) -> None:
    save_photo(photos / "a.jpg", 1)
    rescan()
    decide(home, DecisionKind.REJECT, [photos / "a.jpg"])
    shutil.copy(photos / "a.jpg", photos / "b.jpg")
    (photos / "a.jpg").rename(photos / "c.jpg")
    assert counts(rescan()) == {"found": 2, "new": 2, "missing": 1}
    assert [shot.decision for shot in load_shots(home, places_now(home))] == [None, None]


def test_changed_and_missing(photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan) -> None:
    save_photo(photos / "a.jpg", 1)
    save_photo(photos / "b.jpg", 2)
    rescan()
    save_photo(photos / "a.jpg", 3, size=(300, 300))
    (photos / "b.jpg").unlink()
    assert counts(rescan()) == {"found": 1, "changed": 1, "missing": 1}
    (shot,) = load_shots(home, places_now(home))
    assert (shot.facts.width, shot.facts.height) == (300, 300)


def test_what_was_missing_and_is_back_needs_no_decoding(
    photos: Path, tmp_path: Path, rescan: Rescan, no_decoding: Callable[[], None]
) -> None:
    save_photo(photos / "a.jpg", 1)
    rescan()
    (photos / "a.jpg").rename(tmp_path / "away.jpg")
    assert counts(rescan()) == {"missing": 1}
    (tmp_path / "away.jpg").rename(photos / "a.jpg")
    no_decoding()
    assert counts(rescan()) == {"found": 1, "unchanged": 1}


def test_one_file_reached_twice_is_one_file(photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan) -> None:
    save_photo(photos / "sub" / "a.jpg", 1)
    os.link(photos / "sub" / "a.jpg", photos / "sub" / "hard.jpg")
    (photos / "soft.jpg").symlink_to(photos / "sub" / "a.jpg")
    (photos / "loop").symlink_to(photos)
    assert counts(rescan(photos, photos / "sub", photos / "loop")) == {"found": 1, "new": 1}
    assert groups_of(home, encoder) == []


def test_raw_and_jpeg_and_sidecar_are_one_shot(photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan) -> None:
    save_photo(photos / "IMG_1.jpg", 1)
    (photos / "IMG_1.CR2").write_bytes(b"II*\0\x10\0\0\0CR\2\0" + bytes(4000))
    (photos / "IMG_1.xmp").write_text("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    report = rescan()
    assert counts(report) == {"found": 2, "new": 2}
    (shot,) = load_shots(home, places_now(home))
    assert {companion.path.name for companion in shot.companions} == {"IMG_1.CR2", "IMG_1.xmp"}
    assert groups_of(home, encoder) == []
    assert counts(rescan()) == {"found": 2, "unchanged": 2}


def test_two_exposures_seconds_apart_are_a_burst_and_not_copies(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan
) -> None:
    save_photo(photos / "one.jpg", 1, taken_at="2024:05:01 10:00:00")
    save_photo(photos / "two.jpg", 1, quality=80, taken_at="2024:05:01 10:00:02")
    rescan()
    assert groups_of(home, encoder) == []
    (group,) = groups_of(home, encoder, *Level)
    assert group.level is Level.BURST


def test_not_a_duplicate_is_remembered_for_the_contents(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan
) -> None:
    save_photo(photos / "a.jpg", 1)
    save_photo(photos / "b.jpg", 1, quality=50)
    rescan()
    assert len(groups_of(home, encoder)) == 1
    assert decide_not_duplicate(home, photos / "b.jpg", photos / "a.jpg") == 1
    (photos / "b.jpg").rename(photos / "z.jpg")
    rescan()
    assert groups_of(home, encoder) == []


def test_a_folder_that_never_was_is_wrong_usage(tmp_path: Path, rescan: Rescan) -> None:
    with pytest.raises(UsageError):
        rescan(tmp_path / "nowhere")


def test_bad_files_are_listed_and_end_nothing(photos: Path, home: Home, rescan: Rescan) -> None:
    good = save_photo(photos / "good.jpg", 1)
    (photos / "empty.jpg").touch()
    (photos / "text.jpg").write_text("this is no picture")
    (photos / "cut.jpg").write_bytes(good.read_bytes()[:3000])
    os.mkfifo(photos / "pipe.jpg")
    nasty = os.fsencode(photos) + b"/caf\xe9\n.jpg"
    shutil.copy(good, os.fsdecode(nasty))
    report = rescan()
    assert {problem.path.name for problem in report.problems} == {"empty.jpg", "text.jpg", "cut.jpg", "pipe.jpg"}
    paths = {os.fsencode(shot.path) for shot in load_shots(home, places_now(home))}
    assert paths == {os.fsencode(good), nasty}


def test_a_file_in_a_folder_that_cannot_be_read_is_not_missing(
    photos: Path, rescan: Rescan, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_photo(photos / "closed" / "a.jpg", 1)
    rescan()
    real = os.scandir

    def refuse(path: object = ".") -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", refuse)
    report = rescan()
    assert counts(report) == {}
    assert [problem.reason for problem in report.problems] == [ProblemReason.FOLDER_UNREADABLE]


def test_a_cancelled_scan_keeps_what_it_has_and_goes_on_later(photos: Path, home: Home, rescan: Rescan) -> None:
    for seed in range(6):
        save_photo(photos / f"{seed}.jpg", seed)

    class CancelledAtTheThird(Job):
        def report(self, stage: Stage, done: int, total: int | None = None, **rest: Any) -> None:
            if stage is Stage.EMBED and done == 3:
                self.cancel()
            super().report(stage, done, total, **rest)

    with pytest.raises(JobCancelledError):
        rescan(job=CancelledAtTheThird())
    kept = len(load_shots(home, places_now(home)))
    assert kept == 3
    report = rescan()
    assert report.found == 6
    assert report.unchanged == kept
    assert len(load_shots(home, places_now(home))) == 6


def test_a_kill_between_batches_loses_no_match(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_photo(photos / "a.jpg", 1)
    save_photo(photos / "b.jpg", 1, quality=60)

    class KilledError(BaseException):
        pass

    def die(*_: object) -> None:
        raise KilledError

    # The moment after vectors are stored and before the library knows their files.
    monkeypatch.setattr(type(home.library.files), "save_batch", die)
    with pytest.raises(KilledError):
        rescan()
    monkeypatch.undo()
    rescan()
    assert [len(group.members) for group in groups_of(home, encoder)] == [2]


ROOT = Volume("root", "System", Path("/"))


def test_an_absent_drive_is_offline_and_loses_nothing(
    tmp_path: Path, home: Home, rescan: Rescan, monkeypatch: pytest.MonkeyPatch, no_decoding: Callable[[], None]
) -> None:
    def mounted(*volumes: Volume) -> None:
        monkeypatch.setattr(Volumes, "current", lambda: Volumes([ROOT, *volumes]))

    drive = tmp_path / "drive"
    save_photo(drive / "2024" / "a.jpg", 1)
    mounted(Volume("usb", "Card", drive))
    rescan(drive)
    decide(home, DecisionKind.KEEP, [drive / "2024" / "a.jpg"])

    # Unplugged: the mount point stays behind, empty; or it is gone altogether.
    drive.rename(tmp_path / "elsewhere")
    mounted()
    assert counts(rescan(drive)) == {"offline": 1}
    drive.mkdir()
    assert counts(rescan(drive)) == {"offline": 1}
    (shot,) = load_shots(home, places_now(home))
    assert (shot.offline, shot.decision) == (True, DecisionKind.KEEP)

    # Back under another name.
    mounted(Volume("usb", "Card", tmp_path / "elsewhere"))
    no_decoding()
    assert counts(rescan(tmp_path / "elsewhere")) == {"found": 1, "unchanged": 1}
    (shot,) = load_shots(home, places_now(home))
    assert (shot.path, shot.offline) == (tmp_path / "elsewhere" / "2024" / "a.jpg", False)
    assert shot.decision is DecisionKind.KEEP


def test_photographs_may_lie_in_the_home_and_its_own_folders_are_passed_over(
    tmp_path: Path, home: Home, rescan: Rescan
) -> None:
    root = home.paths.library.parent
    save_photo(root / "mine" / "a.jpg", 1)
    assert home.quarantine_dir is not None
    save_photo(home.quarantine_dir / "session" / "gone.jpg", 2)
    assert counts(rescan(root)) == {"found": 1, "new": 1}
