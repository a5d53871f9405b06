import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from twinlens_training.losses import Memory, info_nce, koleo  # noqa: E402


def unit_rows(seed, count, dim=8):
    rows = np.random.default_rng(seed).normal(size=(count, dim))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def info_nce_by_loop(a, b, temperature, bank=(), same=None):
    total = 0.0
    for first, second in ((a, b), (b, a)):
        for i in range(len(a)):
            others = [first[i] @ second[j] for j in range(len(a)) if j != i]
            others += [first[i] @ first[j] for j in range(len(a)) if j != i]
            others += [first[i] @ bank[m] for m in range(len(bank)) if not same[i][m]]
            match = first[i] @ second[i] / temperature
            total += math.log(sum(math.exp(v / temperature) for v in others) + math.exp(match)) - match
    return total / (2 * len(a))


def koleo_by_loop(rows):
    total = 0.0
    for i in range(len(rows)):
        total -= math.log(min(np.linalg.norm(rows[i] - rows[j]) for j in range(len(rows)) if j != i))
    return total / len(rows)


@pytest.mark.parametrize("temperature", [0.05, 0.5])
def test_info_nce_is_the_plain_loop(temperature):
    a, b = unit_rows(1, 6), unit_rows(2, 6)
    got = info_nce(torch.tensor(a), torch.tensor(b), temperature).item()
    assert got == pytest.approx(info_nce_by_loop(a, b, temperature), abs=1e-10)


def test_info_nce_leaves_the_same_photograph_in_the_bank_out():
    a, b, bank = unit_rows(1, 4), unit_rows(2, 4), unit_rows(3, 5)
    same = np.zeros((4, 5), bool)
    same[1, 2] = same[3, 0] = True
    got = info_nce(torch.tensor(a), torch.tensor(b), 0.1, torch.tensor(bank), torch.tensor(same)).item()
    assert got == pytest.approx(info_nce_by_loop(a, b, 0.1, bank, same), abs=1e-10)


def test_koleo_is_the_plain_loop():
    rows = unit_rows(4, 9)
    assert koleo(torch.tensor(rows)).item() == pytest.approx(koleo_by_loop(rows), abs=1e-5)


def test_koleo_of_two_equal_rows_has_a_finite_slope():
    rows = torch.tensor(unit_rows(5, 3)).repeat(2, 1).requires_grad_()
    koleo(rows).backward()
    assert torch.isfinite(rows.grad).all()


def test_memory_forgets_the_oldest_and_knows_the_same_photograph():
    memory = Memory(5, 2)
    for first in (0, 3):
        photos = torch.arange(first, first + 3)
        memory.add(torch.stack([photos.float(), photos.float()], dim=1), photos)
    vectors, same = memory.negatives(torch.tensor([4, 9]))
    assert sorted(vectors[:, 0].tolist()) == [1, 2, 3, 4, 5]
    assert same.sum(dim=1).tolist() == [1, 0]
    assert vectors[same[0]].tolist() == [[4, 4]]
    copy = Memory(5, 2)
    copy.load(memory.state())
    assert torch.equal(copy.vectors, memory.vectors)
    assert copy.next == memory.next == 1
