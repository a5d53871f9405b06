"""Two photos of a library explained: what the scan left of them, and what is written in their files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from photos import draw_photo, save_photo
from twinlens.core.evidence import WHOLE, Change, Evidence
from twinlens.core.explaining import Loss
from twinlens.core.grouping import ordered_pair
from twinlens.core.photos import Shot
from twinlens.core.relations import Relation
from twinlens.workflows.explain import WHOLE_FRAME, Explained, UnlikeMap, explain_shots, stored_evidence
from twinlens.workflows.groups import load_groups, load_shots, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder, LazyVerifier

BIG = (900, 600)
SIDECAR = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" xmp:Rating="4" crs:HasSettings="True"><dc:subject><rdf:Bag>
<rdf:li>sea</rdf:li><rdf:li>boat</rdf:li></rdf:Bag></dc:subject><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Harbour
</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"""

Ask = Callable[[str, str], Explained]


@pytest.fixture
def shots(home: Home, photos: Path, rescan) -> Callable[[], dict[str, Shot]]:
    def scanned() -> dict[str, Shot]:
        rescan()
        return {shot.path.name: shot for shot in load_shots(home, places_now(home))}

    return scanned


@pytest.fixture
def ask(home: Home, shots: Callable[[], dict[str, Shot]]) -> Ask:
    """Explain the first beside the second, after a scan."""
    known: dict[str, Shot] = {}

    def explained(photo: str, kept: str) -> Explained:
        known.update(known or shots())
        return explain_shots(home, LazyVerifier(None), known[photo], known[kept])

    return explained


def lost(found: Explained) -> list[Loss]:
    return [each.what for each in found.explanation.losses]


def near(outline, wanted, by: float = 0.03) -> bool:
    return all(
        abs(one - other) < by for a, b in zip(outline, wanted, strict=True) for one, other in zip(a, b, strict=True)
    )


def test_a_turned_crop_is_outlined_where_it_lies(photos: Path, ask: Ask) -> None:
    whole = draw_photo(3, BIG)
    whole.save(photos / "a whole.png")
    whole.crop((180, 60, 720, 480)).rotate(90, expand=True).save(photos / "crop.jpg", quality=70)
    found = ask("crop.jpg", "a whole.png")
    assert found.explanation.relation is Relation.CROP
    assert {Change.CROPPED, Change.TURNED} <= set(found.explanation.changes)
    assert found.explanation.pixels == pytest.approx(0.42, abs=0.01)
    assert lost(found) == []
    # Turned against the clock, its upper left corner is the upper right one of what was cut out.
    assert near(found.explanation.laid.outline, ((0.8, 0.1), (0.8, 0.8), (0.2, 0.8), (0.2, 0.1)))
    assert found.unlike is not None
    assert found.unlike.in_photo == WHOLE_FRAME
    assert near(found.unlike.in_kept, found.explanation.laid.outline)
    other = ask("a whole.png", "crop.jpg")
    assert lost(other) == [Loss.AREA, Loss.QUALITY]
    assert other.unlike == replace(found.unlike, in_photo=found.unlike.in_kept, in_kept=found.unlike.in_photo)


def test_a_sticker_is_where_the_map_says(photos: Path, ask: Ask) -> None:
    photo = draw_photo(11, BIG)
    photo.save(photos / "clean.png")
    ImageDraw.Draw(photo).ellipse((600, 100, 750, 250), fill="gold", outline="black", width=4)
    ImageOps.mirror(photo).save(photos / "sold.png")
    found = ask("sold.png", "clean.png")
    assert lost(found) == [Loss.COVERED]
    assert mean(found.unlike, 0.18, 0.2, 0.31, 0.4) > 60
    assert mean(found.unlike, 0.7, 0.5, 1.0, 1.0) < 10


def mean(found: UnlikeMap, left: float, top: float, right: float, bottom: float) -> float:
    """Within a part of the photo, given in fractions, whichever of the two the map's frame is."""
    image = Image.frombytes("L", (found.side, found.side), found.unlike)
    if found.in_photo[0][0] > 0.5:
        image = ImageOps.mirror(image)
    part = image.crop(tuple(round(each * found.side) for each in (left, top, right, bottom)))
    return sum(part.tobytes()) / (part.width * part.height)


