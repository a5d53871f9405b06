"""Which files of a pair go with which half, by their names and folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens.core.photos import CompanionKind
from twinlens.core.relations import Half
from twinlens.files.halves import companions_of

KINDS = {".cr2": CompanionKind.RAW, ".mov": CompanionKind.LIVE, ".heic": CompanionKind.EDIT}
Companions = list[tuple[Path, CompanionKind]]


def companions(*names: str) -> Companions:
    return [(Path("/p") / name, KINDS.get(Path(name).suffix.lower(), CompanionKind.SIDECAR)) for name in names]


def going(half: Half, *names: str, picture: str = "IMG.JPG", raw: str = "IMG.CR2") -> list[str]:
    found = companions_of(half, Path("/p") / picture, Path("/p") / raw, companions(raw, *names))
    return [str(path.relative_to("/p")) for path, _ in found]


@pytest.mark.parametrize("sidecar", ["IMG.CR2.xmp", "img.cr2.XMP", "IMG_01.CR2.xmp", "IMG.CR2.dop", "IMG.CR2.pp3"])
def test_a_sidecar_of_the_raw_goes_with_the_raw(sidecar: str) -> None:
    assert going(Half.RAW, sidecar) == ["IMG.CR2", sidecar]
    assert going(Half.RENDERED, sidecar) == []


@pytest.mark.parametrize("sidecar", ["IMG.JPG.xmp", "IMG.JPG.dop", "IMG_E.HEIC.xmp", "IMG.MOV.xmp"])
def test_a_sidecar_of_the_picture_its_edit_or_film_goes_with_the_picture(sidecar: str) -> None:
    files = ("IMG.MOV", "IMG_E.HEIC", sidecar)
    assert going(Half.RAW, *files) == ["IMG.CR2"]
    assert sorted(going(Half.RENDERED, *files)) == sorted(files)


@pytest.mark.parametrize("sidecar", ["IMG.xmp", "IMG.on1", "IMG.AAE"])
@pytest.mark.parametrize("half", list(Half))
def test_what_names_the_stem_alone_stays(sidecar: str, half: Half) -> None:
    assert sidecar not in going(half, sidecar)


def test_in_folders_of_their_own_each_half_has_the_sidecars_beside_it() -> None:
    where = {"picture": "JPG/IMG.JPG", "raw": "RAW/IMG.CR2"}
    assert going(Half.RAW, "RAW/IMG.xmp", "JPG/IMG.xmp", **where) == ["RAW/IMG.CR2", "RAW/IMG.xmp"]
    assert going(Half.RENDERED, "RAW/IMG.xmp", "JPG/IMG.xmp", **where) == ["JPG/IMG.xmp"]


@given(
    st.lists(st.sampled_from(["IMG.xmp", "IMG.CR2.xmp", "IMG.JPG.xmp", "a/IMG.xmp", "IMG.MOV", "b.dop"]), unique=True)
)
def test_no_file_goes_with_both_halves_and_the_raw_comes_first(names: list[str]) -> None:
    raw, rendered = going(Half.RAW, *names), going(Half.RENDERED, *names)
    assert not set(raw) & set(rendered)
    assert raw[0] == "IMG.CR2"
    assert {*raw, *rendered} <= {"IMG.CR2", *names}
