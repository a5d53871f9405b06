import hashlib
import json
from pathlib import Path
from random import Random

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import onnxruntime  # noqa: E402
from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from twinlens_training.data.photos import load_split  # noqa: E402
from twinlens_training.network import to_input  # noqa: E402
from twinlens_training.verifier.network import Deployed, Verifier  # noqa: E402
from twinlens_training.verifier.pairs import PairMaker, misaligned, nearest_others, turned_and_zoomed  # noqa: E402
from twinlens_training.verifier.training import (  # noqa: E402
    VerifierConfig,
    calibrate,
    export,
    figures,
    half,
    logits_of,
    train,
)

SIZE = 32


@pytest.fixture
def maker(photo_folder, tmp_path):
    photos = load_split(photo_folder, "train", tmp_path)
    others = np.array([[(i + 1) % len(photos), (i + 2) % len(photos)] for i in range(len(photos))])
    return PairMaker(photos, others, SIZE)


def test_the_order_of_the_two_does_not_matter_and_equal_pictures_differ_nowhere():
    network = Verifier().eval()
    source = np.random.default_rng(0)
    a, b = (to_input(torch.from_numpy(source.integers(0, 256, (3, SIZE, SIZE, 3), dtype=np.uint8))) for _ in range(2))
    assert torch.allclose(network(a, b), network(b, a), atol=1e-5)
    assert torch.allclose(network(a, a), network(b, b), atol=1e-5)
    assert sum(p.numel() for p in network.parameters()) < 10_000


def test_every_second_pair_is_one_photograph_and_a_seed_fixes_them(maker):
    first, second, same = maker.make(10, Random(3))
    assert first.shape == second.shape == (10, SIZE, SIZE, 3)
    assert list(same) == [1, 0] * 5
    again = maker.make(10, Random(3))
    assert all(np.array_equal(a, b) for a, b in zip((first, second, same), again, strict=True))


def test_the_published_task_turns_and_zooms_and_does_nothing_else(maker):
    first, second, same = turned_and_zoomed(maker.photos, SIZE, Random(0), per_photo=2)
    assert len(same) == 4 * len(maker.photos)
    assert same.mean() == 0.5
    assert np.array_equal(first[0], first[1]), "a photograph against itself and against another"
    middle = slice(SIZE // 2 - 2, SIZE // 2 + 2)
    change = np.abs(first[same > 0][:, middle, middle].astype(int) - second[same > 0][:, middle, middle])
    assert np.median(change) < 20, "around the middle little moves"


def test_no_turn_and_no_zoom_change_nothing():
    view = np.random.default_rng(0).integers(0, 256, (SIZE, SIZE, 3), dtype=np.uint8)
    assert np.array_equal(misaligned(view, Random(0), 0, 0, 0), view)


def test_the_nearest_others_are_those_of_the_largest_cosine():
    vectors = np.random.default_rng(0).standard_normal((40, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = nearest_others(vectors, 5, chunk=7)
    for row, chosen in enumerate(found):
        cosines = vectors @ vectors[row]
        cosines[row] = -2
        assert set(chosen) == set(np.argsort(-cosines)[:5])


def test_it_learns_to_tell_drawn_photographs_apart(maker):
    config = VerifierConfig(size=SIZE, steps=90, pairs=24, learning_rate=1e-2)
    verifier = train(config, maker, quiet=True)
    pairs = maker.make(200, Random(99))
    assert ((logits_of(verifier, pairs) > 0) == (pairs[2] > 0)).mean() > 0.8


def test_a_seed_fixes_the_run(maker):
    config, pairs = VerifierConfig(size=SIZE, steps=3, pairs=8), maker.make(20, Random(99))
    one, two = (logits_of(train(config, maker, quiet=True), pairs) for _ in range(2))
    assert np.array_equal(one, two)


@given(st.floats(0.3, 3), st.floats(-2, 2), st.integers(0, 5))
def test_calibration_finds_the_slope_and_the_offset_that_made_the_pairs(slope, offset, seed):
    source = np.random.default_rng(seed)
    logits = source.uniform(-4, 4, 20_000)
    same = (source.random(20_000) < 1 / (1 + np.exp(-(slope * logits + offset)))).astype(np.float32)
    found = calibrate(logits, same)
    assert found == pytest.approx((slope, offset), abs=0.25)


def test_pairs_told_apart_perfectly_still_give_a_finite_slope():
    logits = np.array([-3.0, -2.0, 2.0, 3.0])
    slope, offset = calibrate(logits, np.array([0, 0, 1, 1], np.float32))
    assert 0 < slope < 50
    assert abs(offset) < 1


def test_figures_by_hand():
    found = figures(np.array([0.9, 0.4, 0.2, 0.6]), np.array([1, 1, 0, 0], np.float32))
    assert found["accuracy"] == 0.5
    assert found["same_found"] == 0.5
    assert found["others_refused"] == 0.5
    assert found["brier"] == pytest.approx((0.01 + 0.36 + 0.04 + 0.36) / 4)


def test_halves_share_no_photograph(photo_folder, tmp_path):
    store = load_split(photo_folder, "val", tmp_path)
    names = [half(store, which).names for which in (0, 1)]
    assert sorted(names[0] + names[1]) == sorted(store.names)
    assert np.array_equal(half(store, 1)[0], store[store.names.index(names[1][0])])


def test_what_is_exported_is_the_verifier(maker, tmp_path):
    torch.manual_seed(0)
    verifier = Verifier().eval()
    measured = {"slope": 1.5, "offset": -0.25}
    target = tmp_path / "verifier.onnx"
    card = export(verifier, measured, VerifierConfig(size=SIZE), target, "a command")
    assert json.loads(target.with_suffix(".json").read_text()) == card
    first, second, _ = maker.make(6, Random(1))
    session = onnxruntime.InferenceSession(str(target), providers=["CPUExecutionProvider"])
    (found,) = session.run(["probability"], {"first": first, "second": second})
    with torch.no_grad():
        wanted = Deployed(verifier, 1.5, -0.25)(torch.from_numpy(first), torch.from_numpy(second)).numpy()
    assert found.shape == (6,)
    assert np.allclose(found, wanted, atol=1e-5)


def test_the_committed_card_is_that_of_the_committed_verifier_and_beats_the_published_figure():
    model = Path(__file__).parents[2] / "models" / "exported" / "verifier.onnx"
    card = json.loads(model.with_suffix(".json").read_text(encoding="utf-8"))
    assert card["sha256"] == hashlib.sha256(model.read_bytes()).hexdigest()
    assert card["figures"]["turned_and_zoomed"]["accuracy"] >= 0.995
