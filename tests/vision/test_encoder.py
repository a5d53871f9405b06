"""The encoder, and its refusal of what does not fit together."""

from __future__ import annotations

import json

import numpy as np
import pytest

from twinlens.core.errors import ModelRefusedError
from twinlens.core.evidence import VERIFIED_SCORE, WHOLE, Evidence
from twinlens.core.relations import Sensitivity
from twinlens.vision import onnx_session
from twinlens.vision.encoder import Encoder, load_card
from vision.onnx_models import DIM, INPUT_SIZE, card_of, tiny_model, write_model


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    model = tiny_model()
    return write_model(tmp_path_factory.mktemp("tiny"), model, card_of(model))


@pytest.fixture(scope="session")
def encoder(tiny) -> Encoder:
    return Encoder(*tiny, threads=1)


def pixels(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, INPUT_SIZE, INPUT_SIZE, 3), dtype=np.uint8)


def test_unit_vectors_of_a_batch(encoder):
    vectors = encoder.embed(pixels(5))
    assert (vectors.shape, vectors.dtype) == ((5, DIM), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    alone = np.concatenate([encoder.embed(pixels(5)[at : at + 1]) for at in range(5)])
    assert np.allclose(vectors, alone, atol=1e-5)


def test_no_pictures_no_vectors(encoder):
    assert encoder.embed(pixels(0)).shape == (0, DIM)


def test_it_says_where_it_runs(encoder):
    assert encoder.provider in ("CUDA", "CPU")


@pytest.mark.parametrize(
    "wrong", [np.zeros((1, 16, 16, 3), np.uint8), np.zeros((1, INPUT_SIZE, INPUT_SIZE, 3), np.float32)]
)
def test_only_encoder_inputs_are_taken(encoder, wrong):
    with pytest.raises(ValueError, match="encoder inputs"):
        encoder.embed(wrong)


def test_cuda_that_is_there_and_does_not_work(tiny, monkeypatch, capfd):
    monkeypatch.setattr(
        onnx_session.onnxruntime, "get_available_providers", lambda: ["CUDAExecutionProvider", "CPUExecutionProvider"]
    )
    made = onnx_session.onnxruntime.InferenceSession

    def refusing(model, options, providers):
        if "CUDAExecutionProvider" in providers:
            raise RuntimeError("no device")
        return made(model, options, providers=providers)

    monkeypatch.setattr(onnx_session.onnxruntime, "InferenceSession", refusing)
    assert Encoder(*tiny, threads=1).provider == "CPU"
    assert capfd.readouterr() == ("", "")


def test_making_it_prints_nothing(tiny, capfd):
    Encoder(*tiny)
    assert capfd.readouterr() == ("", "")


def test_another_model_than_the_cards_is_refused(tmp_path):
    paths = write_model(tmp_path, tiny_model() + b"\0", card_of(tiny_model()))
    with pytest.raises(ModelRefusedError, match="not the one its card describes"):
        Encoder(*paths)


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (tiny_model(dim=12), {}),
        (tiny_model(normalised=False), {}),
        (tiny_model(input_name="other"), {}),
        (tiny_model(), {"output": {"name": "other"}}),
        (tiny_model(), {"input": {"size": 16, "name": "pixels"}}),
        (b"no model at all", {}),
        (b"", {}),
    ],
)
def test_a_model_that_is_not_what_its_card_says_is_refused(tmp_path, model, changes):
    paths = write_model(tmp_path, model, card_of(model, **changes))
    with pytest.raises(ModelRefusedError):
        Encoder(*paths, threads=1)


def test_missing_files_are_refused(tmp_path, tiny):
    with pytest.raises(ModelRefusedError, match="is missing"):
        Encoder(tmp_path / "gone.onnx", tiny[1])
    with pytest.raises(ModelRefusedError, match="is missing"):
        Encoder(tiny[0], tmp_path / "gone.json")


