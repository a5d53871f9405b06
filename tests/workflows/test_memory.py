"""What a person decided stays decided, whatever becomes of names, folders and encoders."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from photos import draw_photo, save_photo
from twinlens.core.photos import Shot
from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.workflows.groups import GroupSource, load_shots, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from workflows.shelf import MODEL, Shelf

Rescan = Callable[..., object]
KEEP, REJECT = DecisionKind.KEEP, DecisionKind.REJECT
NFC = unicodedata.normalize("NFC", "Été à Genève")
NFD = unicodedata.normalize("NFD", NFC)
DECIDED = {"keep.jpg": KEEP, "reject.jpg": REJECT, "twin 1.jpg": REJECT, "twin 2.jpg": KEEP}


def shots_of(home: Home) -> dict[str, Shot]:
    """Every shot by name."""
    return {shot.path.name: shot for shot in load_shots(home, places_now(home))}


@pytest.fixture
def decided(home: Home, photos: Path, rescan: Rescan) -> Path:
    """A scanned folder with decisions of every kind, twins among them."""
    folder = photos / NFC / "2019"
    save_photo(folder / "keep.jpg", 1, size=(300, 200))
    draw_photo(1, (300, 200)).resize((150, 100)).save(folder / "reject.jpg", quality=70)
    save_photo(folder / "twin 1.jpg", 2, size=(300, 200))
    shutil.copy(folder / "twin 1.jpg", folder / "twin 2.jpg")
    rescan()
    shots = shots_of(home)
    home.library.decisions.set_many({shots[name].id: kind for name, kind in DECIDED.items()})
    home.library.decisions.add_not_duplicate(shots["keep.jpg"].content_key, shots["reject.jpg"].content_key)
    home.library.decisions.join(shots["keep.jpg"].content_key, shots["twin 1.jpg"].content_key, Relation.SIMILAR)
    return folder


def check(home: Home, encoder: LazyEncoder, *, but: frozenset[str] = frozenset()) -> None:
    """All that was decided holds, but for these names."""
    shots = shots_of(home)
    held = {name: shot.decision for name, shot in shots.items() if name not in but}
    assert held == {name: kind for name, kind in DECIDED.items() if name not in but}
    thresholds = encoder.card.thresholds
    copies, similar = (
        [
            {member.shot.path.name for member in group.members}
            for group in GroupSource(home).groups(encoder.card, thresholds.loose, (level,))
        ]
        for level in (Level.COPY, Level.SIMILAR)
    )
    assert copies == [{"twin 1.jpg", "twin 2.jpg"}]
    assert similar == [{"keep.jpg", "twin 2.jpg"}]


def test_it_survives_a_rescan(home: Home, encoder: LazyEncoder, decided: Path, rescan: Rescan) -> None:
    rescan()
    check(home, encoder)


@pytest.mark.parametrize("inside", [True, False])
def test_it_survives_a_folder_spelled_otherwise(
    home: Home, encoder: LazyEncoder, photos: Path, decided: Path, rescan: Rescan, inside: bool
) -> None:
    """As a copy through a Mac or a synchronising program leaves it: the same name in other code points."""
    decided.parent.rename(photos / NFD)
    if inside:
        rescan()
    else:
        rescan(photos / NFD)
    assert {shot.path.parent.parent.name for shot in shots_of(home).values()} == {NFD}
    check(home, encoder)


def test_it_survives_a_folder_renamed(
    home: Home, encoder: LazyEncoder, photos: Path, decided: Path, rescan: Rescan
) -> None:
    decided.parent.rename(photos / "elsewhere")
    rescan()
    # Of twins that went and came together nobody can tell which is which: they are asked about once more.
    twins = frozenset({"twin 1.jpg", "twin 2.jpg"})
    shots = shots_of(home)
    assert {shots[name].decision for name in twins} == {None}
    held = {name: shot.decision for name, shot in shots.items() if name not in twins}
    assert held == {"keep.jpg": KEEP, "reject.jpg": REJECT}


def test_it_survives_files_renamed_and_moved(home: Home, photos: Path, decided: Path, rescan: Rescan) -> None:
    (photos / "sorted").mkdir()
    (decided / "keep.jpg").rename(photos / "sorted" / "best.jpg")
    (decided / "twin 1.jpg").rename(photos / "sorted" / "away.jpg")
    rescan()
    shots = shots_of(home)
    assert (shots["best.jpg"].decision, shots["away.jpg"].decision) == (KEEP, REJECT)
    assert home.library.decisions.joined() == {
        tuple(sorted((shots["best.jpg"].content_key, shots["away.jpg"].content_key))): Relation.SIMILAR
    }


def test_pairs_survive_another_encoder(shelf: Shelf, encoder: LazyEncoder) -> None:
    """Which has seen nothing yet, or found other matches."""
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        shelf.put(name)
    shelf.learn()
    key = {name: shot.content_key for name, shot in shelf.shots().items()}
    shelf.home.library.decisions.join(key["a.jpg"], key["b.jpg"], Relation.COPY)
    shelf.home.library.decisions.add_not_duplicate(key["a.jpg"], key["c.jpg"])
    for model in (MODEL, "another"):
        card = replace(encoder.card, id=model)
        shelf.match("a.jpg", "c.jpg", score=0.999)
        (group,) = GroupSource(shelf.home).groups(card, card.thresholds.strict, (Level.COPY,))
        assert [(member.shot.path.name, member.joined) for member in group.members] == [
            ("a.jpg", False),
            ("b.jpg", True),
        ]


def test_a_file_that_was_cleared_away_is_recognised_when_it_is_back(shelf: Shelf) -> None:
    shelf.put("keep.jpg")
    gone = shelf.put("gone.jpg", b"the very picture")
    shelf.learn()
    shelf.match("keep.jpg", "gone.jpg")
    shelf.reject("gone.jpg")
    assert shelf.removed(shelf.clean()) == ["gone.jpg"]
    shelf.put("card/DSC_1.jpg", b"the very picture")
    shelf.learn()
    assert not gone.exists()
    assert {name: (shot.returned, shot.decision) for name, shot in shelf.shots().items()} == {
        "keep.jpg": (False, None),
        "card/DSC_1.jpg": (True, None),
    }
