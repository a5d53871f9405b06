"""What differs, row by row, and the words of relations."""

from dataclasses import replace

from group_making import group, shot
from twinlens.core.photos import Member, PictureFacts
from twinlens.core.relations import Relation, Role
from twinlens.gui import review_wording
from twinlens.gui.review.differences import NOTHING, compared, fact_rows


def test_rows_are_joined_by_label_in_order() -> None:
    rows = compared([[("A", "1"), ("B", "2")], [("B", "2"), ("C", "3")]])
    assert [(row.label, row.values) for row in rows] == [
        ("A", ("1", NOTHING)),
        ("B", ("2", "2")),
        ("C", (NOTHING, "3")),
    ]
    assert [row.differs for row in rows] == [True, False, True]


def test_moments_of_one_day_differ_by_their_time() -> None:
    rows = compared([[("Taken", "2023-05-14 18:22:35")], [("Taken", "2023-05-14 18:22:36")]])
    assert rows[0].values == ("18:22:35", "18:22:36")
    rows = compared([[("Taken", "2023-05-14 18:22:35")], [("Taken", "2024-05-14 18:22:36")]])
    assert rows[0].values[0].startswith("2023")


def test_a_shot_without_metadata_has_dashes() -> None:
    facts = dict(fact_rows(shot(1)))
    assert facts["Taken"] == facts["Camera"] == facts["Rating"] == facts["Place"] == NOTHING


def test_a_strange_file_time_does_no_harm() -> None:
    strange = replace(shot(1), stamp=replace(shot(1).stamp, mtime_ns=10**30))
    assert dict(fact_rows(strange))["Changed"] == NOTHING


def test_relations_carry_the_number_that_says_most() -> None:
    keeper, small = shot(1, width=4000), shot(2, width=1000)
    resized = Member(small, Role.DUPLICATE, Relation.RESIZED, 0.9)
    assert review_wording.relation_label(resized, keeper) == "resized 25\u00a0%"
    first = replace(keeper, facts=PictureFacts("JPEG", 3, 2, camera="X", taken_at="2023-05-14T18:22:35.10"))
    second = replace(small, facts=PictureFacts("JPEG", 3, 2, camera="X", taken_at="2023-05-14T18:22:35.50"))
    burst = Member(second, Role.MEMBER, Relation.BURST, 0.9)
    assert review_wording.relation_label(burst, first) == "burst, 0.4\u00a0s apart"
    assert review_wording.relation_label(group("g", keeper, small).members[0], keeper) == ""
