import itertools
import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from twinlens_training.config import LossConfig  # noqa: E402
from twinlens_training.losses import (  # noqa: E402
    CentreLoss,
    CosineClassifier,
    Memory,
    Objective,
    contrastive,
    distances,
    info_nce,
    koleo,
    triplet,
)


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
    vectors, none = memory.negatives(torch.tensor([4, 9]))
    # The three of the second batch, and two of the first.
    assert len(set(vectors[:, 0].tolist()) & {0, 1, 2}) == 2
    assert {3, 4, 5} < set(vectors[:, 0].tolist())
    assert none.sum(dim=1).tolist() == [1, 0]
    assert vectors[none[0]].tolist() == [[4, 4]]
    copy = Memory(5, 2)
    copy.load_state_dict(memory.state_dict())
    assert torch.equal(copy.vectors, memory.vectors)
    assert torch.equal(copy.photos, memory.photos)


def test_places_of_the_memory_that_are_not_filled_are_no_negatives():
    a, b, bank = unit_rows(1, 3), unit_rows(2, 3), unit_rows(3, 2)
    memory = Memory(6, 8).double()
    memory.add(torch.tensor(bank), torch.tensor([7, 1]))
    got = info_nce(torch.tensor(a), torch.tensor(b), 0.1, *memory.negatives(torch.arange(3))).item()
    same = np.array([[False, False], [False, True], [False, False]])
    assert got == pytest.approx(info_nce_by_loop(a, b, 0.1, bank, same), abs=1e-10)


def test_a_memory_of_no_places_stays_empty():
    memory = Memory(0, 2)
    memory.add(torch.ones(3, 2), torch.arange(3))
    assert memory.negatives(torch.arange(3))[0].shape == (0, 2)


# Photographs of the rows of a batch: pairs, as training has them; and three views of one, one view of another.
PHOTOS = {"pairs": [0, 1, 2, 3, 0, 1, 2, 3], "uneven": [5, 5, 5, 2, 9, 9, 4, 4]}


def distance(a, b):
    return float(np.linalg.norm(a - b))


def mean_of_costly(costs):
    costly = [cost for cost in costs if cost > 0]
    return sum(costly) / max(1, len(costly))


def contrastive_by_loop(rows, photos, margin):
    pull, push = [], []
    for i, j in itertools.combinations(range(len(rows)), 2):
        apart = distance(rows[i], rows[j])
        if photos[i] == photos[j]:
            pull.append(apart**2)
        else:
            push.append(max(0.0, margin - apart) ** 2)
    return mean_of_costly(pull) + mean_of_costly(push)


def triplet_by_loop(rows, photos, margin, mining):
    costs = []
    everything = range(len(rows))
    for a in everything:
        positives = [distance(rows[a], rows[p]) for p in everything if p != a and photos[p] == photos[a]]
        negatives = [distance(rows[a], rows[n]) for n in everything if photos[n] != photos[a]]
        if not positives or not negatives:
            continue
        if mining == "hardest":
            chosen = [(max(positives), min(negatives))]
        elif mining == "semi-hard":
            beyond = {p: [n for n in negatives if n > p] for p in positives}
            chosen = [(p, min(beyond[p]) if beyond[p] else max(negatives)) for p in positives]
        else:
            chosen = itertools.product(positives, negatives)
        costs += [max(0.0, p - n + margin) for p, n in chosen]
    return mean_of_costly(costs)


def test_distances_are_those_of_the_rows():
    rows = unit_rows(6, 5)
    expected = [[distance(a, b) for b in rows] for a in rows]
    # A row is 0 from itself; the root is held at 0.001.
    assert distances(torch.tensor(rows)).numpy() == pytest.approx(np.array(expected), abs=1e-3)
    off = ~np.eye(5, dtype=bool)
    assert distances(torch.tensor(rows)).numpy()[off] == pytest.approx(np.array(expected)[off], abs=1e-12)


@pytest.mark.parametrize("photos", PHOTOS.values(), ids=PHOTOS)
@pytest.mark.parametrize("margin", [0.3, 1.0, 1.9])
def test_contrastive_is_the_plain_loop(photos, margin):
    rows = unit_rows(7, 8)
    got = contrastive(torch.tensor(rows), torch.tensor(photos), margin).item()
    assert got == pytest.approx(contrastive_by_loop(rows, photos, margin), abs=1e-10)


