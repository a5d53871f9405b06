"""A scan joins files into shots by names and by what their heads say, and reads no head twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from files import heads
from photos import save_photo
from twinlens.core.photos import Apart, CompanionKind, Shot
from twinlens.vision.decode_pool import DecodePool
from twinlens.workflows.groups import load_shots, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.scan import ScanReport, evidence

Rescan = Callable[..., ScanReport]
NOON = "2021:06:01 12:00:00"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose heads are read."""
    names: list[str] = []

    def read(path: Path) -> object:
        names.append(path.name)
        return original(path)

    original = evidence.read_clues
    monkeypatch.setattr(evidence, "read_clues", read)
    return names


def shots_of(home: Home, photos: Path) -> dict[str, Shot]:
    return {str(shot.path.relative_to(photos)): shot for shot in load_shots(home, places_now(home))}


def companions(shot: Shot) -> dict[str, CompanionKind]:
    return {each.path.name: each.kind for each in shot.companions}


def put_raw(path: Path, taken: str = NOON, camera: str = "One") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(heads.tiff(camera, taken))


def put_live(folder: Path, name: str, seed: int, identifier: str = "A") -> None:
    """A JPEG and a film with one mark."""
    picture = save_photo(folder / f"{name}.jpg", seed).read_bytes()
    exif = b"Exif\0\0" + heads.tiff("Phone", NOON, live=identifier)
    segment = b"\xff\xe1" + (2 + len(exif)).to_bytes(2, "big") + exif
    (folder / f"{name}.jpg").write_bytes(picture[:2] + segment + picture[2:])
    (folder / f"{name}.mov").write_bytes(heads.live_film(identifier))


def test_a_live_photo_is_one_shot_and_other_films_are_nothing(
    photos: Path, home: Home, rescan: Rescan, reads: list[str]
) -> None:
    put_live(photos, "IMG_1", 1)
    (photos / "holiday.mov").write_bytes(heads.film(seconds=300))
    report = rescan()
    assert (report.found, report.new, report.problems) == (1, 1, ())
    (shot,) = shots_of(home, photos).values()
    assert companions(shot) == {"IMG_1.mov": CompanionKind.LIVE}
    assert not shot.companions[0].by_name
    assert sorted(reads) == ["IMG_1.jpg", "IMG_1.mov"]
    counts = home.library.files.counts()
    assert (counts.shots, counts.present) == (1, 2)


def test_a_rescan_reads_no_head_and_decodes_nothing(
    photos: Path, home: Home, rescan: Rescan, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_live(photos, "IMG_1", 1)
    save_photo(photos / "JPG" / "x.jpg", 2, taken_at=NOON)
    put_raw(photos / "RAW" / "x.CR2")
    rescan()
    before = shots_of(home, photos)
    assert companions(before["JPG/x.jpg"]) == {"x.CR2": CompanionKind.RAW}
    reads.clear()
    monkeypatch.setattr(DecodePool, "decode", lambda *_: pytest.fail("something was decoded"))
    report = rescan()
    assert report.unchanged == 3
    assert not reads
    assert shots_of(home, photos) == before


def test_a_folder_scanned_alone_leaves_a_shot_across_folders_whole(
    photos: Path, home: Home, rescan: Rescan, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_photo(photos / "JPG" / "x.jpg", 2, taken_at=NOON)
    put_raw(photos / "RAW" / "x.CR2")
    (photos / "RAW" / "x.xmp").write_text("<x/>")
    rescan()
    before = shots_of(home, photos)
    monkeypatch.setattr(DecodePool, "decode", lambda *_: pytest.fail("something was decoded"))
    for folder in ("RAW", "JPG", "RAW"):
        rescan(photos / folder)
        assert shots_of(home, photos) == before


def test_two_exposures_of_one_name_become_two_shots_and_say_so(photos: Path, home: Home, rescan: Rescan) -> None:
    save_photo(photos / "x.jpg", 1, taken_at=NOON)
    other = {"taken_at": "2021:06:02 13:07:11", "camera": "Testcam Two"}
    save_photo(photos / "other.jpg", 2, **other).rename(photos / "x.cr2")  # type: ignore[arg-type]
    rescan()
    found = shots_of(home, photos)
    assert {name: shot.apart for name, shot in found.items()} == {
        "x.jpg": Apart.OTHER_EXPOSURE,
        "x.cr2": Apart.OTHER_EXPOSURE,
    }
    save_photo(photos / "x.jpg", 3, **other)  # type: ignore[arg-type]
    rescan()
    (shot,) = shots_of(home, photos).values()
    assert (shot.apart, companions(shot)) == (None, {"x.cr2": CompanionKind.RAW})


def test_what_belonged_to_a_picture_that_was_renamed_is_let_go(photos: Path, home: Home, rescan: Rescan) -> None:
    put_live(photos, "IMG_1", 1)
    (photos / "IMG_1.xmp").write_text("<x/>")
    rescan()
    (photos / "IMG_1.jpg").rename(photos / "other.jpg")
    rescan()
    (shot,) = shots_of(home, photos).values()
    assert not shot.companions
    (photos / "other.jpg").rename(photos / "IMG_1.jpg")
    rescan()
    (shot,) = shots_of(home, photos).values()
    assert sorted(companions(shot)) == ["IMG_1.mov", "IMG_1.xmp"]


def test_a_raw_in_a_protected_folder_protects_its_picture(photos: Path, home: Home, rescan: Rescan) -> None:
    save_photo(photos / "JPG" / "x.jpg", 2, taken_at=NOON)
    put_raw(photos / "RAW" / "x.CR2")
    rescan()
    place = places_now(home).of(photos / "RAW")
    home.library.folders.protect(place.volume, place.relpath)
    (shot,) = shots_of(home, photos).values()
    assert shot.protected
