import json

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from photos import draw_photo  # noqa: E402
from twinlens.vision.model_card import load_card  # noqa: E402
from twinlens.vision.preprocess import encoder_input  # noqa: E402
from twinlens_training.__main__ import main  # noqa: E402
from twinlens_training.config import NetworkConfig  # noqa: E402
from twinlens_training.deployment.export import write_onnx  # noqa: E402
from twinlens_training.deployment.quantise import QuantiseError, calibration_pictures, quantise, write_int8  # noqa: E402
from twinlens_training.evaluation.measured import OnnxEncoder  # noqa: E402
from twinlens_training.network import Encoder  # noqa: E402


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    torch.manual_seed(0)
    network = Encoder(NetworkConfig(stem=8, widths=(8, 16), depths=(1, 1), dim=16)).eval()
    target = tmp_path_factory.mktemp("model") / "encoder.onnx"
    write_onnx(network, 32, target)
    target.with_suffix(".json").write_text(json.dumps({"id": "twinlens-tiny-01234567", "training": {"steps": 3}}))
    return target


def test_vectors_stay_close_and_the_same_pictures_give_the_same_bytes(model, tmp_path):
    pixels = np.stack([encoder_input(draw_photo(number, (60, 40)), 32) for number in range(12)])
    for name in ("a.onnx", "b.onnx"):
        write_int8(model, tmp_path / name, pixels)
    assert (tmp_path / "a.onnx").read_bytes() == (tmp_path / "b.onnx").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.onnx", "b.onnx"]
    before, after = OnnxEncoder(model).vectors(pixels), OnnxEncoder(tmp_path / "a.onnx").vectors(pixels)
    assert np.linalg.norm(after, axis=1) == pytest.approx(np.ones(12), abs=1e-5)
    assert (before * after).sum(axis=1).min() > 0.98
    assert (before != after).any()


def test_from_model_to_card_and_table(model, photo_folder, tmp_path, capsys):
    target = tmp_path / "encoder-int8.onnx"
    arguments = ["quantise", "--model", str(model), "--photos", str(photo_folder), "--out", str(target)]
    assert main(arguments) == 0
    card = load_card(target.with_suffix(".json"))
    assert card.id.startswith("twinlens-tiny-")
    assert card.id.endswith("-int8")
    assert card.id.split("-")[2] == card.sha256[:8]
    content = json.loads(target.with_suffix(".json").read_text())
    assert content["quantised"]["from"] == "twinlens-tiny-01234567"
    assert content["training"] == {"steps": 3}
    text = capsys.readouterr().out
    assert "|  | fp32 | int8 |" in text
    assert "| ms a picture, one thread | " in text
    assert main([*arguments[:-1], str(model)]) == 3
    assert "must not take the place" in capsys.readouterr().err


def test_without_photographs_nothing_is_written(model, photo_folder, tmp_path):
    (tmp_path / "manifest.csv").write_text("shard,name,split\n")
    with pytest.raises(QuantiseError, match="no photographs"):
        quantise(model, tmp_path, tmp_path / "int8.onnx")
    assert not (tmp_path / "int8.onnx").exists()
    assert calibration_pictures(photo_folder, 32).shape == (1, 32, 32, 3)