BROKEN = {
    "no id": {"id": ""},
    "no dimension": {"dim": 0},
    "falling cosines": {"calibration": {"cosine": [0.6, 0.2], "score": [0, 1]}},
    "falling scores": {"calibration": {"cosine": [0.2, 0.6], "score": [1, 0]}},
    "scores above one": {"calibration": {"cosine": [0.2, 0.6], "score": [0, 2]}},
    "one point": {"calibration": {"cosine": [0.2], "score": [0]}},
    "uneven": {"calibration": {"cosine": [0.2, 0.6], "score": [0]}},
    "no calibration": {"calibration": None},
    "falling agreement": {"evidence": {"agreement": [0.9, 0.8], "score": [0.9, 1]}},
    "agreement of one point": {"evidence": {"agreement": [0.9], "score": [0.9]}},
    "a part's cosine beyond one": {"part_cosine": 1.5},
    "thresholds not in order": {"thresholds": {"floor": 0.5, "loose": 0.4, "normal": 0.6, "strict": 0.9}},
    "a threshold missing": {"thresholds": {"floor": 0.5, "normal": 0.6, "strict": 0.9}},
    "no number": {"thresholds": {"floor": "low", "loose": 0.4, "normal": 0.6, "strict": 0.9}},
}


@pytest.mark.parametrize("fault", BROKEN)
def test_cards_that_make_no_sense_are_refused(tmp_path, fault):
    path = tmp_path / "card.json"
    path.write_text(json.dumps(card_of(b"", **BROKEN[fault])))
    with pytest.raises(ModelRefusedError):
        load_card(path)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", "\xff"])
def test_cards_that_are_no_cards_are_refused(tmp_path, text):
    path = tmp_path / "card.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ModelRefusedError):
        load_card(path)


def test_scores(encoder):
    card = encoder.card
    cosines = np.array([-1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.1], dtype=np.float32)
    assert np.allclose(card.score(cosines), [0, 0, 0.25, 0.5, 0.75, 1, 1])
    for score in (0.01, 0.25, 0.5, 0.9, 1.0):
        cosine = card.cosine_for(score)
        assert card.score(np.array([cosine]))[0] == pytest.approx(score)
        assert card.score(np.array([cosine - 0.01]))[0] < score
    assert card.cosine_for(0.0) == -1.0
    assert card.cosine_for(1.01) > 1.0


def test_the_least_cosine_of_a_plateau(tmp_path):
    path = tmp_path / "card.json"
    calibration = {"cosine": [0.1, 0.3, 0.5, 0.7], "score": [0.1, 0.5, 0.5, 0.8]}
    path.write_text(json.dumps(card_of(b"", calibration=calibration)))
    card = load_card(path)
    assert card.cosine_for(0.5) == pytest.approx(0.3)
    assert card.cosine_for(0.1) == pytest.approx(-1.0)
    assert card.cosine_for(0.05) == -1.0
    assert card.cosine_for(0.9) > 1.0


def test_thresholds_by_name(encoder):
    levels = encoder.card.thresholds
    assert [levels.of(name) for name in Sensitivity] == [levels.strict, levels.normal, levels.loose]


def test_how_far_two_agree_is_how_sure_it_is(tmp_path):
    evidence = {"agreement": [0.7, 0.9, 1.0], "score": [0.9, 0.98, 0.99]}
    for name, content in (("new", {"evidence": evidence}), ("old", {})):
        (tmp_path / f"{name}.json").write_text(json.dumps(card_of(b"", **content)))
    new, old = load_card(tmp_path / "new.json"), load_card(tmp_path / "old.json")
    looked = [Evidence(20, agreement, 1, 1, 1, WHOLE, WHOLE, ()) for agreement in (0.7, 0.8, 1.0)]
    assert [new.score_of(each) for each in looked] == [pytest.approx(score) for score in (0.9, 0.94, 0.99)]
    assert [old.score_of(each) for each in looked] == [VERIFIED_SCORE] * 3
