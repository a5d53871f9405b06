"""Live Photos, edits and RAWs in other folders go and come back with their pictures, and with no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from files import heads
from twinlens.core.photos import CompanionKind
from twinlens.core.relations import DecisionKind
from workflows.shelf import Shelf, contents, stays

Rename = Callable[[Path, Path], None]
NOON = "2021:06:01 12:00:00"


def exposure(live: str | None = None, own: str = "") -> bytes:
    """A JPEG's head; `own` makes its bytes differ from those of others."""
    return heads.jpeg(heads.tiff("Phone", NOON, live=live), padding=own.encode())


@pytest.fixture
def telephone(shelf: Shelf) -> Shelf:
    """A rejected Live Photo with its edit, the edit's film and the notes of both, and a kept copy of the picture."""
    shelf.put("keep.jpg")
    shelf.put("IMG_1.jpg", exposure("A", "one"))
    shelf.put("IMG_1.mov", heads.live_film("A"))
    shelf.put("IMG_E1.jpg", exposure("B", "edited"))
    shelf.put("IMG_E1.mov", heads.live_film("B"))
    shelf.put("IMG_1.AAE", b"<plist/>")
    shelf.put("IMG_O1.AAE", b"<plist>o</plist>")
    shelf.learn()
    shelf.match("keep.jpg", "IMG_1.jpg")
    shelf.reject("IMG_1.jpg")
    return shelf


@pytest.fixture
def two_folders(shelf: Shelf) -> Shelf:
    """A rejected JPEG whose RAW, with a sidecar, is in another folder."""
    shelf.put("keep.jpg")
    shelf.put("JPG/x.jpg", exposure())
    shelf.put("RAW/x.CR2", heads.tiff("Phone", NOON))
    shelf.put("RAW/x.CR2.xmp", b"<x/>")
    shelf.learn()
    shelf.match("keep.jpg", "JPG/x.jpg")
    shelf.reject("JPG/x.jpg")
    return shelf


def test_a_telephones_shot_goes_and_comes_back_whole(telephone: Shelf) -> None:
    before = contents(telephone.folder)
    kinds = [each.kind for each in telephone.shots()["IMG_1.jpg"].companions]
    assert sorted(kinds) == [*[CompanionKind.EDIT], *[CompanionKind.LIVE] * 2, *[CompanionKind.SIDECAR] * 2]
    report = telephone.clean()
    assert telephone.removed(report) == ["IMG_1.jpg"]
    assert [path.name for path in telephone.folder.iterdir()] == ["keep.jpg"]
    assert report.session is not None
    assert len(telephone.restore(report.session).restored) == 6
    assert contents(telephone.folder) == before


@pytest.mark.parametrize("failing", ["IMG_1.mov", "IMG_E1.jpg", "IMG_O1.AAE"])
def test_any_part_that_fails_brings_all_back(
    telephone: Shelf, before_rename: Callable[[Rename], None], failing: str
) -> None:
    def refuse(source: Path, _: Path) -> None:
        if source.name == failing:
            raise PermissionError(13, "no", str(source))

    before_rename(refuse)
    before = contents(telephone.folder)
    assert telephone.failed(telephone.clean()) == {"IMG_1.jpg": "companion-failed"}
    assert contents(telephone.folder) == before


def test_a_film_of_two_pictures_stays_with_the_last(shelf: Shelf) -> None:
    shelf.put("keep.jpg")
    shelf.put("a.jpg", exposure("A", "a"))
    shelf.put("a.heic", exposure("A", "b"))
    shelf.put("a.mov", heads.live_film("A"))
    shelf.learn()
    shelf.match_all("keep.jpg", "a.jpg", "a.heic")
    shelf.reject("a.jpg")
    assert shelf.removed(shelf.clean()) == ["a.jpg"]
    assert (shelf.folder / "a.mov").exists()
    shelf.reject("a.heic")
    (removed,) = shelf.clean().removed
    assert [path.name for path in removed.companions] == ["a.mov"]