@pytest.mark.parametrize("photos", PHOTOS.values(), ids=PHOTOS)
@pytest.mark.parametrize("mining", ["all", "semi-hard", "hardest"])
@pytest.mark.parametrize("margin", [0.05, 0.4])
def test_triplet_is_the_plain_loop(photos, mining, margin):
    for seed in range(5):
        rows = unit_rows(seed, 8, dim=3)
        got = triplet(torch.tensor(rows), torch.tensor(photos), margin, mining).item()
        assert got == pytest.approx(triplet_by_loop(rows, photos, margin, mining), abs=1e-10)


def centre_by_loop(batches, dim, rate):
    centres, losses = {}, []
    for first, second, photos in batches:
        total = 0.0
        for a, b, photo in zip(first, second, photos, strict=True):
            middle = (a + b) / 2
            centre = centres.get(photo, middle)
            total += distance(a, centre) ** 2 + distance(b, centre) ** 2
            centres[photo] = centre + rate * (middle - centre)
        losses.append(total / (2 * len(photos)) / 2)
    return losses, centres


def test_centre_loss_is_the_plain_loop_over_several_batches():
    # Photograph 1 comes three times, 5 never.
    batches = [
        (unit_rows(n, 3), unit_rows(n + 9, 3), photos) for n, photos in enumerate(([0, 1, 2], [1, 3, 4], [4, 1, 0]))
    ]
    loss = CentreLoss(6, 8, 0.3).double()
    got = [loss(torch.tensor(a), torch.tensor(b), torch.tensor(photos)).item() for a, b, photos in batches]
    expected, centres = centre_by_loop(batches, 8, 0.3)
    assert got == pytest.approx(expected, abs=1e-10)
    for photo, centre in centres.items():
        assert loss.centres[photo].numpy() == pytest.approx(centre, abs=1e-10)
    assert loss.seen.tolist() == [True] * 5 + [False]


def test_classification_is_the_plain_loop():
    rows, classes = unit_rows(8, 6), [0, 2, 1, 1, 0, 2]
    classifier = CosineClassifier(4, 8).double()
    total = 0.0
    for row, wanted in zip(rows, classes, strict=True):
        logits = [16 * float(row @ w) / float(np.linalg.norm(w)) for w in classifier.weight.detach().numpy()]
        total += math.log(sum(math.exp(v) for v in logits)) - logits[wanted]
    got = classifier(torch.tensor(rows), torch.tensor(classes)).item()
    assert got == pytest.approx(total / 6, abs=1e-10)


def losses_of_one_batch():
    photos = torch.tensor(PHOTOS["pairs"])
    yield "info_nce", lambda rows: info_nce(*rows.chunk(2), 0.2)
    yield "koleo", koleo
    yield "contrastive", lambda rows: contrastive(rows, photos, 1.2)
    for mining in ("all", "semi-hard", "hardest"):
        yield f"triplet {mining}", lambda rows, mining=mining: triplet(rows, photos, 0.4, mining)
    yield "centre", lambda rows: CentreLoss(4, 8, 0.3).double()(*rows.chunk(2), photos[:4])
    torch.manual_seed(0)
    classifier = CosineClassifier(4, 8).double()
    yield "classification", lambda rows: classifier(rows, photos)


LOSSES = dict(losses_of_one_batch())


@pytest.mark.parametrize("loss", [loss for name, loss in LOSSES.items() if name != "centre"],
                         ids=[name for name in LOSSES if name != "centre"])  # fmt: skip
def test_slopes_are_those_of_small_steps(loss):
    rows = torch.tensor(unit_rows(9, 8)).requires_grad_()
    assert torch.autograd.gradcheck(loss, (rows,))


