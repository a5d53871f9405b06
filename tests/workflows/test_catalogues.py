"""Ratings and the like from sidecars and catalogues reach the shots, and follow their changes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightroom import Photo, write_catalogue
from photos import save_photo
from twinlens.core.errors import CatalogueRefusedError, UsageError
from twinlens.core.photos import Marks, Shot
from twinlens.vision.sidecars import marks_of, read_sidecar
from twinlens.workflows.catalogues import add_catalogue, forget_catalogue
from twinlens.workflows.groups import load_shots, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.scan import ScanReport

Rescan = Callable[..., ScanReport]
PACKET = """<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description xmp:Rating="{stars}" xmp:Label="Red"
 crs:HasSettings="True" xmpDM:pick="1"><dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>sky</rdf:li></rdf:Bag>
</dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"""


@pytest.fixture
def shots(home: Home) -> Callable[[], dict[str, Shot]]:
    return lambda: {shot.path.name: shot for shot in load_shots(home, places_now(home))}


def nothing() -> None:
    pass


def test_a_sidecar_is_read_in_a_scan_and_again_when_it_changed(photos: Path, rescan: Rescan, shots: Callable) -> None:
    save_photo(photos / "a.jpg", 1)
    (photos / "a.xmp").write_text(PACKET.format(stars=3))
    rescan()
    assert shots()["a.jpg"].marks == Marks(edited=True, rating=3, flag=1, label="Red", keywords=2)
    (photos / "a.xmp").write_text(PACKET.format(stars=-1) + " ")
    rescan()
    assert shots()["a.jpg"].rating == -1


def test_a_catalogue_speaks_of_files_scanned_before_and_after(
    home: Home, photos: Path, rescan: Rescan, shots: Callable, tmp_path: Path
) -> None:
    path = tmp_path / "Lightroom.lrcat"
    root = f"{photos}/"
    write_catalogue(path, Photo(root, "", "a", "jpg", rating=2), Photo(root, "", "b", "jpg", rating=4, developed=1.0))
    save_photo(photos / "a.jpg", 1)
    rescan()
    record = add_catalogue(home, places_now(home), path, nothing)
    assert (record.photos, record.found) == (2, 1)
    assert shots()["a.jpg"].marks == Marks(catalogued=True, rating=2)
    save_photo(photos / "b.jpg", 2)
    rescan()
    assert shots()["b.jpg"].marks == Marks(catalogued=True, edited=True, rating=4)
    path.unlink()
    write_catalogue(path, Photo(root, "", "a", "jpg", rating=5))
    os.utime(path, ns=(1, 1))
    rescan()
    assert shots()["a.jpg"].rating == 5
    assert not shots()["b.jpg"].marks.catalogued
    forget_catalogue(home, path)
    assert not shots()["a.jpg"].marks.catalogued
    with pytest.raises(UsageError):
        forget_catalogue(home, path)


def test_a_catalogue_that_broke_ends_no_scan_and_what_it_said_stands(
    home: Home, photos: Path, rescan: Rescan, shots: Callable, tmp_path: Path
) -> None:
    path = tmp_path / "Lightroom.lrcat"
    write_catalogue(path, Photo(f"{photos}/", "", "a", "jpg"))
    save_photo(photos / "a.jpg", 1)
    rescan()
    add_catalogue(home, places_now(home), path, nothing)
    path.write_bytes(b"torn")
    (problem,) = rescan().problems
    assert problem.path == path
    assert problem.detail.endswith(".")
    assert shots()["a.jpg"].marks.catalogued
    path.unlink()
    assert not rescan().problems  # Its drive may be away.
    assert shots()["a.jpg"].marks.catalogued
    with pytest.raises(CatalogueRefusedError):
        add_catalogue(home, places_now(home), path, nothing)


@pytest.mark.parametrize(
    ("packet", "marks"),
    [
        (b"", Marks()),
        (b"\xff\xfe" + PACKET.format(stars=2).encode("utf-16-le"), Marks(False, True, 2, 1, "Red", 2)),
        (PACKET.format(stars=9).encode()[:200], Marks(edited=True, flag=1, label="Red")),
        (b'<a darktable:history_end="3"/>', Marks(edited=True)),
        (b'<a darktable:history_end="0"/>', Marks()),
        (b"<a><xmp:Rating> 4 </xmp:Rating></a>", Marks(rating=4)),
    ],
)
def test_sidecars_of_several_programs(packet: bytes, marks: Marks) -> None:
    assert marks_of(packet) == marks


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_sidecar_says_something_or_nothing(data: bytes) -> None:
    assert isinstance(marks_of(data), Marks)


def test_sidecars_that_cannot_be_read_or_are_none(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "missing.xmp") is None
    assert read_sidecar(tmp_path) is None
    (tmp_path / "huge.xmp").write_bytes(b" " * (4 * 2**20) + b'<a xmp:Rating="5"/>')
    assert read_sidecar(tmp_path / "huge.xmp") == Marks()
