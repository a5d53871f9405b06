"""Which groups a filter leaves, and how many one more choice would leave."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from group_making import group, shot
from twinlens.core.photos import Group
from twinlens.core.relations import DecisionKind, Relation
from twinlens.gui.review.arrangement import Arrangement, LevelStock, Order, arrange
from twinlens.gui.review.facets import Facet, Progress, Traits, band_of, folded, progress_of, searched_text, values_read
from twinlens.gui.review.filtering import FacetValue, FilterIndex, GroupFilter, rows_in, rows_of
from twinlens.gui.review.group_entry import GroupEntry, entries_of
from twinlens.gui.review.standing import Standing, read_standing, written

NAMES = {Relation.RESIZED: "resized", Relation.CROP: "crop"}
FOLDERS = ("/photos/a", "/photos/a/deep", "/photos/b", "/photos/ab", "/media/card")
CAMERAS = ("NIKON Z 6", "Café Cam", None)
WORDS = ("nikon", "cafe", "2021", "a/", "zebra")


def made(
    number: int, folders: tuple[str, ...], camera: str | None, year: str | None, kinds: tuple[DecisionKind | None, ...]
) -> Group:
    shots = []
    for place, (folder, kind) in enumerate(zip(folders, kinds, strict=False)):
        plain = shot(10 * number + place, size=10 ** (3 + number % 6), decision=kind)
        facts = replace(plain.facts, camera=camera, taken_at=f"{year}-05-01T10:00:00" if year else None)
        shots.append(replace(plain, path=Path(folder) / f"IMG_{number}.jpg", facts=facts))
    return group(f"g{number}", *shots)


kinds = st.sampled_from((None, None, DecisionKind.KEEP, DecisionKind.REJECT))
library = st.lists(
    st.tuples(
        st.lists(st.sampled_from(FOLDERS), min_size=2, max_size=4).map(tuple),
        st.sampled_from(CAMERAS),
        st.sampled_from(("2020", "2021", None)),
        st.tuples(kinds, kinds, kinds, kinds),
    ),
    max_size=20,
).map(lambda rows: entries_of(made(number, *row) for number, row in enumerate(rows)))
choices = st.frozensets(
    st.one_of(
        st.tuples(st.just(Facet.FOLDER), st.sampled_from((*FOLDERS, "/photos", "/"))),
        st.tuples(st.just(Facet.CAMERA), st.sampled_from(("NIKON Z 6", "Café Cam", ""))),
        st.tuples(st.just(Facet.YEAR), st.sampled_from(("2020", "2021", ""))),
        st.tuples(st.just(Facet.PROGRESS), st.sampled_from([str(each) for each in Progress])),
        st.tuples(st.just(Facet.SAVING), st.sampled_from(("below-1-mb", "1-mb", "10-mb"))),
    ),
    max_size=5,
)
filters = st.builds(GroupFilter, st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join), choices)


def wanted(entry: GroupEntry, given: GroupFilter) -> bool:
    """The same, told slowly."""
    has = values_read(entry.group, Traits()) | {
        Facet.SAVING: {band_of(entry.saving)},
        Facet.PROGRESS: {progress_of(entry)},
    }
    for facet in Facet:
        values = given.values(facet)
        if facet is Facet.FOLDER:
            inside = {folder for folder in has[facet] for value in values if Path(folder).is_relative_to(value)}
            if values and not inside:
                return False
        elif values and not values & has[facet]:
            return False
    text = searched_text(entry.group, NAMES)
    return all(word in text for word in folded(given.text).split())


@given(library, filters)
def test_values_widen_facets_narrow_words_narrow(entries: list[GroupEntry], chosen: GroupFilter) -> None:
    index = FilterIndex(entries, Traits(), NAMES)
    assert list(rows_in(index.matching(chosen))) == [row for row, entry in enumerate(entries) if wanted(entry, chosen)]


@given(library, filters, st.booleans())
def test_a_count_is_what_choosing_it_alone_would_leave(
    entries: list[GroupEntry], chosen: GroupFilter, reviewed_too: bool
) -> None:
    stock = LevelStock(entries[0].group.level if entries else None, entries, Traits(), NAMES)
    for facet, values in stock.index.counts(chosen, reviewed_too=reviewed_too).items():
        for each in values:
            alone = replace(chosen.without(facet), chosen=chosen.without(facet).chosen | {(facet, each.value)})
            arrangement = Arrangement(filter=alone, reviewed_too=reviewed_too)
            assert each.count == len(arrange(stock, arrangement).change.rows.entries)


@given(library, st.dictionaries(st.integers(0, 200), kinds, max_size=30), filters)
def test_decisions_made_since_count_as_if_read_with_them(entries: list[GroupEntry], changes, chosen) -> None:
    stock = LevelStock(None, list(entries), Traits(), NAMES)
    stock.index.counts(chosen)
    stock.decide(changes)
    anew = LevelStock(None, stock.entries, Traits(), NAMES)
    assert stock.index.counts(chosen) == anew.index.counts(chosen)
    assert stock.index.matching(chosen) == anew.index.matching(chosen)


@given(st.sets(st.integers(0, 500)))
def test_sets_of_rows(numbers: set[int]) -> None:
    assert list(rows_in(rows_of(numbers))) == sorted(numbers)


@given(library, filters, st.sampled_from(list(Order)), st.booleans())
def test_every_order_shows_the_same_groups(
    entries: list[GroupEntry], chosen: GroupFilter, order: Order, turned: bool
) -> None:
    stock = LevelStock(None, entries, Traits(), NAMES)
    plain = arrange(stock, Arrangement(filter=chosen, reviewed_too=True)).change.rows.row_of_group
    other = arrange(stock, Arrangement(order=order, turned=turned, filter=chosen, reviewed_too=True))
    assert other.change.rows.row_of_group.keys() == plain.keys()


@given(filters, st.sampled_from(list(Order)), st.booleans(), st.integers(-1, 10**9))
def test_where_one_stands_is_read_as_written(chosen: GroupFilter, order: Order, turned: bool, focus: int) -> None:
    standing = Standing(Arrangement(order=order, turned=turned, filter=chosen), 40, focus, {"year": True})
    assert read_standing(written(standing)) == standing


@given(st.one_of(st.none(), st.text(), st.recursive(st.integers() | st.text(), st.lists).map(str)))
def test_what_is_no_standing_is_none(text: object) -> None:
    assert read_standing(text) is None


def test_a_folder_takes_the_place_of_those_above_and_below() -> None:
    chosen = GroupFilter().toggled(Facet.FOLDER, "/photos/a").toggled(Facet.FOLDER, "/photos/b")
    assert chosen.toggled(Facet.FOLDER, "/photos/a/deep").values(Facet.FOLDER) == {"/photos/a/deep", "/photos/b"}
    assert chosen.toggled(Facet.FOLDER, "/photos").values(Facet.FOLDER) == {"/photos"}
    assert chosen.toggled(Facet.FOLDER, "/photos/a").values(Facet.FOLDER) == {"/photos/b"}


def test_folders_are_told_from_where_they_part_and_open_where_chosen() -> None:
    nobody = (None, None)
    entries = entries_of(
        made(number, folders, None, None, nobody)
        for number, folders in enumerate([("/p/x/a", "/p/x/a"), ("/p/x/a/deep", "/p/x/b"), ("/p/x/ab", "/p/x/b")])
    )
    index = FilterIndex(entries, Traits(), NAMES)
    assert index.counts(GroupFilter())[Facet.FOLDER] == [
        FacetValue("/p/x/a", 2), FacetValue("/p/x/b", 2), FacetValue("/p/x/ab", 1),
    ]  # fmt: skip
    opened = index.counts(GroupFilter().toggled(Facet.FOLDER, "/p/x/a/deep"))[Facet.FOLDER]
    assert opened[:2] == [FacetValue("/p/x/a", 2), FacetValue("/p/x/a/deep", 1, 1)]


def test_case_accents_and_spelling_don_t_matter() -> None:
    assert folded("CAFE\u0301 Ünïcode") == folded("café unicode")