def test_slopes_of_the_centre_loss_are_those_of_small_steps_around_settled_centres():
    first, second, photos = torch.tensor(unit_rows(1, 3)), torch.tensor(unit_rows(2, 3)), torch.arange(3)
    loss = CentreLoss(3, 8, 0.5).double()
    loss(first, second, photos)
    state = {name: value.clone() for name, value in loss.state_dict().items()}

    def from_the_same_centres(a, b):
        loss.load_state_dict(state)
        return loss(a, b, photos)

    moved = (torch.tensor(unit_rows(3, 3)).requires_grad_(), torch.tensor(unit_rows(4, 3)).requires_grad_())
    assert torch.autograd.gradcheck(from_the_same_centres, moved)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_a_collapsed_batch_has_a_finite_loss_and_slope(loss):
    rows = torch.tensor(unit_rows(5, 1)).repeat(8, 1).requires_grad_()
    value = loss(rows)
    value.backward()
    assert torch.isfinite(value)
    assert torch.isfinite(rows.grad).all()


@pytest.mark.parametrize("photos", [[3, 3], [3, 4]], ids=["one pair", "strangers"])
@pytest.mark.parametrize("mining", ["all", "semi-hard", "hardest"])
def test_a_batch_without_a_triplet_costs_nothing(photos, mining):
    rows = torch.tensor(unit_rows(5, 2)).requires_grad_()
    value = triplet(rows, torch.tensor(photos), 0.5, mining)
    value.backward()
    assert value.item() == 0
    assert not rows.grad.any()


def test_one_pair_is_pulled_together_and_nothing_is_pushed():
    rows = unit_rows(5, 2)
    got = contrastive(torch.tensor(rows), torch.tensor([3, 3]), 1.0).item()
    assert got == pytest.approx(distance(*rows) ** 2, abs=1e-12)


def test_copies_alike_and_strangers_opposite_cost_nothing():
    rows = torch.tensor([[1.0, 0.0], [-1.0, 0.0], [1.0, 0.0], [-1.0, 0.0]])
    photos = torch.tensor([0, 1, 0, 1])
    assert contrastive(rows, photos, 2.0).item() == pytest.approx(0, abs=2e-6)
    assert triplet(rows, photos, 1.9, "all").item() == 0
    assert CentreLoss(2, 2, 0.5)(rows[:2], rows[2:], photos[:2]).item() == 0


@pytest.mark.parametrize("kind", ["info_nce", "contrastive", "triplet", "centre"])
@pytest.mark.parametrize("classes", ["source", "photograph"])
def test_an_objective_is_the_weighted_sum_of_its_terms(kind, classes):
    torch.manual_seed(0)
    config = LossConfig(kind=kind, queue=0, koleo_weight=0.3, classification_weight=0.7, classes=classes)
    objective = Objective(config, 8, [0, 0, 1, 1, 2]).double()
    light, hard, photos = torch.tensor(unit_rows(1, 3)), torch.tensor(unit_rows(2, 3)), torch.tensor([4, 0, 2])
    total, terms = objective(light, hard, photos, 0.0)
    assert list(terms) == ["loss", "koleo", "classification"]
    expected = terms["loss"] + 0.3 * terms["koleo"] + 0.7 * terms["classification"]
    assert total.item() == pytest.approx(expected.item(), abs=1e-12)
    assert len(objective.classifier.weight) == (3 if classes == "source" else 5)
    numbers = torch.tensor([2, 0, 1] if classes == "source" else [4, 0, 2]).repeat(2)
    alone = objective.classifier(torch.cat([light, hard]), numbers)
    assert terms["classification"].item() == pytest.approx(alone.item(), abs=1e-12)


@pytest.mark.parametrize("kind", ["contrastive", "triplet"])
def test_the_margin_grows_over_the_run(kind):
    config = LossConfig(kind=kind, margin=0.5, margin_growth=0.8, mining="all")
    light, hard, photos = torch.tensor(unit_rows(1, 3)), torch.tensor(unit_rows(2, 3)), torch.arange(3)
    rows, doubled = np.concatenate([light, hard]), [0, 1, 2, 0, 1, 2]
    for progress, margin in ((0.0, 0.5), (0.5, 0.9), (1.0, 1.3)):
        _, terms = Objective(config, 8, ())(light, hard, photos, progress)
        loop = (
            contrastive_by_loop(rows, doubled, margin)
            if kind == "contrastive"
            else triplet_by_loop(rows, doubled, margin, "all")
        )
        assert terms["loss"].item() == pytest.approx(loop, abs=1e-10)