def test_brighter_and_grey_have_a_direction(photos: Path, ask: Ask) -> None:
    photo = draw_photo(5, BIG)
    photo.save(photos / "plain.png")
    ImageOps.grayscale(ImageEnhance.Brightness(photo).enhance(0.7)).save(photos / "dark grey.png")
    found = ask("dark grey.png", "plain.png").explanation
    assert found.laid.brighter < -5
    assert found.laid.colourless == (True, False)
    assert [each.words for each in found.losses] == [(Change.BLACK_AND_WHITE, Change.TONE)]
    assert lost(ask("plain.png", "dark grey.png")) == [Loss.COLOUR, Loss.LOOK]


def test_titles_and_keywords_are_read_from_the_sidecar(photos: Path, ask: Ask) -> None:
    save_photo(photos / "bare.jpg", 7)
    (photos / "twin.jpg").write_bytes((photos / "bare.jpg").read_bytes())
    (photos / "twin.xmp").write_text(SIDECAR)
    found = ask("twin.jpg", "bare.jpg").explanation
    assert found.relation is Relation.IDENTICAL
    assert [(each.what, each.words) for each in found.losses] == [
        (Loss.EDITS, ()), (Loss.RATING, ()), (Loss.KEYWORDS, ("boat", "sea")), (Loss.TITLE, ("Harbour",)),
    ]  # fmt: skip
    assert lost(ask("bare.jpg", "twin.jpg")) == []


def test_without_previews_what_the_scan_found_still_tells(home: Home, photos: Path, shots) -> None:
    photo = draw_photo(3, BIG)
    photo.save(photos / "whole.jpg", quality=90)
    photo.crop((100, 60, 820, 560)).save(photos / "part.jpg", quality=90)
    known = shots()
    before = explain_shots(home, LazyVerifier(None), known["whole.jpg"], known["part.jpg"])
    with home.cache.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM previews")
    after = explain_shots(home, LazyVerifier(None), known["whole.jpg"], known["part.jpg"])
    assert after.unlike is None
    assert lost(after) == lost(before) == [Loss.AREA]
    assert after.explanation.relation is Relation.CROP


def test_what_only_a_third_picture_proved_stands(home: Home, photos: Path, shots) -> None:
    save_photo(photos / "a.jpg", 7, size=BIG)
    save_photo(photos / "b.jpg", 8, size=BIG)
    known = shots()
    pair = ordered_pair(known["a.jpg"].content_key, known["b.jpg"].content_key)
    before = explain_shots(home, LazyVerifier(None), known["a.jpg"], known["b.jpg"])
    assert before.explanation.relation is Relation.SIMILAR
    evidence = Evidence(12, 0.9, 0.8, 1.0, 0.3, WHOLE, (0.1, 0.1, 0.5, 0.6), (Change.CROPPED,))
    home.cache.evidence.save([(pair, evidence)])
    found = explain_shots(home, LazyVerifier(None), known["a.jpg"], known["b.jpg"])
    assert found.explanation.relation is Relation.CROP
    assert found.unlike is None


def test_a_photo_on_an_absent_drive_or_gone_says_what_is_unknown(home: Home, photos: Path, shots) -> None:
    save_photo(photos / "a.jpg", 7)
    save_photo(photos / "b.jpg", 7, quality=80)
    known = shots()
    away = replace(known["a.jpg"], offline=True)
    assert explain_shots(home, LazyVerifier(None), away, known["b.jpg"]).explanation.unknown == (Loss.TITLE,)
    known["a.jpg"].path.unlink()
    found = explain_shots(home, LazyVerifier(None), known["a.jpg"], known["b.jpg"]).explanation
    assert Loss.TITLE in found.unknown


def test_what_the_scan_found_is_told_of_each_member_beside_its_keeper(
    home: Home, photos: Path, encoder: LazyEncoder, shots
) -> None:
    whole = draw_photo(3, BIG)
    whole.save(photos / "whole.jpg", quality=90)
    whole.crop((180, 60, 720, 480)).save(photos / "crop.jpg", quality=90)
    shots()
    groups = load_groups(home, encoder.card, threshold=encoder.card.thresholds.normal)
    ((member, keeper), evidence), *others = stored_evidence(home, groups).items()
    assert others == []
    assert keeper == groups[0].keeper.shot.content_key
    assert member == groups[0].members[1].shot.content_key
    assert evidence.first_in_second > 0.97
    assert evidence.region_in_second == pytest.approx((0.2, 0.1, 0.6, 0.7), abs=0.02)
