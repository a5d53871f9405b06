"""Disjoint sets: what was joined is together, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twinlens.core.families import Families

PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30)


@given(PAIRS)
def test_together_is_what_a_way_leads_to(pairs: list[tuple[int, int]]) -> None:
    families: Families[int] = Families()
    reached = {item: {item} for item in range(13)}
    for one, other in pairs:
        families.join(one, other)
        both = reached[one] | reached[other]
        for item in both:
            reached[item] = both
    for one in range(13):
        assert {other for other in range(13) if families.are_one(one, other)} == reached[one]
