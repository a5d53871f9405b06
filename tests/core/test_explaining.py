"""What differs between two photos, and what deleting one of them would lose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from twinlens.core.evidence import WHOLE, Change, Evidence
from twinlens.core.explaining import Explanation, Laid, Loss, Notes, explain, told_losses
from twinlens.core.photos import (
    NO_MARKS,
    Companion,
    CompanionKind,
    ContentKey,
    FileStamp,
    Marks,
    PictureFacts,
    Shot,
)
from twinlens.core.relations import Relation

NOTHING = Notes()
CROPPED, TONE, GREY = Change.CROPPED, Change.TONE, Change.BLACK_AND_WHITE


def shot(width: int = 3000, *companions: Companion, marks: Marks = NO_MARKS, **facts) -> Shot:
    about = PictureFacts(**{"format": "JPEG", "width": width, "height": width * 2 // 3, "keywords": 0, **facts})
    return Shot(1, Path("/photos/a.jpg"), FileStamp(1000, 0), ContentKey("f-1-a"), about, companions, marks=marks)


def companion(kind: CompanionKind, name: str = "a.xmp") -> Companion:
    return Companion(Path("/photos") / name, kind, FileStamp(10, 0))


def laid(*changes: Change, shown: float = 1.0, shows: float = 1.0, **more) -> Laid:
    """`shown`: how much of the photo the other one shows; `shows`: how much of that the photo shows."""
    return Laid(Evidence(80, 1.0, 0.9, shown, shows, WHOLE, WHOLE, changes), **more)


def lost(photo: Shot, kept: Shot, over: Laid | None = None, relation: Relation | None = Relation.REENCODED, **more):
    found = explanation(photo, kept, laid() if over is None else over, relation, **more)
    return [each.what for each in found.losses]


def explanation(
    photo: Shot, kept: Shot, over: Laid | None, relation: Relation | None = Relation.REENCODED, notes=(NOTHING, NOTHING)
) -> Explanation:
    return explain(photo, kept, relation, over, notes)


def test_of_two_equal_photos_nothing_is_lost() -> None:
    assert lost(shot(), shot()) == []
    found = explain(shot(), shot(), Relation.IDENTICAL, None, (NOTHING, NOTHING))
    assert (found.losses, found.unknown, found.scale, found.pixels) == ((), (), 1.0, 1.0)


def test_a_smaller_copy_loses_nothing_and_a_larger_one_its_pixels() -> None:
    small, large = shot(1500), shot(3000)
    assert lost(small, large) == []
    found = explanation(large, small, laid(Change.RESIZED))
    assert [(each.what, round(each.amount or 0)) for each in found.losses] == [(Loss.PIXELS, 4)]
    assert found.pixels == pytest.approx(4)
    assert found.scale == pytest.approx(2)


def test_a_crop_loses_nothing_and_its_parent_what_lies_outside() -> None:
    crop, parent = shot(1500), shot(3000)
    over = laid(CROPPED, shown=1.0, shows=0.25)
    assert lost(crop, parent, over, Relation.CROP) == []
    found = explanation(parent, crop, over.turned_round, Relation.CROP)
    assert [(each.what, each.amount) for each in found.losses] == [(Loss.AREA, 0.75)]
    assert found.scale == pytest.approx(1)


def test_a_crop_that_was_enlarged_is_no_gain_but_one_from_a_larger_file_is() -> None:
    over = laid(CROPPED, shown=1.0, shows=0.25)
    assert lost(shot(3000), shot(3000), over, Relation.CROP) == [Loss.PIXELS]
    assert lost(shot(1000), shot(3000), over, Relation.CROP) == []


def test_a_frame_is_no_part_of_the_scene() -> None:
    framed = laid(Change.FRAMED, shown=0.8, shows=1.0)
    assert lost(shot(), shot(2700), framed, Relation.EDITED) == [Loss.LOOK]
    assert lost(shot(2700), shot(), framed.turned_round, Relation.EDITED) == []


def test_what_lies_over_one_of_them_may_be_lost_with_either() -> None:
    over = laid(Change.OVERLAID)
    assert lost(shot(), shot(), over) == lost(shot(), shot(), over.turned_round) == [Loss.COVERED]


@pytest.mark.parametrize(
    ("colourless", "wanted"),
    [((False, True), [Loss.COLOUR]), ((True, False), [Loss.LOOK])],
    ids=["the kept one is grey", "the photo is"],
)
def test_colours_are_lost_where_the_kept_one_has_none(colourless: tuple[bool, bool], wanted: list[Loss]) -> None:
    assert lost(shot(), shot(), laid(GREY, colourless=colourless)) == wanted


def test_which_of_them_has_no_colours_may_be_unknown() -> None:
    found = explanation(shot(), shot(), laid(GREY))
    assert (found.losses, found.unknown) == ((), (Loss.COLOUR,))


def test_quality_counts_only_where_there_are_as_many_pixels() -> None:
    fine, coarse = shot(jpeg_quality=95), shot(jpeg_quality=70)
    assert lost(fine, coarse) == [Loss.QUALITY]
    assert lost(coarse, fine) == []
    assert lost(shot(jpeg_quality=72), coarse) == []
    assert lost(shot(1000, jpeg_quality=95), coarse) == []
    assert lost(shot(format="PNG"), coarse) == [Loss.QUALITY]
    assert lost(coarse, shot(format="PNG")) == []


def test_another_exposure_is_itself_what_is_lost() -> None:
    assert lost(shot(6000), shot(), None, Relation.BURST) == [Loss.PICTURE]
    assert lost(shot(), shot(), None, None) == [Loss.PICTURE]


def test_a_copy_that_nothing_lays_over_the_other_says_what_is_unknown() -> None:
    found = explain(shot(), shot(), Relation.COPY, None, (NOTHING, NOTHING))
    assert found.losses == ()
    assert found.unknown == (Loss.AREA, Loss.PIXELS, Loss.LOOK)
    assert found.scale is None


def test_what_only_its_files_say_is_lost() -> None:
    told = shot(latitude=1.0, longitude=2.0, rating=4, taken_at="2024-01-01T10:00:00", camera="Nikon", label="Red")
    notes = Notes(title="Harbour", lens="50 mm", exposure=True)
    found = explanation(told, shot(), laid(), notes=(notes, NOTHING))
    assert [each.what for each in found.losses] == [
        Loss.RATING, Loss.LABEL, Loss.TITLE, Loss.GPS, Loss.DATE, Loss.CAMERA, Loss.LENS, Loss.EXPOSURE,
    ]  # fmt: skip
    assert lost(told, told, notes=(notes, notes)) == []
    assert lost(shot(), told, notes=(NOTHING, notes)) == []


def test_a_lower_rating_is_no_loss() -> None:
    assert lost(shot(rating=2), shot(rating=4)) == []
    assert lost(shot(rating=4), shot(rating=2)) == [Loss.RATING]
    assert lost(shot(rating=0), shot()) == lost(shot(rating=-1), shot()) == []


def test_keywords_are_named_where_they_were_read_and_counted_where_not() -> None:
    def keywords(own: int, other: int, notes) -> tuple[list, tuple[Loss, ...]]:
        found = explanation(shot(keywords=own), shot(keywords=other), laid(), notes=notes)
        return [(each.amount, each.words) for each in found.losses], found.unknown

    sea = Notes(keywords=frozenset({"sea", "boat"}))
    boat = Notes(keywords=frozenset({"boat", "sky", "rain"}))
    assert keywords(2, 3, (sea, boat)) == ([(1, ("sea",))], ())
    assert keywords(2, 2, (sea, sea)) == ([], ())
    assert keywords(3, 0, (NOTHING, NOTHING)) == ([(3, ())], ()), "a catalogue gives their number"
    assert keywords(2, 3, (None, None)) == ([], (Loss.KEYWORDS, Loss.TITLE))


def test_what_an_absent_file_says_is_unknown() -> None:
    found = explanation(shot(), shot(), laid(), notes=(None, NOTHING))
    assert found.unknown == (Loss.TITLE,)
    titled = Notes(title="Harbour")
    assert explanation(shot(), shot(), laid(), notes=(titled, None)).unknown == (Loss.TITLE,)


def test_files_that_go_with_it_are_lost() -> None:
    whole = shot(3000, companion(CompanionKind.RAW, "a.nef"), companion(CompanionKind.LIVE, "a.mov"))
    assert lost(whole, shot()) == [Loss.RAW, Loss.FILM]
    assert lost(whole, whole) == []
    assert lost(shot(marks=Marks(catalogued=True)), shot()) == [Loss.CATALOGUE]


def test_edits_are_lost_unless_the_same_stay() -> None:
    edited = shot(3000, companion(CompanionKind.SIDECAR), marks=Marks(edited=True))
    one, other = Notes(sidecars=frozenset({"1"})), Notes(sidecars=frozenset({"2"}))
    assert lost(edited, shot()) == [Loss.EDITS]
    assert lost(edited, edited, notes=(one, one)) == []
    assert lost(edited, edited, notes=(one, other)) == [Loss.EDITS]
    assert explanation(edited, edited, laid(), notes=(one, None)).unknown == (Loss.EDITS,)
    assert lost(shot(3000, companion(CompanionKind.SIDECAR, "a.dop")), shot()) == [Loss.EDITS]


def test_what_a_library_tells_is_compared_without_reading_a_file() -> None:
    raw = companion(CompanionKind.RAW, "a.nef")
    told = shot(3000, raw, latitude=1.0, longitude=2.0, keywords=3, marks=Marks(rating=4, edited=True))
    assert [each.what for each in told_losses(told, shot(9000))] == [
        Loss.RAW, Loss.EDITS, Loss.RATING, Loss.KEYWORDS, Loss.GPS,
    ]  # fmt: skip
    assert told_losses(shot(9000), told) == ()
    assert told_losses(told, told) == (), "whether their edits are the same is not known"


def test_turned_round_twice_it_is_itself() -> None:
    over = laid(CROPPED, TONE, shown=0.9, shows=0.4, brighter=3.0, colourless=(True, False))
    assert over.turned_round.turned_round == over
    assert over.turned_round.brighter == -3.0
    assert over.turned_round.evidence == replace(over.evidence, first_in_second=0.4, second_in_first=0.9)
