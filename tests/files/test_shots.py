"""Shots across folders: a RAW in `RAW/` and its picture in `JPG/`."""

from __future__ import annotations

from pathlib import Path

from files import heads
from twinlens.core.clues import Clues
from twinlens.core.photos import Apart, CompanionKind, FileIdentity, FileStamp
from twinlens.files.discovery import FoundFile, FoundKind
from twinlens.files.names import kind_by_name
from twinlens.files.shots import FoundShot, pair_shots

NOON = Clues("Testcam", "2021-06-01T12:00:00")


def found(path: str, device: int = 1) -> FoundFile:
    kind = kind_by_name(Path(path).name) or FoundKind.OTHER
    return FoundFile(Path(path), FileStamp(1, 1), FileIdentity(device, hash(path) % 1000), 1, kind)


def pair(*paths: str, clues: dict[str, Clues] | None = None) -> dict[str, FoundShot]:
    known = clues or {}
    shots = pair_shots([found(path) for path in paths], lambda file: known.get(str(file.path), NOON))
    return {str(shot.picture.path): shot for shot in shots}


def companions(shot: FoundShot) -> list[str]:
    return [str(file.path) for file, _ in shot.companions]


def test_folders_do_not_mix_by_name_and_order_is_kept() -> None:
    files = [found("/b/x.jpg"), found("/a/x.CR2"), found("/a/x.xmp"), found("/b/x.NEF"), found("/b/y.png")]
    shots = pair_shots(files, lambda _: Clues())
    assert [str(shot.picture.path) for shot in shots] == ["/b/x.jpg", "/a/x.CR2", "/b/y.png"]
    assert [companions(shot) for shot in shots] == [["/b/x.NEF"], ["/a/x.xmp"], []]


def test_a_raw_beside_below_or_above_its_picture_is_joined_with_all_it_has() -> None:
    for raw, picture in (("/d/RAW/x", "/d/JPG/x"), ("/d/RAW/x", "/d/x"), ("/d/x", "/d/JPG/x")):
        shots = pair(f"{raw}.CR2", f"{raw}.xmp", f"{picture}.jpg", f"{picture}.jpg.xmp")
        assert list(shots) == [f"{picture}.jpg"]
        (shot,) = shots.values()
        assert shot.companions[0][1] is CompanionKind.RAW
        assert sorted(companions(shot)) == sorted([f"{raw}.CR2", f"{raw}.xmp", f"{picture}.jpg.xmp"])
    assert len(pair("/d/a/RAW/x.CR2", "/d/b/x.jpg")) == 2


def test_names_camera_and_time_must_agree_across_folders() -> None:
    raw, picture = "/d/RAW/x.CR2", "/d/JPG/x.jpg"
    for clues in (Clues(), Clues("Testcam"), Clues(None, NOON.taken_at), Clues("Othercam", NOON.taken_at),
                  Clues("Testcam", "2021-06-01T12:00:07")):  # fmt: skip
        assert len(pair(raw, picture, clues={picture: clues})) == 2
    assert len(pair(raw, "/d/JPG/y.jpg")) == 2


def test_another_volume_is_another_place() -> None:
    assert len(pair_shots([found("/d/RAW/x.CR2"), found("/d/JPG/x.jpg", device=2)], lambda _: NOON)) == 2


def test_several_candidates_stay_apart_and_say_so() -> None:
    shots = pair("/d/RAW/x.CR2", "/d/JPG/x.jpg", "/d/Export/x.jpg")
    assert len(shots) == 3
    assert {shot.apart for shot in shots.values()} == {Apart.AMBIGUOUS}


def test_a_pair_of_one_folder_comes_first() -> None:
    shots = pair("/d/RAW/x.CR2", "/d/RAW/x.jpg", "/d/Export/x.jpg")
    assert companions(shots["/d/RAW/x.jpg"]) == ["/d/RAW/x.CR2"]
    assert companions(shots["/d/Export/x.jpg"]) == []
    assert {shot.apart for shot in shots.values()} == {None}


def test_files_of_one_folder_only_are_read_for_what_they_hold(tmp_path: Path) -> None:
    taken = "2021:06:01 12:00:00"
    data = {"RAW/x.CR2": heads.tiff("Testcam", taken), "JPG/x.jpg": heads.jpeg(heads.tiff("Testcam", taken))}
    files = []
    for name, content in data.items():
        path = tmp_path / name
        path.parent.mkdir()
        path.write_bytes(content)
        files.append(found(str(path)))
    (shot,) = pair_shots(files)
    assert companions(shot) == [str(tmp_path / "RAW" / "x.CR2")]
