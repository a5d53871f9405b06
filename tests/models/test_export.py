import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from photos import draw_photo  # noqa: E402
from twinlens.vision.model_card import load_card  # noqa: E402
from twinlens.vision.preprocess import encoder_input  # noqa: E402
from twinlens_training.__main__ import main  # noqa: E402
from twinlens_training.config import Config, NetworkConfig  # noqa: E402
from twinlens_training.deployment import export  # noqa: E402
from twinlens_training.evaluation.measured import OnnxEncoder  # noqa: E402
from twinlens_training.network import Encoder  # noqa: E402
from twinlens_training.training.trainer import Trainer  # noqa: E402

EXPORTED = Path(__file__).parents[2] / "models" / "exported"
TINY = Config(name="tiny", input_size=32, network=NetworkConfig(stem=8, widths=(8, 16), depths=(1, 1), dim=16))


@pytest.fixture
def encoder():
    torch.manual_seed(0)
    return Encoder(TINY.network).eval()


def test_what_is_exported_is_the_network(encoder, tmp_path):
    target = tmp_path / "encoder.onnx"
    assert export.write_onnx(encoder, 32, target) < 1e-5
    assert not list(tmp_path.glob("*.part"))
    model = OnnxEncoder(target)
    assert model.size == 32
    pixels = np.stack([encoder_input(draw_photo(number, (60, 40)), 32) for number in range(5)])
    vectors = model.vectors(pixels)
    assert vectors.shape == (5, 16)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    assert np.allclose(vectors[2:3], model.vectors(pixels[2:3]), atol=1e-6)


def test_the_same_network_gives_the_same_bytes(encoder, tmp_path):
    for name in ("a.onnx", "b.onnx"):
        export.write_onnx(encoder, 32, tmp_path / name)
    assert (tmp_path / "a.onnx").read_bytes() == (tmp_path / "b.onnx").read_bytes()


def test_a_model_that_differs_is_not_written(encoder, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "parity", lambda *_: 0.01)
    (tmp_path / "encoder.onnx").write_bytes(b"the one before")
    with pytest.raises(export.ExportError, match="differs from torch"):
        export.write_onnx(encoder, 32, tmp_path / "encoder.onnx")
    assert not list(tmp_path.glob("*.part"))
    assert (tmp_path / "encoder.onnx").read_bytes() == b"the one before"


def test_from_checkpoint_to_card_and_figures(photo_folder, tmp_path, capsys):
    Trainer(TINY).save(tmp_path / "checkpoint.pt")
    target = tmp_path / "out" / "encoder.onnx"
    photos = ["--photos", str(photo_folder)]
    assert main(["export", "--checkpoint", str(tmp_path / "checkpoint.pt"), "--out", str(target), *photos]) == 0
    card = json.loads(target.with_suffix(".json").read_text())
    check_card(card, target)
    for name, sure in card["threshold_intervals"].items():
        assert 0 < sure["cosine"][0] <= sure["cosine"][1] <= 1, name
        assert 0 <= sure["expected_false_pairs"][0] < sure["expected_false_pairs"][1]
    read = load_card(target.with_suffix(".json"))
    assert read.thresholds.strict == card["thresholds"]["strict"]
    assert read.looks_at_parts
    assert read.evidence.agreement == tuple(card["evidence"]["agreement"])
    assert "expected false pairs" in capsys.readouterr().out
    assert main(["evaluate", "--model", str(target), *photos, "--json", "--most", "4"]) == 0
    figures = json.loads(capsys.readouterr().out)["copies"]
    assert set(figures) == {"model", "phash", "dhash", "moments"}
    assert all(0 < column["micro_ap"] <= 1 for column in figures.values())
    drawn = ["--plots", str(tmp_path / "plots")]
    assert main(["evaluate", "--model", str(target), *photos, "--no-hashes", "--most", "4", *drawn]) == 0
    assert "| micro-AP | 0." in capsys.readouterr().out
    pictures = {path.name for path in (tmp_path / "plots").iterdir()}
    assert pictures == {"precision-recall.png", "edits.png", "impostor-tail.png"}


def check_card(card, model):
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    assert card["sha256"] == digest
    assert card["id"].startswith("twinlens-")
    assert card["id"].endswith(digest[:8])
    encoder = OnnxEncoder(model)
    size = card["input"]["size"]
    assert card["input"] == {"name": "pixels", "size": size, "layout": "NHWC", "dtype": "uint8", "color": "RGB"}
    assert encoder.size == size
    vectors = encoder.vectors(np.zeros((2, size, size, 3), np.uint8))
    assert vectors.shape == (2, card["dim"])
    cosine, score = card["calibration"]["cosine"], card["calibration"]["score"]
    assert len(cosine) == len(score) >= 6
    assert (cosine[0], score[0], cosine[-1], score[-1]) == (-1, 0, 1, 1)
    assert (np.diff(cosine) > 0).all()
    assert (np.diff(score) > 0).all()
    levels = card["thresholds"]
    assert 0 < levels["floor"] < levels["loose"] < levels["normal"] < levels["strict"] < 1


@pytest.mark.skipif(not (EXPORTED / "encoder.onnx").exists(), reason="no model has been exported yet")
def test_the_committed_card_is_that_of_the_committed_model():
    card = json.loads((EXPORTED / "encoder.json").read_text(encoding="utf-8"))
    check_card(card, EXPORTED / "encoder.onnx")
    assert card["dim"] == 256
    assert (EXPORTED / "encoder.onnx").stat().st_size <= 20 * 2**20
    assert card["figures"]["copies"]["model"]["micro_ap"] > card["figures"]["copies"]["dhash"]["micro_ap"]
