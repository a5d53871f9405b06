import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens_training.evaluation.ranking import rank


def by_hand():
    # A pair and a group of three; "c" stands alone. Query a1 finds c first, then a2.
    groups = ["a", "a", "b", "b", "b", "c"]
    scores = np.array(
        [
            [9, 5, 1, 0, 2, 6],
            [5, 9, 1, 2, 0, 1],
            [1, 1, 9, 7, 0, 3],
            [0, 2, 7, 9, 6, 1],
            [2, 0, 0, 6, 9, 1],
            [6, 1, 3, 1, 1, 9],
        ],
        float,
    )
    return rank(scores, groups)


def test_by_hand():
    ranking = by_hand()
    assert ranking.members.tolist() == [1, 1, 2, 2, 2]
    assert ranking.recall_at(1) == pytest.approx(4 / 5)
    assert ranking.recall_at(2) == 1
    # b1: right, wrong (c, a, a), last; b2: both first; b3: b2, then a1, c, and b1 last among its equals.
    expected = [1 / 2, 1, (1 + 2 / 5) / 2, 1, (1 + 2 / 5) / 2]
    assert ranking.average_precisions() == pytest.approx(expected)
    assert ranking.mean_average_precision() == pytest.approx(np.mean(expected))


def test_n_s_counts_the_query_and_scales_small_groups():
    # a1 finds itself alone among its first two (2 of 4), a2 both; b1 two of three, b2 all, b3 two of three.
    assert by_hand().nister_stewenius() == pytest.approx(np.mean([2, 4, 8 / 3, 4, 8 / 3]))


def test_a_perfect_group_of_four_scores_four_and_a_blind_one_one():
    groups = [str(number // 4) for number in range(12)]
    same = np.equal.outer(groups, groups).astype(float)
    assert rank(same, groups).nister_stewenius() == 4
    assert rank(-same, groups).nister_stewenius() == 1


def test_equal_scores_gain_nothing():
    ranking = rank(np.zeros((6, 6)), ["a", "a", "b", "c", "d", "e"])
    assert ranking.recall_at(4) == 0
    assert ranking.mean_average_precision() == pytest.approx(1 / 5)


def test_only_those_ask_that_may():
    asking = np.array([True, False, False, True, False, False])
    ranking = rank(np.eye(6), ["a", "a", "b", "b", "b", "c"], asking)
    assert ranking.members.tolist() == [1, 2]


def test_without_groups_there_is_nothing_to_rank():
    with pytest.raises(ValueError, match="no group"):
        rank(np.eye(3), ["a", "b", "c"])


tables = st.lists(st.tuples(st.integers(0, 3), st.lists(st.integers(0, 5), min_size=9, max_size=9)), min_size=2).filter(
    lambda rows: len(rows) <= 9 and len({group for group, _ in rows}) < len(rows)
)


@given(tables)
def test_against_plain_loops(rows):
    groups = [str(group) for group, _ in rows]
    scores = np.array([values[: len(rows)] for _, values in rows], float)
    ranking, precisions, first, stewenius = rank(scores, groups), [], [], []
    for query, group in enumerate(groups):
        others = [n for n in range(len(groups)) if n != query]
        right = [n for n in others if groups[n] == group]
        if not right:
            continue
        others.sort(key=lambda n: (-scores[query][n], n in right))
        seen = [n in right for n in others]
        hits = [sum(seen[: place + 1]) / (place + 1) for place in range(len(seen)) if seen[place]]
        precisions.append(sum(hits) / len(right))
        first.append(seen[0])
        size = min(4, len(right) + 1)
        stewenius.append((1 + sum(seen[: size - 1])) * 4 / size)
    assert ranking.average_precisions() == pytest.approx(precisions)
    assert ranking.recall_at(1) == pytest.approx(np.mean(first))
    assert ranking.nister_stewenius() == pytest.approx(np.mean(stewenius))
    assert ranking.recall_at(1) <= ranking.recall_at(5) <= 1
