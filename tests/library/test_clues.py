"""Clues and reasons are kept as they were told."""

from __future__ import annotations

from pathlib import Path

from twinlens.core.clues import Clues
from twinlens.core.photos import Apart, CompanionKind, ContentKey, FileIdentity, FileStamp
from twinlens.library.database import open_library
from twinlens.library.records import CompanionLink, FileChange, VolumeRecord


def test_clues_are_kept_by_content_and_newer_ones_replace_older(tmp_path: Path) -> None:
    store = open_library(tmp_path / "library.db", backup_dir=tmp_path / "backups")
    one, other = ContentKey("f-1-a"), ContentKey("f-1-b")
    full = Clues("Testcam", "2021-06-01T12:00:00.25", -300, "A", 2.5)
    store.clues.save({})
    store.clues.save({one: Clues(), other: Clues("Old")})
    store.clues.save({other: full})
    assert store.clues.load() == {one: Clues(), other: full}
    store.close()


def test_a_link_by_name_and_a_reason_are_remembered_and_taken_back(tmp_path: Path) -> None:
    store = open_library(tmp_path / "library.db", backup_dir=tmp_path / "backups")
    store.folders.save_volume(VolumeRecord("v", "Disk", b"/d"))
    changes = [
        FileChange("v", name, FileStamp(1, 1), FileIdentity(1, 1), ContentKey(f"f-1-{number}"))
        for number, name in enumerate((b"a.heic", b"a.mov"))
    ]
    picture, film = store.files.save_batch(changes)
    store.files.set_companions([CompanionLink(film, picture, CompanionKind.LIVE, by_name=True)])
    store.files.set_apart({picture: Apart.AMBIGUOUS})
    heic, mov = store.files.known("v")
    assert (heic.apart, mov.companion_of, mov.companion_kind, mov.by_name) == (
        Apart.AMBIGUOUS, picture, CompanionKind.LIVE, True,
    )  # fmt: skip
    assert store.files.counts().shots == 1
    store.files.set_companions([CompanionLink(film, None, CompanionKind.LIVE)])
    store.files.set_apart({picture: None})
    heic, mov = store.files.known("v")
    assert (heic.apart, mov.companion_of, mov.by_name) == (None, None, False)
    assert store.files.counts().shots == 1  # a film is no shot, whoever's it is
    store.close()
