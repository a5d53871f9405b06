"""Why photographs are related and what deleting one loses, in words and in the details of the review."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from explaining import NOTHING
from fakes import FakeBackend
from group_making import shot
from twinlens.core.evidence import WHOLE, Change, Evidence
from twinlens.core.explaining import Explanation, Laid, Notes, explain
from twinlens.core.photos import ContentKey, Marks, Shot
from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.gui.backend import CleanupPreview
from twinlens.gui.cleanup import cleanup_wording
from twinlens.gui.cleanup.cleanup_list import CleanupList
from twinlens.gui.review import explanation_wording as words
from twinlens.gui.review.review_page import ReviewPage
from twinlens.gui.services import Services

C = Change


def laid(*changes: Change, shown: float = 1.0, shows: float = 1.0, **more) -> Laid:
    return Laid(Evidence(139, 0.984, 0.9, shown, shows, WHOLE, WHOLE, changes), **more)


def jpeg(width: int, quality: int | None = None, **facts) -> Shot:
    made = shot(1, width=width)
    return replace(made, facts=replace(made.facts, jpeg_quality=quality, **facts))


def told(photo: Shot, kept: Shot, over: Laid | None, relation: Relation | None = Relation.EDITED) -> str:
    kept = replace(kept, content_key=ContentKey("f-2-other"))
    return words.relation_sentence(explain(photo, kept, relation, over, NOTHING), photo, kept)


@pytest.mark.parametrize(
    ("over", "wanted"),
    [
        (laid(C.CROPPED, C.TONE, shows=0.62, brighter=9.0), "Cropped to 62 % of the keeper, brighter"),
        (laid(C.CROPPED, shown=0.5), "Shows more: the keeper is 50 % of it"),
        (laid(C.CROPPED, shown=0.8, shows=0.7), "Shows 70 % of the keeper, and something of its own"),
        (laid(C.TURNED, C.MIRRORED), "Turned, mirrored"),
        (laid(C.BLACK_AND_WHITE, colourless=(True, False)), "Black-and-white"),
        (laid(C.BLACK_AND_WHITE, colourless=(False, True)), "In colour, where the keeper is black-and-white"),
        (laid(C.FRAMED, shown=0.8), "In a frame"),
        (laid(C.FRAMED, shows=0.8), "Without the frame of the keeper"),
        (laid(C.TONE, brighter=-8.0), "Darker"),
        (laid(C.TONE, brighter=0.5), "Other contrast"),
        (laid(), "Saved again"),
        (None, "A copy of the keeper, though nothing is known of how the two lie over one another"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_relation_is_told_in_a_sentence(over: Laid | None, wanted: str) -> None:
    area = 1.0 if over is None else over.evidence.second_in_first / over.evidence.first_in_second
    photo = jpeg(round(3000 * area**0.5))
    assert told(photo, jpeg(3000), over).replace("\u00a0", " ") == wanted


def test_size_and_quality_are_told() -> None:
    sentence = told(jpeg(750, 70), jpeg(3000, 92), laid(C.RESIZED)).replace("\u00a0", " ")
    assert sentence == "Reduced to 25 %, saved at quality about 70, the keeper at 92"
    assert told(jpeg(3000, format="PNG"), jpeg(3000, 92), laid()) == "Saved as PNG"
    assert told(jpeg(3000), jpeg(750), laid(C.RESIZED)).replace("\u00a0", " ") == "Larger, 400 % as wide"


def test_raw_files_are_compared_in_part_and_that_is_said() -> None:
    raw = jpeg(6000, is_raw=True)
    found = explain(raw, raw, Relation.COPY, laid(), NOTHING)
    assert words.relation_sentence(found, raw, raw).startswith("The same file by all of it that was compared")
    assert words.losses(found)[0] == words.LOSES_NOTHING


def test_what_is_no_copy_is_told_to_be_its_own() -> None:
    assert told(jpeg(3000), jpeg(3000), None, Relation.SIMILAR) == "A picture of its own that looks alike"
    assert told(jpeg(3000), jpeg(3000), None, None) == "A picture of its own"
    first, second = (jpeg(3000, camera="X", taken_at=f"2024-01-01T10:00:0{n}") for n in (1, 3))
    assert told(first, second, None, Relation.BURST).replace("\u00a0", " ") == "Another frame of a burst, 2.0 s apart"


def test_certainty_comes_in_words_first() -> None:
    def sure(score: float | None, relation: Relation, over: Laid | None = None, **more) -> str:
        found = explain(jpeg(3000), jpeg(3000), relation, over, NOTHING)
        return words.certainty(replace(found, **more), score).replace("\u00a0", " ")

    assert sure(1.0, Relation.IDENTICAL) == "Certain: all bytes are the same"
    assert sure(0.998, Relation.CROP, laid(C.CROPPED), probability=0.999) == (
        "Almost certain (99 %): 98 % of what both show is the same, 139 places found again, "
        "the pair check agrees (99 %)"
    )
    doubted = sure(0.998, Relation.CROP, laid(C.CROPPED), probability=0.13)
    assert doubted.startswith("Not quite certain (99 %)")
    assert doubted.endswith("the pair check disagrees (13 %)")
    assert sure(0.75, Relation.COPY) == "Likely (75 %): by the look alone"
    assert sure(0.95, Relation.SIMILAR) == "Very alike (95 %)"
    assert words.certainty(explain(jpeg(1), jpeg(1), Relation.COPY, None), None, joined=True).startswith(
        "Joined by you"
    )


def test_losses_are_told_with_their_number() -> None:
    notes = Notes(title="T" * 80, keywords=frozenset("abcdef"), lens="50 mm", exposure=True)
    photo = jpeg(
        3000, 92, latitude=1.0, longitude=1.0, rating=4, camera="X", taken_at="2024-01-01T10:00:00", keywords=6
    )
    over = laid(C.CROPPED, C.TONE, C.BLACK_AND_WHITE, shown=0.5, colourless=(False, True))
    found = explain(photo, jpeg(1000, 70), Relation.CROP, over, (notes, Notes()))
    head, told = words.losses(found)
    assert head == words.LOSES
    for each in (
        "the part that the keeper leaves out (50 % of it)", "4.5 times the pixels", "the colours",
        "less compression (quality about 92)", "its look (tones)", "4 stars", "6 keywords (", "the title",
        "GPS position",
        "the camera\u2019s data (date, model, lens, exposure)",
    ):  # fmt: skip
        assert each in told.replace("\u00a0", " ")
    assert words.loses_metadata(found)


def test_nothing_is_said_to_be_nothing_only_where_that_is_known() -> None:
    def head(found: Explanation) -> str:
        return words.losses(found)[0]

    assert head(explain(jpeg(1), jpeg(1), Relation.IDENTICAL, None, NOTHING)) == words.LOSES_NOTHING
    unseen = explain(jpeg(1), jpeg(1), Relation.COPY, None, (None, None))
    assert head(unseen) == words.NOTHING_KNOWN
    assert words.unknown(unseen) == "Could not be looked at: what each shows, look, title, keywords"


def shown(page: ReviewPage) -> str:
    return page.details.explanation.text.replace("\u00a0", " ")


def test_the_details_explain_the_photo_in_focus(qtbot: QtBot, page: ReviewPage, backend: FakeBackend) -> None:
    entries = page.model.entries
    row, place = next(
        (row, place)
        for row, entry in enumerate(entries)
        for place, member in enumerate(entry.members)
        if member.relation is Relation.CROP and member.shot.path.stem.endswith("crop")
    )
    page.view.set_focus(row, place)
    assert shown(page).startswith("Crop\n")
    qtbot.waitUntil(lambda: "Cropped to 48 % of the keeper" in shown(page))
    assert words.LOSES_NOTHING in shown(page)
    page.view.set_focus(row, 0)
    assert not page.details.explanation.isVisible(), "the keeper is not explained by itself"


def test_a_decision_asks_nothing_again(qtbot: QtBot, page: ReviewPage, backend: FakeBackend, monkeypatch) -> None:
    qtbot.waitUntil(lambda: "%" in shown(page))
    asked = []
    monkeypatch.setattr(page._services.explanations, "_explain", lambda *pair: asked.append(pair))
    before = shown(page)
    qtbot.keyClick(page.view, "x")
    qtbot.wait(300)
    assert asked == []
    assert shown(page) == before


def test_beside_another_keeper_than_the_proposed_one_no_score_is_said(qtbot: QtBot, page: ReviewPage) -> None:
    row = next(row for row, entry in enumerate(page.model.entries) if len(entry.members) >= 3)
    page.view.set_focus(row, 1)
    qtbot.waitUntil(lambda: "ikely (" in shown(page))
    page.view.set_focus(row, 2)
    page.decide(DecisionKind.KEEP)
    page.view.set_focus(row, 1)
    qtbot.waitUntil(lambda: "what both show" in shown(page))
    assert "ikely (" not in shown(page)


def test_other_levels_say_what_the_group_is(qtbot: QtBot, page: ReviewPage) -> None:
    page.choose_level(Level.BURST)
    qtbot.waitUntil(lambda: not page.reading and page.model.rowCount() > 0)
    page.view.set_focus(0, 1)
    qtbot.waitUntil(lambda: "Another frame of a burst" in shown(page))
    assert "the picture itself, which nothing else shows" in shown(page)


def test_what_the_photo_that_stays_lacks_is_said_before_a_clean_up(qtbot: QtBot, services: Services) -> None:
    plain, rated = shot(1), shot(2, marks=Marks(rating=4, keywords=2))
    plan = CleanupPreview(((plain, shot(3)), (rated, shot(3))), (), 2000, ("trash",))
    shown = CleanupList(services)
    qtbot.addWidget(shown)
    shown.show_plan(plan)
    heading, first, second = (shown.rows.index(row).data() for row in range(3))
    assert first.endswith("the one that stays lacks 4\u00a0stars, 2\u00a0keywords")
    assert "lacks" not in heading + second
    assert "1 of them has what the one that stays lacks, listed first." in cleanup_wording.cleanup_sentence(plan)
    shown.grab()
