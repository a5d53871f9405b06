"""The pair verifier: what it says of two pictures, and its refusal of what does not fit together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from photos import draw_photo
from twinlens.core.errors import ModelRefusedError
from twinlens.vision.decoding import DecodedPhoto, DecodeRequest, decode_photo
from twinlens.vision.preprocess import encoder_input
from twinlens.vision.verifier import Verifier
from vision.onnx_models import INPUT_SIZE, tiny_verifier, verifier_card_of, write_verifier


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Verifier:
    model = tiny_verifier()
    return Verifier(*write_verifier(tmp_path_factory.mktemp("tiny"), model, verifier_card_of(model)))


def square(seed: int) -> np.ndarray:
    return encoder_input(draw_photo(seed), INPUT_SIZE)


def test_probabilities_of_a_batch(verifier: Verifier) -> None:
    first, second = np.stack([square(1), square(1), square(2)]), np.stack([square(1), square(2), square(2)])
    same, different, same_too = verifier.probabilities(first, second)
    assert same == same_too > 0.95
    assert different < same
    assert verifier.probabilities(first[:0], second[:0]).shape == (0,)
    assert verifier.provider == "CPU"


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_turned_or_mirrored_picture_is_the_same_picture(verifier: Verifier, turns: int, mirrored: bool) -> None:
    turned = np.rot90(square(1)[:, ::-1] if mirrored else square(1), turns)
    assert verifier.same_picture(square(1), turned) == pytest.approx(verifier.same_picture(square(1), square(1)))


def test_the_same_however_often_and_in_whatever_order(verifier: Verifier) -> None:
    once = verifier.same_picture(square(1), square(2))
    assert once == verifier.same_picture(square(1), square(2))
    assert once == pytest.approx(verifier.same_picture(square(2), square(1)))
    assert 0.0 <= once < 0.9


def test_only_its_own_inputs_are_taken(verifier: Verifier) -> None:
    good = square(1)[None]
    for wrong in (np.zeros((1, 16, 16, 3), np.uint8), good.astype(np.float32), np.concatenate([good, good])):
        with pytest.raises(ValueError, match="verifier inputs"):
            verifier.probabilities(good, wrong)


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (tiny_verifier(names=("one", "other")), {}),
        (tiny_verifier(flat=False), {}),
        (tiny_verifier(size=16), {}),
        (tiny_verifier(batch=2), {}),
        (tiny_verifier(steepness=float("nan")), {}),
        (tiny_verifier(), {"output": {"name": "other"}}),
        (tiny_verifier(), {"input": {"names": ["first"], "size": INPUT_SIZE}}),
        (tiny_verifier(), {"input": {"names": ["first", "first"], "size": INPUT_SIZE}}),
        (tiny_verifier(), {"input": {"names": ["first", "second"], "size": 0}}),
        (tiny_verifier(), {"id": ""}),
        (tiny_verifier(), {"sha256": "0" * 64}),
        (b"no model at all", {}),
    ],
)
def test_a_model_that_is_not_what_its_card_says_is_refused(tmp_path: Path, model: bytes, changes: dict) -> None:
    with pytest.raises(ModelRefusedError, match=r"pair verifier.*; install Twinlens again\.$"):
        Verifier(*write_verifier(tmp_path, model, verifier_card_of(model, **changes)))


def test_missing_files_are_refused(tmp_path: Path) -> None:
    model, card = write_verifier(tmp_path, tiny_verifier(), verifier_card_of(tiny_verifier()))
    for paths in ((tmp_path / "gone.onnx", card), (model, tmp_path / "gone.json")):
        with pytest.raises(ModelRefusedError, match="is missing"):
            Verifier(*paths)


@pytest.mark.parametrize("size", [16, 96, 700])
def test_its_input_comes_from_the_one_decoding(tmp_path: Path, size: int) -> None:
    """And is the very squashed square that training sees, of any size."""
    picture = draw_photo(1, (800, 600))
    picture.save(tmp_path / "a.png")
    decoded = decode_photo(DecodeRequest(tmp_path / "a.png", 32, verifier_size=size))
    assert isinstance(decoded, DecodedPhoto)
    pixels = np.frombuffer(decoded.verifier_input, np.uint8).reshape(size, size, 3)
    assert np.abs(pixels.astype(int) - encoder_input(picture, size)).mean() < 1.5
    plain = decode_photo(DecodeRequest(tmp_path / "a.png", 32))
    assert isinstance(plain, DecodedPhoto)
    assert (plain.verifier_input, plain.encoder_input) == (b"", decoded.encoder_input)