def test_a_raw_in_another_folder_goes_and_comes_back(two_folders: Shelf) -> None:
    before = contents(two_folders.folder)
    report = two_folders.clean()
    (removed,) = report.removed
    assert sorted(path.name for path in removed.companions) == ["x.CR2", "x.CR2.xmp"]
    assert not list((two_folders.folder / "RAW").iterdir())
    assert report.session is not None
    two_folders.restore(report.session)
    assert contents(two_folders.folder) == before


def test_a_raw_in_another_folder_that_changed_or_went_leaves_all_alone(two_folders: Shelf) -> None:
    raw = two_folders.folder / "RAW" / "x.CR2"
    data = raw.read_bytes()
    raw.write_bytes(data + b"more")
    stays(two_folders, "changed", "JPG/x.jpg")
    raw.unlink()
    stays(two_folders, "vanished", "JPG/x.jpg")


def test_what_came_to_belong_to_it_since_the_scan_never_goes_unseen(shelf: Shelf) -> None:
    shelf.put("keep.jpg")
    shelf.put("a.jpg", exposure())
    shelf.put("a.CR2", heads.tiff("Othercam", NOON))
    shelf.learn()
    shelf.match("keep.jpg", "a.jpg")
    shelf.reject("a.jpg")
    assert not shelf.shots()["a.jpg"].companions
    shelf.put("a.CR2", heads.tiff("Phone", NOON))  # known to the library, but not as part of this shot
    places_before = contents(shelf.folder)
    assert shelf.failed(shelf.clean()) == {"a.jpg": "changed"}
    assert contents(shelf.folder) == places_before
    (shelf.folder / "a.CR2").unlink()
    assert shelf.removed(shelf.clean()) == ["a.jpg"]


def test_another_exposure_of_its_name_stays(shelf: Shelf) -> None:
    shelf.put("keep.jpg")
    shelf.put("a.jpg", exposure())
    shelf.put("a.CR2", heads.tiff("Othercam", NOON))
    shelf.learn()
    shelf.match("keep.jpg", "a.jpg")
    shelf.reject("a.jpg")
    assert shelf.removed(shelf.clean()) == ["a.jpg"]
    assert (shelf.folder / "a.CR2").exists()


def make_library_of_lone_files(shelf: Shelf, decided: DecisionKind | None) -> None:
    """As one scanned before edits were joined to their originals, the original rejected."""
    shelf.put("keep.jpg")
    shelf.learn()
    lone = [shelf.put(name, exposure(own=name)) for name in ("IMG_1.jpg", "IMG_E1.jpg")]
    shelf.learn_names(*lone)
    shelf.match("keep.jpg", "IMG_1.jpg")
    shelf.reject("IMG_1.jpg")
    shelf.decide(decided, "IMG_E1.jpg")
    shelf.learn()


@pytest.mark.parametrize(
    ("of_edit", "of_shot"),
    [
        (None, None),
        (DecisionKind.KEEP, DecisionKind.KEEP),
        (DecisionKind.REJECT, DecisionKind.REJECT),
    ],
)
def test_a_shot_that_grew_is_rejected_only_where_all_of_it_was(
    shelf: Shelf, of_edit: DecisionKind | None, of_shot: DecisionKind | None
) -> None:
    make_library_of_lone_files(shelf, of_edit)
    shot = shelf.shots()["IMG_1.jpg"]
    assert [each.path.name for each in shot.companions] == ["IMG_E1.jpg"]
    assert shot.decision is of_shot
    shelf.learn()
    assert shelf.shots()["IMG_1.jpg"].decision is of_shot
    gone = ["IMG_1.jpg"] if of_shot is DecisionKind.REJECT else []
    assert shelf.removed(shelf.clean()) == gone


def test_a_sidecar_that_joins_changes_no_decision(pair: Shelf) -> None:
    pair.put("copy.xmp", b"<x/>")
    pair.learn()
    assert pair.shots()["copy.jpg"].decision is DecisionKind.REJECT
