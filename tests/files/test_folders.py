"""What belongs to a picture is asked of its folder as it is now."""

from __future__ import annotations

from pathlib import Path

import pytest

from files import heads
from twinlens.core.clearing import LeftAlone
from twinlens.files import folders
from twinlens.files.folders import companions_now
from twinlens.files.mover import RefusedError


def fill(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_bytes(b"x")


def companions(folder: Path, picture: str) -> tuple[list[str], list[str]]:
    found = companions_now(folder / picture)
    return [path.name for path, _ in found.own], [path.name for path, _ in found.shared]


def test_own_and_shared_companions(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg", "a.CR2", "a.xmp", "a.CR2.xmp", "a.tif", "ab.jpg", "ab.xmp", "b.jpg", ".a.xmp")
    (tmp_path / "a.dop").symlink_to("a.xmp")
    (tmp_path / "a.pp3").mkdir()
    assert companions(tmp_path, "a.jpg") == (["a.CR2", "a.CR2.xmp"], ["a.xmp"])
    assert companions(tmp_path, "a.tif") == ([], ["a.xmp"])
    assert companions(tmp_path, "ab.jpg") == (["ab.xmp"], [])
    assert companions(tmp_path, "b.jpg") == ([], [])


def test_the_names_of_a_telephone(tmp_path: Path) -> None:
    fill(tmp_path, "IMG_0001.HEIC", "IMG_O0001.AAE", "IMG_0002.HEIC", "IMG_E0002.JPG", "IMG_O0002.AAE")
    assert companions(tmp_path, "IMG_0001.HEIC") == (["IMG_O0001.AAE"], [])
    assert companions(tmp_path, "IMG_0002.HEIC") == (["IMG_E0002.JPG", "IMG_O0002.AAE"], [])
    with pytest.raises(RefusedError):
        companions_now(tmp_path / "IMG_E0002.JPG")


def test_heads_are_asked_as_they_are_now(tmp_path: Path) -> None:
    for name, taken in (("a.jpg", "2021:06:01 12:00:00"), ("a.CR2", "2021:06:01 12:00:00")):
        head = heads.tiff("Testcam", taken)
        (tmp_path / name).write_bytes(heads.jpeg(head) if name.endswith("jpg") else head)
    assert companions(tmp_path, "a.jpg") == (["a.CR2"], [])
    (tmp_path / "a.CR2").write_bytes(heads.tiff("Testcam II", "2021:06:01 12:00:00"))
    assert companions(tmp_path, "a.jpg") == ([], [])
    fill(tmp_path, "c.heic", "c.mov")
    assert companions(tmp_path, "c.heic") == ([], [])
    (tmp_path / "c.heic").write_bytes(heads.heic(heads.tiff(live="A")))
    (tmp_path / "c.mov").write_bytes(heads.live_film("A"))
    assert companions(tmp_path, "c.heic") == (["c.mov"], [])


def test_what_is_not_on_this_disk_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a.jpg", "a.CR2")
    monkeypatch.setattr(folders, "is_placeholder", lambda *_: True)
    monkeypatch.setattr(folders, "read_clues", lambda path: pytest.fail(f"{path} was read"))
    assert companions(tmp_path, "a.jpg") == (["a.CR2"], [])


def test_a_raw_in_another_folder_comes_with_what_it_has(tmp_path: Path) -> None:
    (tmp_path / "RAW").mkdir()
    (tmp_path / "JPG").mkdir()
    fill(tmp_path / "RAW", "a.CR2", "a.CR2.xmp", "a.tif", "a.xmp", "b.CR2")
    fill(tmp_path / "JPG", "a.jpg", "a.jpg.xmp")
    found = companions_now(tmp_path / "JPG" / "a.jpg", [tmp_path / "RAW" / "a.CR2"])
    own = [str(path.relative_to(tmp_path)) for path, _ in found.own]
    assert own == ["JPG/a.jpg.xmp", "RAW/a.CR2", "RAW/a.CR2.xmp"]
    assert [path.name for path, _ in found.shared] == ["a.xmp"]
    with pytest.raises(RefusedError):
        companions_now(tmp_path / "JPG" / "a.jpg", [tmp_path / "RAW" / "gone.CR2"])


def test_a_picture_that_became_a_companion_or_went_is_refused(tmp_path: Path) -> None:
    fill(tmp_path, "a.CR2", "a.jpg")
    for name, reason in (("a.CR2", LeftAlone.CHANGED), ("a.png", LeftAlone.VANISHED)):
        with pytest.raises(RefusedError) as refused:
            companions_now(tmp_path / name)
        assert refused.value.reason is reason
    with pytest.raises(RefusedError) as refused:
        companions_now(tmp_path / "gone" / "a.jpg")
    assert refused.value.reason is LeftAlone.UNREADABLE


def test_a_hidden_picture_that_was_named_outright(tmp_path: Path) -> None:
    fill(tmp_path, ".a.jpg")
    assert companions(tmp_path, ".a.jpg") == ([], [])
