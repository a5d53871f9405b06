"""Who stands for whom, before anything is looked at on the disk."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from making import make_match, make_shot
from twinlens.core.relations import Relation
from twinlens.workflows.kinship import Kinship

SHOTS = [make_shot(number, size=1000 - number) for number in range(6)]
PAIRS = [(one, other) for one in range(6) for other in range(one)]


def kinship(
    *pairs: tuple[int, int], relation: Relation = Relation.RESIZED, apart: tuple[tuple[int, int], ...] = ()
) -> Kinship:
    matches = [make_match(SHOTS[one], SHOTS[other], relation=relation) for one, other in pairs]
    keys = {tuple(sorted((SHOTS[one].content_key, SHOTS[other].content_key))) for one, other in apart}
    return Kinship(SHOTS, matches, keys)  # type: ignore[arg-type]


def ids(shots: list) -> list[int]:  # type: ignore[type-arg]
    return [shot.id for shot in shots]


def test_copies_are_direct_and_never_what_a_person_called_different() -> None:
    kin = kinship((0, 1), (1, 2), (1, 3), apart=((1, 3),))
    assert ids(kin.copies_of(SHOTS[1].content_key, SHOTS[1])) == [0, 2]
    assert ids(kin.copies_of(SHOTS[0].content_key, SHOTS[0])) == [1]
    assert kin.copies_of(SHOTS[3].content_key, SHOTS[3]) == []


def test_identical_twins_are_copies_unless_called_different() -> None:
    twins = [make_shot(1, key="f-1-a"), make_shot(2, key="f-1-a")]
    assert ids(Kinship(twins, [], ()).copies_of(twins[0].content_key, twins[0])) == [2]
    key = twins[0].content_key
    assert Kinship(twins, [], {(key, key)}).copies_of(key, twins[0]) == []


def test_members_of_a_burst_are_those_of_one_star() -> None:
    kin = kinship((0, 1), (1, 2), (2, 3), relation=Relation.BURST)
    assert ids(kin.members_with(SHOTS[0])) == [1, 2]
    assert kin.copies_of(SHOTS[0].content_key, SHOTS[0]) == []


@given(st.sets(st.sampled_from(PAIRS)), st.sets(st.integers(0, 5)))
def test_each_that_leaves_has_a_direct_match_that_stays(pairs: set[tuple[int, int]], batch: set[int]) -> None:
    kin = kinship(*pairs)
    last = kin.settle_batch([SHOTS[number] for number in sorted(batch)])
    assert last <= batch
    for number in batch - last:
        copies = kin.copies_of(SHOTS[number].content_key, SHOTS[number])
        assert not copies or any(kin.stays(copy) for copy in copies)
    for number in range(6):
        assert kin.stays(SHOTS[number]) is (number not in batch or number in last)
    # None stays that need not: each of the last has no other copy that stays without it being rejected too.
    for number in last:
        assert {copy.id for copy in kin.copies_of(SHOTS[number].content_key, SHOTS[number])} <= batch
